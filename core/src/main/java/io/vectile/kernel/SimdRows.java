package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.F;
import static io.vectile.kernel.SimdKernels.L;
import static io.vectile.kernel.SimdKernels.load;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Scans of row-major floats. Rows are read one after the other, as the prefetchers like it (four side by side took 14
 * instead of 20 GB/s from memory), and folded four together. Names as in {@link SimdPairs}; {@code s0} to {@code s3} are
 * the sums of the latest four rows.
 *
 * <p>A block is a method of its own: a scan of many blocks may run on in code that was compiled while it ran, where the
 * vectors of the loop are boxed.
 */
final class SimdRows {
    private static final int BLOCK = Kernels.BLOCK;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** Dimensions turned at a time: 64 of 64 rows are 16 kB, a part of the first-level cache. */
    private static final int PIECE = 64;

    private static final VectorShuffle<Float> SWAP_HALVES = swap(L / 2);
    private static final VectorShuffle<Float> SWAP_QUARTERS = swap(L / 4);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorMask<Float> UPPER_HALF = lanesWith(L / 2);
    private static final VectorMask<Float> ODD_QUARTERS = lanesWith(L / 4);
    /** A bit for the first lane of each quarter. */
    private static final long FIRST_OF_QUARTERS = L == 16 ? 0x1111 : 0x55;

    private SimdRows() {}

