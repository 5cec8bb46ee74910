package io.vectile.cli.bench;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.IndexReport;
import io.vectile.IndexSpec;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.time.Duration;
import java.util.Map;

/** Builds one index after another over the same data, and measures each with several search options. */
public final class IndexBench {
    /** The error of more vectors does not differ in the digits that matter. */
    private static final int MOST_ERROR_ROWS = 100_000;

    /**
     * What all indexes of one run have in common.
     *
     * @param truth the true neighbours of each query, {@value Recalls#DEPTH} for all recalls
     * @param threads for training, adding and searching
     * @param warmUp how long single searches run at most before they are timed
     */
    public record Setting(Vectors base, Vectors train, Vectors queries, GroundTruth truth, Metric metric, int k, int threads,
            Duration warmUp) {

        private Parallel parallel() {
            return threads == 1 ? Parallel.single() : Parallel.threads(threads);
        }
    }

    private final Setting setting;
    private final String given;
    private final Index index;
    private final double trainSeconds;
    private final double addSeconds;
    private final IndexReport report;
    private final double quantizationError;

    private IndexBench(Setting setting, String given, Index index, Progress progress) {
        this.setting = setting;
        this.given = given;
        this.index = index;
        Progress staged = staged(given, progress);
        BuildOptions options = BuildOptions.defaults().withParallel(setting.parallel()).withProgress(staged);
        this.trainSeconds = seconds(() -> index.train(setting.train(), options));
        this.addSeconds = seconds(() -> index.add(setting.base(), options));
        // One add to an empty index packs it, as far as the first 16 million vectors: what it weighs is that of a packed index.
        index.compact();
        this.report = index.inspect();
        Vectors sample = setting.base().rows(0, Math.min(MOST_ERROR_ROWS, setting.base().n()));
        this.quantizationError = index.quantizationError(sample, BuildOptions.defaults().withProgress(staged));
    }

    /**
     * Trains an index and adds the base vectors.
     *
     * @param given the spec as its results will call it
     */
    public static IndexBench build(Setting setting, String given, IndexSpec spec, Progress progress) {
        return new IndexBench(setting, given, Index.of(spec, setting.base().d(), setting.metric()), progress);
    }

    /** @param search the options as the result will call them */
    public BenchLine measure(String search, SearchOptions options, Progress progress) {
        SearchOptions timed = options.withParallel(setting.parallel());
        Stopwatch stopwatch = new Stopwatch(Stopwatch.Effort.USUAL.withLongestWarmUp(setting.warmUp()), progress);
        Latency single = stopwatch.single(index, setting.queries(), setting.k(), timed);
        Stopwatch.Batch batch = stopwatch.batch(index, setting.queries(), setting.k(), timed);
        return new BenchLine(given, setting.threads(), setting.k(), search, trainSeconds, addSeconds, report,
                quantizationError, single, batch.millisPerQuery(), recall(batch.answers(), options));
    }

    private Map<String, Double> recall(Neighbors asked, SearchOptions options) {
        Neighbors deep = asked.k() >= Recalls.DEPTH
                ? asked
                : index.search(setting.queries(), Recalls.DEPTH, options.withParallel(Parallel.available()));
        return Recalls.of(setting.truth(), asked, deep);
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Says in each stage which index it is about. */
    private static Progress staged(String index, Progress progress) {
        return new Progress() {
            @Override
            public void update(String stage, long done, long total) {
                progress.update(index + " " + stage, done, total);
            }

            @Override
            public boolean cancelled() {
                return progress.cancelled();
            }
        };
    }
}
