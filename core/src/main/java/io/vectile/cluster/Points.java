package io.vectile.cluster;

import io.vectile.concurrent.Parallel;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import java.util.Arrays;

/**
 * The points that k-means runs on: n rows of d floats in memory, with their squared lengths. In pages, because 65536
 * centroids of 128 dimensions train on more numbers than one array holds.
 *
 * <p>Filled once, then read by all threads.
 */
final class Points {
    /**
     * Rows handled together: a multiple of the rows of a tile, small enough that a thread asks for work often. Pages are
     * whole chunks, so that no chunk spans two.
     */
    static final int CHUNK = 64 * Kernels.TILE_ROWS;

    private static final int PAGE_FLOATS = 1 << 24;

    /** Where the rows come from. */
    @FunctionalInterface
    interface Source {
        /** Copies a row to {@code dst[at .. at + d)}. */
        void copyRow(long row, float[] dst, int at);
    }

    private final int n;
    private final int d;
    private final int pageRows;
    private final float[][] pages;
    private final float[] norms;

    private Points(int n, int d) {
        this.n = n;
        this.d = d;
        this.pageRows = Math.max(1, PAGE_FLOATS / d / CHUNK) * CHUNK;
        this.pages = new float[(n - 1) / pageRows + 1][];
        for (int p = 0; p < pages.length; p++) {
            pages[p] = new float[Math.min(pageRows, n - p * pageRows) * d];
        }
        this.norms = new float[n];
    }

    /**
     * Copies rows into memory: point i is row {@code rows[i]}, or row i where {@code rows} is null. Reads them in the
     * order of the source, which for a mapped file is the order on disk.
     *
     * @param check called often, by any thread; throws to end the work
     * @throws InvalidInputException naming the first row with a value that is not finite
     */
    static Points gather(Source source, long[] rows, int n, int d, Parallel parallel, Runnable check) {
        Points points = new Points(n, d);
        long[] order = rows == null ? null : ascending(rows);
        parallel.forEach(n, CHUNK, (worker, from, to) -> {
            check.run();
            for (long i = from; i < to; i++) {
                long row = order == null ? i : order[(int) i] / n;
                int point = order == null ? (int) i : (int) (order[(int) i] % n);
                float[] page = points.page(point);
                int at = points.at(point);
                source.copyRow(row, page, at);
                points.norms[point] = Kernels.plain().dot(page, at, page, at, d);
                if (!(points.norms[point] <= Kernels.MAX_NORM)) {
                    throw refused(row, page, at, d, points.norms[point]);
                }
            }
        });
        return points;
    }

    /** {@code row * n + i} for each i, ascending: the rows in order, each with its place. */
    private static long[] ascending(long[] rows) {
        long[] order = new long[rows.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = rows[i] * order.length + i;
        }
        Arrays.sort(order);
        return order;
    }

    private static InvalidInputException refused(long row, float[] page, int at, int d, float norm) {
        for (int e = 0; e < d; e++) {
            if (!Float.isFinite(page[at + e])) {
                return new InvalidInputException("training vector " + row + " has " + page[at + e] + " at dimension " + e
                        + "; every value must be finite");
            }
        }
        return new InvalidInputException("training vector " + row + " has squared length " + norm
                + "; k-means needs squared lengths of at most " + Kernels.MAX_NORM);
    }

    int n() {
        return n;
    }

    int d() {
        return d;
    }

    /** The page that holds point i, and the rest of its chunk. */
    float[] page(int i) {
        return pages[i / pageRows];
    }

    /** Where point i starts in its page. */
    int at(int i) {
        return i % pageRows * d;
    }

    /** The squared length of point i. */
    float norm(int i) {
        return norms[i];
    }
}