    static int scanL2(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at, float limit,
            long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * BLOCK * d * Float.BYTES;
            long left = (to - 1L - b) * BLOCK + lanes;
            int n = (int) Math.min(left, BLOCK), whole = (int) Math.min(inRegisters(left, d), BLOCK);
            long within = withinL2(rows, block, whole, d, q, at, limit);
            for (int r = whole; r < n; r++) {
                long row = block + (long) r * d * Float.BYTES;
                within |= (SimdPairs.l2Floats(rows, row, d, q, at) <= limit ? 1L : 0L) << r;
            }
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    /** The rows within the limit, of n that can be read in whole registers. */
    private static long withinL2(MemorySegment rows, long offset, int n, int d, float[] q, int at, float limit) {
        int whole = (d - 1) & -16;
        VectorMask<Float> there = F.indexInRange(0, d - whole), thereToo = F.indexInRange(8, d - whole);
        FloatVector last = FloatVector.fromArray(F, q, at + whole, there);
        FloatVector lastToo = L == 8 ? FloatVector.fromArray(F, q, at + whole + 8, thereToo) : last;
        FloatVector zero = FloatVector.zero(F), s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        long within = 0;
        for (int r = 0; r < n; r++) {
            long row = offset + (long) r * d * Float.BYTES;
            FloatVector low = zero, high = zero;
            for (int e = 0; e < whole; e += 16) {
                FloatVector x = FloatVector.fromArray(F, q, at + e).sub(load(rows, row + 4L * e));
                low = x.fma(x, low);
                if (L == 8) {
                    FloatVector y = FloatVector.fromArray(F, q, at + e + 8).sub(load(rows, row + 4L * e + 32));
                    high = y.fma(y, high);
                }
            }
            FloatVector x = zero.blend(last.sub(load(rows, row + 4L * whole)), there);
            low = x.fma(x, low);
            if (L == 8) {
                FloatVector y = zero.blend(lastToo.sub(load(rows, row + 4L * whole + 32)), thereToo);
                high = y.fma(y, high);
            }
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = L == 8 ? low.add(high) : low;
            if ((r & 3) == 3 || r == n - 1) {
                FloatVector sums = foldQuarters(pack4(pack2(s0, s2), pack2(s1, s3)));
                within |= rowsFrom(r - 3, sums.compare(VectorOperators.LE, limit).toLong());
            }
        }
        return within;
    }

    static int scanDot(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at, float bound,
            float twiceNorm, long[] mask) {
        float[] x = new float[d];
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * BLOCK * d * Float.BYTES;
            long left = (to - 1L - b) * BLOCK + lanes;
            int n = (int) Math.min(left, BLOCK), whole = (int) Math.min(inRegisters(left, d), BLOCK);
            long within = withinDot(rows, block, whole, d, q, at, bound, twiceNorm);
            for (int r = whole; r < n; r++) {
                long row = block + (long) r * d * Float.BYTES;
                MemorySegment.copy(rows, FLOAT, row, x, 0, d);
                within |= ScalarRows.dotWithin(SimdPairs.dot(q, at, x, 0, d), SimdPairs.dot(x, 0, x, 0, d), bound,
                        twiceNorm, d) << r;
            }
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    /**
     * Sums of squares go along in {@code square} and {@code t}; the last lines are {@link ScalarRows#dotWithin}. Missing
     * numbers may turn a sum of -0 into +0 here: no bound tells them apart.
     */
    private static long withinDot(MemorySegment rows, long offset, int n, int d, float[] q, int at, float bound,
            float twiceNorm) {
        int whole = (d - 1) & -16;
        VectorMask<Float> there = F.indexInRange(0, d - whole), thereToo = F.indexInRange(8, d - whole);
        FloatVector last = FloatVector.fromArray(F, q, at + whole, there);
        FloatVector lastToo = L == 8 ? FloatVector.fromArray(F, q, at + whole + 8, thereToo) : last;
        FloatVector rounding = FloatVector.broadcast(F, ScalarRows.dotRounding(d));
        FloatVector smallest = FloatVector.broadcast(F, Float.MIN_NORMAL);
        FloatVector zero = FloatVector.zero(F), s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        FloatVector t0 = zero, t1 = zero, t2 = zero, t3 = zero;
        long within = 0;
        for (int r = 0; r < n; r++) {
            long row = offset + (long) r * d * Float.BYTES;
            FloatVector low = zero, high = zero, square = zero, highSquare = zero;
            for (int e = 0; e < whole; e += 16) {
                FloatVector x = load(rows, row + 4L * e);
                low = FloatVector.fromArray(F, q, at + e).fma(x, low);
                square = x.fma(x, square);
                if (L == 8) {
                    FloatVector y = load(rows, row + 4L * e + 32);
                    high = FloatVector.fromArray(F, q, at + e + 8).fma(y, high);
                    highSquare = y.fma(y, highSquare);
                }
            }
            FloatVector x = zero.blend(load(rows, row + 4L * whole), there);
            low = last.fma(x, low);
            square = x.fma(x, square);
            if (L == 8) {
                FloatVector y = zero.blend(load(rows, row + 4L * whole + 32), thereToo);
                high = lastToo.fma(y, high);
                highSquare = y.fma(y, highSquare);
            }
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = L == 8 ? low.add(high) : low;
            t0 = t1;
            t1 = t2;
            t2 = t3;
            t3 = L == 8 ? square.add(highSquare) : square;
            if ((r & 3) == 3 || r == n - 1) {
                FloatVector dots = foldQuarters(pack4(pack2(s0, s2), pack2(s1, s3)));
                FloatVector squares = foldQuarters(pack4(pack2(t0, t2), pack2(t1, t3)));
                FloatVector slack = rounding.fma(squares.add(smallest).sqrt().mul(twiceNorm), smallest);
                within |= rowsFrom(r - 3, dots.neg().compare(VectorOperators.LE, slack.add(bound)).toLong()
                        | slack.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY).toLong());
            }
        }
        return within;
    }

    /**
     * How many of the last {@code left} rows can be read in whole registers without reading past them. (A masked load
     * would do for all, but where it is compiled with the case of a register across a segment's end, its result is boxed.)
     */
    private static long inRegisters(long left, int d) {
        int start = (d - 1) & -16;
        return Math.max(0, Math.floorDiv(left * d - start - 16, d) + 1);
    }

    /** The lanes of the first of each quarter as four rows from {@code first}, of which up to three may lie before 0. */
    private static long rowsFrom(int first, long lanes) {
        long rows = Long.compress(lanes, FIRST_OF_QUARTERS);
        return first >= 0 ? rows << first : rows >>> -first;
    }

    static void transpose(MemorySegment rows, long offset, int lanes, int d, MemorySegment panel, long to) {
        float[] row = new float[Math.min(d, PIECE)];
        float[] turned = new float[BLOCK * row.length];
        for (int start = 0; start < d; start += PIECE) {
            int n = Math.min(PIECE, d - start);
            for (int lane = 0; lane < lanes; lane++) {
                MemorySegment.copy(rows, FLOAT, offset + ((long) lane * d + start) * Float.BYTES, row, 0, n);
                for (int e = 0; e < n; e++) {
                    turned[e * BLOCK + lane] = row[e];
                }
            }
            MemorySegment.copy(turned, 0, panel, FLOAT, to + (long) start * BLOCK * Float.BYTES, n * BLOCK);
        }
    }

    // ---- the ends of four sums --------------------------------------------------------------------------------------

    /** Adds the upper half of each to its lower half, and puts the two results side by side. */
    private static FloatVector pack2(FloatVector a, FloatVector b) {
        return pack(a, b, SWAP_HALVES, UPPER_HALF);
    }

    /** The same for two results of {@link #pack2}, each half by itself: the quarters are of the sums a, b, a, b. */
    private static FloatVector pack4(FloatVector a, FloatVector b) {
        return pack(a, b, SWAP_QUARTERS, ODD_QUARTERS);
    }

    private static FloatVector pack(FloatVector a, FloatVector b, VectorShuffle<Float> swap, VectorMask<Float> second) {
        return a.blend(b.rearrange(swap), second).add(a.rearrange(swap).blend(b, second));
    }

    /** Folds each quarter, of four floats or two, into its first one. */
    private static FloatVector foldQuarters(FloatVector v) {
        FloatVector by2 = L == 16 ? v.add(v.rearrange(SWAP_2)) : v;
        return by2.add(by2.rearrange(SWAP_1));
    }

    private static VectorShuffle<Float> swap(int distance) {
        return F.shuffleFromOp(lane -> (lane ^ distance) % L);
    }

    /** The lanes whose number has this bit. */
    private static VectorMask<Float> lanesWith(int bit) {
        long lanes = 0;
        for (int lane = 0; lane < L; lane++) {
            lanes |= ((lane & bit) != 0 ? 1L : 0L) << lane;
        }
        return VectorMask.fromLong(F, lanes);
    }
}
