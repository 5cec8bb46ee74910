package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.IndexReport;
import io.vectile.TrainingOptions;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.cli.text.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an index is made of, and what every part of it weighs. */
@Command(name = "inspect", mixinStandardHelpOptions = true,
        customSynopsis = {
            "vectile inspect INDEX [--json] [OPTION]...",
            "       vectile inspect --index=SPEC --base=FILE [--json] [OPTION]..."
        },
        description = "Shows what a saved index, or one that it builds in memory first, is made of, and what every part of "
                + "it weighs.",
        footer = {"", "Example:", "  vectile inspect base.index"})
final class InspectCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private IndexSource source;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path file = source.file();
        IndexReport report = source.open(BuildOptions.defaults()
                        .withParallel(threads.parallel())
                        .withProgress(terminal.progress()))
                .inspect();
        if (json) {
            Map<String, Object> object = toJson(report);
            if (file != null) {
                object.put("path", file.toString());
                object.put("bytes", IndexFile.bytes(file));
            }
            terminal.out().println(Json.of(object));
        } else {
            if (file != null) {
                terminal.out().println("saved in   " + file + ", " + Format.count(IndexFile.bytes(file)) + " bytes");
            }
            terminal.out().println(report.toString().stripTrailing());
        }
    }

    /** Without the path and size of a file, which only a saved index has. */
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
                "k_factor", report.kFactor(),
                "residual", report.residual(),
                "code_bytes", report.codeBytes(),
                "lists", object(
                        "count", report.lists().count(),
                        "empty", report.lists().empty(),
                        "smallest", report.lists().smallest(),
                        "largest", report.lists().largest(),
                        "imbalance", report.lists().imbalance()),
                "training", training(report.training()),
                "parts", parts,
                "kernels", report.kernels(),
                "file_bytes", report.fileBytes(),
                "resident_bytes", report.residentBytes(),
                "bytes_per_vector", report.bytesPerVector());
    }

    /** How the index was trained, which a Faiss file does not say. */
    private static Map<String, Object> training(TrainingOptions training) {
        return training == null ? null : object(
                "seed", training.seed(),
                "coarse_iterations", training.coarseIterations(),
                "codebook_iterations", training.codebookIterations(),
                "max_points_per_centroid", training.maxPointsPerCentroid());
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
