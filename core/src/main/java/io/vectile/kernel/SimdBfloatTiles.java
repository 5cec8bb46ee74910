package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.F;
import static io.vectile.kernel.SimdKernels.L;
import static io.vectile.kernel.SimdKernels.LE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SimdTiles} for columns of bfloats (see {@link Panels}), two dimensions to a word: a word is the first number as it is, and
 * shifted by 16 bits the second. So half the bytes are read, for half an instruction more per register of columns. One row alone
 * takes half the time of floats; many rows widen a panel once and take the tile of floats ({@link SimdKernels#nearestBfloats}).
 */
final class SimdBfloatTiles {
    private static final int BLOCK = Kernels.BLOCK;
    /** As many words as F has lanes. */
    private static final VectorSpecies<Integer> W = F.withLanes(int.class);

    private SimdBfloatTiles() {}

    private static IntVector words(MemorySegment panel, long at) {
        return IntVector.fromMemorySegment(W, panel, at, LE);
    }

    private static FloatVector first(IntVector words) {
        return words.reinterpretAsFloats();
    }

    private static FloatVector second(IntVector words) {
        return words.lanewise(VectorOperators.LSHL, Panels.HALF).reinterpretAsFloats();
    }

    /** Writes the d dimensions of a panel as floats. */
    static void widen(MemorySegment panel, long from, int d, MemorySegment floats, long to) {
        for (int e = 0; e < d; e += 2) {
            long row = from + (long) e / 2 * BLOCK * Integer.BYTES;
            long out = to + (long) e * BLOCK * Float.BYTES;
            for (int c = 0; c < BLOCK; c += L) {
                IntVector words = words(panel, row + (long) c * Integer.BYTES);
                first(words).intoMemorySegment(floats, out + (long) c * Float.BYTES, LE);
                if (e + 1 < d) {
                    second(words).intoMemorySegment(floats, out + (long) (BLOCK + c) * Float.BYTES, LE);
                }
            }
        }
    }

    /** One row times one strip. */
    static void tile1(float[] x, int at, MemorySegment panel, long offset, int d, float[] init, int initAt, float[] out,
            int outAt, int c) {
        FloatVector s0 = FloatVector.fromArray(F, init, initAt + c), s1 = FloatVector.fromArray(F, init, initAt + c + L);
        FloatVector s2 = FloatVector.fromArray(F, init, initAt + c + 2 * L);
        FloatVector s3 = FloatVector.fromArray(F, init, initAt + c + 3 * L);
        int e = 0;
        for (; e + 1 < d; e += 2) {
            long row = offset + (e / 2 * BLOCK + c) * (long) Integer.BYTES;
            IntVector p0 = words(panel, row), p1 = words(panel, row + 4L * L);
            IntVector p2 = words(panel, row + 8L * L), p3 = words(panel, row + 12L * L);
            FloatVector value = FloatVector.broadcast(F, x[at + e]);
            s0 = value.fma(first(p0), s0);
            s1 = value.fma(first(p1), s1);
            s2 = value.fma(first(p2), s2);
            s3 = value.fma(first(p3), s3);
            value = FloatVector.broadcast(F, x[at + e + 1]);
            s0 = value.fma(second(p0), s0);
            s1 = value.fma(second(p1), s1);
            s2 = value.fma(second(p2), s2);
            s3 = value.fma(second(p3), s3);
        }
        if (e < d) {
            long row = offset + (e / 2 * BLOCK + c) * (long) Integer.BYTES;
            FloatVector value = FloatVector.broadcast(F, x[at + e]);
            s0 = value.fma(first(words(panel, row)), s0);
            s1 = value.fma(first(words(panel, row + 4L * L)), s1);
            s2 = value.fma(first(words(panel, row + 8L * L)), s2);
            s3 = value.fma(first(words(panel, row + 12L * L)), s3);
        }
        s0.intoArray(out, outAt + c);
        s1.intoArray(out, outAt + c + L);
        s2.intoArray(out, outAt + c + 2 * L);
        s3.intoArray(out, outAt + c + 3 * L);
    }

    /** Two rows times one strip: what the 16 registers of AVX2 hold. */
    static void tile2(float[] x, int at, int stride, MemorySegment panel, long offset, int d,
            float[] init, int initAt, float[] out, int outAt, int outStride, int c) {
        FloatVector i0 = FloatVector.fromArray(F, init, initAt + c), i1 = FloatVector.fromArray(F, init, initAt + c + L);
        FloatVector i2 = FloatVector.fromArray(F, init, initAt + c + 2 * L);
        FloatVector i3 = FloatVector.fromArray(F, init, initAt + c + 3 * L);
        FloatVector a0 = i0, a1 = i1, a2 = i2, a3 = i3, b0 = i0, b1 = i1, b2 = i2, b3 = i3;
        int e = 0;
        for (; e + 1 < d; e += 2) {
            long row = offset + (e / 2 * BLOCK + c) * (long) Integer.BYTES;
            IntVector p0 = words(panel, row), p1 = words(panel, row + 4L * L);
            IntVector p2 = words(panel, row + 8L * L), p3 = words(panel, row + 12L * L);
            FloatVector xa = FloatVector.broadcast(F, x[at + e]);
            a0 = xa.fma(first(p0), a0);
            a1 = xa.fma(first(p1), a1);
            a2 = xa.fma(first(p2), a2);
            a3 = xa.fma(first(p3), a3);
            FloatVector xb = FloatVector.broadcast(F, x[at + stride + e]);
            b0 = xb.fma(first(p0), b0);
            b1 = xb.fma(first(p1), b1);
            b2 = xb.fma(first(p2), b2);
            b3 = xb.fma(first(p3), b3);
            FloatVector q0 = second(p0), q1 = second(p1), q2 = second(p2), q3 = second(p3);
            xa = FloatVector.broadcast(F, x[at + e + 1]);
            a0 = xa.fma(q0, a0);
            a1 = xa.fma(q1, a1);
            a2 = xa.fma(q2, a2);
            a3 = xa.fma(q3, a3);
            xb = FloatVector.broadcast(F, x[at + stride + e + 1]);
            b0 = xb.fma(q0, b0);
            b1 = xb.fma(q1, b1);
            b2 = xb.fma(q2, b2);
            b3 = xb.fma(q3, b3);
        }
        if (e < d) {
            long row = offset + (e / 2 * BLOCK + c) * (long) Integer.BYTES;
            FloatVector p0 = first(words(panel, row)), p1 = first(words(panel, row + 4L * L));
            FloatVector p2 = first(words(panel, row + 8L * L)), p3 = first(words(panel, row + 12L * L));
            FloatVector xa = FloatVector.broadcast(F, x[at + e]);
            a0 = xa.fma(p0, a0);
            a1 = xa.fma(p1, a1);
            a2 = xa.fma(p2, a2);
            a3 = xa.fma(p3, a3);
            FloatVector xb = FloatVector.broadcast(F, x[at + stride + e]);
            b0 = xb.fma(p0, b0);
            b1 = xb.fma(p1, b1);
            b2 = xb.fma(p2, b2);
            b3 = xb.fma(p3, b3);
        }
        a0.intoArray(out, outAt + c);
        a1.intoArray(out, outAt + c + L);
        a2.intoArray(out, outAt + c + 2 * L);
        a3.intoArray(out, outAt + c + 3 * L);
        b0.intoArray(out, outAt + outStride + c);
        b1.intoArray(out, outAt + outStride + c + L);
        b2.intoArray(out, outAt + outStride + c + 2 * L);
        b3.intoArray(out, outAt + outStride + c + 3 * L);
    }
}
