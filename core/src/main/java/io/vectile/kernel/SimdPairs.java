package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.F;
import static io.vectile.kernel.SimdKernels.L;
import static io.vectile.kernel.SimdKernels.NARROW;
import static io.vectile.kernel.SimdKernels.load;
import static io.vectile.kernel.SimdScans.widenBytes;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums along one row in sixteen parts, with registers of 16 floats or pairs of 8: there {@code high} is for parts 8 to 15,
 * and with 16 it is not used. The compiler drops the half that a machine does not need, since L is a constant.
 *
 * <p>A last step of fewer than sixteen numbers is masked. Squares of the missing ones add +0 to sums that are never -0;
 * products could turn a sum of -0 into +0, so there the old sums are kept.
 */
final class SimdPairs {
    private static final VectorShuffle<Float> ROTATE_8 = rotate(8);
    private static final VectorShuffle<Float> ROTATE_4 = rotate(4);
    private static final VectorShuffle<Float> ROTATE_2 = rotate(2);
    private static final VectorMask<Float> UPPER_EIGHT = VectorMask.fromLong(F, 0xff00);

    private SimdPairs() {}

    // ---- arrays -----------------------------------------------------------------------------------------------------

    static float l2(float[] a, int aAt, float[] b, int bAt, int d) {
        FloatVector low = FloatVector.zero(F), high = low;
        int whole = d & -16;
        for (int e = 0; e < whole; e += 16) {
            FloatVector x = FloatVector.fromArray(F, a, aAt + e).sub(FloatVector.fromArray(F, b, bAt + e));
            low = x.fma(x, low);
            if (L == 8) {
                FloatVector y = FloatVector.fromArray(F, a, aAt + e + 8).sub(FloatVector.fromArray(F, b, bAt + e + 8));
                high = y.fma(y, high);
            }
        }
        if (whole < d) {
            VectorMask<Float> there = F.indexInRange(0, d - whole);
            FloatVector x = FloatVector.fromArray(F, a, aAt + whole, there)
                    .sub(FloatVector.fromArray(F, b, bAt + whole, there));
            low = x.fma(x, low);
            if (L == 8) {
                VectorMask<Float> thereToo = F.indexInRange(8, d - whole);
                FloatVector y = FloatVector.fromArray(F, a, aAt + whole + 8, thereToo)
                        .sub(FloatVector.fromArray(F, b, bAt + whole + 8, thereToo));
                high = y.fma(y, high);
            }
        }
        return fold(low, high);
    }

    static float dot(float[] a, int aAt, float[] b, int bAt, int d) {
        FloatVector low = FloatVector.zero(F), high = low;
        int whole = d & -16;
        for (int e = 0; e < whole; e += 16) {
            low = FloatVector.fromArray(F, a, aAt + e).fma(FloatVector.fromArray(F, b, bAt + e), low);
            if (L == 8) {
                high = FloatVector.fromArray(F, a, aAt + e + 8).fma(FloatVector.fromArray(F, b, bAt + e + 8), high);
            }
        }
        if (whole < d) {
            VectorMask<Float> there = F.indexInRange(0, d - whole);
            low = low.blend(FloatVector.fromArray(F, a, aAt + whole, there)
                    .fma(FloatVector.fromArray(F, b, bAt + whole, there), low), there);
            if (L == 8) {
                VectorMask<Float> thereToo = F.indexInRange(8, d - whole);
                high = high.blend(FloatVector.fromArray(F, a, aAt + whole + 8, thereToo)
                        .fma(FloatVector.fromArray(F, b, bAt + whole + 8, thereToo), high), thereToo);
            }
        }
        return fold(low, high);
    }

