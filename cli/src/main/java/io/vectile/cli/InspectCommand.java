package io.vectile.cli;

import io.vectile.IndexReport;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an index is made of, and what every part of it weighs. */
@Command(name = "inspect", mixinStandardHelpOptions = true,
        description = "Builds an index in memory and shows what it is made of and what every part of it weighs.")
final class InspectCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private MemoryIndexOptions index;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        IndexReport report = index.build(index.base.open(), threads.parallel(), terminal.progress()).inspect();
        terminal.out().println(json ? Json.of(toJson(report)) : report.toString().stripTrailing());
    }

    private static Map<String, Object> toJson(IndexReport report) {
        List<Map<String, Object>> parts = report.parts().stream()
                .map(part -> object("name", part.name(), "bytes", part.bytes(), "what", part.what()))
                .toList();
        return object(
                "index", report.spec().toString(),
                "metric", report.metric(),
                "d", report.d(),
                "n", report.ntotal(),
                "trained", report.trained(),
                "nprobe", report.nprobe(),
                "residual", report.residual(),
                "code_bytes", report.codeBytes(),
                "lists", object(
                        "count", report.lists().count(),
                        "empty", report.lists().empty(),
                        "smallest", report.lists().smallest(),
                        "largest", report.lists().largest(),
                        "imbalance", report.lists().imbalance()),
                "training", object(
                        "seed", report.training().seed(),
                        "coarse_iterations", report.training().coarseIterations(),
                        "codebook_iterations", report.training().codebookIterations(),
                        "max_points_per_centroid", report.training().maxPointsPerCentroid()),
                "parts", parts,
                "kernels", report.kernels(),
                "file_bytes", report.fileBytes(),
                "resident_bytes", report.residentBytes(),
                "bytes_per_vector", report.bytesPerVector());
    }

    /** Names and values in turn, in this order. */
    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
