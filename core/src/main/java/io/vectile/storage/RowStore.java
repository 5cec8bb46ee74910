package io.vectile.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Rows of d numbers, in memory or where they lie in a mapped file.
 *
 * @param offset       the byte of the first row
 * @param stride       bytes from one row to the next
 * @param elementBytes 1 for unsigned bytes, 4 for little-endian floats
 * @param size         how many rows there are, those that nobody refers to any more included
 * @param file         the file of vectors whose rows these are, which others made; null where they are the index's own
 */
public record RowStore(MemorySegment segment, long offset, long stride, int d, int elementBytes, long size, Path file) {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Rows of the index's own. */
    public RowStore(MemorySegment segment, long offset, long stride, int d, int elementBytes, long size) {
        this(segment, offset, stride, d, elementBytes, size, null);
    }

    /** Rows of the index's own, without gaps. */
    public static RowStore of(MemorySegment rows, int d, int elementBytes, long n) {
        return new RowStore(rows, 0, (long) d * elementBytes, d, elementBytes, n);
    }

    /** The byte at which a row starts. */
    public long at(long row) {
        return offset + row * stride;
    }

    /**
     * Reads a byte of each cache line of some rows, at most of each one's first so many bytes, so that they are on their way.
     * So little is done between two reads that dozens of them are under way at once.
     *
     * @param at the bytes at which n rows start
     * @return their sum
     */
    public int touch(long[] at, int n, int most) {
        int sum = 0;
        int end = (int) Math.min((long) d * elementBytes, most);
        for (int line = 0; line < end; line += CacheLine.BYTES) {
            for (int i = 0; i < n; i++) {
                sum += segment.get(ValueLayout.JAVA_BYTE, at[i] + line);
            }
        }
        for (int i = 0; i < n; i++) {
            sum += segment.get(ValueLayout.JAVA_BYTE, at[i] + end - 1);
        }
        return sum;
    }

    /** Whether the numbers are unsigned bytes; floats otherwise. */
    public boolean isBytes() {
        return elementBytes == 1;
    }

    /** Whether rows follow one another without gaps. */
    public boolean isContiguous() {
        return stride == (long) d * elementBytes;
    }

    /** Copies one row. */
    public void copy(long row, float[] out, int to) {
        long from = at(row);
        if (elementBytes == Float.BYTES) {
            MemorySegment.copy(segment, FLOAT, from, out, to, d);
            return;
        }
        for (int e = 0; e < d; e++) {
            out[to + e] = segment.get(ValueLayout.JAVA_BYTE, from + e) & 255;
        }
    }

    /** Writes one row of numbers, bytes or floats. */
    static void write(float[] row, MemorySegment to, long at, int elementBytes) {
        if (elementBytes == Float.BYTES) {
            MemorySegment.copy(row, 0, to, FLOAT, at, row.length);
            return;
        }
        for (int e = 0; e < row.length; e++) {
            to.set(ValueLayout.JAVA_BYTE, at + e, (byte) (int) row[e]);
        }
    }

    /** Bytes from the first row to the end of the last. */
    public long bytes() {
        return size == 0 ? 0 : (size - 1) * stride + (long) d * elementBytes;
    }
}
