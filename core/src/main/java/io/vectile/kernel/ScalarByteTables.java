package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Whole tables of bytes in plain Java, eight rows at a time. The tables of eight rows are copied to an array of their own, where
 * their offsets are constants: then no look-up needs a bounds check, which takes longer than the look-up itself. A million codes
 * of eight bytes take 1.9 ms, where offsets that change take 4.7.
 *
 * <p>Belongs to one scan on one thread.
 */
final class ScalarByteTables {
    private static final int BLOCK = Kernels.BLOCK;
    private static final int TABLE = Kernels.TABLE;
    private static final int FOUR = 4;
    private static final int EIGHT = 8;

    /** Tables of one row each, then of four, then of eight: as few as there are, the largest last. */
    private final byte[][] parts;
    /** A block on the heap: checks of array reads are hoisted out of loops, those of segment reads are not. */
    private final byte[] block;
    private final int rows;
    private final int[] sums = new int[BLOCK];

    /** @param tables {@code rows * 256} unsigned bytes */
    ScalarByteTables(byte[] tables, int rows) {
        this.rows = rows;
        this.block = new byte[rows * BLOCK];
        this.parts = new byte[rows % FOUR + rows % EIGHT / FOUR + rows / EIGHT][];
        int row = 0;
        for (int i = 0; i < parts.length; i++) {
            int next = row + (i < rows % FOUR ? 1 : (rows - row) % EIGHT == FOUR ? FOUR : EIGHT);
            parts[i] = Arrays.copyOfRange(tables, row * TABLE, next * TABLE);
            row = next;
        }
    }

    /** The lanes of the block at a byte whose sums are below the threshold; a sum of 255 and more is below none. */
    long below(MemorySegment codes, long at, int width, int threshold) {
        load(codes, at, rows, width, block);
        int last = parts.length - 1;
        add(last);
        if (parts[last].length == EIGHT * TABLE) {
            return belowWithEight(block, (rows - EIGHT) * BLOCK, parts[last], sums, threshold);
        }
        addPart(last, rows - parts[last].length / TABLE);
        return below(sums, threshold);
    }

    /** The sums of the block at a byte, saturated at 255. */
    void sum(MemorySegment codes, long at, int width, byte[] out, int outAt) {
        load(codes, at, rows, width, block);
        add(parts.length);
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

    /** The sums of the first parts alone. */
    private void add(int count) {
        Arrays.fill(sums, 0);
        int row = 0;
        for (int i = 0; i < count; i++) {
            addPart(i, row);
            row += parts[i].length / TABLE;
        }
    }

    private void addPart(int i, int row) {
        switch (parts[i].length / TABLE) {
            case EIGHT -> addEight(block, row * BLOCK, parts[i], sums);
            case FOUR -> addFour(block, row * BLOCK, parts[i], sums);
            default -> addOne(block, row * BLOCK, parts[i], sums);
        }
    }

    static void addOne(byte[] block, int row, byte[] table, int[] sums) {
        for (int lane = 0; lane < BLOCK; lane++) {
            sums[lane] += table[block[row + lane] & 255] & 255;
        }
    }

    private static void addFour(byte[] block, int row, byte[] tables, int[] sums) {
        for (int lane = 0; lane < BLOCK; lane++) {
            int at = row + lane;
            sums[lane] += (tables[block[at] & 255] & 255)
                    + (tables[TABLE + (block[at + BLOCK] & 255)] & 255)
                    + (tables[2 * TABLE + (block[at + 2 * BLOCK] & 255)] & 255)
                    + (tables[3 * TABLE + (block[at + 3 * BLOCK] & 255)] & 255);
        }
    }

    private static void addEight(byte[] block, int row, byte[] tables, int[] sums) {
        for (int lane = 0; lane < BLOCK; lane++) {
            sums[lane] += ofEight(block, row + lane, tables);
        }
    }

    private static long belowWithEight(byte[] block, int row, byte[] tables, int[] sums, int threshold) {
        long below = 0;
        for (int lane = 0; lane < BLOCK; lane++) {
            if (sums[lane] + ofEight(block, row + lane, tables) < threshold) {
                below |= 1L << lane;
            }
        }
        return below;
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
