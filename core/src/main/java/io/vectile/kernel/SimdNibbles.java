package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Byte tables in two steps, for registers of 16 bytes with a byte shuffle, as all have (SSSE3, AVX2, NEON): a look-up among 16
 * entries is one shuffle, by four of a code's bits; the few codes that these do not rule out are looked up in memory. Wider
 * shuffles cross halves of a register, which is slower, or are not there.
 *
 * <p>Source: F. André, A. Kermarrec, N. Le Scouarnec, "Cache locality is not enough", VLDB 2015.
 */
final class SimdNibbles {
    private static final VectorSpecies<Byte> B16 = ByteVector.SPECIES_128;
    private static final int BLOCK = Kernels.BLOCK;
    private static final int TABLE = Kernels.TABLE;
    private static final int ENTRIES = 16;
    /** The lowest of the bits that a look-up goes by: bits 2 to 5. */
    private static final int SHIFT = 2;
    /** So many lanes looked up in memory take as long as all of them with a loop that the compiler unrolls. */
    private static final int MANY = 40;

    private SimdNibbles() {}

    static int scan(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least, byte[] tables,
            int threshold, long[] mask) {
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * rows * width;
            long maybe = notRuledOut(codes, block, rows, width, least, threshold);
            if (maybe != 0) {
                mask[1] += Long.bitCount(maybe) >= MANY ? 1 : 0;
                long below = ScalarByteTables.below(codes, block, rows, width, tables, threshold, maybe);
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
            ByteVector table = ByteVector.fromArray(B16, least, r * BLOCK);
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

    static void leastOfSixteen(byte[] tables, int rows, byte[] out) {
        for (int r = 0; r < rows; r++) {
            Arrays.fill(out, r * BLOCK, r * BLOCK + ENTRIES, (byte) 255);
            for (int code = 0; code < TABLE; code++) {
                int to = r * BLOCK + (code >>> SHIFT & ENTRIES - 1);
                out[to] = (byte) Math.min(out[to] & 255, tables[r * TABLE + code] & 255);
            }
        }
    }
}
