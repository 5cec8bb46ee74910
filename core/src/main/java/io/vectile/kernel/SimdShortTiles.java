package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.F;
import static io.vectile.kernel.SimdKernels.L;
import static io.vectile.kernel.SimdKernels.LE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SimdTiles} for columns of shorts, which become floats on their way into the registers: half the bytes to read, two
 * more instructions per register of columns. One row alone waits for memory and gains a fifth; six rows lose a tenth, so
 * many rows widen a panel once and take the tile of floats ({@link SimdKernels#nearestShorts}).
 */
final class SimdShortTiles {
    private static final int BLOCK = Kernels.BLOCK;
    /** As many shorts as F has lanes. */
    private static final VectorSpecies<Short> S =
            L == 16 ? ShortVector.SPECIES_256 : L == 8 ? ShortVector.SPECIES_128 : ShortVector.SPECIES_64;

    private SimdShortTiles() {}

    private static FloatVector widen(MemorySegment panel, long at) {
        return (FloatVector) ShortVector.fromMemorySegment(S, panel, at, LE).convertShape(VectorOperators.S2F, F, 0);
    }

    /** Writes n shorts as floats; n is a multiple of 64. */
    static void widenAll(MemorySegment shorts, long from, int n, MemorySegment floats, long to) {
        for (int i = 0; i < n; i += L) {
            widen(shorts, from + (long) i * Short.BYTES).intoMemorySegment(floats, to + (long) i * Float.BYTES, LE);
        }
    }

    /** One row times one strip. */
    static void tile1(float[] x, int at, MemorySegment panel, long offset, int d, float[] init, int initAt, float[] out,
            int outAt, int c) {
        FloatVector s0 = FloatVector.fromArray(F, init, initAt + c), s1 = FloatVector.fromArray(F, init, initAt + c + L);
        FloatVector s2 = FloatVector.fromArray(F, init, initAt + c + 2 * L);
        FloatVector s3 = FloatVector.fromArray(F, init, initAt + c + 3 * L);
        for (int e = 0; e < d; e++) {
            long row = offset + (e * BLOCK + c) * (long) Short.BYTES;
            FloatVector value = FloatVector.broadcast(F, x[at + e]);
            s0 = value.fma(widen(panel, row), s0);
            s1 = value.fma(widen(panel, row + 2L * L), s1);
            s2 = value.fma(widen(panel, row + 4L * L), s2);
            s3 = value.fma(widen(panel, row + 6L * L), s3);
        }
        s0.intoArray(out, outAt + c);
        s1.intoArray(out, outAt + c + L);
        s2.intoArray(out, outAt + c + 2 * L);
        s3.intoArray(out, outAt + c + 3 * L);
    }

    /** Two rows times one strip: what the 16 registers of AVX2 hold. */
    static void tile2(float[] x, int at, int stride, MemorySegment panel, long offset, int d,
            float[] init, int initAt, float[] out, int outAt, int outStride, int c) {
        int second = at + stride;
        FloatVector i0 = FloatVector.fromArray(F, init, initAt + c), i1 = FloatVector.fromArray(F, init, initAt + c + L);
        FloatVector i2 = FloatVector.fromArray(F, init, initAt + c + 2 * L);
        FloatVector i3 = FloatVector.fromArray(F, init, initAt + c + 3 * L);
        FloatVector a0 = i0, a1 = i1, a2 = i2, a3 = i3, b0 = i0, b1 = i1, b2 = i2, b3 = i3;
        for (int e = 0; e < d; e++) {
            long row = offset + (e * BLOCK + c) * (long) Short.BYTES;
            FloatVector p0 = widen(panel, row), p1 = widen(panel, row + 2L * L);
            FloatVector p2 = widen(panel, row + 4L * L), p3 = widen(panel, row + 6L * L);
            FloatVector xa = FloatVector.broadcast(F, x[at + e]);
            a0 = xa.fma(p0, a0);
            a1 = xa.fma(p1, a1);
            a2 = xa.fma(p2, a2);
            a3 = xa.fma(p3, a3);
            FloatVector xb = FloatVector.broadcast(F, x[second + e]);
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

    /** Six rows times 64 columns, with 512-bit registers. Missing rows repeat the last. */
    static void tile6(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d,
            float[] init, int initAt, float[] out, int outAt, int outStride) {
        int last = rows - 1;
        int x1 = at + Math.min(1, last) * stride, x2 = at + Math.min(2, last) * stride, x3 = at + Math.min(3, last) * stride;
        int x4 = at + Math.min(4, last) * stride, x5 = at + Math.min(5, last) * stride;
        FloatVector a0 = FloatVector.fromArray(F, init, initAt), a1 = FloatVector.fromArray(F, init, initAt + 16);
        FloatVector a2 = FloatVector.fromArray(F, init, initAt + 32), a3 = FloatVector.fromArray(F, init, initAt + 48);
        FloatVector b0 = a0, b1 = a1, b2 = a2, b3 = a3, c0 = a0, c1 = a1, c2 = a2, c3 = a3;
        FloatVector d0 = a0, d1 = a1, d2 = a2, d3 = a3, e0 = a0, e1 = a1, e2 = a2, e3 = a3;
        FloatVector f0 = a0, f1 = a1, f2 = a2, f3 = a3;
        for (int e = 0; e < d; e++) {
            long row = offset + e * (long) (BLOCK * Short.BYTES);
            FloatVector p0 = widen(panel, row), p1 = widen(panel, row + 32);
            FloatVector p2 = widen(panel, row + 64), p3 = widen(panel, row + 96);
            FloatVector va = FloatVector.broadcast(F, x[at + e]);
            a0 = va.fma(p0, a0);
            a1 = va.fma(p1, a1);
            a2 = va.fma(p2, a2);
            a3 = va.fma(p3, a3);
            FloatVector vb = FloatVector.broadcast(F, x[x1 + e]);
            b0 = vb.fma(p0, b0);
            b1 = vb.fma(p1, b1);
            b2 = vb.fma(p2, b2);
            b3 = vb.fma(p3, b3);
            FloatVector vc = FloatVector.broadcast(F, x[x2 + e]);
            c0 = vc.fma(p0, c0);
            c1 = vc.fma(p1, c1);
            c2 = vc.fma(p2, c2);
            c3 = vc.fma(p3, c3);
            FloatVector vd = FloatVector.broadcast(F, x[x3 + e]);
            d0 = vd.fma(p0, d0);
            d1 = vd.fma(p1, d1);
            d2 = vd.fma(p2, d2);
            d3 = vd.fma(p3, d3);
            FloatVector ve = FloatVector.broadcast(F, x[x4 + e]);
            e0 = ve.fma(p0, e0);
            e1 = ve.fma(p1, e1);
            e2 = ve.fma(p2, e2);
            e3 = ve.fma(p3, e3);
            FloatVector vf = FloatVector.broadcast(F, x[x5 + e]);
            f0 = vf.fma(p0, f0);
            f1 = vf.fma(p1, f1);
            f2 = vf.fma(p2, f2);
            f3 = vf.fma(p3, f3);
        }
        a0.intoArray(out, outAt);
        a1.intoArray(out, outAt + L);
        a2.intoArray(out, outAt + 2 * L);
        a3.intoArray(out, outAt + 3 * L);
        if (rows > 1) {
            b0.intoArray(out, outAt + outStride);
            b1.intoArray(out, outAt + outStride + L);
            b2.intoArray(out, outAt + outStride + 2 * L);
            b3.intoArray(out, outAt + outStride + 3 * L);
        }
        if (rows > 2) {
            c0.intoArray(out, outAt + 2 * outStride);
            c1.intoArray(out, outAt + 2 * outStride + L);
            c2.intoArray(out, outAt + 2 * outStride + 2 * L);
            c3.intoArray(out, outAt + 2 * outStride + 3 * L);
        }
        if (rows > 3) {
            d0.intoArray(out, outAt + 3 * outStride);
            d1.intoArray(out, outAt + 3 * outStride + L);
            d2.intoArray(out, outAt + 3 * outStride + 2 * L);
            d3.intoArray(out, outAt + 3 * outStride + 3 * L);
        }
        if (rows > 4) {
            e0.intoArray(out, outAt + 4 * outStride);
            e1.intoArray(out, outAt + 4 * outStride + L);
            e2.intoArray(out, outAt + 4 * outStride + 2 * L);
            e3.intoArray(out, outAt + 4 * outStride + 3 * L);
        }
        if (rows > 5) {
            f0.intoArray(out, outAt + 5 * outStride);
            f1.intoArray(out, outAt + 5 * outStride + L);
            f2.intoArray(out, outAt + 5 * outStride + 2 * L);
            f3.intoArray(out, outAt + 5 * outStride + 3 * L);
        }
    }
}
