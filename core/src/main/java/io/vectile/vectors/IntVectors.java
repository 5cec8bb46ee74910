package io.vectile.vectors;

import io.vectile.error.InvalidInputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * n rows of d whole numbers each, row-major, over a heap array, native memory or a mapped file: ground truth (row q holds
 * the ids of query q's true neighbours, nearest first) and lists of ids. Numbers are 32 or 64 bits where they lie and are
 * read as {@code long}; more than 2^31 of them are allowed.
 *
 * <p>A view: nothing is copied unless a method says so, and rows that come from an array or a segment must not be changed
 * while the view is in use. Immutable and thread safe, as far as the segment given may be read by all threads.
 */
public final class IntVectors {
    private final Rows rows;
    private final ElementType type;
    private final ValueLayout.OfInt ints;
    private final ValueLayout.OfLong longs;

    /** The type of the numbers where they lie. */
    public enum ElementType {
        /** Signed, 4 bytes. */
        INT32,
        /** Signed, 8 bytes. */
        INT64;

        Scalar scalar() {
            return switch (this) {
                case INT32 -> Scalar.INT32;
                case INT64 -> Scalar.INT64;
            };
        }

        /** Bytes that one number takes. */
        public int bytes() {
            return scalar().bytes();
        }
    }

    /** Over rows of either integer type. */
    IntVectors(Rows rows) {
        this.rows = rows;
        this.type = switch (rows.scalar()) {
            case INT32 -> ElementType.INT32;
            case INT64 -> ElementType.INT64;
            case FLOAT32, UINT8 -> throw new IllegalArgumentException(rows.scalar() + " rows are vectors, not integers");
        };
        this.ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(rows.order());
        this.longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(rows.order());
    }

    /**
     * A view of an array.
     *
     * @param data {@code int[n * d]}, row-major; not copied
     * @param d    numbers per row, 1 to {@value Vectors#MAX_D}
     * @throws InvalidInputException where d is out of range or the length is not a multiple of d
     */
    public static IntVectors of(int[] data, int d) {
        return new IntVectors(Rows.ofArray(MemorySegment.ofArray(data), Scalar.INT32, d));
    }

    /**
     * A view of an array.
     *
     * @param data {@code long[n * d]}, row-major; not copied
     * @param d    numbers per row, 1 to {@value Vectors#MAX_D}
     * @throws InvalidInputException where d is out of range or the length is not a multiple of d
     */
    public static IntVectors of(long[] data, int d) {
        return new IntVectors(Rows.ofArray(MemorySegment.ofArray(data), Scalar.INT64, d));
    }

    /**
     * A copy of one or more arrays, each a row.
     *
     * @throws InvalidInputException where there is no row, or rows differ in length, naming the row and both lengths
     */
    public static IntVectors of(int[]... rows) {
        Rows copy = Rows.allocate(Scalar.INT32, ByteOrder.nativeOrder(), rows.length, Rows.commonLength(rows));
        for (int i = 0; i < rows.length; i++) {
            MemorySegment.copy(rows[i], 0, copy.segment(), ValueLayout.JAVA_INT_UNALIGNED, copy.at(i), copy.d());
        }
        return new IntVectors(copy);
    }

    /**
     * A copy of one or more arrays, each a row.
     *
     * @throws InvalidInputException where there is no row, or rows differ in length, naming the row and both lengths
     */
    public static IntVectors of(long[]... rows) {
        Rows copy = Rows.allocate(Scalar.INT64, ByteOrder.nativeOrder(), rows.length, Rows.commonLength(rows));
        for (int i = 0; i < rows.length; i++) {
            MemorySegment.copy(rows[i], 0, copy.segment(), ValueLayout.JAVA_LONG_UNALIGNED, copy.at(i), copy.d());
        }
        return new IntVectors(copy);
    }

    /**
     * A view of memory. Row r starts at byte {@code offset + r * stride}; no alignment is needed; numbers are in the
     * machine's byte order.
     *
     * @param segment readable by every thread that will use the rows, for as long as they are used
     * @param stride  bytes from one row to the next, at least {@code d * type.bytes()}
     * @throws InvalidInputException where the rows do not lie within the segment
     */
    public static IntVectors of(MemorySegment segment, ElementType type, long n, int d, long offset, long stride) {
        return new IntVectors(new Rows(segment, type.scalar(), ByteOrder.nativeOrder(), n, d, offset, stride));
    }

    /** Number of rows; 0 is allowed. */
    public long n() {
        return rows.n();
    }

    /** Numbers per row. */
    public int d() {
        return rows.d();
    }

    /** What the numbers are where they lie. */
    public ElementType type() {
        return type;
    }

    /**
     * One number.
     *
     * @throws InvalidInputException where there is no such row or column
     */
    public long get(long row, int column) {
        rows.checkRow(row);
        if (column < 0 || column >= rows.d()) {
            throw new InvalidInputException("column " + column + " does not exist; rows have " + rows.d() + " numbers");
        }
        long at = rows.at(row) + (long) column * type.bytes();
        return switch (type) {
            case INT32 -> rows.segment().get(ints, at);
            case INT64 -> rows.segment().get(longs, at);
        };
    }

    /**
     * One row as {@code int[d]}, an array of its own.
     *
     * @throws InvalidInputException where there is no such row, or a number in it does not fit in 32 bits
     */
    public int[] rowInts(long row) {
        rows.checkRow(row);
        int[] copy = new int[rows.d()];
        switch (type) {
            case INT32 -> MemorySegment.copy(rows.segment(), ints, rows.at(row), copy, 0, copy.length);
            case INT64 -> {
                long[] wide = rowLongs(row);
                for (int i = 0; i < wide.length; i++) {
                    copy[i] = (int) wide[i];
                    if (copy[i] != wide[i]) {
                        throw new InvalidInputException("row " + row + " has " + wide[i] + " at column " + i
                                + ", which does not fit in 32 bits; rowLongs and npy files of int64 hold it");
                    }
                }
            }
        }
        return copy;
    }

    /**
     * One row as {@code long[d]}, an array of its own.
     *
     * @throws InvalidInputException where there is no such row
     */
    public long[] rowLongs(long row) {
        rows.checkRow(row);
        long[] copy = new long[rows.d()];
        switch (type) {
            case INT32 -> {
                for (int i = 0; i < copy.length; i++) {
                    copy[i] = rows.segment().get(ints, rows.at(row) + (long) i * Integer.BYTES);
                }
            }
            case INT64 -> MemorySegment.copy(rows.segment(), longs, rows.at(row), copy, 0, copy.length);
        }
        return copy;
    }

    /**
     * A view of the rows {@code from} to {@code to}, exclusive; its row 0 is our row {@code from}.
     *
     * @throws InvalidInputException where there are no such rows
     */
    public IntVectors rows(long from, long to) {
        return new IntVectors(rows.slice(from, to));
    }

    /** For the package: where the numbers lie. */
    Rows rows() {
        return rows;
    }

    /** Shape and type, such as "1000 x 100 int32". */
    @Override
    public String toString() {
        return rows.toString();
    }
}
