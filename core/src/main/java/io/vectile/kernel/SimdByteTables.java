package io.vectile.kernel;

import static io.vectile.kernel.SimdKernels.B;
import static io.vectile.kernel.SimdKernels.LE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Whole tables of bytes in 64-byte registers: four hold 256 entries, and a permute over two of them (VPERMI2B) looks up 64 codes
 * at once.
 */
final class SimdByteTables {
    private static final int BLOCK = Kernels.BLOCK;
    private static final int TABLE = Kernels.TABLE;

    private SimdByteTables() {}

    /** @see Kernels#scanBytes */
    static int scan(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] tables, int threshold,
            long[] mask) {
        ByteVector limit = ByteVector.broadcast(B, (byte) threshold);
        int b = from;
        // Four blocks share each load of a table.
        for (; b + 4 <= to; b += 4) {
            long first = offset + (long) b * rows * width;
            long second = first + (long) rows * width, third = second + (long) rows * width;
            long fourth = third + (long) rows * width;
            ByteVector s0 = ByteVector.zero(B), s1 = s0, s2 = s0, s3 = s0;
            for (int r = 0; r < rows; r++) {
                ByteVector t0 = ByteVector.fromArray(B, tables, r * TABLE);
                ByteVector t1 = ByteVector.fromArray(B, tables, r * TABLE + BLOCK);
                ByteVector t2 = ByteVector.fromArray(B, tables, r * TABLE + 2 * BLOCK);
                ByteVector t3 = ByteVector.fromArray(B, tables, r * TABLE + 3 * BLOCK);
                s0 = s0.lanewise(VectorOperators.SUADD, lookUp(loadBytes(codes, first + (long) r * width), t0, t1, t2, t3));
                s1 = s1.lanewise(VectorOperators.SUADD, lookUp(loadBytes(codes, second + (long) r * width), t0, t1, t2, t3));
                s2 = s2.lanewise(VectorOperators.SUADD, lookUp(loadBytes(codes, third + (long) r * width), t0, t1, t2, t3));
                s3 = s3.lanewise(VectorOperators.SUADD, lookUp(loadBytes(codes, fourth + (long) r * width), t0, t1, t2, t3));
            }
            long m0 = s0.compare(VectorOperators.ULT, limit).toLong(), m1 = s1.compare(VectorOperators.ULT, limit).toLong();
            long m2 = s2.compare(VectorOperators.ULT, limit).toLong(), m3 = s3.compare(VectorOperators.ULT, limit).toLong();
            if ((m0 | m1 | m2 | m3) != 0) {
                // The caller tightens the threshold before it comes back for the other blocks.
                mask[0] = m0 != 0 ? m0 : m1 != 0 ? m1 : m2 != 0 ? m2 : m3;
                return m0 != 0 ? b : m1 != 0 ? b + 1 : m2 != 0 ? b + 2 : b + 3;
            }
        }
        for (; b < to; b++) {
            long below = below(codes, offset + (long) b * rows * width, rows, width, tables, threshold);
            if (below != 0) {
                mask[0] = below;
                return b;
            }
        }
        return to;
    }

    /**
     * Four blocks share each load of a table; where fewer are left, the last stands in for those that miss.
     *
     * @see Kernels#sumBytes
     */
    static boolean sum(MemorySegment codes, long offset, int full, int rest, int rows, byte[] tables, int threshold,
            byte[] sums, int at) {
        ByteVector limit = ByteVector.broadcast(B, (byte) threshold);
        int last = rest == 0 ? full - 1 : full;
        long there = (1L << rest) - 1;
        long any = 0;
        long blockBytes = (long) rows * BLOCK;
        for (int b = 0; b <= last; b += 4) {
            int second = Math.min(b + 1, last), third = Math.min(b + 2, last), fourth = Math.min(b + 3, last);
            int w0 = b < full ? BLOCK : rest, w1 = second < full ? BLOCK : rest;
            int w2 = third < full ? BLOCK : rest, w3 = fourth < full ? BLOCK : rest;
            long a0 = offset + b * blockBytes, a1 = offset + second * blockBytes;
            long a2 = offset + third * blockBytes, a3 = offset + fourth * blockBytes;
            ByteVector s0 = ByteVector.zero(B), s1 = s0, s2 = s0, s3 = s0;
            for (int r = 0; r < rows; r++) {
                ByteVector t0 = ByteVector.fromArray(B, tables, r * TABLE);
                ByteVector t1 = ByteVector.fromArray(B, tables, r * TABLE + BLOCK);
                ByteVector t2 = ByteVector.fromArray(B, tables, r * TABLE + 2 * BLOCK);
                ByteVector t3 = ByteVector.fromArray(B, tables, r * TABLE + 3 * BLOCK);
                s0 = s0.lanewise(VectorOperators.SUADD, lookUp(loadBytes(codes, a0), t0, t1, t2, t3));
                s1 = s1.lanewise(VectorOperators.SUADD, lookUp(loadBytes(codes, a1), t0, t1, t2, t3));
                s2 = s2.lanewise(VectorOperators.SUADD, lookUp(loadBytes(codes, a2), t0, t1, t2, t3));
                s3 = s3.lanewise(VectorOperators.SUADD, lookUp(loadBytes(codes, a3), t0, t1, t2, t3));
                a0 += w0;
                a1 += w1;
                a2 += w2;
                a3 += w3;
            }
            s3.intoArray(sums, at + fourth * BLOCK);
            s2.intoArray(sums, at + third * BLOCK);
            s1.intoArray(sums, at + second * BLOCK);
            s0.intoArray(sums, at + b * BLOCK);
            long m0 = s0.compare(VectorOperators.ULT, limit).toLong(), m1 = s1.compare(VectorOperators.ULT, limit).toLong();
            long m2 = s2.compare(VectorOperators.ULT, limit).toLong(), m3 = s3.compare(VectorOperators.ULT, limit).toLong();
            any |= (b < full ? m0 : m0 & there) | (second < full ? m1 : m1 & there)
                    | (third < full ? m2 : m2 & there) | (fourth < full ? m3 : m3 & there);
        }
        return any != 0;
    }

    /**
     * The lanes of one block whose sums are below the threshold.
     *
     * <p>Written out so that its bytecode is longer than what is inlined, which are 325 bytes. Methods around it inlined it
     * into one another by turns, and where it came to lie more than 15 calls deep the operations of the Vector API no longer were
     * inlined in it: in a third of the processes that had searched another index before, its vectors were boxed.
     */
    static long below(MemorySegment codes, long block, int rows, int width, byte[] tables, int threshold) {
        ByteVector even = ByteVector.zero(B), odd = even;
        int r = 0;
        for (; r + 2 <= rows; r += 2) {
            long row = block + (long) r * width;
            int table = r * TABLE;
            ByteVector code = ByteVector.fromMemorySegment(B, codes, row, LE);
            ByteVector low7 = code.and((byte) 127);
            ByteVector low = low7.selectFrom(ByteVector.fromArray(B, tables, table), ByteVector.fromArray(B, tables, table + BLOCK));
            ByteVector high = low7.selectFrom(ByteVector.fromArray(B, tables, table + 2 * BLOCK),
                    ByteVector.fromArray(B, tables, table + 3 * BLOCK));
            even = even.lanewise(VectorOperators.SUADD, low.blend(high, code.compare(VectorOperators.LT, (byte) 0)));
            code = ByteVector.fromMemorySegment(B, codes, row + width, LE);
            low7 = code.and((byte) 127);
            low = low7.selectFrom(ByteVector.fromArray(B, tables, table + TABLE), ByteVector.fromArray(B, tables, table + TABLE + BLOCK));
            high = low7.selectFrom(ByteVector.fromArray(B, tables, table + TABLE + 2 * BLOCK),
                    ByteVector.fromArray(B, tables, table + TABLE + 3 * BLOCK));
            odd = odd.lanewise(VectorOperators.SUADD, low.blend(high, code.compare(VectorOperators.LT, (byte) 0)));
        }
        if (r < rows) {
            int table = r * TABLE;
            ByteVector code = ByteVector.fromMemorySegment(B, codes, block + (long) r * width, LE);
            ByteVector low7 = code.and((byte) 127);
            ByteVector low = low7.selectFrom(ByteVector.fromArray(B, tables, table), ByteVector.fromArray(B, tables, table + BLOCK));
            ByteVector high = low7.selectFrom(ByteVector.fromArray(B, tables, table + 2 * BLOCK),
                    ByteVector.fromArray(B, tables, table + 3 * BLOCK));
            even = even.lanewise(VectorOperators.SUADD, low.blend(high, code.compare(VectorOperators.LT, (byte) 0)));
        }
        ByteVector sum = even.lanewise(VectorOperators.SUADD, odd);
        return sum.compare(VectorOperators.ULT, ByteVector.broadcast(B, (byte) threshold)).toLong();
    }

    /** @see Kernels#scanBits */
    static int scanBits(MemorySegment codes, long offset, int from, int to, int m, int nbits, int blockRows, int width,
            byte[] tables, int threshold, long[] mask) {
        ByteVector limit = ByteVector.broadcast(B, (byte) threshold);
        byte low = (byte) ((1 << nbits) - 1);
        boolean extraRow = blockRows > (m * nbits + 7) >>> 3;
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * blockRows * width;
            ByteVector sum = ByteVector.zero(B);
            for (int j = 0; j < m; j++) {
                int row = (j * nbits >>> 3) * width;
                int shift = j * nbits & 7;
                ByteVector bits = ByteVector.fromMemorySegment(B, codes, block + row, LE)
                        .lanewise(VectorOperators.LSHR, shift);
                if (shift + nbits > 8) {
                    bits = bits.or(ByteVector.fromMemorySegment(B, codes, block + row + width, LE)
                            .lanewise(VectorOperators.LSHL, 8 - shift));
                }
                ByteVector entries = bits.and(low).selectFrom(
                        ByteVector.fromArray(B, tables, j * TABLE), ByteVector.fromArray(B, tables, j * TABLE + BLOCK));
                sum = sum.lanewise(VectorOperators.SUADD, entries);
            }
            if (extraRow) {
                ByteVector code = ByteVector.fromMemorySegment(B, codes, block + (long) (blockRows - 1) * width, LE);
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

    static ByteVector loadBytes(MemorySegment codes, long at) {
        return ByteVector.fromMemorySegment(B, codes, at, LE);
    }

    static ByteVector lookUp256(ByteVector code, byte[] tables, int at) {
        return lookUp(code, ByteVector.fromArray(B, tables, at), ByteVector.fromArray(B, tables, at + BLOCK),
                ByteVector.fromArray(B, tables, at + 2 * BLOCK), ByteVector.fromArray(B, tables, at + 3 * BLOCK));
    }

    /** 64 look-ups among 256 entries: two permutes over 128 entries each, joined by the code's top bit. */
    private static ByteVector lookUp(ByteVector code, ByteVector t0, ByteVector t1, ByteVector t2, ByteVector t3) {
        ByteVector low7 = code.and((byte) 127);
        return low7.selectFrom(t0, t1).blend(low7.selectFrom(t2, t3), code.compare(VectorOperators.LT, (byte) 0));
    }
}
