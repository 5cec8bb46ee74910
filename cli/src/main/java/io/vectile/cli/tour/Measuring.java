package io.vectile.cli.tour;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Parallel;
import io.vectile.eval.GroundTruth;
import io.vectile.eval.Recall;
import java.util.Arrays;
import java.util.List;

/**
 * Asks indexes all queries of the tour, sets their answers beside the truth, and takes the time. Settings are timed in turn, in several
 * rounds, so that what else the machine does at one moment falls on none of them alone.
 */
final class Measuring {
    /** Whichever comes first: long enough for the JIT compiler to have finished with the loops that count. */
    private static final long WARM_UP_NANOS = 400_000_000;
    private static final int WARM_UP_CALLS = 10_000;

    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 120_000_000;
    private static final int ROUND_CALLS = 2_000;
    private static final int K = TourData.K;

    private final TourData data;
    private final GroundTruth truth;
    private final BuildOptions options;
    private final float[][] queries;

    /**
     * An index, and how it is asked.
     *
     * @param nprobe cells to visit; 0 for an index of one list
     */
    record Setting(Index index, int nprobe) {
        SearchOptions on(Parallel parallel) {
            SearchOptions options = SearchOptions.defaults().withParallel(parallel);
            return nprobe == 0 ? options : options.withNprobe(nprobe);
        }
    }

    /** @param options threads for the answers that recall is counted on (times are always of one), and who may cancel */
    Measuring(TourData data, GroundTruth truth, BuildOptions options) {
        this.data = data;
        this.truth = truth;
        this.options = options;
        queries = new float[(int) data.queries().n()][];
        Arrays.setAll(queries, data.queries()::row);
    }

    /** One measurement per setting, in their order. */
    List<Measurement> measure(List<Setting> settings) {
        List<Stopwatch> watches = settings.stream().map(Stopwatch::new).toList();
        Meter meter = new Meter(options.progress(), "search", (ROUNDS + 1L) * watches.size());
        watches.forEach(watch -> {
            watch.run(WARM_UP_NANOS, WARM_UP_CALLS);
            meter.add(1);
        });
        watches.forEach(Stopwatch::reset);
        for (int round = 0; round < ROUNDS; round++) {
            watches.forEach(watch -> {
                watch.run(ROUND_NANOS, ROUND_CALLS);
                meter.add(1);
            });
        }
        return watches.stream().map(this::measurement).toList();
    }

    private Measurement measurement(Stopwatch watch) {
        Index index = watch.setting.index();
        Neighbors answers = index.search(data.queries(), K, watch.setting.on(options.parallel()));
        long[][] found = new long[queries.length][];
        Arrays.setAll(found, answers::ids);
        return new Measurement(index.spec().toString(), watch.setting.nprobe(), Recall.kAtK(K, found, truth), Recall.oneAt(K, found, truth),
                watch.medianMillis(), index.inspect());
    }

    /** Times single queries of one setting, going round the queries. */
    private final class Stopwatch {
        private final Setting setting;
        private double[] millis = new double[1024];
        private int measured;
        private int next;

        Stopwatch(Setting setting) {
            this.setting = setting;
        }

        void reset() {
            measured = 0;
            next = 0;
        }

        /** Until the time or the calls are used up; at least one query, however slow. */
        void run(long nanos, int calls) {
            int last = measured + calls;
            SearchOptions alone = setting.on(Parallel.single());
            long start = System.nanoTime();
            long now = start;
            do {
                setting.index().search(queries[next], K, alone);
                long after = System.nanoTime();
                if (measured == millis.length) {
                    millis = Arrays.copyOf(millis, 2 * measured);
                }
                millis[measured++] = (after - now) / 1e6;
                next = (next + 1) % queries.length;
                now = after;
            } while (now - start < nanos && measured < last);
        }

        double medianMillis() {
            Arrays.sort(millis, 0, measured);
            return millis[measured / 2];
        }
    }
}
