package io.vectile.kernel;

import static io.vectile.kernel.SimdByteTables.loadBytes;
import static io.vectile.kernel.SimdKernels.B;
import static io.vectile.kernel.SimdKernels.LE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Byte tables in two steps, for 64-byte registers with a byte permute: a look-up among 64 entries is one permute, which
 * ignores the code's upper two bits, where one among 256 is two permutes of two registers each, and a blend.
 */
final class SimdGroups {
    /** Rows whose small tables stay in registers; there must be so many. */
    static final int ROWS = 8;

    private static final int BLOCK = Kernels.BLOCK;
    private static final int TABLE = Kernels.TABLE;

    private SimdGroups() {}

    static int scan(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least, byte[] tables,
            int threshold, long[] mask) {
        int b = firstBelow(codes, offset, from, to, rows, width, least, threshold);
        while (b < to) {
            mask[1]++;
            long below = SimdByteTables.below(codes, offset + (long) b * rows * width, rows, width, tables, threshold);
            if (below != 0) {
                mask[0] = below;
                return b;
            }
            b = firstBelow(codes, offset, b + 1, to, rows, width, least, threshold);
        }
        return to;
    }

    /**
     * The first block that small tables do not rule out. Eight rows, nine and more have methods of their own: in one for all of
     * them what comes first decides what is compiled, and where codes of nine rows came after codes of eight, the vectors of
     * the newly compiled method were boxed for good in two processes of nine.
     */
    private static int firstBelow(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least,
            int threshold) {
        return switch (rows) {
            case ROWS -> firstOfEight(codes, offset, from, to, width, least, threshold);
            case ROWS + 1 -> firstOfNine(codes, offset, from, to, width, least, threshold);
            default -> firstOfMore(codes, offset, from, to, rows, width, least, threshold);
        };
    }

    private static int firstOfEight(MemorySegment codes, long offset, int from, int to, int width, byte[] least, int threshold) {
        ByteVector limit = ByteVector.broadcast(B, (byte) threshold);
        ByteVector t0 = ByteVector.fromArray(B, least, 0), t1 = ByteVector.fromArray(B, least, BLOCK);
        ByteVector t2 = ByteVector.fromArray(B, least, 2 * BLOCK), t3 = ByteVector.fromArray(B, least, 3 * BLOCK);
        ByteVector t4 = ByteVector.fromArray(B, least, 4 * BLOCK), t5 = ByteVector.fromArray(B, least, 5 * BLOCK);
        ByteVector t6 = ByteVector.fromArray(B, least, 6 * BLOCK), t7 = ByteVector.fromArray(B, least, 7 * BLOCK);
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * ROWS * width;
            ByteVector even = loadBytes(codes, block).selectFrom(t0);
            ByteVector odd = loadBytes(codes, block + width).selectFrom(t1);
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 2L * width).selectFrom(t2));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 3L * width).selectFrom(t3));
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 4L * width).selectFrom(t4));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 5L * width).selectFrom(t5));
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 6L * width).selectFrom(t6));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 7L * width).selectFrom(t7));
            if (even.lanewise(VectorOperators.SUADD, odd).compare(VectorOperators.ULT, limit).anyTrue()) {
                return b;
            }
        }
        return to;
    }

    private static int firstOfNine(MemorySegment codes, long offset, int from, int to, int width, byte[] least, int threshold) {
        ByteVector limit = ByteVector.broadcast(B, (byte) threshold);
        ByteVector t0 = ByteVector.fromArray(B, least, 0), t1 = ByteVector.fromArray(B, least, BLOCK);
        ByteVector t2 = ByteVector.fromArray(B, least, 2 * BLOCK), t3 = ByteVector.fromArray(B, least, 3 * BLOCK);
        ByteVector t4 = ByteVector.fromArray(B, least, 4 * BLOCK), t5 = ByteVector.fromArray(B, least, 5 * BLOCK);
        ByteVector t6 = ByteVector.fromArray(B, least, 6 * BLOCK), t7 = ByteVector.fromArray(B, least, 7 * BLOCK);
        ByteVector t8 = ByteVector.fromArray(B, least, 8 * BLOCK);
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * (ROWS + 1) * width;
            ByteVector even = loadBytes(codes, block).selectFrom(t0);
            ByteVector odd = loadBytes(codes, block + width).selectFrom(t1);
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 2L * width).selectFrom(t2));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 3L * width).selectFrom(t3));
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 4L * width).selectFrom(t4));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 5L * width).selectFrom(t5));
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 6L * width).selectFrom(t6));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 7L * width).selectFrom(t7));
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 8L * width).selectFrom(t8));
            if (even.lanewise(VectorOperators.SUADD, odd).compare(VectorOperators.ULT, limit).anyTrue()) {
                return b;
            }
        }
        return to;
    }

    private static int firstOfMore(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least,
            int threshold) {
        ByteVector limit = ByteVector.broadcast(B, (byte) threshold);
        ByteVector t0 = ByteVector.fromArray(B, least, 0), t1 = ByteVector.fromArray(B, least, BLOCK);
        ByteVector t2 = ByteVector.fromArray(B, least, 2 * BLOCK), t3 = ByteVector.fromArray(B, least, 3 * BLOCK);
        ByteVector t4 = ByteVector.fromArray(B, least, 4 * BLOCK), t5 = ByteVector.fromArray(B, least, 5 * BLOCK);
        ByteVector t6 = ByteVector.fromArray(B, least, 6 * BLOCK), t7 = ByteVector.fromArray(B, least, 7 * BLOCK);
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * rows * width;
            ByteVector even = loadBytes(codes, block).selectFrom(t0);
            ByteVector odd = loadBytes(codes, block + width).selectFrom(t1);
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 2L * width).selectFrom(t2));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 3L * width).selectFrom(t3));
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 4L * width).selectFrom(t4));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 5L * width).selectFrom(t5));
            even = even.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 6L * width).selectFrom(t6));
            odd = odd.lanewise(VectorOperators.SUADD, loadBytes(codes, block + 7L * width).selectFrom(t7));
            ByteVector sum = even.lanewise(VectorOperators.SUADD, odd);
            for (int r = ROWS; r < rows; r++) {
                // No method of ours: in some processes it was not inlined here, and boxed.
                sum = sum.lanewise(VectorOperators.SUADD, ByteVector.fromMemorySegment(B, codes, block + (long) r * width, LE)
                        .selectFrom(ByteVector.fromArray(B, least, r * BLOCK)));
            }
            if (sum.compare(VectorOperators.ULT, limit).anyTrue()) {
                return b;
            }
        }
        return to;
    }

    static void leastOfFour(byte[] tables, int rows, byte[] out) {
        for (int r = 0; r < rows; r++) {
            ByteVector low = ByteVector.fromArray(B, tables, r * TABLE)
                    .lanewise(VectorOperators.UMIN, ByteVector.fromArray(B, tables, r * TABLE + BLOCK));
            ByteVector high = ByteVector.fromArray(B, tables, r * TABLE + 2 * BLOCK)
                    .lanewise(VectorOperators.UMIN, ByteVector.fromArray(B, tables, r * TABLE + 3 * BLOCK));
            low.lanewise(VectorOperators.UMIN, high).intoArray(out, r * BLOCK);
        }
    }
}
