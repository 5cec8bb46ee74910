package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Whole tables of bytes in plain Java, eight rows at a time. The tables of eight rows are in an array of their own, where
 * their offsets are constants: then a bounds check is a comparison with the array's length and no more. A million codes of eight
 * bytes take 1.9 ms, where offsets that change take 4.7.
 *
 * <p>Belongs to one scan on one thread, and to the next one on that thread: scans are many and short.
 */
final class ScalarByteTables {
    private static final int BLOCK = Kernels.BLOCK;
    private static final int TABLE = Kernels.TABLE;
    private static final int FOUR = 4;
    private static final int EIGHT = 8;

    private static final ThreadLocal<ScalarByteTables> LAST = new ThreadLocal<>();

    /** Tables of eight rows each, then of four, then of one: as few as there are. The first are where they were. */
    private final byte[][] parts;
    /** How many rows a part has. */
    private final int[] partRows;
    /** A block on the heap: checks of array reads are hoisted out of loops, those of segment reads are not. */
    private final byte[] block;
    private final int rows;
    private final int[] sums = new int[BLOCK];

    private ScalarByteTables(int rows) {
        this.rows = rows;
        this.block = new byte[rows * BLOCK];
        int count = rows / EIGHT + rows % EIGHT / FOUR + rows % FOUR;
        this.parts = new byte[count][];
        this.partRows = new int[count];
        int left = rows;
        for (int i = 0; i < count; i++) {
            partRows[i] = left >= EIGHT ? EIGHT : left >= FOUR ? FOUR : 1;
            parts[i] = i == 0 ? null : new byte[partRows[i] * TABLE];
            left -= partRows[i];
        }
    }

    /**
     * Those of this thread, until it asks for others.
     *
     * @param tables {@code rows * 256} unsigned bytes
     */
    static ScalarByteTables of(byte[] tables, int rows) {
        ScalarByteTables one = LAST.get();
        if (one == null || one.rows != rows) {
            one = new ScalarByteTables(rows);
            LAST.set(one);
        }
        one.parts[0] = tables;
        int from = one.partRows[0] * TABLE;
        for (int i = 1; i < one.parts.length; i++) {
            System.arraycopy(tables, from, one.parts[i], 0, one.parts[i].length);
            from += one.parts[i].length;
        }
        return one;
    }

    /** The lanes of the block at a byte whose sums are below the threshold; a sum of 255 and more is below none. */
    long below(MemorySegment codes, long at, int width, int threshold) {
        load(codes, at, rows, width, block);
        addAllBut(1);
        return switch (partRows[0]) {
            case EIGHT -> belowWithEight(block, parts[0], sums, threshold);
            case FOUR -> belowWithFour(block, parts[0], sums, threshold);
            default -> {
                addOne(block, 0, parts[0], sums);
                yield below(sums, threshold);
            }
        };
    }

    /** The sums of the block at a byte, saturated at 255. */
    void sum(MemorySegment codes, long at, int width, byte[] out, int outAt) {
        load(codes, at, rows, width, block);
        addAllBut(0);
        for (int lane = 0; lane < BLOCK; lane++) {
            out[outAt + lane] = (byte) Math.min(255, sums[lane]);
        }
    }

    /** 64 lanes of every row, whatever the width: what is past the last is what follows it. */
    static void load(MemorySegment codes, long at, int rows, int width, byte[] block) {
        if (width == BLOCK) {
            MemorySegment.copy(codes, ValueLayout.JAVA_BYTE, at, block, 0, block.length);
        } else {
            for (int r = 0; r < rows; r++) {
                MemorySegment.copy(codes, ValueLayout.JAVA_BYTE, at + (long) r * width, block, r * BLOCK, BLOCK);
            }
        }
    }

