package io.vectile.vectors;

import io.vectile.error.InvalidInputException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.nio.ByteOrder;

/**
 * Where n rows of d numbers lie in a memory segment: row r starts at byte {@code offset + r * stride}. Checked once, here,
 * so that {@link #at} can be plain arithmetic. Any alignment is allowed.
 *
 * @param order  byte order of the numbers: the machine's for arrays, little endian for files
 * @param stride bytes from one row to the next; more than the row itself where a file has a header before every row
 */
record Rows(MemorySegment segment, Scalar scalar, ByteOrder order, long n, int d, long offset, long stride) {
    static final int MAX_D = 1 << 20;

    /** The longest array that every JVM can allocate. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    Rows {
        checkDimension(d);
        if (n < 0) {
            throw new InvalidInputException("the number of rows is " + n + "; it must be 0 or more");
        }
        long rowBytes = (long) d * scalar.bytes();
        if (stride < rowBytes) {
            throw new InvalidInputException("a stride of " + stride + " bytes is too small for rows of " + d + " "
                    + scalar + "; it must be " + rowBytes + " or more");
        }
        long size = segment.byteSize();
        if (offset < 0 || offset > size) {
            throw new InvalidInputException("offset " + offset + " lies outside a segment of " + size + " bytes");
        }
        // Divided rather than multiplied, so that no n can overflow the comparison.
        if (n > 0 && (size - offset < rowBytes || n - 1 > (size - offset - rowBytes) / stride)) {
            throw new InvalidInputException(n + " rows of " + d + " " + scalar + ", one every " + stride
                    + " bytes from byte " + offset + ", do not fit in a segment of " + size + " bytes");
        }
    }

    /** Rows without gaps from byte 0 of a heap array, whose length must be a multiple of d. */
    static Rows ofArray(MemorySegment array, Scalar scalar, int d) {
        checkDimension(d);
        long length = array.byteSize() / scalar.bytes();
        if (length % d != 0) {
            throw new InvalidInputException("an array of " + length + " numbers is not a whole number of rows of d = " + d);
        }
        return new Rows(array, scalar, ByteOrder.nativeOrder(), length / d, d, 0, (long) d * scalar.bytes());
    }

    /** Zeroed rows without gaps: on the heap where an array can hold them, else in native memory that the collector frees. */
    static Rows allocate(Scalar scalar, ByteOrder order, long n, int d) {
        checkDimension(d);
        long rowBytes = (long) d * scalar.bytes();
        if (n > Long.MAX_VALUE / rowBytes) {
            throw new InvalidInputException(n + " rows of " + rowBytes + " bytes are more than memory can address");
        }
        long bytes = n * rowBytes;
        MemorySegment memory = bytes <= MAX_ARRAY
                ? MemorySegment.ofArray(new byte[(int) bytes])
                : Arena.ofAuto().allocate(bytes, Long.BYTES);
        return new Rows(memory, scalar, order, n, d, 0, rowBytes);
    }

    /** The length that all arrays of a {@code float[][]} or the like share. */
    static int commonLength(Object[] arrays) {
        if (arrays.length == 0) {
            throw new InvalidInputException("no rows were given, so their length is unknown; at least one is needed");
        }
        for (int i = 0; i < arrays.length; i++) {
            if (arrays[i] == null) {
                throw new InvalidInputException("row " + i + " is null");
            }
            if (Array.getLength(arrays[i]) != Array.getLength(arrays[0])) {
                throw new InvalidInputException("row " + i + " has " + Array.getLength(arrays[i]) + " numbers and row 0 has "
                        + Array.getLength(arrays[0]) + "; all rows must have the same length");
            }
        }
        return Array.getLength(arrays[0]);
    }

    static void checkDimension(int d) {
        if (d < 1 || d > MAX_D) {
            throw new InvalidInputException("d is " + d + "; it must be 1 to " + MAX_D);
        }
    }

    /** The byte at which a row starts; the row is not checked. */
    long at(long row) {
        return offset + row * stride;
    }

    long rowBytes() {
        return (long) d * scalar.bytes();
    }

    boolean contiguous() {
        return stride == rowBytes();
    }

    void checkRow(long row) {
        if (row < 0 || row >= n) {
            throw new InvalidInputException("row " + row + " does not exist; there are " + n + " rows");
        }
    }

    void checkRange(long from, long to) {
        if (from < 0 || to < from || to > n) {
            throw new InvalidInputException("rows " + from + " to " + to + " (exclusive) do not exist; there are " + n + " rows");
        }
    }

    /** The rows from {@code from} to {@code to}, exclusive, where they lie. */
    Rows slice(long from, long to) {
        checkRange(from, to);
        // An empty slice keeps the offset of row 0: the end of the rows may lie past the end of the segment.
        return new Rows(segment, scalar, order, to - from, d, from == to ? offset : at(from), stride);
    }

    /** A copy of single rows, without gaps, in the order given. */
    Rows select(long[] chosen) {
        Rows copy = allocate(scalar, order, chosen.length, d);
        for (int i = 0; i < chosen.length; i++) {
            checkRow(chosen[i]);
            MemorySegment.copy(segment, at(chosen[i]), copy.segment, copy.at(i), rowBytes());
        }
        return copy;
    }

    @Override
    public String toString() {
        return n + " x " + d + " " + scalar;
    }
}
