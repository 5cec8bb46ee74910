package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.F;
import static io.vectile.kernel.SimdKernels.L;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The nearest column of 4, 8 or 16 dimensions, as subspaces have them. To find the largest among the lanes of a
 * {@link SimdTiles tile} then takes as long as its products; here rows lie in the lanes and their numbers in registers, columns
 * come one after the other, and each is held against the best so far of all these rows at once. The float operations of a
 * score are those of a tile, in the same order.
 *
 * <p>The best are found by blends and no maximum: of zeros of both signs the first stays. Their ids are floats, which hold small
 * numbers exactly. All is written out: see {@link SimdTiles}.
 */
final class SimdNearest {
    /** Fewer rows are not worth laying into lanes; more columns are not worth a copy. */
    private static final int LEAST_ROWS = 64;
    private static final int MOST_PANELS = 64;

    private static final int BLOCK = Kernels.BLOCK;
    /** Dimensions whose numbers there are registers for. */
    private static final int MANY = 8;
    /** Rows that are looked at together. */
    private static final int ROWS = 2 * L;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(SimdKernels.LE);

    private SimdNearest() {}

    /** Whether this is the way for n rows of d dimensions. */
    static boolean isFor(int n, int npanels, int d) {
        return n >= LEAST_ROWS && npanels <= MOST_PANELS && (d == 4 || d == MANY || d == 2 * MANY);
    }

    /** The same as {@link Kernels#nearest}. */
    static void nearest(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d, float[] init,
            int[] ids, float[] scores, int outAt) {
        int k = npanels * BLOCK;
        while (k > 0 && init[k - 1] == Float.NEGATIVE_INFINITY) {
            k--;
        }
        float[] columns = columns(panels, offset, k, d);
        float[] rows = new float[d * ROWS];
        float[] sums = new float[d > MANY ? BLOCK * ROWS : 0];
        float[] best = new float[ROWS];
        float[] bestIds = new float[ROWS];
        for (int i = 0; i < n; i += ROWS) {
            int count = Math.min(ROWS, n - i);
            transpose(x, at + i * stride, stride, count, d, rows);
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
            Arrays.fill(bestIds, 0f);
            switch (d) {
                case 4 -> keepNearest4(rows, columns, k, init, best, bestIds);
                case MANY -> keepNearest8(rows, columns, k, init, best, bestIds);
                default -> keepNearest16(rows, columns, k, init, sums, best, bestIds);
            }
            for (int r = 0; r < count; r++) {
                ids[outAt + i + r] = (int) bestIds[r];
                scores[outAt + i + r] = best[r];
            }
        }
    }

    /** The first k columns of panels one after the other; of more than eight dimensions first those of all, then the rest. */
    private static float[] columns(MemorySegment panels, long offset, int k, int d) {
        float[] columns = new float[k * d];
        int width = Math.min(d, MANY);
        for (int c = 0; c < k; c += BLOCK) {
            long panel = offset + (long) c * d * Float.BYTES;
            for (int e = 0; e < d; e++) {
                int to = (e / width * k + c) * width + e % width;
                for (int lane = 0; lane < Math.min(BLOCK, k - c); lane++) {
                    columns[to + lane * width] = panels.get(FLOAT, panel + (long) (e * BLOCK + lane) * Float.BYTES);
                }
            }
        }
        return columns;
    }

    private static void transpose(float[] x, int at, int stride, int count, int d, float[] rows) {
        for (int r = 0; r < count; r++) {
            int row = at + r * stride;
            for (int e = 0; e < d; e++) {
                rows[e * ROWS + r] = x[row + e];
            }
        }
    }

