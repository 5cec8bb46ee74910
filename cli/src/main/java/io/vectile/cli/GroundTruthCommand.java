package io.vectile.cli;

import io.vectile.cli.Converters.AtLeastOne;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The exact neighbours of queries, as a file. */
@Command(name = "groundtruth", mixinStandardHelpOptions = true,
        description = "Computes the exact neighbours of queries by comparing each with every base vector.")
final class GroundTruthCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BaseOptions base;

    @Mixin
    private QueryOptions queries;

    @Option(names = "-k", paramLabel = "K", defaultValue = "100", converter = AtLeastOne.class,
            description = "Neighbours per query; default ${DEFAULT-VALUE}.")
    private int k;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "Where their row numbers go, nearest first: ivecs, ibin or npy.")
    private Path out;

    @Option(names = "--distances", paramLabel = "FILE", description = "Where their distances go: fvecs, fbin or npy.")
    private Path distances;

    @Mixin
    private ThreadsOption threads;

    GroundTruthCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        OutputFile.check(spec, "--out", out, OutputFile.INTEGERS);
        OutputFile.check(spec, "--distances", distances, OutputFile.FLOATS);
        Vectors baseVectors = base.open();
        Vectors queryVectors = queries.open(base.base, baseVectors.d());
        GroundTruth truth =
                GroundTruth.compute(baseVectors, queryVectors, k, base.metric, threads.parallel(), terminal.progress());
        VectorFiles.writeInts(out, IntVectors.of(truth.ids()));
        if (distances != null) {
            VectorFiles.write(distances, Vectors.of(truth.distances()));
        }
        terminal.out().println(out + ": the " + k + " nearest of " + Format.count(baseVectors.n()) + " for each of "
                + Format.count(queryVectors.n()) + " queries (" + base.metric.word() + ")");
    }
}
