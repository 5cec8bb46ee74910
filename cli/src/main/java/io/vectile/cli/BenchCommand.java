package io.vectile.cli;

import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.cli.Converters.AtLeastOne;
import io.vectile.cli.Converters.SearchArgument;
import io.vectile.cli.Converters.SpecArgument;
import io.vectile.cli.bench.BenchChart;
import io.vectile.cli.bench.BenchLine;
import io.vectile.cli.bench.IndexBench;
import io.vectile.cli.bench.Recalls;
import io.vectile.cli.bench.SearchWords;
import io.vectile.cli.bench.Stopwatch;
import io.vectile.cli.input.VectorInputs.Role;
import io.vectile.cli.input.VectorInputs;
import io.vectile.cli.plot.PlotOption;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.concurrent.Parallel;
import io.vectile.error.InvalidInputException;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Vectors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains, adds and searches: recall, time and memory of one or more indexes over the same data. */
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = "Trains, adds and searches: recall, time and memory of one or more indexes over the same data.")
final class BenchCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--index", required = true, paramLabel = "SPEC",
            description = MemoryIndexOptions.SPECS + " Give it again for each index to compare.")
    private List<SpecArgument> indexes;

    @Mixin
    private BaseOptions base;

    @Mixin
    private QueryOptions queries;

    @Option(names = "--train", paramLabel = "FILE", description = "The vectors to learn from; default --base.")
    private Path train;

    @Option(names = "--groundtruth", paramLabel = "FILE",
            description = "The true neighbours: ivecs, ibin, npy, or hdf5 (its neighbors). Default: they are computed.")
    private Path groundTruth;

    @Option(names = "--search", paramLabel = "OPTIONS",
            description = SearchCommand.OPTIONS + " Give it again for each set to compare. An index passes over what has "
                    + "no meaning for it.")
    private List<SearchArgument> searches = List.of(SearchArgument.DEFAULT);

    @Option(names = "-k", paramLabel = "K", defaultValue = "10", converter = AtLeastOne.class,
            description = "Neighbours asked for in the timed searches; default ${DEFAULT-VALUE}.")
    private int k;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", converter = AtLeastOne.class,
            description = "Threads for training, adding and searching; default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--warmup", paramLabel = "SECONDS", defaultValue = "4",
            description = "How long searches run before they are timed, at most; default ${DEFAULT-VALUE}.")
    private double warmUpSeconds;

    @Option(names = "--json", paramLabel = "FILE",
            description = "Write one JSON object per line for each index and --search; - is standard output, then without "
                    + "the table.")
    private Path json;

    @Mixin
    private PlotOption plot;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (!(warmUpSeconds >= 0 && warmUpSeconds <= 3600)) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--warmup': 0 to 3600 are needed; got " + warmUpSeconds);
        }
        if (groundTruth != null && base.limit != null) {
            throw new ParameterException(spec.commandLine(),
                    "--limit and --groundtruth exclude each other: the file tells the neighbours among all base vectors");
        }
        plot.check();
        try (JsonLines lines = JsonLines.open(json, terminal)) {
            IndexBench.Setting setting = setting();
            requireSuitable(setting.base().d());
            if (!lines.ownsStandardOutput()) {
                printSetting(setting);
            }
            runAll(setting, lines);
        }
    }

    private IndexBench.Setting setting() {
        Vectors baseVectors = base.open();
        Vectors queryVectors = queries.open(base.base, baseVectors.d());
        Vectors trainVectors = train == null
                ? baseVectors
                : BaseOptions.openAlike(train, Role.TRAIN, base.base, baseVectors.d());
        if (baseVectors.n() == 0 || queryVectors.n() == 0) {
            throw new InvalidInputException("at least 1 base vector and 1 query are needed; got " + baseVectors.n() + " and "
                    + queryVectors.n());
        }
        return new IndexBench.Setting(baseVectors, trainVectors, queryVectors, truth(baseVectors, queryVectors), base.metric,
                k, threads, Stopwatch.Effort.USUAL.withLongestWarmUp(Duration.ofNanos((long) (warmUpSeconds * 1e9))));
    }

    /** Before the first of them is trained, which may take minutes. */
    private void requireSuitable(int d) {
        indexes.forEach(index -> Index.of(index.spec(), d, base.metric));
    }

    private GroundTruth truth(Vectors baseVectors, Vectors queryVectors) {
        if (groundTruth == null) {
            int depth = (int) Math.min(Recalls.DEPTH, baseVectors.n());
            return GroundTruth.compute(
                    baseVectors, queryVectors, depth, base.metric, Parallel.available(), terminal.progress());
        }
        IntVectors rows = VectorInputs.openGroundTruth(groundTruth);
        if (rows.n() < queryVectors.n()) {
            throw new InvalidInputException(
                    groundTruth + " has " + rows.n() + " rows; " + queryVectors.n() + " queries need as many");
        }
        GroundTruth truth = GroundTruth.of(rows.rows(0, queryVectors.n()));
        for (int q = 0; q < truth.queries(); q++) {
            for (long id : truth.ids()[q]) {
                if (id < 0 || id >= baseVectors.n()) {
                    throw new InvalidInputException(groundTruth + " names vector " + id + " in row " + q + "; " + base.base
                            + " has the vectors 0 to " + (baseVectors.n() - 1));
                }
            }
        }
        return truth;
    }

    private void printSetting(IndexBench.Setting setting) {
        PrintWriter out = terminal.out();
        out.printf(Locale.ROOT, "%s base vectors of %d numbers, %s to learn from, %s queries; %s, k = %d, %d thread%s%n%n",
                Format.count(setting.base().n()), setting.base().d(), Format.count(setting.train().n()),
                Format.count(setting.queries().n()), setting.metric().word(), k, threads, threads == 1 ? "" : "s");
        out.flush();
    }

    private void runAll(IndexBench.Setting setting, JsonLines lines) {
        BenchTable table = new BenchTable();
        List<BenchLine> measured = new ArrayList<>();
        try {
            for (SpecArgument index : indexes) {
                IndexBench bench = IndexBench.build(setting, index.given(), index.spec(), terminal.progress());
                for (String search : searchesFor(index)) {
                    terminal.status((index.given() + " " + search).strip() + ": timing searches ...");
                    BenchLine line = bench.measure(search, SearchOptions.parse(search), terminal.progress());
                    lines.write(line.toJson());
                    table.add(line);
                    measured.add(line);
                }
            }
        } finally {
            // What was measured before a failure or Ctrl-C is worth as much as the rest.
            if (!lines.ownsStandardOutput()) {
                table.print(terminal.out());
            }
        }
        plot.draw(() -> BenchChart.of(measured), lines.ownsStandardOutput() ? terminal::status : terminal.out()::println);
    }

    /** Options that come down to the same for this index are measured once. */
    private Set<String> searchesFor(SpecArgument index) {
        Set<String> distinct = new LinkedHashSet<>();
        searches.forEach(search -> distinct.add(SearchWords.applicable(search.given(), index.spec())));
        return distinct;
    }
}
