package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Byte tables in two steps, in plain Java: four bits of each of two codes make one byte, by which one table of 256 entries tells
 * the least that both can add. So a code of eight bytes is four look-ups; those few that these do not rule out are looked up in
 * whole tables. The bytes are made eight at a time, in a long, and rows are taken eight at a time: then all offsets are constants,
 * as in {@link ScalarByteTables}. A million codes of eight bytes take two thirds of the time of whole tables.
 *
 * <p>Belongs to one scan on one thread, and to the next one on that thread.
 */
final class ScalarGroups {
    private static final int BLOCK = Kernels.BLOCK;
    private static final int TABLE = Kernels.TABLE;
    private static final int EIGHT = 8;
    private static final int ENTRIES = 16;
    /** The lowest of the four bits that a code is grouped by: bits 2 to 5. */
    private static final int SHIFT = 2;
    private static final int WORDS = BLOCK / Long.BYTES;
    /** So many lanes one by one take as long as all of them at once. */
    private static final int MANY = 16;
    private static final long LOWER = 0x0f0f0f0f0f0f0f0fL;
    private static final long UPPER = LOWER << 4;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final ThreadLocal<ScalarGroups> LAST = new ThreadLocal<>();

    private final int rows;
    /** For eight rows each, the first where they were; then for what is left of them. */
    private final byte[][] tables;
    private final long[] words = new long[EIGHT * WORDS];
    private final byte[] pairs = new byte[EIGHT / 2 * BLOCK];
    private final int[] sums = new int[BLOCK];

    private ScalarGroups(int rows) {
        this.rows = rows;
        this.tables = new byte[(rows + EIGHT - 1) / EIGHT][];
        for (int part = 1; part < tables.length; part++) {
            tables[part] = new byte[tableBytes(Math.min(EIGHT, rows - part * EIGHT))];
        }
    }

    private static ScalarGroups of(byte[] least, int rows) {
        ScalarGroups one = LAST.get();
        if (one == null || one.rows != rows) {
            one = new ScalarGroups(rows);
            LAST.set(one);
        }
        one.tables[0] = least;
        for (int part = 1; part < one.tables.length; part++) {
            System.arraycopy(least, part * tableBytes(EIGHT), one.tables[part], 0, one.tables[part].length);
        }
        return one;
    }

    /** Bytes of the tables of pairs of rows; one that is left over keeps its own. */
    static int tableBytes(int rows) {
        return (rows + 1) / 2 * TABLE;
    }

    static void leastOfPairs(byte[] tables, int rows, byte[] out) {
        int[] first = new int[ENTRIES];
        int[] second = new int[ENTRIES];
        for (int r = 0; r + 1 < rows; r += 2) {
            leastOfSixteen(tables, r, first);
            leastOfSixteen(tables, r + 1, second);
            for (int i = 0; i < TABLE; i++) {
                out[r / 2 * TABLE + i] = (byte) Math.min(255, first[i % ENTRIES] + second[i / ENTRIES]);
            }
        }
        if (rows % 2 == 1) {
            System.arraycopy(tables, (rows - 1) * TABLE, out, rows / 2 * TABLE, TABLE);
        }
    }

    private static void leastOfSixteen(byte[] tables, int row, int[] out) {
        Arrays.fill(out, 255);
        for (int code = 0; code < TABLE; code++) {
            int group = code >>> SHIFT & ENTRIES - 1;
            out[group] = Math.min(out[group], tables[row * TABLE + code] & 255);
        }
    }

