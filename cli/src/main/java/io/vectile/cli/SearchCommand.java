package io.vectile.cli;

import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.cli.Converters.AtLeastOne;
import io.vectile.cli.Converters.SearchArgument;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.concurrent.Parallel;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Metric;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The nearest of each query. */
@Command(name = "search", mixinStandardHelpOptions = true,
        description = "Builds an index in memory and searches it: the nearest of each query, printed or written to files.")
final class SearchCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private MemoryIndexOptions index;

    @Mixin
    private QueryOptions queries;

    @Option(names = "-k", paramLabel = "K", defaultValue = "10", converter = AtLeastOne.class,
            description = "Neighbours per query; default ${DEFAULT-VALUE}.")
    private int k;

    @Option(names = "--search", paramLabel = "OPTIONS",
            description = "Search options, such as nprobe=48 or nprobe=48,distances=symmetric.")
    private SearchArgument search = SearchArgument.DEFAULT;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--ids", paramLabel = "FILE", description = "Where the ids go, -1 for none: ivecs, ibin or npy.")
    private Path ids;

    @Option(names = "--distances", paramLabel = "FILE", description = "Where the distances go: fvecs, fbin or npy.")
    private Path distances;

    SearchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        OutputFile.check(spec, "--ids", ids, OutputFile.INTEGERS);
        OutputFile.check(spec, "--distances", distances, OutputFile.FLOATS);
        Parallel parallel = threads.parallel();
        Vectors base = index.base.open();
        Vectors queryVectors = queries.open(index.base, base);
        Index built = index.build(base, parallel, terminal.progress());
        Neighbors found = built.search(queryVectors, k, search.options().withParallel(parallel));
        if (ids == null && distances == null) {
            print(found, built.metric());
        } else {
            write(found);
        }
    }

    private void print(Neighbors found, Metric metric) {
        String distance = switch (metric) {
            case L2 -> "squared distance";
            case INNER_PRODUCT -> "inner product";
            case COSINE -> "cosine";
        };
        PrintWriter out = terminal.out();
        out.println("   query    rank            id  " + distance);
        for (int q = 0; q < found.queries(); q++) {
            for (int i = 0; i < k && found.id(q, i) != Neighbors.NO_ID; i++) {
                out.printf(Locale.ROOT, "%8d  %6d  %12d  %s%n", q, i + 1, found.id(q, i),
                        Format.significant(found.distance(q, i), 6));
            }
        }
        out.flush();
    }

    private void write(Neighbors found) {
        PrintWriter out = terminal.out();
        if (ids != null) {
            long[] all = new long[found.queries() * k];
            for (int q = 0; q < found.queries(); q++) {
                System.arraycopy(found.ids(q), 0, all, q * k, k);
            }
            VectorFiles.writeInts(ids, IntVectors.of(all, k));
            out.println(ids + ": ids, " + Format.count(found.queries()) + " x " + k);
        }
        if (distances != null) {
            float[] all = new float[found.queries() * k];
            for (int q = 0; q < found.queries(); q++) {
                System.arraycopy(found.distances(q), 0, all, q * k, k);
            }
            VectorFiles.write(distances, Vectors.of(all, k));
            out.println(distances + ": distances, " + Format.count(found.queries()) + " x " + k);
        }
    }
}
