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
 * as in {@link ScalarByteTables}.
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
    private final byte[] pairs = new byte[BLOCK];
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
        if (rows == EIGHT) {
            return scanEight(codes, offset, from, to, width, least, tables, threshold, mask);
        }
        ScalarGroups groups = of(least, rows);
        ScalarByteTables whole = null;
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * rows * width;
            long below = groups.notRuledOut(codes, block, width, threshold);
            if (below != 0) {
                whole = whole == null ? ScalarByteTables.of(tables, rows) : whole;
                boolean many = Long.bitCount(below) >= MANY;
                mask[1] += many ? 1 : 0;
                below = many ? whole.below(codes, block, width, threshold) : whole.below(codes, block, width, threshold, below);
                if (below != 0) {
                    mask[0] = below;
                    return b;
                }
            }
        }
        return to;
    }

    /** Eight rows, all that codes of eight bytes have: everything in one loop, whose sums are never in memory. */
    private static int scanEight(MemorySegment codes, long offset, int from, int to, int width, byte[] least, byte[] tables,
            int threshold, long[] mask) {
        // Made here, where their lengths are constants: then no look-up needs a bounds check.
        byte[] small = new byte[EIGHT / 2 * TABLE];
        long[] words = new long[EIGHT * WORDS];
        System.arraycopy(least, 0, small, 0, small.length);
        for (int b = from; b < to; b++) {
            long block = offset + (long) b * EIGHT * width;
            load(codes, block, width, 0, EIGHT, words);
            long below = 0;
            for (int w = 0; w < WORDS; w++) {
                long p0 = pair(words[w], words[w + WORDS]), p1 = pair(words[w + 2 * WORDS], words[w + 3 * WORDS]);
                long p2 = pair(words[w + 4 * WORDS], words[w + 5 * WORDS]), p3 = pair(words[w + 6 * WORDS], words[w + 7 * WORDS]);
                // Halves, since a byte of an int takes one instruction less than that of a long.
                int l0 = (int) p0, l1 = (int) p1, l2 = (int) p2, l3 = (int) p3;
                int h0 = (int) (p0 >>> 32), h1 = (int) (p1 >>> 32), h2 = (int) (p2 >>> 32), h3 = (int) (p3 >>> 32);
                long lane = 1L << w * Long.BYTES;
                if (sum(l0, l1, l2, l3, small) < threshold) {
                    below |= lane;
                }
                if (sum(l0 >>> 8, l1 >>> 8, l2 >>> 8, l3 >>> 8, small) < threshold) {
                    below |= lane << 1;
                }
                if (sum(l0 >>> 16, l1 >>> 16, l2 >>> 16, l3 >>> 16, small) < threshold) {
                    below |= lane << 2;
                }
                if (sum(l0 >>> 24, l1 >>> 24, l2 >>> 24, l3 >>> 24, small) < threshold) {
                    below |= lane << 3;
                }
                if (sum(h0, h1, h2, h3, small) < threshold) {
                    below |= lane << 4;
                }
                if (sum(h0 >>> 8, h1 >>> 8, h2 >>> 8, h3 >>> 8, small) < threshold) {
                    below |= lane << 5;
                }
                if (sum(h0 >>> 16, h1 >>> 16, h2 >>> 16, h3 >>> 16, small) < threshold) {
                    below |= lane << 6;
                }
                if (sum(h0 >>> 24, h1 >>> 24, h2 >>> 24, h3 >>> 24, small) < threshold) {
                    below |= lane << 7;
                }
            }
            if (below != 0) {
                boolean many = Long.bitCount(below) >= MANY;
                mask[1] += many ? 1 : 0;
                below = many
                        ? ScalarByteTables.of(tables, EIGHT).below(codes, block, width, threshold)
                        : below(words, tables, threshold, below);
                if (below != 0) {
                    mask[0] = below;
                    return b;
                }
            }
        }
        return to;
    }

    /** The lanes of a block that small tables leave, of rows other than eight. */
    private long notRuledOut(MemorySegment codes, long block, int width, int threshold) {
        Arrays.fill(sums, 0);
        int row = rows / EIGHT * EIGHT;
        addRest(codes, block, width, row);
        for (row -= EIGHT; row >= 0; row -= EIGHT) {
            load(codes, block, width, row, EIGHT, words);
            addEight(words, tables[row / EIGHT], sums);
        }
        return ScalarByteTables.below(sums, threshold);
    }

    /** Of some lanes of eight rows those that whole tables leave too. */
    private static long below(long[] words, byte[] tables, int threshold, long lanes) {
        long below = 0;
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            int shift = lane % Long.BYTES * Byte.SIZE;
            int sum = 0;
            for (int r = 0; r < EIGHT; r++) {
                sum += tables[r * TABLE + ((int) (words[r * WORDS + lane / Long.BYTES] >>> shift) & 255)] & 255;
            }
            below |= sum < threshold ? rest & -rest : 0;
        }
        return below;
    }

    /** Loads 64 lanes of some rows, whatever the width. */
    private static void load(MemorySegment codes, long block, int width, int row, int count, long[] words) {
        if (width == BLOCK) {
            MemorySegment.copy(codes, LONG, block + (long) row * BLOCK, words, 0, count * WORDS);
            return;
        }
        for (int r = 0; r < count; r++) {
            MemorySegment.copy(codes, LONG, block + (long) (row + r) * width, words, r * WORDS, WORDS);
        }
    }

    /** Of eight lanes of two rows the four bits of each. */
    private static long pair(long first, long second) {
        return first >>> SHIFT & LOWER | second << 4 - SHIFT & UPPER;
    }

    private static void addEight(long[] words, byte[] tables, int[] sums) {
        for (int w = 0; w < WORDS; w++) {
            long p0 = pair(words[w], words[w + WORDS]), p1 = pair(words[w + 2 * WORDS], words[w + 3 * WORDS]);
            long p2 = pair(words[w + 4 * WORDS], words[w + 5 * WORDS]), p3 = pair(words[w + 6 * WORDS], words[w + 7 * WORDS]);
            for (int i = 0; i < Long.SIZE; i += Byte.SIZE) {
                sums[w * Long.BYTES + i / Byte.SIZE] += sum((int) (p0 >>> i), (int) (p1 >>> i), (int) (p2 >>> i), (int) (p3 >>> i), tables);
            }
        }
    }

    /** By the lowest byte of each pair of rows. */
    private static int sum(int p0, int p1, int p2, int p3, byte[] tables) {
        return (tables[p0 & 255] & 255) + (tables[TABLE + (p1 & 255)] & 255)
                + (tables[2 * TABLE + (p2 & 255)] & 255) + (tables[3 * TABLE + (p3 & 255)] & 255);
    }

    /** The rows that are fewer than eight. */
    private void addRest(MemorySegment codes, long block, int width, int row) {
        int count = rows - row;
        if (count == 0) {
            return;
        }
        load(codes, block, width, row, count, words);
        for (int r = 0; r < count; r += 2) {
            boolean alone = r + 1 == count;
            for (int i = 0; i < WORDS; i++) {
                long first = words[r * WORDS + i];
                WORD.set(pairs, i * Long.BYTES, alone ? first : pair(first, words[(r + 1) * WORDS + i]));
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
