package io.vectile.cli.bench;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.IndexSpec;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Map;

/** Measures indexes over the same data, each with several search options. */
public final class IndexBench {

    /**
     * What all indexes of one run have in common.
     *
     * @param truth the true neighbours of each query, {@value Recalls#DEPTH} for all recalls
     * @param threads for training, adding and searching
     * @param effort how long searches are timed
     */
    public record Setting(Vectors base, Vectors train, Vectors queries, GroundTruth truth, Metric metric, int k, int threads,
            Stopwatch.Effort effort) {

        /** The same, timed for longer or less long. */
        public Setting withEffort(Stopwatch.Effort other) {
            return new Setting(base, train, queries, truth, metric, k, threads, other);
        }

        private Parallel parallel() {
            return threads == 1 ? Parallel.single() : Parallel.threads(threads);
        }
    }

    private final Setting setting;
    private final BuiltIndex built;

    /** @param built over the base of the setting */
    public IndexBench(Setting setting, BuiltIndex built) {
        this.setting = setting;
        this.built = built;
    }

    /**
     * Trains an index and adds the base vectors.
     *
     * @param given the spec as its results will call it
     */
    public static IndexBench build(Setting setting, String given, IndexSpec spec, Progress progress) {
        Index empty = Index.of(spec, setting.base().d(), setting.metric());
        BuildOptions options = BuildOptions.defaults().withParallel(setting.parallel()).withProgress(progress);
        return new IndexBench(setting, BuiltIndex.build(given, empty, setting.train(), setting.base(), options));
    }

    /** @param search the options as the result will call them */
    public BenchLine measure(String search, SearchOptions options, Progress progress) {
        Index index = built.index();
        SearchOptions timed = options.withParallel(setting.parallel());
        Stopwatch stopwatch = new Stopwatch(setting.effort(), progress);
        Latency single = stopwatch.single(index, setting.queries(), setting.k(), timed);
        Stopwatch.Batch batch = stopwatch.batch(index, setting.queries(), setting.k(), timed);
        return new BenchLine(built.given(), setting.threads(), setting.k(), search, built.trainSeconds(), built.addSeconds(),
                built.report(), built.quantizationError(), single, batch.millisPerQuery(), recall(batch.answers(), options));
    }

    private Map<String, Double> recall(Neighbors asked, SearchOptions options) {
        Neighbors deep = asked.k() >= Recalls.DEPTH
                ? asked
                : built.index().search(setting.queries(), Recalls.DEPTH, options.withParallel(Parallel.available()));
        return Recalls.of(setting.truth(), asked, deep);
    }
}