    static int scan(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least, byte[] tables,
            int threshold, long[] mask) {
        ScalarGroups groups = of(least, rows);
        ScalarByteTables whole = null;
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * rows * width;
            long maybe = groups.notRuledOut(codes, block, width, threshold);
            if (maybe == 0) {
                continue;
            }
            if (whole == null) {
                whole = ScalarByteTables.of(tables, rows);
            }
            boolean many = Long.bitCount(maybe) >= MANY;
            mask[1] += many ? 1 : 0;
            long below = many ? whole.below(codes, block, width, threshold) : whole.below(codes, block, width, threshold, maybe);
            if (below != 0) {
                mask[0] = below;
                return b;
            }
        }
        return to;
    }

    /** The lanes of a block that small tables leave. */
    private long notRuledOut(MemorySegment codes, long block, int width, int threshold) {
        if (rows == EIGHT) {
            load(codes, block, width, 0, EIGHT);
            pairEight(words, pairs);
            return belowWithEight(pairs, tables[0], threshold);
        }
        Arrays.fill(sums, 0);
        int row = rows / EIGHT * EIGHT;
        addRest(codes, block, width, row);
        if (row == 0) {
            return ScalarByteTables.below(sums, threshold);
        }
        while (row > 0) {
            row -= EIGHT;
            load(codes, block, width, row, EIGHT);
            pairEight(words, pairs);
            if (row > 0) {
                addEight(pairs, tables[row / EIGHT], sums);
            }
        }
        return belowWithEight(pairs, tables[0], sums, threshold);
    }

    /** Loads 64 lanes of some rows, whatever the width. */
    private void load(MemorySegment codes, long block, int width, int row, int count) {
        if (width == BLOCK) {
            MemorySegment.copy(codes, LONG, block + (long) row * BLOCK, words, 0, count * WORDS);
            return;
        }
        for (int r = 0; r < count; r++) {
            MemorySegment.copy(codes, LONG, block + (long) (row + r) * width, words, r * WORDS, WORDS);
        }
    }

    private static void pairEight(long[] words, byte[] pairs) {
        for (int i = 0; i < WORDS; i++) {
            int to = i * Long.BYTES;
            WORD.set(pairs, to, words[i] >>> SHIFT & LOWER | words[WORDS + i] << 4 - SHIFT & UPPER);
            WORD.set(pairs, to + BLOCK, words[2 * WORDS + i] >>> SHIFT & LOWER | words[3 * WORDS + i] << 4 - SHIFT & UPPER);
            WORD.set(pairs, to + 2 * BLOCK, words[4 * WORDS + i] >>> SHIFT & LOWER | words[5 * WORDS + i] << 4 - SHIFT & UPPER);
            WORD.set(pairs, to + 3 * BLOCK, words[6 * WORDS + i] >>> SHIFT & LOWER | words[7 * WORDS + i] << 4 - SHIFT & UPPER);
        }
    }

    private static long belowWithEight(byte[] pairs, byte[] tables, int threshold) {
        long below = 0;
        for (int lane = 0; lane < BLOCK; lane++) {
            if (ScalarByteTables.ofFour(pairs, lane, tables) < threshold) {
                below |= 1L << lane;
            }
        }
        return below;
    }

    private static long belowWithEight(byte[] pairs, byte[] tables, int[] sums, int threshold) {
        long below = 0;
        for (int lane = 0; lane < BLOCK; lane++) {
            if (sums[lane] + ScalarByteTables.ofFour(pairs, lane, tables) < threshold) {
                below |= 1L << lane;
            }
        }
        return below;
    }

    private static void addEight(byte[] pairs, byte[] tables, int[] sums) {
        for (int lane = 0; lane < BLOCK; lane++) {
            sums[lane] += ScalarByteTables.ofFour(pairs, lane, tables);
        }
    }

    /** The rows that are fewer than eight. */
    private void addRest(MemorySegment codes, long block, int width, int row) {
        int count = rows - row;
        if (count == 0) {
            return;
        }
        load(codes, block, width, row, count);
        for (int r = 0; r < count; r += 2) {
            boolean alone = r + 1 == count;
            for (int i = 0; i < WORDS; i++) {
                long first = words[r * WORDS + i];
                WORD.set(pairs, i * Long.BYTES, alone ? first
                        : first >>> SHIFT & LOWER | words[(r + 1) * WORDS + i] << 4 - SHIFT & UPPER);
            }
            addOne(pairs, tables[row / EIGHT], r / 2 * TABLE, sums);
        }
    }

    private static void addOne(byte[] pairs, byte[] tables, int table, int[] sums) {
        for (int lane = 0; lane < BLOCK; lane++) {
            sums[lane] += tables[table + (pairs[lane] & 255)] & 255;
        }
    }
}