    private static void keepNearest4(float[] rows, float[] columns, int k, float[] init, float[] best, float[] bestIds) {
        FloatVector x0 = FloatVector.fromArray(F, rows, 0), y0 = FloatVector.fromArray(F, rows, L);
        FloatVector x1 = FloatVector.fromArray(F, rows, ROWS), y1 = FloatVector.fromArray(F, rows, ROWS + L);
        FloatVector x2 = FloatVector.fromArray(F, rows, 2 * ROWS), y2 = FloatVector.fromArray(F, rows, 2 * ROWS + L);
        FloatVector x3 = FloatVector.fromArray(F, rows, 3 * ROWS), y3 = FloatVector.fromArray(F, rows, 3 * ROWS + L);
        FloatVector most = FloatVector.fromArray(F, best, 0), others = FloatVector.fromArray(F, best, L);
        FloatVector ids = FloatVector.fromArray(F, bestIds, 0), otherIds = FloatVector.fromArray(F, bestIds, L);
        for (int c = 0; c < k; c++) {
            int p = 4 * c;
            FloatVector a = FloatVector.broadcast(F, init[c]), b = a;
            FloatVector v0 = FloatVector.broadcast(F, columns[p]);
            a = v0.fma(x0, a);
            b = v0.fma(y0, b);
            FloatVector v1 = FloatVector.broadcast(F, columns[p + 1]);
            a = v1.fma(x1, a);
            b = v1.fma(y1, b);
            FloatVector v2 = FloatVector.broadcast(F, columns[p + 2]);
            a = v2.fma(x2, a);
            b = v2.fma(y2, b);
            FloatVector v3 = FloatVector.broadcast(F, columns[p + 3]);
            a = v3.fma(x3, a);
            b = v3.fma(y3, b);
            VectorMask<Float> larger = a.compare(VectorOperators.GT, most), otherLarger = b.compare(VectorOperators.GT, others);
            most = most.blend(a, larger);
            others = others.blend(b, otherLarger);
            ids = ids.blend(c, larger);
            otherIds = otherIds.blend(c, otherLarger);
        }
        most.intoArray(best, 0);
        others.intoArray(best, L);
        ids.intoArray(bestIds, 0);
        otherIds.intoArray(bestIds, L);
    }

    private static void keepNearest8(float[] rows, float[] columns, int k, float[] init, float[] best, float[] bestIds) {
        FloatVector x0 = FloatVector.fromArray(F, rows, 0), y0 = FloatVector.fromArray(F, rows, L);
        FloatVector x1 = FloatVector.fromArray(F, rows, ROWS), y1 = FloatVector.fromArray(F, rows, ROWS + L);
        FloatVector x2 = FloatVector.fromArray(F, rows, 2 * ROWS), y2 = FloatVector.fromArray(F, rows, 2 * ROWS + L);
        FloatVector x3 = FloatVector.fromArray(F, rows, 3 * ROWS), y3 = FloatVector.fromArray(F, rows, 3 * ROWS + L);
        FloatVector x4 = FloatVector.fromArray(F, rows, 4 * ROWS), y4 = FloatVector.fromArray(F, rows, 4 * ROWS + L);
        FloatVector x5 = FloatVector.fromArray(F, rows, 5 * ROWS), y5 = FloatVector.fromArray(F, rows, 5 * ROWS + L);
        FloatVector x6 = FloatVector.fromArray(F, rows, 6 * ROWS), y6 = FloatVector.fromArray(F, rows, 6 * ROWS + L);
        FloatVector x7 = FloatVector.fromArray(F, rows, 7 * ROWS), y7 = FloatVector.fromArray(F, rows, 7 * ROWS + L);
        FloatVector most = FloatVector.fromArray(F, best, 0), others = FloatVector.fromArray(F, best, L);
        FloatVector ids = FloatVector.fromArray(F, bestIds, 0), otherIds = FloatVector.fromArray(F, bestIds, L);
        for (int c = 0; c < k; c++) {
            int p = MANY * c;
            FloatVector a = FloatVector.broadcast(F, init[c]), b = a;
            FloatVector v0 = FloatVector.broadcast(F, columns[p]);
            a = v0.fma(x0, a);
            b = v0.fma(y0, b);
            FloatVector v1 = FloatVector.broadcast(F, columns[p + 1]);
            a = v1.fma(x1, a);
            b = v1.fma(y1, b);
            FloatVector v2 = FloatVector.broadcast(F, columns[p + 2]);
            a = v2.fma(x2, a);
            b = v2.fma(y2, b);
            FloatVector v3 = FloatVector.broadcast(F, columns[p + 3]);
            a = v3.fma(x3, a);
            b = v3.fma(y3, b);
            FloatVector v4 = FloatVector.broadcast(F, columns[p + 4]);
            a = v4.fma(x4, a);
            b = v4.fma(y4, b);
            FloatVector v5 = FloatVector.broadcast(F, columns[p + 5]);
            a = v5.fma(x5, a);
            b = v5.fma(y5, b);
            FloatVector v6 = FloatVector.broadcast(F, columns[p + 6]);
            a = v6.fma(x6, a);
            b = v6.fma(y6, b);
            FloatVector v7 = FloatVector.broadcast(F, columns[p + 7]);
            a = v7.fma(x7, a);
            b = v7.fma(y7, b);
            VectorMask<Float> larger = a.compare(VectorOperators.GT, most), otherLarger = b.compare(VectorOperators.GT, others);
            most = most.blend(a, larger);
            others = others.blend(b, otherLarger);
            ids = ids.blend(c, larger);
            otherIds = otherIds.blend(c, otherLarger);
        }
        most.intoArray(best, 0);
        others.intoArray(best, L);
        ids.intoArray(bestIds, 0);
        otherIds.intoArray(bestIds, L);
    }

