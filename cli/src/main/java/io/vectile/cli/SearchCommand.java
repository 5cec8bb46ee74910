package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.cli.Converters.AtLeastOne;
import io.vectile.cli.Converters.SearchArgument;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.concurrent.Parallel;
import io.vectile.error.InvalidInputException;
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
        customSynopsis = {
            "vectile search INDEX --query=FILE [-k K] [--search=OPTIONS] [OPTION]...",
            "       vectile search --index=SPEC --base=FILE --query=FILE [-k K] [OPTION]..."
        },
        description = "Searches a saved index, or one that it builds in memory first: the nearest of each query, printed or "
                + "written to files.",
        footer = {
            "", "Example:",
            "  vectile search base.index --query query.fvecs -k 10 --search nprobe=48"
        })
final class SearchCommand implements Runnable {
    /** What {@code --search} takes, in every command that searches. */
    static final String OPTIONS = "Search options, joined by commas: nprobe=48 (cells visited, with IVF), k_factor=4 (4 k "
            + "candidates measured again, with RFlat), distances=symmetric (with PQ).";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private IndexSource source;

    @Mixin
    private QueryOptions queries;

    @Option(names = "-k", paramLabel = "K", defaultValue = "10", converter = AtLeastOne.class,
            description = "Neighbours per query; default ${DEFAULT-VALUE}.")
    private int k;

    @Option(names = "--search", paramLabel = "OPTIONS",
            description = OPTIONS + " Default: what the index says.")
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
        BuildOptions options = BuildOptions.defaults().withParallel(parallel).withProgress(terminal.progress());
        Path file = source.file();
        Index index;
        Vectors queryVectors;
        if (file != null) {
            index = IndexFile.open(file, options);
            if (!index.isTrained()) {
                throw new CommandFailure(file + ": this index was saved before it was trained; there is nothing to search");
            }
            queryVectors = queries.open(file, index.d());
        } else {
            Vectors base = source.built().open();
            queryVectors = queries.open(source.built().base, base.d());
            index = source.built().build(base, options);
        }
        Neighbors found = index.search(queryVectors, k, search.options().withParallel(parallel));
        if (ids == null && distances == null) {
            print(found, index.metric());
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
            try {
                VectorFiles.writeInts(ids, IntVectors.of(all, k));
            } catch (InvalidInputException tooLarge) {
                throw new CommandFailure(ids + ": " + tooLarge.getMessage(), tooLarge);
            }
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
