package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Sums along rows, in plain Java: what {@link Kernels} says of pairs of vectors and of row-major ones, and the rule by
 * which the scans choose their candidates, which both kernel sets share.
 */
final class ScalarRows {
    private static final int BLOCK = Kernels.BLOCK;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ScalarRows() {}

    // ---- pairs ------------------------------------------------------------------------------------------------------

    static float l2(float[] a, int aAt, float[] b, int bAt, int d) {
        float[] sums = new float[16];
        for (int e = 0; e < d; e++) {
            float difference = a[aAt + e] - b[bAt + e];
            sums[e & 15] = Math.fma(difference, difference, sums[e & 15]);
        }
        return fold(sums);
    }

    static float l2ToDecoded(float[] q, int at, float[] centroids, int centroidAt, float[] codebook, int[] codewords, int m,
            int dsub) {
        float[] sums = new float[16];
        for (int e = 0; e < m * dsub; e++) {
            float decoded = codebook[codewords[e / dsub] + e % dsub] + centroids[centroidAt + e];
            float difference = q[at + e] - decoded;
            sums[e & 15] = Math.fma(difference, difference, sums[e & 15]);
        }
        return fold(sums);
    }

    static float dot(float[] a, int aAt, float[] b, int bAt, int d) {
        float[] sums = new float[16];
        for (int e = 0; e < d; e++) {
            sums[e & 15] = Math.fma(a[aAt + e], b[bAt + e], sums[e & 15]);
        }
        return fold(sums);
    }

    private static float fold(float[] sums) {
        for (int half = 8; half > 0; half >>= 1) {
            for (int i = 0; i < half; i++) {
                sums[i] += sums[i + half];
            }
        }
        return sums[0];
    }

    // ---- one row ----------------------------------------------------------------------------------------------------

    static float rowL2(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        return l2(q, at, load(rows, offset, bytes, new float[d]), 0, d);
    }

    static float rowDot(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        return dot(q, at, load(rows, offset, bytes, new float[d]), 0, d);
    }

    static float sequentialL2(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        float sum = 0;
        for (int e = 0; e < d; e++) {
            float difference = q[at + e] - ScalarKernels.element(rows, offset, bytes, e);
            sum = Math.fma(difference, difference, sum);
        }
        return sum;
    }

    static float sequentialDot(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        float sum = 0;
        for (int e = 0; e < d; e++) {
            sum = Math.fma(-q[at + e], ScalarKernels.element(rows, offset, bytes, e), sum);
        }
        return sum;
    }

    // ---- blocks of rows ---------------------------------------------------------------------------------------------

    static int scanL2(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at, float limit,
            long[] mask) {
        float[] row = new float[d];
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * BLOCK * d * Float.BYTES;
            int n = b < to - 1 ? BLOCK : lanes;
            long within = 0;
            for (int lane = 0; lane < n; lane++) {
                load(rows, block + (long) lane * d * Float.BYTES, false, row);
                within |= (l2(q, at, row, 0, d) <= limit ? 1L : 0L) << lane;
            }
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    static int scanDot(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at, float bound,
            float twiceNorm, long[] mask) {
        float[] row = new float[d];
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * BLOCK * d * Float.BYTES;
            int n = b < to - 1 ? BLOCK : lanes;
            long within = 0;
            for (int lane = 0; lane < n; lane++) {
                load(rows, block + (long) lane * d * Float.BYTES, false, row);
                within |= dotWithin(dot(q, at, row, 0, d), dot(row, 0, row, 0, d), bound, twiceNorm, d) << lane;
            }
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    static void transpose(MemorySegment rows, long offset, int lanes, int d, MemorySegment panel, long to) {
        float[] row = new float[d];
        for (int lane = 0; lane < BLOCK; lane++) {
            if (lane < lanes) {
                load(rows, offset + (long) lane * d * Float.BYTES, false, row);
            } else if (lane == lanes) {
                row = new float[d];
            }
            for (int e = 0; e < d; e++) {
                panel.set(FLOAT, to + ((long) e * BLOCK + lane) * Float.BYTES, row[e]);
            }
        }
    }

    /** A row on the heap: array reads have their bounds checks hoisted, segment reads have not. */
    private static float[] load(MemorySegment rows, long offset, boolean bytes, float[] row) {
        if (bytes) {
            for (int e = 0; e < row.length; e++) {
                row[e] = rows.get(ValueLayout.JAVA_BYTE, offset + e) & 255;
            }
        } else {
            MemorySegment.copy(rows, FLOAT, offset, row, 0, row.length);
        }
        return row;
    }

    // ---- candidates -------------------------------------------------------------------------------------------------

    /**
     * What a squared distance in the order of rows can be where that in the order of dimensions is at most the bound. Of
     * n roundings each can take 2^-24 of a sum of positive terms, d in the one order and d / 16 + 5 in the other; twice as
     * much is allowed for. Below the normal floats a rounding takes up to 2^-150 whatever the sum.
     */
    static float limitL2(float bound, int d) {
        return Math.fma(bound, (d + 16) * 0x1p-23f, bound) + Float.MIN_NORMAL;
    }

    /** Twice the length of a query of this squared length, rounded as {@link #dotWithin} needs it. */
    static float twiceNorm(float squaredNorm) {
        return 2 * (float) Math.sqrt(squaredNorm + Float.MIN_NORMAL);
    }

    /**
     * Whether a row's negated inner product may be within the bound when summed in the order of dimensions, as a bit.
     *
     * <p>Both orders round by units of the sum of {@code |q_e x_e|}, which is at most {@code |q| |x|}; as much is allowed
     * for as with {@link #limitL2}. The lengths are taken one by one, each with the smallest normal float added to its
     * square, so that the product of a tiny and a large one does not vanish. Twice the product overflows where any sum of
     * terms can: then the sums mean nothing, and the row is a candidate. (A NaN in row or query makes the slack NaN.)
     */
    static long dotWithin(float dot, float squaredNorm, float bound, float twiceNorm, int d) {
        float twice = twiceNorm * (float) Math.sqrt(squaredNorm + Float.MIN_NORMAL);
        float slack = Math.fma(dotRounding(d), twice, Float.MIN_NORMAL);
        return -dot <= bound + slack || slack == Float.POSITIVE_INFINITY ? 1 : 0;
    }

    /** Of twice the lengths' product, what {@link #dotWithin} allows for. */
    static float dotRounding(int d) {
        return (d + 16) * 0x1p-24f;
    }
}