    /** Sums of the first eight dimensions wait in the first-level cache for the others. */
    private static void keepNearest16(float[] rows, float[] columns, int k, float[] init, float[] sums, float[] best,
            float[] bestIds) {
        for (int first = 0; first < k; first += BLOCK) {
            int count = Math.min(BLOCK, k - first);
            addFirst8(rows, columns, first, count, init, sums);
            keepNearestOfLast8(rows, columns, k, first, count, sums, best, bestIds);
        }
    }

    private static void addFirst8(float[] rows, float[] columns, int first, int count, float[] init, float[] sums) {
        FloatVector x0 = FloatVector.fromArray(F, rows, 0), y0 = FloatVector.fromArray(F, rows, L);
        FloatVector x1 = FloatVector.fromArray(F, rows, ROWS), y1 = FloatVector.fromArray(F, rows, ROWS + L);
        FloatVector x2 = FloatVector.fromArray(F, rows, 2 * ROWS), y2 = FloatVector.fromArray(F, rows, 2 * ROWS + L);
        FloatVector x3 = FloatVector.fromArray(F, rows, 3 * ROWS), y3 = FloatVector.fromArray(F, rows, 3 * ROWS + L);
        FloatVector x4 = FloatVector.fromArray(F, rows, 4 * ROWS), y4 = FloatVector.fromArray(F, rows, 4 * ROWS + L);
        FloatVector x5 = FloatVector.fromArray(F, rows, 5 * ROWS), y5 = FloatVector.fromArray(F, rows, 5 * ROWS + L);
        FloatVector x6 = FloatVector.fromArray(F, rows, 6 * ROWS), y6 = FloatVector.fromArray(F, rows, 6 * ROWS + L);
        FloatVector x7 = FloatVector.fromArray(F, rows, 7 * ROWS), y7 = FloatVector.fromArray(F, rows, 7 * ROWS + L);
        for (int c = 0; c < count; c++) {
            int p = MANY * (first + c);
            FloatVector a = FloatVector.broadcast(F, init[first + c]), b = a;
            FloatVector v0 = FloatVector.broadcast(F, columns[p]);
            a = v0.fma(x0, a);
            b = v0.fma(y0, b);
            FloatVector v1 = FloatVector.broadcast(F, columns[p + 1]);
            a = v1.fma(x1, a);
            b = v1.fma(y1, b);
            FloatVector v2 = FloatVector.broadcast(F, columns[p + 2]);
            a = v2.fma(x2, a);
            b = v2.fma(y2, b);
            FloatVector v3 = FloatVector.broadcast(F, columns[p + 3]);
            a = v3.fma(x3, a);
            b = v3.fma(y3, b);
            FloatVector v4 = FloatVector.broadcast(F, columns[p + 4]);
            a = v4.fma(x4, a);
            b = v4.fma(y4, b);
            FloatVector v5 = FloatVector.broadcast(F, columns[p + 5]);
            a = v5.fma(x5, a);
            b = v5.fma(y5, b);
            FloatVector v6 = FloatVector.broadcast(F, columns[p + 6]);
            a = v6.fma(x6, a);
            b = v6.fma(y6, b);
            FloatVector v7 = FloatVector.broadcast(F, columns[p + 7]);
            a = v7.fma(x7, a);
            b = v7.fma(y7, b);
            a.intoArray(sums, c * ROWS);
            b.intoArray(sums, c * ROWS + L);
        }
    }

