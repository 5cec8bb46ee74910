package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Rows times columns in plain Java, in loops that the compiler itself makes vectors of. It does where each array is read and
 * written from its start on, by the loop's own counter; where one of them has an offset it cannot tell that it is not another one,
 * and computes number by number, ten times slower. So columns and sums are copied to arrays of their own. It also takes some
 * numbers one by one before and after the vectors: hence several panels at once.
 *
 * <p>Belongs to one call on one thread.
 */
final class ScalarTiles {
    private static final int BLOCK = Kernels.BLOCK;
    /** Dimensions added to a sum while it is in a register. */
    private static final int STEP = 8;
    /** Panels at once, where there are as many. */
    private static final int WIDE = 4;
    /** Rows that share one copy of the columns, where there are many. */
    private static final int MANY = 32;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment panels;
    private final long offset;
    private final boolean bfloats;
    private final int npanels;
    private final int d;
    private final float[] init;
    private final float[][] columns;
    /** Words of two bfloats, of which the second comes to be the upper half. */
    private final int[] words;
    private final float[][] sums;

    /**
     * @param bfloats whether columns are bfloats, each of which counts as the float of the same value; floats otherwise
     * @param init    one value per column
     * @param rows    how many at once, at most
     */
    ScalarTiles(MemorySegment panels, long offset, boolean bfloats, int npanels, int d, float[] init, int rows) {
        this.panels = panels;
        this.offset = offset;
        this.bfloats = bfloats;
        this.npanels = npanels;
        this.d = d;
        this.init = init;
        int width = Math.min(WIDE, npanels) * BLOCK;
        this.columns = new float[STEP][width];
        this.words = bfloats ? new int[width] : null;
        this.sums = new float[rows][width];
    }

    /** Of up to so many rows as were given: {@code out[outAt + r * outStride + c] = init[initAt + c] + <x_r, column c>}. */
    void products(float[] x, int at, int stride, int rows, int initAt, float[] out, int outAt, int outStride) {
        for (int p = 0; p < npanels; p += WIDE) {
            int width = Math.min(WIDE, npanels - p) * BLOCK;
            multiply(x, at, stride, rows, p, width, initAt);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(sums[r], 0, out, outAt + r * outStride + p * BLOCK, width);
            }
        }
    }

    static void nearest(float[] x, int at, int stride, int n, MemorySegment panels, long offset, boolean bfloats, int npanels, int d,
            float[] init, int[] ids, float[] scores, int outAt) {
        new ScalarTiles(panels, offset, bfloats, npanels, d, init, Math.min(n, MANY)).nearest(x, at, stride, n, ids, scores, outAt);
    }

    private void nearest(float[] x, int at, int stride, int n, int[] ids, float[] scores, int outAt) {
        for (int i = 0; i < n; i += MANY) {
            int rows = Math.min(MANY, n - i);
            for (int r = 0; r < rows; r++) {
                ids[outAt + i + r] = 0;
                scores[outAt + i + r] = Float.NEGATIVE_INFINITY;
            }
            for (int p = 0; p < npanels; p += WIDE) {
                int width = Math.min(WIDE, npanels - p) * BLOCK;
                multiply(x, at + i * stride, stride, rows, p, width, 0);
                for (int r = 0; r < rows; r++) {
                    keepLargest(sums[r], width, p * BLOCK, ids, scores, outAt + i + r);
                }
            }
        }
    }

    /** Sums for the columns of some panels, as many columns as width says. */
    private void multiply(float[] x, int at, int stride, int rows, int panel, int width, int initAt) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(init, initAt + panel * BLOCK, sums[r], 0, width);
        }
        int e = 0;
        for (; e + STEP <= d; e += STEP) {
            load(panel, width, e, STEP);
            for (int r = 0; r < rows; r++) {
                addEight(x, at + r * stride + e, columns, sums[r], width);
            }
        }
        load(panel, width, e, d - e);
        for (int i = 0; e + i < d; i++) {
            for (int r = 0; r < rows; r++) {
                addProducts(x[at + r * stride + e + i], columns[i], sums[r], width);
            }
        }
    }

    /** Some dimensions from an even one on, of some panels side by side. */
    private void load(int panel, int width, int dimension, int n) {
        for (int i = 0; i < n; i += bfloats ? 2 : 1) {
            int word = bfloats ? (dimension + i) / 2 : dimension + i;
            for (int p = 0; p < width / BLOCK; p++) {
                long from = offset + (panel + p) * Panels.panelBytes(d, bfloats) + (long) word * BLOCK * Float.BYTES;
                MemorySegment.copy(panels, FLOAT, from, columns[i], p * BLOCK, BLOCK);
            }
            if (bfloats && i + 1 < n) {
                MemorySegment.copy(MemorySegment.ofArray(columns[i]), INT, 0, words, 0, width);
                for (int c = 0; c < width; c++) {
                    words[c] <<= Panels.HALF;
                }
                MemorySegment.copy(words, 0, MemorySegment.ofArray(columns[i + 1]), INT, 0, width);
            }
        }
    }

    /** Writes the d dimensions of a panel of bfloats as floats. */
    static void widen(MemorySegment panel, long from, int d, MemorySegment floats, long to) {
        for (int e = 0; e < d; e++) {
            long row = from + (long) (e / 2) * BLOCK * Float.BYTES;
            long out = to + (long) e * BLOCK * Float.BYTES;
            for (int c = 0; c < BLOCK; c++) {
                float word = panel.get(FLOAT, row + (long) c * Float.BYTES);
                floats.set(FLOAT, out + (long) c * Float.BYTES, e % 2 == 0 ? word : Panels.second(word));
            }
        }
    }

    private static void addEight(float[] x, int at, float[][] columns, float[] sums, int n) {
        float[] c0 = columns[0], c1 = columns[1], c2 = columns[2], c3 = columns[3];
        float[] c4 = columns[4], c5 = columns[5], c6 = columns[6], c7 = columns[7];
        float x0 = x[at], x1 = x[at + 1], x2 = x[at + 2], x3 = x[at + 3];
        float x4 = x[at + 4], x5 = x[at + 5], x6 = x[at + 6], x7 = x[at + 7];
        for (int c = 0; c < n; c++) {
            float sum = Math.fma(x3, c3[c], Math.fma(x2, c2[c], Math.fma(x1, c1[c], Math.fma(x0, c0[c], sums[c]))));
            sums[c] = Math.fma(x7, c7[c], Math.fma(x6, c6[c], Math.fma(x5, c5[c], Math.fma(x4, c4[c], sum))));
        }
    }

    /** {@code sums += x * column}, n numbers each. */
    static void addProducts(float x, float[] column, float[] sums, int n) {
        for (int c = 0; c < n; c++) {
            sums[c] = Math.fma(x, column[c], sums[c]);
        }
    }

    /** {@code sums += (x - column)^2}, n numbers each. */
    static void addSquares(float x, float[] column, float[] sums, int n) {
        for (int c = 0; c < n; c++) {
            float difference = x - column[c];
            sums[c] = Math.fma(difference, difference, sums[c]);
        }
    }

    /** The largest of n values and the one so far; of equal ones the first. */
    private static void keepLargest(float[] values, int n, int firstId, int[] ids, float[] scores, int to) {
        float score = scores[to];
        for (int c = 0; c < n; c++) {
            if (values[c] > score) {
                score = values[c];
                ids[to] = firstId + c;
            }
        }
        scores[to] = score;
    }
}
