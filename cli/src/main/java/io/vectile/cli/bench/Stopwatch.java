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
import java.util.function.Consumer;

/**
 * Times searches: one query per call, and all queries in one call. Nothing is drawn or allocated beside a timed call; the
 * listener is only asked between two whether to stop.
 */
public final class Stopwatch {
    private static final int SMALL_BATCH = 240;

    /**
     * How long to measure.
     *
     * @param warmUpCalls      single searches before the timed ones, if these last {@code shortestWarmUp}, in which compilers are done
     * @param longestWarmUp    slow searches stop warming up then
     * @param fewestSingle     timed single searches, however long they take
     * @param mostSingle       timed single searches, if they fit in {@code longestSingle}
     * @param batches          timed calls with all queries, fewer if they do not fit in {@code longestBatches}
     */
    public record Effort(int warmUpCalls, Duration shortestWarmUp, Duration longestWarmUp, int fewestSingle, int mostSingle,
            Duration longestSingle, int batches, Duration longestBatches) {
        /** Up to 10,000 single searches in 20 s, and five batches in 10 s. */
        public static final Effort USUAL = new Effort(3000, Duration.ofSeconds(3), Duration.ofSeconds(10), 100, 10_000,
                Duration.ofSeconds(20), 5, Duration.ofSeconds(10));

        /** Checks that something is timed. */
        public Effort {
            if (fewestSingle < 1 || mostSingle < fewestSingle || batches < 1) {
                throw new IllegalArgumentException("1 <= fewestSingle <= mostSingle and 1 <= batches are needed; got " + fewestSingle
                        + ", " + mostSingle + " and " + batches);
            }
        }

        /** The same with another bound on warming up. */
        public Effort withLongestWarmUp(Duration longest) {
            return new Effort(warmUpCalls, shortestWarmUp, longest, fewestSingle, mostSingle, longestSingle, batches, longestBatches);
        }
    }

    private final Effort effort;
    private final Progress progress;

    /** @param progress asked between two calls whether to stop */
    public Stopwatch(Effort effort, Progress progress) {
        this.effort = effort;
        this.progress = progress;
    }

    /** One query per call, each query once at most. */
    public Latency single(Index index, Vectors queries, int k, SearchOptions options) {
        float[][] rows = new float[(int) Math.min(queries.n(), effort.mostSingle())][];
        Arrays.setAll(rows, queries::row);
        return Latency.of(single(rows, rows, query -> index.search(query, k, options)));
    }

    /**
     * The same for any search of one query: nanoseconds of each call.
     *
     * @param warm  queries of the warm-up, at least one, in turn until it ends
     * @param timed queries of the calls that are timed, each once at most
     */
    public long[] single(float[][] warm, float[][] timed, Consumer<float[]> search) {
        warmUp(warm, search);

        long[] nanos = new long[Math.min(timed.length, effort.mostSingle())];
        long end = System.nanoTime() + effort.longestSingle().toNanos();
        int calls = 0;
        while (calls < nanos.length && (calls < effort.fewestSingle() || System.nanoTime() < end)) {
            progress.check("single searches");
            long start = System.nanoTime();
            search.accept(timed[calls]);
            nanos[calls++] = System.nanoTime() - start;
        }
        return Arrays.copyOf(nanos, calls);
    }

    private void warmUp(float[][] rows, Consumer<float[]> search) {
        long start = System.nanoTime();
        for (int call = 0; ; call++) {
            progress.check("warm-up");
            long elapsed = System.nanoTime() - start;
            boolean enough = call >= effort.warmUpCalls() && elapsed >= effort.shortestWarmUp().toNanos();
            if (enough || elapsed >= effort.longestWarmUp().toNanos()) {
                return;
            }
            search.accept(rows[call % rows.length]);
        }
    }

    /**
     * @param millisPerQuery the median call's time, divided by the number of queries
     * @param answers what the calls answered
     */
    public record Batch(double millisPerQuery, Neighbors answers) {}

    /** All queries in one call: the median of some calls. */
    public Batch batch(Index index, Vectors queries, int k, SearchOptions options) {
        List<Long> nanos = new ArrayList<>();
        Neighbors answers;
        // A batch goes other ways than single searches; a small one goes the same.
        Vectors some = queries.rows(0, Math.min(queries.n(), SMALL_BATCH));
        long warm = System.nanoTime() + Math.min(effort.longestWarmUp().toNanos(), effort.shortestWarmUp().toNanos());
        while (System.nanoTime() < warm) {
            progress.check("warm-up");
            index.search(some, k, options);
        }
        long end = System.nanoTime() + effort.longestBatches().toNanos();
        do {
            progress.check("batch search");
            long start = System.nanoTime();
            answers = index.search(queries, k, options);
            nanos.add(System.nanoTime() - start);
        } while (nanos.size() < effort.batches() && System.nanoTime() + nanos.getLast() < end);
        nanos.sort(null);
        return new Batch(nanos.get(nanos.size() / 2) / 1e6 / queries.n(), answers);
    }
}
