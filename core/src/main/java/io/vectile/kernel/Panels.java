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
 */
public final class Panels {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Dimensions packed at a time: they stay in the cache. */
    private static final int DIMENSIONS = 128;

    private final MemorySegment segment;
    private final int count;
    private final int d;

    private Panels(MemorySegment segment, int count, int d) {
        this.segment = segment;
        this.count = count;
        this.d = d;
    }

    /** Packs n rows of d floats, row-major. */
    public static Panels of(float[] rows, int n, int d) {
        int count = (n + Kernels.BLOCK - 1) / Kernels.BLOCK;
        MemorySegment segment = allocate((long) count * Kernels.BLOCK * d * Float.BYTES);
        float[] part = new float[Math.min(d, DIMENSIONS) * Kernels.BLOCK];
        for (int p = 0; p < count; p++) {
            int columns = Math.min(Kernels.BLOCK, n - p * Kernels.BLOCK);
            if (columns < Kernels.BLOCK) {
                Arrays.fill(part, 0f);
            }
            for (int first = 0; first < d; first += DIMENSIONS) {
                int dimensions = Math.min(DIMENSIONS, d - first);
                for (int c = 0; c < columns; c++) {
                    int row = (p * Kernels.BLOCK + c) * d + first;
                    for (int e = 0; e < dimensions; e++) {
                        part[e * Kernels.BLOCK + c] = rows[row + e];
                    }
                }
                MemorySegment.copy(part, 0, segment, FLOAT, ((long) p * d + first) * Kernels.BLOCK * Float.BYTES,
                        dimensions * Kernels.BLOCK);
            }
        }
        return new Panels(segment, count, d);
    }

    /** Copies row number {@code row} to {@code out[at .. at + d)}. */
    public void copyRow(int row, float[] out, int at) {
        long column = ((long) (row / Kernels.BLOCK) * d * Kernels.BLOCK + row % Kernels.BLOCK) * Float.BYTES;
        for (int e = 0; e < d; e++) {
            out[at + e] = segment.get(FLOAT, column + (long) e * Kernels.BLOCK * Float.BYTES);
        }
    }

    /** Adds row number {@code row}, times 1 or -1, to {@code x[at .. at + d)}. */
    public void addRow(int row, float sign, float[] x, int at) {
        long column = ((long) (row / Kernels.BLOCK) * d * Kernels.BLOCK + row % Kernels.BLOCK) * Float.BYTES;
        for (int e = 0; e < d; e++) {
            x[at + e] += sign * segment.get(FLOAT, column + (long) e * Kernels.BLOCK * Float.BYTES);
        }
    }

    /** The first n rows, {@code float[n * d]}. */
    public float[] toRows(int n) {
        float[] rows = new float[n * d];
        float[] part = new float[Math.min(d, DIMENSIONS) * Kernels.BLOCK];
        for (int p = 0; p * Kernels.BLOCK < n; p++) {
            int columns = Math.min(Kernels.BLOCK, n - p * Kernels.BLOCK);
            for (int first = 0; first < d; first += DIMENSIONS) {
                int dimensions = Math.min(DIMENSIONS, d - first);
                MemorySegment.copy(segment, FLOAT, ((long) p * d + first) * Kernels.BLOCK * Float.BYTES, part, 0,
                        dimensions * Kernels.BLOCK);
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

    /** Zeroed native memory on a 64-byte boundary, freed when nothing refers to it any more. */
    public static MemorySegment allocate(long bytes) {
        return Arena.ofAuto().allocate(Math.max(bytes, 1), Kernels.BLOCK);
    }

    /** The packed floats; panel p starts at byte {@code p * d * 64 * 4}. */
    public MemorySegment segment() {
        return segment;
    }

    /** How many panels, {@code ceil(n / 64)}. */
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
