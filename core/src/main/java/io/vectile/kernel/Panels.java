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
 * <p>Rows whose numbers are all small multiples of one step may be held as these multiples, in 16 bits.
 */
public final class Panels {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Dimensions packed at a time: they stay in the cache. */
    private static final int DIMENSIONS = 128;

    private final MemorySegment segment;
    private final int count;
    private final int d;
    private final float step;

    private Panels(MemorySegment segment, int count, int d, float step) {
        this.segment = segment;
        this.count = count;
        this.d = d;
        this.step = step;
    }

    /** Packs n rows of d floats, row-major. */
    public static Panels of(float[] rows, int n, int d) {
        return pack(rows, 1, n, d, 0f);
    }

    /**
     * Packs groups of n rows of d floats, one group after the other, each from the start of a panel on: group g starts at
     * panel {@code g * ceil(n / 64)}.
     */
    public static Panels ofGroups(float[] rows, int groups, int n, int d) {
        return pack(rows, groups, n, d, 0f);
    }

    /**
     * Packs n rows of d multiples of a step as shorts.
     *
     * @param rows each {@code s * step} with a whole s of 16 bits
     * @param step a power of two
     */
    public static Panels ofMultiples(float[] rows, int n, int d, float step) {
        return pack(rows, 1, n, d, step);
    }

    /**
     * Panels that are there already, in a mapped file perhaps.
     *
     * @param segment the panels of n rows of d numbers, and no more; native memory on a boundary of 64 bytes
     * @param step    what a short counts, a power of two; 0 where the numbers are floats
     */
    public static Panels at(MemorySegment segment, int n, int d, float step) {
        return new Panels(segment, (n + Kernels.BLOCK - 1) / Kernels.BLOCK, d, step);
    }

    private static Panels pack(float[] rows, int groups, int n, int d, float step) {
        int inGroup = (n + Kernels.BLOCK - 1) / Kernels.BLOCK;
        int count = groups * inGroup;
        int bytes = step == 0 ? Float.BYTES : Short.BYTES;
        MemorySegment segment = allocate((long) count * Kernels.BLOCK * d * bytes);
        short[] multiples = step == 0 ? null : new short[Math.min(d, DIMENSIONS) * Kernels.BLOCK];
        float[] part = new float[Math.min(d, DIMENSIONS) * Kernels.BLOCK];
        for (int p = 0; p < count; p++) {
            int firstRow = p % inGroup * Kernels.BLOCK;
            int columns = Math.min(Kernels.BLOCK, n - firstRow);
            firstRow += p / inGroup * n;
            if (columns < Kernels.BLOCK) {
                Arrays.fill(part, 0f);
            }
            for (int first = 0; first < d; first += DIMENSIONS) {
                int dimensions = Math.min(DIMENSIONS, d - first);
                for (int c = 0; c < columns; c++) {
                    int row = (firstRow + c) * d + first;
                    for (int e = 0; e < dimensions; e++) {
                        part[e * Kernels.BLOCK + c] = rows[row + e];
                    }
                }
                long to = ((long) p * d + first) * Kernels.BLOCK * bytes;
                if (multiples == null) {
                    MemorySegment.copy(part, 0, segment, FLOAT, to, dimensions * Kernels.BLOCK);
                } else {
                    for (int i = 0; i < dimensions * Kernels.BLOCK; i++) {
                        multiples[i] = (short) (part[i] / step);
                    }
                    MemorySegment.copy(multiples, 0, segment, SHORT, to, dimensions * Kernels.BLOCK);
                }
            }
        }
        return new Panels(segment, count, d, step);
    }

    /** Copies row number {@code row} to {@code out[at .. at + d)}. */
    public void copyRow(int row, float[] out, int at) {
        long first = firstOf(row);
        if (step == 0) {
            for (int e = 0; e < d; e++) {
                out[at + e] = segment.get(FLOAT, (first + (long) e * Kernels.BLOCK) * Float.BYTES);
            }
        } else {
            for (int e = 0; e < d; e++) {
                out[at + e] = step * segment.get(SHORT, (first + (long) e * Kernels.BLOCK) * Short.BYTES);
            }
        }
    }

    /** Adds row number {@code row}, times 1 or -1, to {@code x[at .. at + d)}. */
    public void addRow(int row, float sign, float[] x, int at) {
        long first = firstOf(row);
        if (step == 0) {
            for (int e = 0; e < d; e++) {
                x[at + e] += sign * segment.get(FLOAT, (first + (long) e * Kernels.BLOCK) * Float.BYTES);
            }
        } else {
            float factor = sign * step;
            for (int e = 0; e < d; e++) {
                x[at + e] += factor * segment.get(SHORT, (first + (long) e * Kernels.BLOCK) * Short.BYTES);
            }
        }
    }

    /** The place of a row's first number, counted in numbers. */
    private long firstOf(int row) {
        return (long) (row / Kernels.BLOCK) * d * Kernels.BLOCK + row % Kernels.BLOCK;
    }

    /** The first n rows, {@code float[n * d]}. */
    public float[] toRows(int n) {
        float[] rows = new float[n * d];
        float[] part = new float[Math.min(d, DIMENSIONS) * Kernels.BLOCK];
        for (int p = 0; p * Kernels.BLOCK < n; p++) {
            int columns = Math.min(Kernels.BLOCK, n - p * Kernels.BLOCK);
            for (int first = 0; first < d; first += DIMENSIONS) {
                int dimensions = Math.min(DIMENSIONS, d - first);
                unpack(((long) p * d + first) * Kernels.BLOCK, part, dimensions * Kernels.BLOCK);
                for (int c = 0; c < columns; c++) {
                    int row = (p * Kernels.BLOCK + c) * d + first;
                    for (int e = 0; e < dimensions; e++) {
                        rows[row + e] = part[e * Kernels.BLOCK + c];
                    }
                }
            }
        }
        return rows;
    }

    private void unpack(long first, float[] part, int n) {
        if (step == 0) {
            MemorySegment.copy(segment, FLOAT, first * Float.BYTES, part, 0, n);
        } else {
            for (int i = 0; i < n; i++) {
                part[i] = step * segment.get(SHORT, (first + i) * Short.BYTES);
            }
        }
    }

    /** Zeroed native memory on a 64-byte boundary, freed when nothing refers to it any more. */
    public static MemorySegment allocate(long bytes) {
        return Arena.ofAuto().allocate(Math.max(bytes, 1), Kernels.BLOCK);
    }

    /** The packed numbers; panel p starts at byte {@code p * panelBytes}. */
    public MemorySegment segment() {
        return segment;
    }

    /** Whether the numbers are shorts, which count {@link #step}s; floats otherwise. */
    public boolean isShort() {
        return step != 0;
    }

    /** What a short counts: a power of two; 0 where the numbers are floats. */
    public float step() {
        return step;
    }

    /** Bytes of one panel. */
    public long panelBytes() {
        return (long) d * Kernels.BLOCK * (isShort() ? Short.BYTES : Float.BYTES);
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
