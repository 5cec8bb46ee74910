package io.vectile.cli.explore.trade;

import io.vectile.IndexSpec;
import io.vectile.SearchOptions;
import io.vectile.cli.bench.BenchLine;
import io.vectile.cli.bench.BuiltIndex;
import io.vectile.cli.bench.IndexBench;
import io.vectile.cli.bench.Recalls;
import io.vectile.cli.bench.Stopwatch.Effort;
import io.vectile.cli.explore.data.Background;
import io.vectile.cli.explore.data.BuiltIndexes;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.data.Turn;
import io.vectile.cli.explore.http.Events;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.VectileException;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.Vectors;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures as {@code vectile bench} does, but for less long: a second or two a point. One measurement at a time, whichever page
 * asks, since two at once would measure each other.
 */
final class Measuring {
    /** Neighbours asked for in timed searches. */
    static final int K = 10;

    /** Searches of one query are timed on one thread. */
    private static final int THREADS = 1;

    /**
     * How long things are measured.
     *
     * @param warmUp of an index, before its first point: the compiler is still at the loops that it alone uses
     * @param point  of each point
     */
    record Efforts(Effort warmUp, Effort point) {
        /** Three seconds, then one or two a point. */
        static final Efforts USUAL = new Efforts(
                new Effort(3000, Duration.ofMillis(800), Duration.ofMillis(800), 1, 1, Duration.ofMillis(1), 1, Duration.ofMillis(1)),
                new Effort(2000, Duration.ofMillis(300), Duration.ofMillis(500), 20, 2000, Duration.ofMillis(700), 3, Duration.ofMillis(500)));
    }

    /** Numbers compared in a batch of all queries with all vectors: an exhaustive one takes a second or two. */
    private static final long MOST_COMPARED = 100_000_000_000L;

    private static final int FEWEST_QUERIES = 100;

    private final LoadingData loading;
    private final BuiltIndexes indexes;
    private final Measured measured;
    private final Efforts efforts;
    private final Turn running = new Turn();
    private GroundTruth truth;

    Measuring(LoadingData loading, BuiltIndexes indexes, Measured measured, Efforts efforts) {
        this.loading = loading;
        this.efforts = efforts;
        this.indexes = indexes;
        this.measured = measured;
    }

    /** The first queries, as many as can be asked in the time of a point. */
    static Vectors queries(ExploredData data) {
        long most = Math.max(FEWEST_QUERIES, MOST_COMPARED / Math.multiplyExact(data.base().n(), (long) data.base().d()));
        return data.queries().rows(0, Math.min(data.queries().n(), most));
    }

    /** Measures every spec with every setting, and tells each point; those that are known already only if they are asked for again. */
    Map<String, Object> run(List<IndexSpec> specs, SearchGrid grid, boolean again, Events events) {
        running.take(events, "waits for another measurement to end");
        try {
            int points = specs.stream().mapToInt(spec -> grid.of(spec).size()).sum();
            Steps steps = new Steps(events, 1 + specs.size() + points);
            IndexBench.Setting setting = setting(steps);
            steps.end(1);
            for (IndexSpec spec : specs) {
                measure(spec, grid.of(spec), again, setting, steps, events);
            }
            return Map.of("points", points);
        } finally {
            running.end();
        }
    }

    /** A spec that fails is told, and the others go on. */
    private void measure(IndexSpec spec, List<String> searches, boolean again, IndexBench.Setting setting, Steps steps, Events events) {
        int begun = 0;
        try {
            boolean known = !again && searches.stream().allMatch(search -> measured.has(spec.toString(), search));
            IndexBench bench = null;
            if (!known) {
                BuiltIndex built = build(spec, steps, events);
                steps.begin(spec + ": warming up");
                IndexBench warmUp = new IndexBench(setting.withEffort(efforts.warmUp()), built);
                measure(warmUp, searches.getFirst(), events);
                // A batch undoes what the compiler had assumed of single searches.
                measure(warmUp, searches.getFirst(), events);
                bench = new IndexBench(setting, built);
            }
            steps.end(1);
            begun = 1;
            for (String search : searches) {
                String name = (spec + " " + search).strip();
                events.check(name);
                steps.begin(name + ": timing searches");
                events.part(!again && measured.has(spec.toString(), search)
                        ? measured.get(spec.toString(), search)
                        : measured.add(measure(bench, search, events), Recipe.of(spec, search, K, loading.get())));
                steps.end(1);
                begun++;
            }
        } catch (CancelledException e) {
            throw e;
        } catch (VectileException e) {
            events.part(Map.of("index", spec.toString(), "failed", e.getMessage()));
            steps.end(1 + searches.size() - begun);
        }
    }

    private BuiltIndex build(IndexSpec spec, Steps steps, Events events) {
        events.part(Map.of("index", spec.toString(), "building", true));
        return indexes.get(spec, steps);
    }

    private static BenchLine measure(IndexBench bench, String search, Progress progress) {
        return bench.measure(search, SearchOptions.parse(search), progress);
    }

    private IndexBench.Setting setting(Progress progress) {
        ExploredData data = loading.get();
        Vectors queries = queries(data);
        if (truth == null) {
            truth = data.truth().isPresent()
                    ? GroundTruth.of(data.truth().get().rows(0, queries.n()))
                    : GroundTruth.compute(data.base(), queries, (int) Math.min(Recalls.DEPTH, data.base().n()), data.metric(),
                            Background.parallel(), progress);
        }
        return new IndexBench.Setting(data.base(), data.training(), queries, truth, data.metric(), K, THREADS, efforts.point());
    }
}
