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

    /** Sums in registers where all sixteen have as many terms, which takes half the time of those in an array. */
    static float l2(float[] a, int aAt, float[] b, int bAt, int d) {
        if ((d & 15) != 0) {
            float[] sums = new float[16];
            for (int e = 0; e < d; e++) {
                sums[e & 15] = square(a[aAt + e], b[bAt + e], sums[e & 15]);
            }
            return fold(sums);
        }
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        float s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0;
        for (int e = 0; e < d; e += 16) {
            int i = aAt + e, j = bAt + e;
            s0 = square(a[i], b[j], s0); s1 = square(a[i + 1], b[j + 1], s1);
            s2 = square(a[i + 2], b[j + 2], s2); s3 = square(a[i + 3], b[j + 3], s3);
            s4 = square(a[i + 4], b[j + 4], s4); s5 = square(a[i + 5], b[j + 5], s5);
            s6 = square(a[i + 6], b[j + 6], s6); s7 = square(a[i + 7], b[j + 7], s7);
            s8 = square(a[i + 8], b[j + 8], s8); s9 = square(a[i + 9], b[j + 9], s9);
            s10 = square(a[i + 10], b[j + 10], s10); s11 = square(a[i + 11], b[j + 11], s11);
            s12 = square(a[i + 12], b[j + 12], s12); s13 = square(a[i + 13], b[j + 13], s13);
            s14 = square(a[i + 14], b[j + 14], s14); s15 = square(a[i + 15], b[j + 15], s15);
        }
        return (((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14)))
                + (((s1 + s9) + (s5 + s13)) + ((s3 + s11) + (s7 + s15)));
    }

    private static float square(float a, float b, float sum) {
        float difference = a - b;
        return Math.fma(difference, difference, sum);
    }

    static float l2ToDecoded(float[] q, int at, float[] centroids, int centroidAt, float[] codebook, int[] codewords, int m,
            int dsub) {
        float[] sums = new float[16];
        for (int e = 0; e < m * dsub; e++) {
            float decoded = codebook[codewords[e / dsub] + e % dsub] + centroids[centroidAt + e];
            sums[e & 15] = square(q[at + e], decoded, sums[e & 15]);
        }
        return fold(sums);
    }

    static float dot(float[] a, int aAt, float[] b, int bAt, int d) {
        if ((d & 15) != 0) {
            float[] sums = new float[16];
            for (int e = 0; e < d; e++) {
                sums[e & 15] = Math.fma(a[aAt + e], b[bAt + e], sums[e & 15]);
            }
            return fold(sums);
        }
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        float s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0;
        for (int e = 0; e < d; e += 16) {
            int i = aAt + e, j = bAt + e;
            s0 = Math.fma(a[i], b[j], s0); s1 = Math.fma(a[i + 1], b[j + 1], s1);
            s2 = Math.fma(a[i + 2], b[j + 2], s2); s3 = Math.fma(a[i + 3], b[j + 3], s3);
            s4 = Math.fma(a[i + 4], b[j + 4], s4); s5 = Math.fma(a[i + 5], b[j + 5], s5);
            s6 = Math.fma(a[i + 6], b[j + 6], s6); s7 = Math.fma(a[i + 7], b[j + 7], s7);
            s8 = Math.fma(a[i + 8], b[j + 8], s8); s9 = Math.fma(a[i + 9], b[j + 9], s9);
            s10 = Math.fma(a[i + 10], b[j + 10], s10); s11 = Math.fma(a[i + 11], b[j + 11], s11);
            s12 = Math.fma(a[i + 12], b[j + 12], s12); s13 = Math.fma(a[i + 13], b[j + 13], s13);
            s14 = Math.fma(a[i + 14], b[j + 14], s14); s15 = Math.fma(a[i + 15], b[j + 15], s15);
        }
        return (((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14)))
                + (((s1 + s9) + (s5 + s13)) + ((s3 + s11) + (s7 + s15)));
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
            sum = square(q[at + e], ScalarKernels.element(rows, offset, bytes, e), sum);
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
