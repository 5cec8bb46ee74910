package io.vectile.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of floats packed for the matrix tiles: panels of 64 columns, column c of panel p being row {@code 64 p + c}, each
 * panel dimension-major. The last panel is filled up with zero columns. Immutable, thread safe, in native memory that is
 * freed with the object.
 *
 * <p>Rows may be held in 16 bits a number, two dimensions to a word of 32 bits: the word as a float is the number of the first,
 * and its lower half that of the second, the upper half of whose float it is (a bfloat16). So one instruction makes two
 * vectors of floats of one. Where d is odd, the last dimension has words of its own.
 */
public final class Panels {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Bits from the second number of a word to where it is one. */
    static final int HALF = 16;

    /** Dimensions packed at a time: they stay in the cache. */
    private static final int DIMENSIONS = 128;

    private final MemorySegment segment;
    private final int count;
    private final int d;
    private final boolean bfloats;

    private Panels(MemorySegment segment, int count, int d, boolean bfloats) {
        this.segment = segment;
        this.count = count;
        this.d = d;
        this.bfloats = bfloats;
    }

    /** Packs n rows of d floats, row-major. */
    public static Panels of(float[] rows, int n, int d) {
        return pack(rows, 1, n, d, false);
    }

    /**
     * Packs groups of n rows of d floats, one group after the other, each from the start of a panel on: group g starts at
     * panel {@code g * ceil(n / 64)}.
     */
    public static Panels ofGroups(float[] rows, int groups, int n, int d) {
        return pack(rows, groups, n, d, false);
    }

    /**
     * Packs n rows of d numbers in 16 bits each.
     *
     * @param rows numbers at odd places with zeros in the lower 16 bits of 32; numbers before them with their upper 16 bits there, or
     *             zeros at the end of a row
     */
    public static Panels ofBfloats(float[] rows, int n, int d) {
        return pack(rows, 1, n, d, true);
    }

    /**
     * Panels that are there already, in a mapped file perhaps.
     *
     * @param segment the panels of n rows of d numbers, and no more; native memory on a boundary of 64 bytes
     * @param bfloats whether two dimensions share a word; floats otherwise
     */
    public static Panels at(MemorySegment segment, int n, int d, boolean bfloats) {
        return new Panels(segment, (n + Kernels.BLOCK - 1) / Kernels.BLOCK, d, bfloats);
    }

    /** Bytes of a panel of d dimensions. */
    public static long panelBytes(int d, boolean bfloats) {
        return (long) wordsOf(d, bfloats) * Kernels.BLOCK * Float.BYTES;
    }

    /** Words for each row. */
    private static int wordsOf(int d, boolean bfloats) {
        return bfloats ? d - d / 2 : d;
    }

    private static Panels pack(float[] rows, int groups, int n, int d, boolean bfloats) {
        int inGroup = (n + Kernels.BLOCK - 1) / Kernels.BLOCK;
        int count = groups * inGroup;
        int words = wordsOf(d, bfloats);
        int each = bfloats ? 2 : 1;
        MemorySegment segment = allocate(count * panelBytes(d, bfloats));
        float[] part = new float[Math.min(words, DIMENSIONS) * Kernels.BLOCK];
        for (int p = 0; p < count; p++) {
            int firstRow = p % inGroup * Kernels.BLOCK;
            int columns = Math.min(Kernels.BLOCK, n - firstRow);
            firstRow += p / inGroup * n;
            if (columns < Kernels.BLOCK) {
                Arrays.fill(part, 0f);
            }
            for (int first = 0; first < words; first += DIMENSIONS) {
                int some = Math.min(DIMENSIONS, words - first);
                for (int c = 0; c < columns; c++) {
                    int row = (firstRow + c) * d + first * each;
                    for (int w = 0; w < some; w++) {
                        part[w * Kernels.BLOCK + c] = rows[row + w * each]; // a first number has the bits of the second
                    }
                }
                long to = ((long) p * words + first) * Kernels.BLOCK * Float.BYTES;
                MemorySegment.copy(part, 0, segment, FLOAT, to, some * Kernels.BLOCK);
            }
        }
        return new Panels(segment, count, d, bfloats);
    }

