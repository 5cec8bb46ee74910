package io.vectile.cli.bench;

import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.concurrent.Progress;
import io.vectile.vectors.Vectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times searches: one query per call, and all queries in one call. Nothing is drawn or allocated beside a timed call; the
 * listener is only asked between two whether to stop.
 */
final class Stopwatch {
    private static final int WARM_UP_CALLS = 3000;
    private static final Duration SHORTEST_WARM_UP = Duration.ofSeconds(3);
    private static final int MOST_SINGLE_CALLS = 10_000;
    private static final int FEWEST_SINGLE_CALLS = 100;
    private static final Duration LONGEST_SINGLE = Duration.ofSeconds(20);
    private static final int BATCHES = 5;
    private static final int SMALL_BATCH = 240;
    private static final Duration LONGEST_BATCHES = Duration.ofSeconds(10);

    private final Duration warmUp;
    private final Progress progress;

    /** @param warmUp how long single searches run at most before they are timed, so that the compilers are done */
    Stopwatch(Duration warmUp, Progress progress) {
        this.warmUp = warmUp;
        this.progress = progress;
    }

    /** One query per call: at most {@value #MOST_SINGLE_CALLS} calls, or as many as fit in 20 s. */
    Latency single(Index index, Vectors queries, int k, SearchOptions options) {
        float[][] rows = new float[(int) Math.min(queries.n(), MOST_SINGLE_CALLS)][];
        Arrays.setAll(rows, queries::row);
        warmUp(index, rows, k, options);

        long[] nanos = new long[rows.length];
        long end = System.nanoTime() + LONGEST_SINGLE.toNanos();
        int calls = 0;
        while (calls < rows.length && (calls < FEWEST_SINGLE_CALLS || System.nanoTime() < end)) {
            progress.check("single searches");
            long start = System.nanoTime();
            index.search(rows[calls], k, options);
            nanos[calls++] = System.nanoTime() - start;
        }
        return Latency.of(Arrays.copyOf(nanos, calls));
    }

    /** 3,000 calls are enough where they last three seconds, in which the compilers are done; slow searches stop at the time given. */
    private void warmUp(Index index, float[][] rows, int k, SearchOptions options) {
        long start = System.nanoTime();
        for (int call = 0; ; call++) {
            progress.check("warm-up");
            long elapsed = System.nanoTime() - start;
            boolean enough = call >= WARM_UP_CALLS && elapsed >= SHORTEST_WARM_UP.toNanos();
            if (enough || elapsed >= warmUp.toNanos()) {
                return;
            }
            index.search(rows[call % rows.length], k, options);
        }
    }

    /**
     * @param millisPerQuery the median call's time, divided by the number of queries
     * @param answers what the calls answered
     */
    record Batch(double millisPerQuery, Neighbors answers) {}

    /** All queries in one call: the median of {@value #BATCHES} calls, of fewer where they take longer than 10 s. */
    Batch batch(Index index, Vectors queries, int k, SearchOptions options) {
        List<Long> nanos = new ArrayList<>();
        Neighbors answers;
        // A batch goes other ways than single searches; a small one goes the same.
        Vectors some = queries.rows(0, Math.min(queries.n(), SMALL_BATCH));
        long warm = System.nanoTime() + Math.min(warmUp.toNanos(), SHORTEST_WARM_UP.toNanos());
        while (System.nanoTime() < warm) {
            progress.check("warm-up");
            index.search(some, k, options);
        }
        long end = System.nanoTime() + LONGEST_BATCHES.toNanos();
        do {
            progress.check("batch search");
            long start = System.nanoTime();
            answers = index.search(queries, k, options);
            nanos.add(System.nanoTime() - start);
        } while (nanos.size() < BATCHES && System.nanoTime() + nanos.getLast() < end);
        nanos.sort(null);
        return new Batch(nanos.get(nanos.size() / 2) / 1e6 / queries.n(), answers);
    }
}