    /** For registers of 16 floats, and dsub a multiple of that. */
    /** With registers of 16, for codewords of a multiple of 16. */
    static float l2ToDecoded16(float[] q, int at, float[] centroids, int centroidAt, float[] codebook, int[] codewords, int m,
            int dsub) {
        FloatVector sums = FloatVector.zero(F);
        for (int j = 0; j < m; j++) {
            for (int e = 0; e < dsub; e += 16) {
                int i = j * dsub + e;
                FloatVector decoded = FloatVector.fromArray(F, codebook, codewords[j] + e)
                        .add(FloatVector.fromArray(F, centroids, centroidAt + i));
                FloatVector difference = FloatVector.fromArray(F, q, at + i).sub(decoded);
                sums = difference.fma(difference, sums);
            }
        }
        return fold(sums, sums);
    }

    /**
     * With registers of 16, for an even number of codewords of 8: two of them fill one. What is read beside them is in the
     * array, since the first of two has codewords behind it, and the second before it.
     */
    static float l2ToDecodedPairs(float[] q, int at, float[] centroids, int centroidAt, float[] codebook, int[] codewords, int m) {
        FloatVector sums = FloatVector.zero(F);
        for (int j = 0; j < m; j += 2) {
            FloatVector first = FloatVector.fromArray(F, codebook, codewords[j]);
            FloatVector decoded = first.blend(FloatVector.fromArray(F, codebook, codewords[j + 1] - 8), UPPER_EIGHT)
                    .add(FloatVector.fromArray(F, centroids, centroidAt + j * 8));
            FloatVector difference = FloatVector.fromArray(F, q, at + j * 8).sub(decoded);
            sums = difference.fma(difference, sums);
        }
        return fold(sums, sums);
    }

    /** With registers of 8, for codewords of a multiple of 8, and of 16 in all: they go to the two sums by turns. */
    static float l2ToDecoded8(float[] q, int at, float[] centroids, int centroidAt, float[] codebook, int[] codewords, int m,
            int dsub) {
        FloatVector next = FloatVector.zero(F), afterNext = next;
        for (int j = 0; j < m; j++) {
            for (int e = 0; e < dsub; e += 8) {
                int i = j * dsub + e;
                FloatVector decoded = FloatVector.fromArray(F, codebook, codewords[j] + e)
                        .add(FloatVector.fromArray(F, centroids, centroidAt + i));
                FloatVector difference = FloatVector.fromArray(F, q, at + i).sub(decoded);
                FloatVector sum = difference.fma(difference, next);
                next = afterNext;
                afterNext = sum;
            }
        }
        return fold(next, afterNext);
    }

    // ---- a row in memory --------------------------------------------------------------------------------------------

    static float l2Floats(MemorySegment rows, long offset, int d, float[] q, int at) {
        FloatVector low = FloatVector.zero(F), high = low;
        int whole = d & -16;
        for (int e = 0; e < whole; e += 16) {
            FloatVector x = FloatVector.fromArray(F, q, at + e).sub(load(rows, offset + 4L * e));
            low = x.fma(x, low);
            if (L == 8) {
                FloatVector y = FloatVector.fromArray(F, q, at + e + 8).sub(load(rows, offset + 4L * e + 32));
                high = y.fma(y, high);
            }
        }
        if (whole < d) {
            VectorMask<Float> there = F.indexInRange(0, d - whole);
            FloatVector x = FloatVector.fromArray(F, q, at + whole, there).sub(load(rows, offset + 4L * whole, there));
            low = x.fma(x, low);
            if (L == 8) {
                VectorMask<Float> thereToo = F.indexInRange(8, d - whole);
                FloatVector y = FloatVector.fromArray(F, q, at + whole + 8, thereToo)
                        .sub(load(rows, offset + 4L * whole + 32, thereToo));
                high = y.fma(y, high);
            }
        }
        return fold(low, high);
    }

