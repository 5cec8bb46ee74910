package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in the Vector API. Float loops take the machine's widest registers; byte tables are looked up in registers
 * where there are 64-byte ones with a two-register permute (VPERMI2B), and by the scalar twin elsewhere, where no
 * portable operation does it.
 *
 * <p>All loops run down the lanes of a block, so that no sum crosses lanes and none depends on the register width.
 * Species are constants, loops count with int, and nothing here holds a vector in a field: each of these would box.
 */
final class SimdKernels implements Kernels {
    private static final VectorSpecies<Byte> B = ByteVector.SPECIES_512;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    /** As many bytes as F has lanes; there is no species of four bytes, so 128-bit machines widen in scalar code. */
    private static final VectorSpecies<Byte> NARROW = F.length() == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private static final int L = F.length();
    /** Lanes that four registers hold: a whole block with AVX-512, half of one with AVX2. */
    private static final int STRIP = 4 * L;
    /** Dimensions between two looks at the bound. */
    private static final int STEP = 32;

    private static final VectorShuffle<Float> ROTATE_8 = rotate(8);
    private static final VectorShuffle<Float> ROTATE_4 = rotate(4);
    private static final VectorShuffle<Float> ROTATE_2 = rotate(2);

    private final boolean registerTables;
    private final ScalarKernels scalar = new ScalarKernels();

    SimdKernels(boolean registerTables) {
        this.registerTables = registerTables;
    }

    /** Whether this JVM uses 64-byte registers, the condition for tables in registers. */
    static boolean hasRegisterTables() {
        return ByteVector.SPECIES_PREFERRED.length() == BLOCK;
    }

    @Override
    public String name() {
        return (registerTables ? "vbmi-" : "simd-") + F.vectorBitSize();
    }

    // ---- byte tables ------------------------------------------------------------------------------------------------

