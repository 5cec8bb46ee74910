package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Byte tables in steps, for registers of 16 bytes with a byte shuffle, as all have (SSSE3, AVX2, NEON): a look-up among 16
 * entries is one shuffle, by four of a code's bits. Where that rules out few codes of a block, as in the lists near a query, one
 * among 64 does better, by six bits: four shuffles, of which two other bits choose one. What is left is looked up in memory.
 * Wider shuffles cross halves of a register, which is slower, or are not there.
 *
 * <p>Source: F. André, A. Kermarrec, N. Le Scouarnec, "Cache locality is not enough", VLDB 2015.
 */
final class SimdNibbles {
    private static final VectorSpecies<Byte> B16 = ByteVector.SPECIES_128;
    private static final int BLOCK = Kernels.BLOCK;
    private static final int TABLE = Kernels.TABLE;
    private static final int ENTRIES = 16;
    /** The lowest of the four bits that a look-up goes by: bits 2 to 5. */
    private static final int SHIFT = 2;
    /** Entries by six bits. */
    private static final int FINE = 64;
    /** Small tables of one row: 16 entries, then 64. */
    private static final int SMALL = ENTRIES + FINE;
    /** So many lanes looked up in memory take as long as all lanes among 64 entries. */
    private static final int SOME = 10;
    /** So many lanes looked up in memory take as long as all of them with a loop that the compiler unrolls. */
    private static final int MANY = 40;

    private SimdNibbles() {}

    static int scan(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least, byte[] tables,
            int threshold, long[] mask) {
        ScalarByteTables whole = null;
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * rows * width;
            long maybe = notRuledOut(codes, block, rows, width, least, threshold);
            if (Long.bitCount(maybe) >= SOME) {
                maybe = notRuledOutBySixBits(codes, block, rows, width, least, threshold);
            }
            if (maybe != 0) {
                if (whole == null) {
                    whole = ScalarByteTables.of(tables, rows);
                }
                mask[1] += Long.bitCount(maybe) >= MANY ? 1 : 0;
                long below = whole.below(codes, block, width, threshold, maybe);
                if (below != 0) {
                    mask[0] = below;
                    return b;
                }
            }
        }
        return to;
    }

    /** The lanes of a block that small tables leave. */
    private static long notRuledOut(MemorySegment codes, long block, int rows, int width, byte[] least, int threshold) {
        ByteVector s0 = ByteVector.zero(B16), s1 = s0, s2 = s0, s3 = s0;
        for (int r = 0; r < rows; r++) {
            ByteVector table = ByteVector.fromArray(B16, least, r * SMALL);
            long row = block + (long) r * width;
            s0 = s0.lanewise(VectorOperators.SUADD, nibbles(codes, row).selectFrom(table));
            s1 = s1.lanewise(VectorOperators.SUADD, nibbles(codes, row + 16).selectFrom(table));
            s2 = s2.lanewise(VectorOperators.SUADD, nibbles(codes, row + 32).selectFrom(table));
            s3 = s3.lanewise(VectorOperators.SUADD, nibbles(codes, row + 48).selectFrom(table));
        }
        ByteVector limit = ByteVector.broadcast(B16, (byte) threshold);
        return s0.compare(VectorOperators.ULT, limit).toLong()
                | s1.compare(VectorOperators.ULT, limit).toLong() << 16
                | s2.compare(VectorOperators.ULT, limit).toLong() << 32
                | s3.compare(VectorOperators.ULT, limit).toLong() << 48;
    }

    /** Sixteen codes with the bits that count lowest; those above are of no interest to a look-up, which takes four. */
    private static ByteVector nibbles(MemorySegment codes, long at) {
        return ByteVector.fromMemorySegment(B16, codes, at, ByteOrder.LITTLE_ENDIAN).reinterpretAsShorts()
                .lanewise(VectorOperators.LSHR, SHIFT).reinterpretAsBytes();
    }

    private static long notRuledOutBySixBits(MemorySegment codes, long block, int rows, int width, byte[] least, int threshold) {
        ByteVector limit = ByteVector.broadcast(B16, (byte) threshold);
        return sumsBySixBits(codes, block, rows, width, least).compare(VectorOperators.ULT, limit).toLong()
                | sumsBySixBits(codes, block + 16, rows, width, least).compare(VectorOperators.ULT, limit).toLong() << 16
                | sumsBySixBits(codes, block + 32, rows, width, least).compare(VectorOperators.ULT, limit).toLong() << 32
                | sumsBySixBits(codes, block + 48, rows, width, least).compare(VectorOperators.ULT, limit).toLong() << 48;
    }

    /** The sums of sixteen lanes. */
    private static ByteVector sumsBySixBits(MemorySegment codes, long at, int rows, int width, byte[] least) {
        ByteVector sums = ByteVector.zero(B16);
        ByteVector zero = sums;
        ByteVector bit4 = ByteVector.broadcast(B16, (byte) 16), bit5 = ByteVector.broadcast(B16, (byte) 32);
        for (int r = 0; r < rows; r++) {
            int table = r * SMALL + ENTRIES;
            ByteVector code = ByteVector.fromMemorySegment(B16, codes, at + (long) r * width, ByteOrder.LITTLE_ENDIAN);
            ByteVector e0 = code.selectFrom(ByteVector.fromArray(B16, least, table));
            ByteVector e1 = code.selectFrom(ByteVector.fromArray(B16, least, table + 16));
            ByteVector e2 = code.selectFrom(ByteVector.fromArray(B16, least, table + 32));
            ByteVector e3 = code.selectFrom(ByteVector.fromArray(B16, least, table + 48));
            VectorMask<Byte> odd = code.and(bit4).compare(VectorOperators.NE, zero);
            VectorMask<Byte> upper = code.and(bit5).compare(VectorOperators.NE, zero);
            sums = sums.lanewise(VectorOperators.SUADD, e0.blend(e1, odd).blend(e2.blend(e3, odd), upper));
        }
        return sums;
    }

    /** Of each row the smallest of sixteen entries with the same bits 2 to 5, then of four with the same six lower bits. */
    static void leastOfGroups(byte[] tables, int rows, byte[] out) {
        for (int r = 0; r < rows; r++) {
            int from = r * TABLE;
            int to = r * SMALL;
            Arrays.fill(out, to, to + ENTRIES, (byte) 255);
            for (int code = 0; code < FINE; code++) {
                int least = Math.min(Math.min(tables[from + code] & 255, tables[from + code + FINE] & 255),
                        Math.min(tables[from + code + 2 * FINE] & 255, tables[from + code + 3 * FINE] & 255));
                out[to + ENTRIES + code] = (byte) least;
                int group = to + (code >>> SHIFT);
                out[group] = (byte) Math.min(out[group] & 255, least);
            }
        }
    }

    /** Bytes of the small tables of so many rows. */
    static int tableBytes(int rows) {
        return rows * SMALL;
    }
}