    private static void keepNearestOfLast8(float[] rows, float[] columns, int k, int first, int count, float[] sums, float[] best,
            float[] bestIds) {
        FloatVector x0 = FloatVector.fromArray(F, rows, MANY * ROWS), y0 = FloatVector.fromArray(F, rows, MANY * ROWS + L);
        FloatVector x1 = FloatVector.fromArray(F, rows, 9 * ROWS), y1 = FloatVector.fromArray(F, rows, 9 * ROWS + L);
        FloatVector x2 = FloatVector.fromArray(F, rows, 10 * ROWS), y2 = FloatVector.fromArray(F, rows, 10 * ROWS + L);
        FloatVector x3 = FloatVector.fromArray(F, rows, 11 * ROWS), y3 = FloatVector.fromArray(F, rows, 11 * ROWS + L);
        FloatVector x4 = FloatVector.fromArray(F, rows, 12 * ROWS), y4 = FloatVector.fromArray(F, rows, 12 * ROWS + L);
        FloatVector x5 = FloatVector.fromArray(F, rows, 13 * ROWS), y5 = FloatVector.fromArray(F, rows, 13 * ROWS + L);
        FloatVector x6 = FloatVector.fromArray(F, rows, 14 * ROWS), y6 = FloatVector.fromArray(F, rows, 14 * ROWS + L);
        FloatVector x7 = FloatVector.fromArray(F, rows, 15 * ROWS), y7 = FloatVector.fromArray(F, rows, 15 * ROWS + L);
        FloatVector most = FloatVector.fromArray(F, best, 0), others = FloatVector.fromArray(F, best, L);
        FloatVector ids = FloatVector.fromArray(F, bestIds, 0), otherIds = FloatVector.fromArray(F, bestIds, L);
        for (int c = 0; c < count; c++) {
            int p = MANY * (k + first + c);
            FloatVector a = FloatVector.fromArray(F, sums, c * ROWS), b = FloatVector.fromArray(F, sums, c * ROWS + L);
            FloatVector v0 = FloatVector.broadcast(F, columns[p]);
            a = v0.fma(x0, a);
            b = v0.fma(y0, b);
            FloatVector v1 = FloatVector.broadcast(F, columns[p + 1]);
            a = v1.fma(x1, a);
            b = v1.fma(y1, b);
            FloatVector v2 = FloatVector.broadcast(F, columns[p + 2]);
            a = v2.fma(x2, a);
            b = v2.fma(y2, b);
            FloatVector v3 = FloatVector.broadcast(F, columns[p + 3]);
            a = v3.fma(x3, a);
            b = v3.fma(y3, b);
            FloatVector v4 = FloatVector.broadcast(F, columns[p + 4]);
            a = v4.fma(x4, a);
            b = v4.fma(y4, b);
            FloatVector v5 = FloatVector.broadcast(F, columns[p + 5]);
            a = v5.fma(x5, a);
            b = v5.fma(y5, b);
            FloatVector v6 = FloatVector.broadcast(F, columns[p + 6]);
            a = v6.fma(x6, a);
            b = v6.fma(y6, b);
            FloatVector v7 = FloatVector.broadcast(F, columns[p + 7]);
            a = v7.fma(x7, a);
            b = v7.fma(y7, b);
            VectorMask<Float> larger = a.compare(VectorOperators.GT, most), otherLarger = b.compare(VectorOperators.GT, others);
            most = most.blend(a, larger);
            others = others.blend(b, otherLarger);
            ids = ids.blend(first + c, larger);
            otherIds = otherIds.blend(first + c, otherLarger);
        }
        most.intoArray(best, 0);
        others.intoArray(best, L);
        ids.intoArray(bestIds, 0);
        otherIds.intoArray(bestIds, L);
    }
}
