package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.F;
import static io.vectile.kernel.SimdKernels.L;
import static io.vectile.kernel.SimdKernels.STRIP;
import static io.vectile.kernel.SimdKernels.load;
import static io.vectile.kernel.SimdKernels.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** A query's tables of distances to the centroids of a product quantizer, at least a register of them per subspace. */
final class SimdTables {
    private static final int BLOCK = Kernels.BLOCK;

    private SimdTables() {}

    static void l2(float[] q, int at, MemorySegment panels, long offset, int m, int dsub, int ksub,
            float[] out) {
        if (ksub < STRIP) {
            narrowL2(q, at, panels, offset, m, dsub, ksub, out);
            return;
        }
        int panelsOf = Math.max(1, ksub / BLOCK);
        for (int j = 0; j < m; j++) {
            for (int c = 0; c < ksub; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                long strip = offset + ((long) (j * panelsOf + c / BLOCK) * dsub * BLOCK + c % BLOCK) * Float.BYTES;
                for (int e = 0; e < dsub; e++) {
                    FloatVector x = FloatVector.broadcast(F, q[at + j * dsub + e]);
                    long row = strip + e * (long) (BLOCK * Float.BYTES);
                    FloatVector d0 = x.sub(load(panels, row));
                    FloatVector d1 = x.sub(load(panels, row + 4L * L));
                    FloatVector d2 = x.sub(load(panels, row + 8L * L));
                    FloatVector d3 = x.sub(load(panels, row + 12L * L));
                    s0 = d0.fma(d0, s0);
                    s1 = d1.fma(d1, s1);
                    s2 = d2.fma(d2, s2);
                    s3 = d3.fma(d3, s3);
                }
                store(s0, s1, out, j * ksub + c);
                store(s2, s3, out, j * ksub + c + 2 * L);
            }
        }
    }

    static void dot(float[] q, int at, float scale, MemorySegment panels, long offset, int m, int dsub, int ksub,
            float[] out) {
        if (ksub < STRIP) {
            narrowDot(q, at, scale, panels, offset, m, dsub, ksub, out);
            return;
        }
        int panelsOf = Math.max(1, ksub / BLOCK);
        for (int j = 0; j < m; j++) {
            for (int c = 0; c < ksub; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                long strip = offset + ((long) (j * panelsOf + c / BLOCK) * dsub * BLOCK + c % BLOCK) * Float.BYTES;
                for (int e = 0; e < dsub; e++) {
                    FloatVector x = FloatVector.broadcast(F, scale * q[at + j * dsub + e]);
                    long row = strip + e * (long) (BLOCK * Float.BYTES);
                    s0 = x.fma(load(panels, row), s0);
                    s1 = x.fma(load(panels, row + 4L * L), s1);
                    s2 = x.fma(load(panels, row + 8L * L), s2);
                    s3 = x.fma(load(panels, row + 12L * L), s3);
                }
                store(s0, s1, out, j * ksub + c);
                store(s2, s3, out, j * ksub + c + 2 * L);
            }
        }
    }

    /** Fewer columns than a strip, which lie in one panel. */
    private static void narrowL2(float[] q, int at, MemorySegment panels, long offset, int m, int dsub, int ksub,
            float[] out) {
        for (int j = 0; j < m; j++) {
            for (int c = 0; c < ksub; c += L) {
                FloatVector sum = FloatVector.zero(F);
                long column = offset + ((long) j * dsub * BLOCK + c) * Float.BYTES;
                for (int e = 0; e < dsub; e++) {
                    FloatVector x = FloatVector.broadcast(F, q[at + j * dsub + e]);
                    FloatVector difference = x.sub(load(panels, column + e * (long) (BLOCK * Float.BYTES)));
                    sum = difference.fma(difference, sum);
                }
                sum.intoArray(out, j * ksub + c);
            }
        }
    }

    private static void narrowDot(float[] q, int at, float scale, MemorySegment panels, long offset, int m, int dsub,
            int ksub, float[] out) {
        for (int j = 0; j < m; j++) {
            for (int c = 0; c < ksub; c += L) {
                FloatVector sum = FloatVector.zero(F);
                long column = offset + ((long) j * dsub * BLOCK + c) * Float.BYTES;
                for (int e = 0; e < dsub; e++) {
                    FloatVector x = FloatVector.broadcast(F, scale * q[at + j * dsub + e]);
                    sum = x.fma(load(panels, column + e * (long) (BLOCK * Float.BYTES)), sum);
                }
                sum.intoArray(out, j * ksub + c);
            }
        }
    }
}
