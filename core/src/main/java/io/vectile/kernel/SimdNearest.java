package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.F;
import static io.vectile.kernel.SimdKernels.L;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The nearest column of few dimensions, as subspaces have them. To find the largest among the lanes of a {@link SimdTiles tile}
 * then takes as long as its products; here rows lie in the lanes, columns come one after the other, and each is held against the
 * best so far of all these rows at once. The float operations of a score are those of a tile, in the same order.
 *
 * <p>The best are found by blends and no maximum: of zeros of both signs the first stays. Their ids are floats, which hold small
 * numbers exactly. All is written out: see {@link SimdTiles}.
 */
final class SimdNearest {
    /** Fewer rows are not worth laying into lanes; more columns are not worth a copy; of more dimensions tiles are as fast. */
    private static final int LEAST_ROWS = 64;
    private static final int MOST_PANELS = 64;
    private static final int MOST_DIMENSIONS = 32;

    private static final int BLOCK = Kernels.BLOCK;
    /** Rows that are looked at together, and columns where dimensions are counted in a loop. */
    private static final int ROWS = 2 * L;
    private static final int COLUMNS = 4;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(SimdKernels.LE);

    private SimdNearest() {}

    /** Whether this is the way for n rows of d dimensions. */
    static boolean isFor(int n, int npanels, int d) {
        return n >= LEAST_ROWS && npanels <= MOST_PANELS && d <= MOST_DIMENSIONS;
    }

    /** The same as {@link Kernels#nearest}. */
    static void nearest(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d, float[] init,
            int[] ids, float[] scores, int outAt) {
        int k = npanels * BLOCK;
        while (k > 0 && init[k - 1] == Float.NEGATIVE_INFINITY) {
            k--;
        }
        float[] columns = columns(panels, offset, k, d, d == 4 || d == 8 ? 1 : COLUMNS);
        float[] rows = new float[d * ROWS];
        float[] best = new float[ROWS];
        float[] bestIds = new float[ROWS];
        for (int i = 0; i < n; i += ROWS) {
            int count = Math.min(ROWS, n - i);
            transpose(x, at + i * stride, stride, count, d, rows);
            switch (d) {
                case 4 -> keepNearest4(rows, columns, k, init, best, bestIds);
                case 8 -> keepNearest8(rows, columns, k, init, best, bestIds);
                default -> keepNearest(rows, columns, k, d, init, best, bestIds);
            }
            for (int r = 0; r < count; r++) {
                ids[outAt + i + r] = (int) bestIds[r];
                scores[outAt + i + r] = best[r];
            }
        }
    }

    /**
     * The first k columns of panels, some together, of these dimension by dimension. Those that are missing among the last are
     * zeros.
     */
    private static float[] columns(MemorySegment panels, long offset, int k, int d, int together) {
        float[] columns = new float[(k + together - 1) / together * together * d];
        for (int c = 0; c < k; c++) {
            long from = offset + ((long) (c / BLOCK) * d * BLOCK + c % BLOCK) * Float.BYTES;
            int to = c / together * together * d + c % together;
            for (int e = 0; e < d; e++) {
                columns[to + e * together] = panels.get(FLOAT, from + (long) e * BLOCK * Float.BYTES);
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
        FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY), others = most;
        FloatVector ids = FloatVector.zero(F), otherIds = ids;
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
        FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY), others = most;
        FloatVector ids = FloatVector.zero(F), otherIds = ids;
        for (int c = 0; c < k; c++) {
            int p = 8 * c;
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

    /**
     * Any number of dimensions, four columns at a time. Of 8 dimensions this takes a third longer to encode vectors than the
     * method above, whose rows stay in registers.
     */
    private static void keepNearest(float[] rows, float[] columns, int k, int d, float[] init, float[] best, float[] bestIds) {
        FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY), others = most;
        FloatVector ids = FloatVector.zero(F), otherIds = ids;
        for (int c = 0; c < k; c += COLUMNS) {
            FloatVector a0 = FloatVector.broadcast(F, init[c]), a1 = FloatVector.broadcast(F, init[c + 1]);
            FloatVector a2 = FloatVector.broadcast(F, init[c + 2]), a3 = FloatVector.broadcast(F, init[c + 3]);
            FloatVector b0 = a0, b1 = a1, b2 = a2, b3 = a3;
            int p = c * d;
            for (int e = 0; e < d; e++) {
                FloatVector x = FloatVector.fromArray(F, rows, e * ROWS), y = FloatVector.fromArray(F, rows, e * ROWS + L);
                FloatVector v0 = FloatVector.broadcast(F, columns[p]);
                a0 = v0.fma(x, a0);
                b0 = v0.fma(y, b0);
                FloatVector v1 = FloatVector.broadcast(F, columns[p + 1]);
                a1 = v1.fma(x, a1);
                b1 = v1.fma(y, b1);
                FloatVector v2 = FloatVector.broadcast(F, columns[p + 2]);
                a2 = v2.fma(x, a2);
                b2 = v2.fma(y, b2);
                FloatVector v3 = FloatVector.broadcast(F, columns[p + 3]);
                a3 = v3.fma(x, a3);
                b3 = v3.fma(y, b3);
                p += COLUMNS;
            }
            VectorMask<Float> larger = a0.compare(VectorOperators.GT, most), otherLarger = b0.compare(VectorOperators.GT, others);
            most = most.blend(a0, larger);
            others = others.blend(b0, otherLarger);
            ids = ids.blend(c, larger);
            otherIds = otherIds.blend(c, otherLarger);
            larger = a1.compare(VectorOperators.GT, most);
            otherLarger = b1.compare(VectorOperators.GT, others);
            most = most.blend(a1, larger);
            others = others.blend(b1, otherLarger);
            ids = ids.blend(c + 1, larger);
            otherIds = otherIds.blend(c + 1, otherLarger);
            larger = a2.compare(VectorOperators.GT, most);
            otherLarger = b2.compare(VectorOperators.GT, others);
            most = most.blend(a2, larger);
            others = others.blend(b2, otherLarger);
            ids = ids.blend(c + 2, larger);
            otherIds = otherIds.blend(c + 2, otherLarger);
            larger = a3.compare(VectorOperators.GT, most);
            otherLarger = b3.compare(VectorOperators.GT, others);
            most = most.blend(a3, larger);
            others = others.blend(b3, otherLarger);
            ids = ids.blend(c + 3, larger);
            otherIds = otherIds.blend(c + 3, otherLarger);
        }
        most.intoArray(best, 0);
        others.intoArray(best, L);
        ids.intoArray(bestIds, 0);
        otherIds.intoArray(bestIds, L);
    }
}