    @Override
    public int scanBytes(MemorySegment codes, long offset, int from, int to, int rows, byte[] tables, int threshold,
            long[] mask) {
        if (!registerTables) {
            return scalar.scanBytes(codes, offset, from, to, rows, tables, threshold, mask);
        }
        ByteVector limit = ByteVector.broadcast(B, (byte) threshold);
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * rows * BLOCK;
            ByteVector sum = ByteVector.zero(B);
            for (int r = 0; r < rows; r++) {
                ByteVector code = ByteVector.fromMemorySegment(B, codes, block + r * BLOCK, LE);
                sum = sum.lanewise(VectorOperators.SUADD, lookUp256(code, tables, r * TABLE));
            }
            long below = sum.compare(VectorOperators.ULT, limit).toLong();
            if (below != 0) {
                mask[0] = below;
                return b;
            }
        }
        return to;
    }

    /** 64 look-ups among 256 entries: two permutes over 128 entries each, joined by the code's top bit. */
    private static ByteVector lookUp256(ByteVector code, byte[] tables, int at) {
        ByteVector low7 = code.and((byte) 127);
        ByteVector lower = low7.selectFrom(
                ByteVector.fromArray(B, tables, at), ByteVector.fromArray(B, tables, at + BLOCK));
        ByteVector upper = low7.selectFrom(
                ByteVector.fromArray(B, tables, at + 2 * BLOCK), ByteVector.fromArray(B, tables, at + 3 * BLOCK));
        return lower.blend(upper, code.compare(VectorOperators.LT, (byte) 0));
    }

    @Override
    public int scanBits(MemorySegment codes, long offset, int from, int to, int m, int nbits, int blockRows, byte[] tables,
            int threshold, long[] mask) {
        if (!registerTables) {
            return scalar.scanBits(codes, offset, from, to, m, nbits, blockRows, tables, threshold, mask);
        }
        ByteVector limit = ByteVector.broadcast(B, (byte) threshold);
        byte low = (byte) ((1 << nbits) - 1);
        boolean extraRow = blockRows > (m * nbits + 7) >>> 3;
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * blockRows * BLOCK;
            ByteVector sum = ByteVector.zero(B);
            for (int j = 0; j < m; j++) {
                int row = (j * nbits >>> 3) * BLOCK;
                int shift = j * nbits & 7;
                ByteVector bits = ByteVector.fromMemorySegment(B, codes, block + row, LE)
                        .lanewise(VectorOperators.LSHR, shift);
                if (shift + nbits > 8) {
                    bits = bits.or(ByteVector.fromMemorySegment(B, codes, block + row + BLOCK, LE)
                            .lanewise(VectorOperators.LSHL, 8 - shift));
                }
                ByteVector entries = bits.and(low).selectFrom(
                        ByteVector.fromArray(B, tables, j * TABLE), ByteVector.fromArray(B, tables, j * TABLE + BLOCK));
                sum = sum.lanewise(VectorOperators.SUADD, entries);
            }
            if (extraRow) {
                ByteVector code = ByteVector.fromMemorySegment(B, codes, block + (blockRows - 1) * BLOCK, LE);
                sum = sum.lanewise(VectorOperators.SUADD, lookUp256(code, tables, m * TABLE));
            }
            long below = sum.compare(VectorOperators.ULT, limit).toLong();
            if (below != 0) {
                mask[0] = below;
                return b;
            }
        }
        return to;
    }

    // ---- tables -----------------------------------------------------------------------------------------------------

    @Override
    public void tableL2(float[] q, int at, float[] codebook, int m, int dsub, int ksub, float[] out) {
        if (ksub < STRIP) {
            scalar.tableL2(q, at, codebook, m, dsub, ksub, out);
            return;
        }
        for (int j = 0; j < m; j++) {
            for (int c = 0; c < ksub; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                for (int e = 0; e < dsub; e++) {
                    FloatVector x = FloatVector.broadcast(F, q[at + j * dsub + e]);
                    int row = (j * dsub + e) * ksub + c;
                    FloatVector d0 = x.sub(FloatVector.fromArray(F, codebook, row));
                    FloatVector d1 = x.sub(FloatVector.fromArray(F, codebook, row + L));
                    FloatVector d2 = x.sub(FloatVector.fromArray(F, codebook, row + 2 * L));
                    FloatVector d3 = x.sub(FloatVector.fromArray(F, codebook, row + 3 * L));
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

    @Override
    public void tableDot(float[] q, int at, float scale, float[] codebook, int m, int dsub, int ksub, float[] out) {
        if (ksub < STRIP) {
            scalar.tableDot(q, at, scale, codebook, m, dsub, ksub, out);
            return;
        }
        for (int j = 0; j < m; j++) {
            for (int c = 0; c < ksub; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                for (int e = 0; e < dsub; e++) {
                    FloatVector x = FloatVector.broadcast(F, scale * q[at + j * dsub + e]);
                    int row = (j * dsub + e) * ksub + c;
                    s0 = x.fma(FloatVector.fromArray(F, codebook, row), s0);
                    s1 = x.fma(FloatVector.fromArray(F, codebook, row + L), s1);
                    s2 = x.fma(FloatVector.fromArray(F, codebook, row + 2 * L), s2);
                    s3 = x.fma(FloatVector.fromArray(F, codebook, row + 3 * L), s3);
                }
                store(s0, s1, out, j * ksub + c);
                store(s2, s3, out, j * ksub + c + 2 * L);
            }
        }
    }

    /** Kept below 35 bytes of code: a larger method need not be inlined behind a loop, and its arguments would be boxed. */
    private static void store(FloatVector first, FloatVector second, float[] out, int at) {
        first.intoArray(out, at);
        second.intoArray(out, at + L);
    }

    @Override
    public float min(float[] a, int at, int n) {
        if (n < L || n % L != 0) {
            return scalar.min(a, at, n);
        }
        FloatVector min = FloatVector.fromArray(F, a, at);
        for (int i = L; i < n; i += L) {
            min = min.min(FloatVector.fromArray(F, a, at + i));
        }
        return min.reduceLanes(VectorOperators.MIN);
    }

    @Override
    public float maxAbs(float[] a, int at, int n) {
        if (n < L || n % L != 0) {
            return scalar.maxAbs(a, at, n);
        }
        FloatVector max = FloatVector.zero(F);
        for (int i = 0; i < n; i += L) {
            max = max.max(FloatVector.fromArray(F, a, at + i).abs());
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    @Override
    public void floorTable(float[] a, int at, int n, float min, float scale, byte[] out, int outAt) {
        if (L < 8 || n % L != 0) {
            scalar.floorTable(a, at, n, min, scale, out, outAt);
            return;
        }
        for (int i = 0; i < n; i += L) {
            FloatVector steps = FloatVector.fromArray(F, a, at + i).sub(min).mul(scale).min(255f);
            IntVector floors = (IntVector) steps.convert(VectorOperators.F2I, 0);
            ((ByteVector) floors.convertShape(VectorOperators.I2B, NARROW, 0)).intoArray(out, outAt + i);
        }
    }

    // ---- blocks of plain vectors ------------------------------------------------------------------------------------

    @Override
    public int scanL2(MemorySegment blocks, long offset, boolean bytes, int from, int to, int d, float[] q, int at,
            float bound, float[] distances, long[] mask) {
        if (!bytes) {
            return l2Floats(blocks, offset, from, to, d, q, at, bound, distances, mask);
        }
        return L < 8
                ? scalar.scanL2(blocks, offset, true, from, to, d, q, at, bound, distances, mask)
                : l2Bytes(blocks, offset, from, to, d, q, at, bound, distances, mask);
    }

    private static int l2Floats(MemorySegment blocks, long offset, int from, int to, int d, float[] q, int at, float bound,
            float[] distances, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * d * BLOCK * Float.BYTES;
            long within = 0;
            for (int c = 0; c < BLOCK; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                long alive = -1;
                for (int start = 0; start < d && alive != 0; start += STEP) {
                    int end = Math.min(d, start + STEP);
                    for (int e = start; e < end; e++) {
                        FloatVector x = FloatVector.broadcast(F, q[at + e]);
                        long row = block + ((long) e * BLOCK + c) * Float.BYTES;
                        FloatVector d0 = x.sub(load(blocks, row)), d1 = x.sub(load(blocks, row + 4L * L));
                        FloatVector d2 = x.sub(load(blocks, row + 8L * L)), d3 = x.sub(load(blocks, row + 12L * L));
                        s0 = d0.fma(d0, s0);
                        s1 = d1.fma(d1, s1);
                        s2 = d2.fma(d2, s2);
                        s3 = d3.fma(d3, s3);
                    }
                    alive = atMost(s0, s1, s2, s3, bound);
                }
                within |= alive << c;
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

    private static int l2Bytes(MemorySegment blocks, long offset, int from, int to, int d, float[] q, int at, float bound,
            float[] distances, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * d * BLOCK;
            long within = 0;
            for (int c = 0; c < BLOCK; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                long alive = -1;
                for (int start = 0; start < d && alive != 0; start += STEP) {
                    int end = Math.min(d, start + STEP);
                    for (int e = start; e < end; e++) {
                        FloatVector x = FloatVector.broadcast(F, q[at + e]);
                        long row = block + (long) e * BLOCK + c;
                        FloatVector d0 = x.sub(widenBytes(blocks, row)), d1 = x.sub(widenBytes(blocks, row + 1 * L));
                        FloatVector d2 = x.sub(widenBytes(blocks, row + 2 * L)), d3 = x.sub(widenBytes(blocks, row + 3 * L));
                        s0 = d0.fma(d0, s0);
                        s1 = d1.fma(d1, s1);
                        s2 = d2.fma(d2, s2);
                        s3 = d3.fma(d3, s3);
                    }
                    alive = atMost(s0, s1, s2, s3, bound);
                }
                within |= alive << c;
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

    @Override
    public int scanDot(MemorySegment blocks, long offset, boolean bytes, int from, int to, int d, float[] q, int at,
            float bound, float[] distances, long[] mask) {
        if (!bytes) {
            return dotFloats(blocks, offset, from, to, d, q, at, bound, distances, mask);
        }
        return L < 8
                ? scalar.scanDot(blocks, offset, true, from, to, d, q, at, bound, distances, mask)
                : dotBytes(blocks, offset, from, to, d, q, at, bound, distances, mask);
    }

    private static int dotFloats(MemorySegment blocks, long offset, int from, int to, int d, float[] q, int at, float bound,
            float[] distances, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * d * BLOCK * Float.BYTES;
            long within = 0;
            for (int c = 0; c < BLOCK; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                for (int e = 0; e < d; e++) {
                    FloatVector x = FloatVector.broadcast(F, -q[at + e]);
                    long row = block + ((long) e * BLOCK + c) * Float.BYTES;
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

    private static int dotBytes(MemorySegment blocks, long offset, int from, int to, int d, float[] q, int at, float bound,
            float[] distances, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * d * BLOCK;
            long within = 0;
            for (int c = 0; c < BLOCK; c += STRIP) {
                FloatVector s0 = FloatVector.zero(F), s1 = s0, s2 = s0, s3 = s0;
                for (int e = 0; e < d; e++) {
                    FloatVector x = FloatVector.broadcast(F, -q[at + e]);
                    long row = block + (long) e * BLOCK + c;
                    s0 = x.fma(widenBytes(blocks, row), s0);
                    s1 = x.fma(widenBytes(blocks, row + 1 * L), s1);
                    s2 = x.fma(widenBytes(blocks, row + 2 * L), s2);
                    s3 = x.fma(widenBytes(blocks, row + 3 * L), s3);
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

    /** L unsigned bytes as floats. */
    private static FloatVector widenBytes(MemorySegment blocks, long at) {
        return (FloatVector) ((IntVector) ByteVector.fromMemorySegment(NARROW, blocks, at, LE)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0)).convert(VectorOperators.I2F, 0);
    }

    private static FloatVector load(MemorySegment blocks, long at) {
        return FloatVector.fromMemorySegment(F, blocks, at, LE);
    }

    /** The lanes of a strip that are at most the bound, the strip's first lane lowest. */
    private static long atMost(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3, float bound) {
        return s0.compare(VectorOperators.LE, bound).toLong()
                | s1.compare(VectorOperators.LE, bound).toLong() << L
                | s2.compare(VectorOperators.LE, bound).toLong() << 2 * L
                | s3.compare(VectorOperators.LE, bound).toLong() << 3 * L;
    }

    @Override
    public float laneL2(MemorySegment blocks, long offset, boolean bytes, int block, int lane, int d, float[] q, int at) {
        return scalar.laneL2(blocks, offset, bytes, block, lane, d, q, at);
    }

    @Override
    public float laneDot(MemorySegment blocks, long offset, boolean bytes, int block, int lane, int d, float[] q, int at) {
        return scalar.laneDot(blocks, offset, bytes, block, lane, d, q, at);
    }

    @Override
    public void widen(MemorySegment bytes, long from, int n, MemorySegment floats, long to) {
        if (L < 8) {
            scalar.widen(bytes, from, n, floats, to);
            return;
        }
        for (int i = 0; i < n; i += L) {
            widenBytes(bytes, from + i).intoMemorySegment(floats, to + (long) i * Float.BYTES, LE);
        }
    }

    // ---- pairs ------------------------------------------------------------------------------------------------------

    @Override
    public float l2(float[] a, int aAt, float[] b, int bAt, int d) {
        if (L != 16 || (d & 15) != 0) {
            return scalar.l2(a, aAt, b, bAt, d);
        }
        FloatVector sums = FloatVector.zero(F);
        for (int e = 0; e < d; e += 16) {
            FloatVector difference = FloatVector.fromArray(F, a, aAt + e).sub(FloatVector.fromArray(F, b, bAt + e));
            sums = difference.fma(difference, sums);
        }
        return fold(sums);
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int d) {
        if (L != 16 || (d & 15) != 0) {
            return scalar.dot(a, aAt, b, bAt, d);
        }
        FloatVector sums = FloatVector.zero(F);
        for (int e = 0; e < d; e += 16) {
            sums = FloatVector.fromArray(F, a, aAt + e).fma(FloatVector.fromArray(F, b, bAt + e), sums);
        }
        return fold(sums);
    }

    /** Not reduceLanes: its order is left open, and the twin's answer must come out. */
    private static float fold(FloatVector sums) {
        FloatVector by8 = sums.add(sums.rearrange(ROTATE_8));
        FloatVector by4 = by8.add(by8.rearrange(ROTATE_4));
        FloatVector by2 = by4.add(by4.rearrange(ROTATE_2));
        return by2.lane(0) + by2.lane(1);
    }

    private static VectorShuffle<Float> rotate(int by) {
        return F.shuffleFromOp(lane -> (lane + by) % L);
    }

    // ---- tiles ------------------------------------------------------------------------------------------------------

    @Override
    public void tile(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d, float[] init,
            int initAt, float[] out, int outAt, int outStride) {
        if (L == 16) {
            if (rows <= 2) {
                tile2(x, at, stride, rows, panel, offset, d, init, initAt, out, outAt, outStride, 0);
            } else {
                tile6(x, at, stride, rows, panel, offset, d, init, initAt, out, outAt, outStride);
            }
            return;
        }
        for (int r = 0; r < rows; r += 2) {
            for (int c = 0; c < BLOCK; c += STRIP) {
                tile2(x, at + r * stride, stride, Math.min(2, rows - r), panel, offset, d, init, initAt, out,
                        outAt + r * outStride, outStride, c);
            }
        }
    }

    /** Two rows times one strip: what the 16 registers of AVX2 hold. */
    private static void tile2(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d,
            float[] init, int initAt, float[] out, int outAt, int outStride, int c) {
        int second = at + (rows - 1) * stride;
        FloatVector i0 = FloatVector.fromArray(F, init, initAt + c), i1 = FloatVector.fromArray(F, init, initAt + c + L);
        FloatVector i2 = FloatVector.fromArray(F, init, initAt + c + 2 * L);
        FloatVector i3 = FloatVector.fromArray(F, init, initAt + c + 3 * L);
        FloatVector a0 = i0, a1 = i1, a2 = i2, a3 = i3, b0 = i0, b1 = i1, b2 = i2, b3 = i3;
        for (int e = 0; e < d; e++) {
            long row = offset + (e * BLOCK + c) * (long) Float.BYTES;
            FloatVector p0 = load(panel, row), p1 = load(panel, row + 4L * L);
            FloatVector p2 = load(panel, row + 8L * L), p3 = load(panel, row + 12L * L);
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
        if (rows > 1) {
            b0.intoArray(out, outAt + outStride + c);
            b1.intoArray(out, outAt + outStride + c + L);
            b2.intoArray(out, outAt + outStride + c + 2 * L);
            b3.intoArray(out, outAt + outStride + c + 3 * L);
        }
    }

    /**
     * Six rows times 64 columns: 24 sums, four columns and one value of x in 32 registers. Missing rows repeat the last.
     * Everything is written out, the stores too: a method called here meets the compiler's node limit and is not inlined,
     * and then its arguments are boxed in every round (12 instead of 165 GFLOP/s).
     */
    private static void tile6(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d,
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
            long row = offset + e * (long) (BLOCK * Float.BYTES);
            FloatVector p0 = load(panel, row), p1 = load(panel, row + 64);
            FloatVector p2 = load(panel, row + 128), p3 = load(panel, row + 192);
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

    @Override
    public void nearest(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d,
            float[] init, int[] ids, float[] scores, int outAt) {
        float[] tile = new float[TILE_ROWS * BLOCK];
        for (int i = 0; i < n; i += TILE_ROWS) {
            int rows = Math.min(TILE_ROWS, n - i);
            for (int r = 0; r < rows; r++) {
                ids[outAt + i + r] = 0;
                scores[outAt + i + r] = Float.NEGATIVE_INFINITY;
            }
            for (int p = 0; p < npanels; p++) {
                tile(x, at + i * stride, stride, rows, panels, offset + (long) p * d * BLOCK * Float.BYTES, d, init,
                        p * BLOCK, tile, 0, BLOCK);
                for (int r = 0; r < rows; r++) {
                    takeLarger(tile, r * BLOCK, p * BLOCK, ids, scores, outAt + i + r);
                }
            }
        }
    }

    /** The first of the largest of 64 scores, where it is larger than the best so far. */
    private static void takeLarger(float[] tile, int at, int firstId, int[] ids, float[] scores, int slot) {
        FloatVector max = FloatVector.fromArray(F, tile, at);
        for (int c = L; c < BLOCK; c += L) {
            max = max.max(FloatVector.fromArray(F, tile, at + c));
        }
        if (max.compare(VectorOperators.GT, scores[slot]).anyTrue()) {
            float best = max.reduceLanes(VectorOperators.MAX);
            int lane = Long.numberOfTrailingZeros(lanesAtLeast(tile, at, best));
            scores[slot] = tile[at + lane]; // not best: the first of the largest may be -0 where best is 0
            ids[slot] = firstId + lane;
        }
    }

    @Override
    public long atLeast(float[] a, int at, float bound) {
        return lanesAtLeast(a, at, bound);
    }

    private static long lanesAtLeast(float[] a, int at, float bound) {
        long lanes = 0;
        for (int c = 0; c < BLOCK; c += L) {
            lanes |= FloatVector.fromArray(F, a, at + c).compare(VectorOperators.GE, bound).toLong() << c;
        }
        return lanes;
    }
}
