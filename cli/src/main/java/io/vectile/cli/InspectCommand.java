package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.IndexReport;
import io.vectile.TrainingOptions;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an index is made of, and what every part of it weighs. */
@Command(name = "inspect", mixinStandardHelpOptions = true,
        customSynopsis = {
            "vectile inspect INDEX [--json] [--verify] [OPTION]...",
            "       vectile inspect --index=SPEC --base=FILE [--json] [OPTION]..."
        },
        description = "Shows what a saved index, or one that it builds in memory first, is made of, and what every part of "
                + "it weighs.",
        footer = {"", "Example:", "  vectile inspect base.vtl --verify"})
final class InspectCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private IndexSource source;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    @Option(names = "--verify",
            description = "Read all of the file first. Of a vectile file every checksum and every id is checked, and what is wrong "
                    + "is named by its place; a file of Faiss has no checksums: that its counts and sizes agree is all there is.")
    private boolean verify;

    @Spec
    private CommandSpec spec;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path file = source.file();
        if (file == null && verify) {
            throw new ParameterException(spec.commandLine(), "--verify is for the file of an index, and INDEX is missing");
        }
        BuildOptions options = BuildOptions.defaults().withParallel(threads.parallel()).withProgress(terminal.progress());
        StoredIndex stored = file == null ? null : StoredIndex.of(file);
        String verified = verify ? stored.verify(options) : null;
        IndexReport report = source.open(options).inspect();
        if (json) {
            Map<String, Object> object = toJson(report);
            if (file != null) {
                object.putAll(stored.toJson());
            }
            if (verify) {
                object.put("verified", true);
            }
            terminal.out().println(Json.of(object));
        } else {
            if (file != null) {
                stored.lines().forEach(terminal.out()::println);
            }
            terminal.out().println(report.toString().stripTrailing());
            if (verify) {
                terminal.out().println(verified);
            }
        }
    }

    /** Without what only a saved index has. */
    private static Map<String, Object> toJson(IndexReport report) {
        List<Map<String, Object>> parts = report.parts().stream()
                .map(part -> object("name", part.name(), "bytes", part.bytes(), "what", part.what(), "resident",
                        part.resident(), "mapped", part.mapped()))
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
                "removed", report.removed(),
                "unpacked", report.unpacked(),
                "file_bytes", report.fileBytes(),
                "native_bytes", report.nativeBytes(),
                "resident_bytes", report.residentBytes(),
                "mapped_bytes", report.mappedBytes(),
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
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