    static float dotFloats(MemorySegment rows, long offset, int d, float[] q, int at) {
        FloatVector low = FloatVector.zero(F), high = low;
        int whole = d & -16;
        for (int e = 0; e < whole; e += 16) {
            low = FloatVector.fromArray(F, q, at + e).fma(load(rows, offset + 4L * e), low);
            if (L == 8) {
                high = FloatVector.fromArray(F, q, at + e + 8).fma(load(rows, offset + 4L * e + 32), high);
            }
        }
        if (whole < d) {
            VectorMask<Float> there = F.indexInRange(0, d - whole);
            low = low.blend(FloatVector.fromArray(F, q, at + whole, there)
                    .fma(load(rows, offset + 4L * whole, there), low), there);
            if (L == 8) {
                VectorMask<Float> thereToo = F.indexInRange(8, d - whole);
                high = high.blend(FloatVector.fromArray(F, q, at + whole + 8, thereToo)
                        .fma(load(rows, offset + 4L * whole + 32, thereToo), high), thereToo);
            }
        }
        return fold(low, high);
    }

    static float l2Bytes(MemorySegment rows, long offset, int d, float[] q, int at) {
        FloatVector low = FloatVector.zero(F), high = low;
        int whole = d & -16;
        for (int e = 0; e < whole; e += 16) {
            FloatVector x = FloatVector.fromArray(F, q, at + e).sub(widenBytes(rows, offset + e));
            low = x.fma(x, low);
            if (L == 8) {
                FloatVector y = FloatVector.fromArray(F, q, at + e + 8).sub(widenBytes(rows, offset + e + 8));
                high = y.fma(y, high);
            }
        }
        if (whole < d) {
            FloatVector x = FloatVector.fromArray(F, q, at + whole, F.indexInRange(0, d - whole))
                    .sub(widenBytes(rows, offset + whole, NARROW.indexInRange(0, d - whole)));
            low = x.fma(x, low);
            if (L == 8) {
                FloatVector y = FloatVector.fromArray(F, q, at + whole + 8, F.indexInRange(8, d - whole))
                        .sub(widenBytes(rows, offset + whole + 8, NARROW.indexInRange(8, d - whole)));
                high = y.fma(y, high);
            }
        }
        return fold(low, high);
    }

    static float dotBytes(MemorySegment rows, long offset, int d, float[] q, int at) {
        FloatVector low = FloatVector.zero(F), high = low;
        int whole = d & -16;
        for (int e = 0; e < whole; e += 16) {
            low = FloatVector.fromArray(F, q, at + e).fma(widenBytes(rows, offset + e), low);
            if (L == 8) {
                high = FloatVector.fromArray(F, q, at + e + 8).fma(widenBytes(rows, offset + e + 8), high);
            }
        }
        if (whole < d) {
            VectorMask<Float> there = F.indexInRange(0, d - whole);
            low = low.blend(FloatVector.fromArray(F, q, at + whole, there)
                    .fma(widenBytes(rows, offset + whole, NARROW.indexInRange(0, d - whole)), low), there);
            if (L == 8) {
                VectorMask<Float> thereToo = F.indexInRange(8, d - whole);
                high = high.blend(FloatVector.fromArray(F, q, at + whole + 8, thereToo)
                        .fma(widenBytes(rows, offset + whole + 8, NARROW.indexInRange(8, d - whole)), high), thereToo);
            }
        }
        return fold(low, high);
    }

    // ---- the end of a sum -------------------------------------------------------------------------------------------

    /** Not reduceLanes: its order is left open, and the twin's answer must come out. */
    static float fold(FloatVector low, FloatVector high) {
        return foldEight(low.add(L == 16 ? low.rearrange(ROTATE_8) : high));
    }

    private static float foldEight(FloatVector by8) {
        FloatVector by4 = by8.add(by8.rearrange(ROTATE_4));
        FloatVector by2 = by4.add(by4.rearrange(ROTATE_2));
        return by2.lane(0) + by2.lane(1);
    }

    private static VectorShuffle<Float> rotate(int by) {
        return F.shuffleFromOp(lane -> (lane + by) % L);
    }
}
