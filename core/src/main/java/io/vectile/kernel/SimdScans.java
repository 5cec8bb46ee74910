package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.F;
import static io.vectile.kernel.SimdKernels.L;
import static io.vectile.kernel.SimdKernels.LE;
import static io.vectile.kernel.SimdKernels.NARROW;
import static io.vectile.kernel.SimdKernels.STRIP;
import static io.vectile.kernel.SimdKernels.load;
import static io.vectile.kernel.SimdKernels.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exact distances down the lanes of blocks of plain vectors, floats or bytes. The four loops differ in what they load and
 * in one operation; each is written out, because a loop that chooses inside is compiled to neither.
 *
 * <p>A block is read to its end. Leaving it where all partial sums are past the bound spares sums, but memory that is read
 * with gaps comes at a third of the speed, since no hardware fetches it ahead. Of bytes, which take longer to compute with than
 * floats of as many bytes, a row of the next block is touched with each row.
 */
final class SimdScans {
    private static final int BLOCK = Kernels.BLOCK;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

    private SimdScans() {}

    static int l2Floats(MemorySegment blocks, long offset, int from, int to, int width, int d, float[] q, int at, float bound,
            float[] distances, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * d * width * Float.BYTES;
            long within = 0;
            for (int c = 0; c < BLOCK; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                for (int e = 0; e < d; e++) {
                    FloatVector x = FloatVector.broadcast(F, q[at + e]);
                    long row = block + ((long) e * width + c) * Float.BYTES;
                    FloatVector d0 = x.sub(load(blocks, row)), d1 = x.sub(load(blocks, row + 4L * L));
                    FloatVector d2 = x.sub(load(blocks, row + 8L * L)), d3 = x.sub(load(blocks, row + 12L * L));
                    s0 = d0.fma(d0, s0);
                    s1 = d1.fma(d1, s1);
                    s2 = d2.fma(d2, s2);
                    s3 = d3.fma(d3, s3);
                }
                within |= atMost(s0, s1, s2, s3, bound) << c;
                store(s0, s1, distances, c);
                store(s2, s3, distances, c + 2 * L);
            }
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    static int l2Bytes(MemorySegment blocks, long offset, int from, int to, int width, int d, float[] q, int at, float bound,
            float[] distances, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * d * width;
            long next = b + 1 < to ? block + (long) d * width : block;
            int touched = 0;
            long within = 0;
            for (int c = 0; c < BLOCK; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                for (int e = 0; e < d; e++) {
                    FloatVector x = FloatVector.broadcast(F, q[at + e]);
                    long row = block + (long) e * width + c;
                    touched += blocks.get(ValueLayout.JAVA_BYTE, next + (long) e * width + c);
                    FloatVector d0 = x.sub(widenBytes(blocks, row)), d1 = x.sub(widenBytes(blocks, row + 1 * L));
                    FloatVector d2 = x.sub(widenBytes(blocks, row + 2 * L)), d3 = x.sub(widenBytes(blocks, row + 3 * L));
                    s0 = d0.fma(d0, s0);
                    s1 = d1.fma(d1, s1);
                    s2 = d2.fma(d2, s2);
                    s3 = d3.fma(d3, s3);
                }
                within |= atMost(s0, s1, s2, s3, bound) << c;
                store(s0, s1, distances, c);
                store(s2, s3, distances, c + 2 * L);
            }
            mask[0] = touched; // nobody asks for it, but the compiler cannot know
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    static int dotFloats(MemorySegment blocks, long offset, int from, int to, int width, int d, float[] q, int at, float bound,
            float[] distances, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * d * width * Float.BYTES;
            long within = 0;
            for (int c = 0; c < BLOCK; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                for (int e = 0; e < d; e++) {
                    FloatVector x = FloatVector.broadcast(F, -q[at + e]);
                    long row = block + ((long) e * width + c) * Float.BYTES;
                    s0 = x.fma(load(blocks, row), s0);
                    s1 = x.fma(load(blocks, row + 4L * L), s1);
                    s2 = x.fma(load(blocks, row + 8L * L), s2);
                    s3 = x.fma(load(blocks, row + 12L * L), s3);
                }
                within |= atMost(s0, s1, s2, s3, bound) << c;
                store(s0, s1, distances, c);
                store(s2, s3, distances, c + 2 * L);
            }
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    static int dotBytes(MemorySegment blocks, long offset, int from, int to, int width, int d, float[] q, int at, float bound,
            float[] distances, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * d * width;
            long next = b + 1 < to ? block + (long) d * width : block;
            int touched = 0;
            long within = 0;
            for (int c = 0; c < BLOCK; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                for (int e = 0; e < d; e++) {
                    FloatVector x = FloatVector.broadcast(F, -q[at + e]);
                    long row = block + (long) e * width + c;
                    touched += blocks.get(ValueLayout.JAVA_BYTE, next + (long) e * width + c);
                    s0 = x.fma(widenBytes(blocks, row), s0);
                    s1 = x.fma(widenBytes(blocks, row + 1 * L), s1);
                    s2 = x.fma(widenBytes(blocks, row + 2 * L), s2);
                    s3 = x.fma(widenBytes(blocks, row + 3 * L), s3);
                }
                within |= atMost(s0, s1, s2, s3, bound) << c;
                store(s0, s1, distances, c);
                store(s2, s3, distances, c + 2 * L);
            }
            mask[0] = touched; // nobody asks for it, but the compiler cannot know
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    /** L unsigned bytes as floats. */
    static FloatVector widenBytes(MemorySegment blocks, long at) {
        return (FloatVector) ((IntVector) ByteVector.fromMemorySegment(NARROW, blocks, at, LE)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0)).convert(VectorOperators.I2F, 0);
    }

    /** The bytes from {@code at} whose lanes are set, zeros else; nothing else is read. */
    static FloatVector widenBytes(MemorySegment blocks, long at, VectorMask<Byte> there) {
        return (FloatVector) ((IntVector) ByteVector.fromMemorySegment(NARROW, blocks, at, LE, there)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0)).convert(VectorOperators.I2F, 0);
    }

    /** The lanes of a strip that are at most the bound, the strip's first lane lowest. */
    private static long atMost(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3, float bound) {
        return s0.compare(VectorOperators.LE, bound).toLong()
                | s1.compare(VectorOperators.LE, bound).toLong() << L
                | s2.compare(VectorOperators.LE, bound).toLong() << 2 * L
                | s3.compare(VectorOperators.LE, bound).toLong() << 3 * L;
    }
}
