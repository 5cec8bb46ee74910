package io.vectile.eval;

import io.vectile.codec.FlatBatch;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.Space;
import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.storage.Appender;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.ListStore;
import io.vectile.storage.TopK;
import io.vectile.transform.Normalization;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Arrays;

/**
 * The exact k nearest base rows of each query, nearest first, equal distances by smaller row number.
 *
 * @param k         neighbours per query
 * @param ids       {@code long[queries][k]}, row numbers of the base
 * @param distances {@code float[queries][k]}: squared L2, inner products or cosines
 */
public record GroundTruth(int k, long[][] ids, float[][] distances) {
    /** Base rows that are in memory at a time, in blocks: a base larger than memory passes through. */
    private static final int SLICE = 1 << 16;
    /** Queries that share one pass over a slice. */
    private static final int GROUP = 240;

    /**
     * Compares every query with every base row.
     *
     * @param base    n rows of d finite numbers
     * @param queries rows of d finite numbers
     * @param k       from 1 to n
     * @throws InvalidInputException if the dimensions differ, k does not fit, or a value is not finite
     */
    public static GroundTruth compute(Vectors base, Vectors queries, int k, Metric metric, Parallel parallel,
            Progress progress) {
        requireFit(base, queries, k);
        int d = base.d();
        int nq = Math.toIntExact(queries.n());
        float[] rows = normalized(queries, 0, nq, metric);
        TopK[] tops = new TopK[nq];
        Arrays.setAll(tops, i -> new TopK(k, null, null));
        boolean innerProduct = !metric.smallerIsNearer();
        Meter meter = new Meter(progress, "groundtruth", base.n());
        for (long from = 0; from < base.n(); from += SLICE) {
            int n = (int) Math.min(SLICE, base.n() - from);
            ListStore slice = blocksOf(base, from, n, metric);
            long first = from;
            int grain = Math.clamp((nq + parallel.parallelism() - 1) / parallel.parallelism(), 1, GROUP);
            parallel.forEach(nq, grain, (worker, q, end) -> new FlatBatch(d, innerProduct).scan(
                    slice.snapshot().packed(0), first, rows, (int) q * d, (int) (end - q),
                    Arrays.copyOfRange(tops, (int) q, (int) end)));
            meter.add(n);
        }
        return drained(tops, k, innerProduct);
    }

    private static void requireFit(Vectors base, Vectors queries, int k) {
        if (base.d() != queries.d()) {
            throw new InvalidInputException("the queries have d = " + queries.d() + "; the base has d = " + base.d());
        }
        if (k < 1 || k > base.n()) {
            throw new InvalidInputException("k must be from 1 to " + base.n() + ", the rows of the base; got " + k);
        }
        base.requireFinite("base vector");
        queries.requireFinite("query");
    }

    private static float[] normalized(Vectors x, long from, int n, Metric metric) {
        float[] rows = new float[Math.multiplyExact(n, x.d())];
        x.copyRows(from, n, rows, 0);
        if (metric == Metric.COSINE) {
            Normalization.normalize(rows, n, x.d(), rows);
        }
        return rows;
    }

    private static ListStore blocksOf(Vectors base, long from, int n, Metric metric) {
        float[] rows = normalized(base, from, n, metric);
        FlatCodec codec = new FlatCodec(base.d());
        BlockLayout layout = codec.layout(Space.whole(false, base.d()));
        ListStore store = ListStore.empty(1, layout, 0);
        byte[] codes = new byte[Math.multiplyExact(n, layout.codeBytes())];
        codec.encode(rows, 0, n, codes, 0, layout);
        try (Appender appender = store.append()) {
            appender.reserve(new int[] {n}, 0, n);
            appender.write(0, 0, codes, 0, n);
            appender.commit();
        }
        return store;
    }

    private static GroundTruth drained(TopK[] tops, int k, boolean innerProduct) {
        long[][] ids = new long[tops.length][k];
        float[][] distances = new float[tops.length][k];
        for (int i = 0; i < tops.length; i++) {
            tops[i].drain(distances[i], ids[i], 0);
            for (int j = 0; innerProduct && j < k; j++) {
                distances[i][j] = 0f - distances[i][j];
            }
        }
        return new GroundTruth(k, ids, distances);
    }

    /** Neighbours that a file lists, nearest first; distances are not known. */
    public static GroundTruth of(IntVectors neighbors) {
        long[][] ids = new long[Math.toIntExact(neighbors.n())][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = neighbors.rowLongs(i);
        }
        return new GroundTruth(neighbors.d(), ids, new float[ids.length][0]);
    }

    /** How many queries. */
    public int queries() {
        return ids.length;
    }
}