    /** Copies row number {@code row} to {@code out[at .. at + d)}. */
    public void copyRow(int row, float[] out, int at) {
        long first = wordAt(row, 0);
        if (!bfloats) {
            for (int e = 0; e < d; e++) {
                out[at + e] = word(first, e);
            }
            return;
        }
        for (int e = 0; e < d; e += 2) {
            float word = word(first, e / 2);
            out[at + e] = word;
            if (e + 1 < d) {
                out[at + e + 1] = second(word);
            }
        }
    }

    /** Adds row number {@code row}, times 1 or -1, to {@code x[at .. at + d)}. */
    public void addRow(int row, float sign, float[] x, int at) {
        long first = wordAt(row, 0);
        if (!bfloats) {
            for (int e = 0; e < d; e++) {
                x[at + e] += sign * word(first, e);
            }
            return;
        }
        for (int e = 0; e < d; e += 2) {
            float word = word(first, e / 2);
            x[at + e] += sign * word;
            if (e + 1 < d) {
                x[at + e + 1] += sign * second(word);
            }
        }
    }

    /** A word of a row whose first is at a byte: a number, or the first of two. */
    private float word(long first, int w) {
        return segment.get(FLOAT, first + (long) w * Kernels.BLOCK * Float.BYTES);
    }

    /** The byte at which a word of a row lies. */
    public long wordAt(int row, int w) {
        return row / Kernels.BLOCK * panelBytes() + ((long) w * Kernels.BLOCK + row % Kernels.BLOCK) * Float.BYTES;
    }

    /** How many words each row has: one for each dimension, or for two. */
    public int words() {
        return wordsOf(d, bfloats);
    }

    /** The second number of a word, which as a float is the first. */
    static float second(float word) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(word) << HALF);
    }

    /** The first n rows, {@code float[n * d]}. */
    public float[] toRows(int n) {
        float[] rows = new float[n * d];
        int words = words();
        int each = bfloats ? 2 : 1;
        float[] part = new float[Math.min(words, DIMENSIONS) * Kernels.BLOCK];
        for (int p = 0; p * Kernels.BLOCK < n; p++) {
            int columns = Math.min(Kernels.BLOCK, n - p * Kernels.BLOCK);
            for (int first = 0; first < words; first += DIMENSIONS) {
                int some = Math.min(DIMENSIONS, words - first);
                long from = ((long) p * words + first) * Kernels.BLOCK * Float.BYTES;
                MemorySegment.copy(segment, FLOAT, from, part, 0, some * Kernels.BLOCK);
                for (int c = 0; c < columns; c++) {
                    int row = (p * Kernels.BLOCK + c) * d + first * each;
                    for (int w = 0; w < some; w++) {
                        rows[row + w * each] = part[w * Kernels.BLOCK + c];
                    }
                }
            }
        }
        for (int e = 1; bfloats && e < d; e += 2) {
            for (int row = 0; row < rows.length; row += d) {
                rows[row + e] = second(rows[row + e - 1]);
            }
        }
        return rows;
    }

    /** Zeroed native memory on a 64-byte boundary, freed when nothing refers to it any more. */
    public static MemorySegment allocate(long bytes) {
        return Arena.ofAuto().allocate(Math.max(bytes, 1), Kernels.BLOCK);
    }

    /** The packed numbers; panel p starts at byte {@code p * panelBytes}. */
    public MemorySegment segment() {
        return segment;
    }

    /** Whether two dimensions share a word; each is a float otherwise. */
    public boolean areBfloats() {
        return bfloats;
    }

    /** Bytes of one panel. */
    public long panelBytes() {
        return panelBytes(d, bfloats);
    }

    /** How many panels: {@code ceil(n / 64)} for each group. */
    public int count() {
        return count;
    }

    /** Numbers per row. */
    public int d() {
        return d;
    }

    /** Bytes of native memory held. */
    public long bytes() {
        return segment.byteSize();
    }
}