    /** The lanes among some whose sums are below the threshold: for few of them. */
    long below(MemorySegment codes, long at, int width, int threshold, long lanes) {
        load(codes, at, rows, width, block);
        long below = 0;
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            if (sum(Long.numberOfTrailingZeros(rest)) < threshold) {
                below |= rest & -rest;
            }
        }
        return below;
    }

    private int sum(int lane) {
        int sum = 0;
        int from = lane;
        for (int i = 0; i < parts.length; i++) {
            sum += switch (partRows[i]) {
                case EIGHT -> ofEight(block, from, parts[i]);
                case FOUR -> ofFour(block, from, parts[i]);
                default -> parts[i][block[from] & 255] & 255;
            };
            from += partRows[i] * BLOCK;
        }
        return sum;
    }

    /** The sums of all parts but the first few. */
    private void addAllBut(int first) {
        Arrays.fill(sums, 0);
        int row = rows;
        for (int i = parts.length - 1; i >= first; i--) {
            row -= partRows[i];
            switch (partRows[i]) {
                case EIGHT -> addEight(block, row * BLOCK, parts[i], sums);
                case FOUR -> addFour(block, row * BLOCK, parts[i], sums);
                default -> addOne(block, row * BLOCK, parts[i], sums);
            }
        }
    }

    static void addOne(byte[] block, int row, byte[] table, int[] sums) {
        for (int lane = 0; lane < BLOCK; lane++) {
            sums[lane] += table[block[row + lane] & 255] & 255;
        }
    }

    private static void addFour(byte[] block, int row, byte[] tables, int[] sums) {
        for (int lane = 0; lane < BLOCK; lane++) {
            sums[lane] += ofFour(block, row + lane, tables);
        }
    }

    private static void addEight(byte[] block, int row, byte[] tables, int[] sums) {
        for (int lane = 0; lane < BLOCK; lane++) {
            sums[lane] += ofEight(block, row + lane, tables);
        }
    }

    private static long belowWithFour(byte[] block, byte[] tables, int[] sums, int threshold) {
        long below = 0;
        for (int lane = 0; lane < BLOCK; lane++) {
            if (sums[lane] + ofFour(block, lane, tables) < threshold) {
                below |= 1L << lane;
            }
        }
        return below;
    }

    private static long belowWithEight(byte[] block, byte[] tables, int[] sums, int threshold) {
        long below = 0;
        for (int lane = 0; lane < BLOCK; lane++) {
            if (sums[lane] + ofEight(block, lane, tables) < threshold) {
                below |= 1L << lane;
            }
        }
        return below;
    }

    static int ofFour(byte[] block, int at, byte[] tables) {
        return (tables[block[at] & 255] & 255)
                + (tables[TABLE + (block[at + BLOCK] & 255)] & 255)
                + (tables[2 * TABLE + (block[at + 2 * BLOCK] & 255)] & 255)
                + (tables[3 * TABLE + (block[at + 3 * BLOCK] & 255)] & 255);
    }

    private static int ofEight(byte[] block, int at, byte[] tables) {
        return (tables[block[at] & 255] & 255)
                + (tables[TABLE + (block[at + BLOCK] & 255)] & 255)
                + (tables[2 * TABLE + (block[at + 2 * BLOCK] & 255)] & 255)
                + (tables[3 * TABLE + (block[at + 3 * BLOCK] & 255)] & 255)
                + (tables[4 * TABLE + (block[at + 4 * BLOCK] & 255)] & 255)
                + (tables[5 * TABLE + (block[at + 5 * BLOCK] & 255)] & 255)
                + (tables[6 * TABLE + (block[at + 6 * BLOCK] & 255)] & 255)
                + (tables[7 * TABLE + (block[at + 7 * BLOCK] & 255)] & 255);
    }

    static long below(int[] sums, int threshold) {
        int least = Integer.MAX_VALUE;
        for (int sum : sums) {
            least = Math.min(least, sum); // a loop that the compiler makes a few instructions of
        }
        if (least >= threshold) {
            return 0;
        }
        long below = 0;
        for (int lane = 0; lane < BLOCK; lane++) {
            below |= (sums[lane] < threshold ? 1L : 0L) << lane;
        }
        return below;
    }
}
