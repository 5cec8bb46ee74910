package io.vectile.transform;

import io.vectile.concurrent.Parallel;
import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;

/**
 * Sums of products over n pairs of rows, {@code sum over i of y_i x_iᵀ}: the covariance of centered rows, or what a
 * rotation is fitted to.
 *
 * <p>The matrix tiles sum in float over {@value #SUMMED} rows, from there on sums are in double: of n rows the error is
 * about {@code 2^-22 / sqrt(n / 128)} of the products' size. The result does not depend
 * on the number of threads or the machine.
 */
final class CrossProducts {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Rows summed in float. */
    static final int SUMMED = 128;

    /** Rows packed at a time. */
    private static final int PACKED = 8 * SUMMED;

    /** From one dimension of the packed rows to the next: no power of two, whose lines would share few sets of a cache. */
    private static final int STRIDE = PACKED + 16;

    /** Rows of the result that one thread works on. */
    private static final int BAND = 4 * Kernels.TILE_ROWS;

    /** Where rows come from. */
    @FunctionalInterface
    interface Rows {
        /** Writes row i to {@code to[at..)}; called by many threads. */
        void copy(int i, float[] to, int at);
    }

    private final Kernels kernels;
    private final Parallel parallel;
    private final Rows y;
    private final int dy;
    private final Rows x;
    private final int dx;
    private final boolean symmetric;
    private final float[] packed;
    private final MemorySegment panels;
    private final double[] sums;

    private CrossProducts(Rows y, int dy, Rows x, int dx, boolean symmetric, Kernels kernels, Parallel parallel) {
        this.kernels = kernels;
        this.parallel = parallel;
        this.y = y;
        this.dy = dy;
        this.x = x;
        this.dx = dx;
        this.symmetric = symmetric;
        this.packed = new float[dy * STRIDE];
        this.panels = Panels.allocate((long) panelCount() * PACKED * Kernels.BLOCK * Float.BYTES);
        this.sums = new double[dy * dx];
    }

    /**
     * Sums over n pairs of rows.
     *
     * @param done called by the calling thread with the number of rows summed since; throws to end the work
     * @return {@code double[dy * dx]}, row-major
     */
    static double[] of(Rows y, int dy, Rows x, int dx, int n, Kernels kernels, Parallel parallel, IntConsumer done) {
        return new CrossProducts(y, dy, x, dx, false, kernels, parallel).sum(n, done);
    }

    /** The same of rows with themselves: {@code double[d * d]}, symmetric bit for bit. */
    static double[] of(Rows x, int d, int n, Kernels kernels, Parallel parallel, IntConsumer done) {
        CrossProducts products = new CrossProducts(x, d, x, d, true, kernels, parallel);
        double[] sums = products.sum(n, done);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                sums[i * d + j] = sums[j * d + i];
            }
        }
        return sums;
    }

    /**
     * An eigenvalue of a covariance that rounding alone may have made: that of a matrix of random numbers, each a sum over
     * n vectors off by {@code 2^-22 / sqrt(number of sums in float)} of the mean variance, twice as a margin.
     *
     * @param trace of the covariance, the sum of the variances
     */
    static double noise(double trace, int d, int n) {
        return 0x1p-20 * trace / Math.sqrt((double) d * Math.ceil((double) n / SUMMED));
    }

    private int panelCount() {
        return (dx + Kernels.BLOCK - 1) / Kernels.BLOCK;
    }

    private double[] sum(int n, IntConsumer done) {
        for (int first = 0; first < n; first += PACKED) {
            int base = first;
            int count = Math.min(PACKED, n - first);
            parallel.forEach(count, SUMMED, (worker, from, to) -> pack(base, (int) from, (int) to));
            parallel.forEach(dy, BAND, (worker, from, to) -> sumBand((int) from, (int) to, count));
            done.accept(count);
        }
        return sums;
    }

    /** Rows of y go to columns, rows of x to panels, whose columns are the dimensions. */
    private void pack(int base, int from, int to) {
        float[] row = new float[Math.max(dx, dy)];
        for (int i = from; i < to; i++) {
            y.copy(base + i, row, 0);
            for (int e = 0; e < dy; e++) {
                packed[e * STRIDE + i] = row[e];
            }
            if (!symmetric) {
                x.copy(base + i, row, 0);
            }
            for (int e = 0; e < dx; e += Kernels.BLOCK) {
                MemorySegment.copy(row, e, panels, FLOAT, offset(e / Kernels.BLOCK, i), Math.min(Kernels.BLOCK, dx - e));
            }
        }
    }

    private static long offset(int panel, int row) {
        return ((long) panel * PACKED + row) * Kernels.BLOCK * Float.BYTES;
    }

    private void sumBand(int from, int to, int count) {
        float[] zeros = new float[Kernels.BLOCK];
        float[] tile = new float[Kernels.TILE_ROWS * Kernels.BLOCK];
        for (int first = 0; first < count; first += SUMMED) {
            int summed = Math.min(SUMMED, count - first);
            for (int p = symmetric ? from / Kernels.BLOCK : 0; p < panelCount(); p++) {
                for (int r = from; r < to; r += Kernels.TILE_ROWS) {
                    int rows = Math.min(Kernels.TILE_ROWS, to - r);
                    kernels.tile(packed, r * STRIDE + first, STRIDE, rows, panels, offset(p, first), summed, zeros, 0, tile,
                            0, Kernels.BLOCK);
                    int columns = Math.min(Kernels.BLOCK, dx - p * Kernels.BLOCK);
                    for (int t = 0; t < rows; t++) {
                        add(tile, t * Kernels.BLOCK, (r + t) * dx + p * Kernels.BLOCK, columns);
                    }
                }
            }
        }
    }

    private void add(float[] tile, int at, int to, int n) {
        for (int j = 0; j < n; j++) {
            sums[to + j] += tile[at + j];
        }
    }
}
