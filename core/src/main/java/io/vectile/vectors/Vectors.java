package io.vectile.vectors;

import io.vectile.error.InvalidInputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * n vectors of d numbers each, row-major, over a heap array, native memory or a mapped file: what an index is trained on,
 * filled with and asked. More than 2^31 numbers are allowed. Elements are floats, or unsigned bytes that widen to 0..255
 * when they are copied out.
 *
 * <p>A view: nothing is copied unless a method says so, and rows that come from an array or a segment must not be changed
 * while the view is in use. Immutable and thread safe, as far as the segment given may be read by all threads.
 */
public final class Vectors {
    /** The greatest d allowed. */
    public static final int MAX_D = Rows.MAX_D;

    /** Bytes or floats copied at a time where they are converted or looked through: stays in the first-level cache. */
    private static final int CHUNK = 4096;

    private final Rows rows;
    private final ElementType type;
    private final ValueLayout.OfFloat floats;

    /** The type of the numbers where they lie. */
    public enum ElementType {
        /** IEEE single precision, 4 bytes. */
        FLOAT32,
        /** Whole numbers 0 to 255, 1 byte. */
        UINT8;

        Scalar scalar() {
            return switch (this) {
                case FLOAT32 -> Scalar.FLOAT32;
                case UINT8 -> Scalar.UINT8;
            };
        }

        /** Bytes that one number takes. */
        public int bytes() {
            return scalar().bytes();
        }
    }

    /** Over rows of either vector element. */
    Vectors(Rows rows) {
        this.rows = rows;
        this.type = switch (rows.scalar()) {
            case FLOAT32 -> ElementType.FLOAT32;
            case UINT8 -> ElementType.UINT8;
            case INT32, INT64 -> throw new IllegalArgumentException(rows.scalar() + " rows are not vectors");
        };
        this.floats = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(rows.order());
    }

    /**
     * A view of an array.
     *
     * @param data {@code float[n * d]}, row-major; not copied
     * @param d    numbers per vector, 1 to {@value #MAX_D}
     * @throws InvalidInputException where d is out of range or the length is not a multiple of d
     */
    public static Vectors of(float[] data, int d) {
        return new Vectors(Rows.ofArray(MemorySegment.ofArray(data), Scalar.FLOAT32, d));
    }

    /**
     * A copy of one or more arrays, each a vector.
     *
     * @throws InvalidInputException where there is no row, or rows differ in length, naming the row and both lengths
     */
    public static Vectors of(float[]... rows) {
        Rows copy = Rows.allocate(Scalar.FLOAT32, ByteOrder.nativeOrder(), rows.length, Rows.commonLength(rows));
        for (int i = 0; i < rows.length; i++) {
            MemorySegment.copy(rows[i], 0, copy.segment(), ValueLayout.JAVA_FLOAT_UNALIGNED, copy.at(i), copy.d());
        }
        return new Vectors(copy);
    }

    /**
     * A view of an array of unsigned bytes.
     *
     * @param data {@code byte[n * d]}, row-major, each 0..255; not copied
     * @param d    numbers per vector, 1 to {@value #MAX_D}
     * @throws InvalidInputException where d is out of range or the length is not a multiple of d
     */
    public static Vectors ofBytes(byte[] data, int d) {
        return new Vectors(Rows.ofArray(MemorySegment.ofArray(data), Scalar.UINT8, d));
    }

    /**
     * A view of memory. Row r starts at byte {@code offset + r * stride}; no alignment is needed; floats are in the
     * machine's byte order.
     *
     * @param segment readable by every thread that will use the vectors, for as long as they are used
     * @param stride  bytes from one row to the next, at least {@code d * type.bytes()}
     * @throws InvalidInputException where the rows do not lie within the segment
     */
    public static Vectors of(MemorySegment segment, ElementType type, long n, int d, long offset, long stride) {
        return new Vectors(new Rows(segment, type.scalar(), ByteOrder.nativeOrder(), n, d, offset, stride));
    }

    /** Number of vectors; 0 is allowed. */
    public long n() {
        return rows.n();
    }

    /** Numbers per vector. */
    public int d() {
        return rows.d();
    }

    /** The memory that the vectors lie in, which may hold more than them: a heap array, native memory or a mapped file. */
    public MemorySegment segment() {
        return rows.segment();
    }

    /** The byte of {@link #segment} at which the first vector starts. */
    public long offset() {
        return rows.offset();
    }

    /** Bytes from one vector to the next. */
    public long stride() {
        return rows.stride();
    }

    /** What the numbers are where they lie; they are always copied out as floats. */
    public ElementType type() {
        return type;
    }

    /**
     * Copies one vector to {@code dst[at .. at + d)}.
     *
     * @throws InvalidInputException where there is no such row, or no room for it
     */
    public void copyRow(long row, float[] dst, int at) {
        rows.checkRow(row);
        copy(row, 1, dst, at);
    }

    /**
     * Copies the vectors {@code from .. from + count} to {@code dst[at .. at + count * d)}, row-major.
     *
     * @throws InvalidInputException where there are no such rows, or no room for them
     */
    public void copyRows(long from, int count, float[] dst, int at) {
        rows.checkRange(from, from + count);
        copy(from, count, dst, at);
    }

    /** One vector as an array of its own. */
    public float[] row(long row) {
        float[] copy = new float[rows.d()];
        copyRow(row, copy, 0);
        return copy;
    }

    /**
     * A view of the vectors {@code from} to {@code to}, exclusive; its row 0 is our row {@code from}.
     *
     * @throws InvalidInputException where there are no such rows
     */
    public Vectors rows(long from, long to) {
        return new Vectors(rows.slice(from, to));
    }

    /**
     * A copy in memory of the vectors named, in the order named; a row may be named twice.
     *
     * @throws InvalidInputException where there is no such row
     */
    public Vectors select(long[] rows) {
        return new Vectors(this.rows.select(rows));
    }

    /**
     * Checks that no value is NaN or infinite. Reads every row once; bytes always pass.
     *
     * @param what how the message calls a row, such as "base vector"
     * @throws InvalidInputException naming the first such row, its value and the dimension
     */
    public void requireFinite(String what) {
        if (type == ElementType.UINT8) {
            return;
        }
        int rowsAtATime = (int) Math.min(Math.max(1, CHUNK / rows.d()), rows.n());
        float[] chunk = new float[rowsAtATime * rows.d()];
        for (long from = 0; from < rows.n(); from += rowsAtATime) {
            int count = (int) Math.min(rowsAtATime, rows.n() - from);
            copy(from, count, chunk, 0);
            int bad = firstNotFinite(chunk, count * rows.d());
            if (bad >= 0) {
                throw new InvalidInputException(what + " " + (from + bad / rows.d()) + " has " + chunk[bad] + " at dimension "
                        + bad % rows.d() + "; every value must be finite");
            }
        }
    }

    /** The first NaN or infinity among the first {@code length} values, or -1. */
    private static int firstNotFinite(float[] values, int length) {
        // A maximum over the bits without sign instead of a branch per value: NaN and infinities are the greatest.
        int greatest = 0;
        for (int i = 0; i < length; i++) {
            greatest = Math.max(greatest, Float.floatToRawIntBits(values[i]) & 0x7fff_ffff);
        }
        if (greatest < 0x7f80_0000) {
            return -1;
        }
        int i = 0;
        while (Float.isFinite(values[i])) {
            i++;
        }
        return i;
    }

    private void copy(long from, int count, float[] dst, int at) {
        long values = (long) count * rows.d();
        if (at < 0 || values > dst.length - at) {
            throw new InvalidInputException(count + " rows of " + rows.d() + " numbers do not fit in an array of "
                    + dst.length + " from index " + at);
        }
        // Rows without gaps are one long row.
        int pieces = rows.contiguous() ? 1 : count;
        int length = rows.contiguous() ? (int) values : rows.d();
        switch (type) {
            case FLOAT32 -> {
                for (int i = 0; i < pieces; i++) {
                    MemorySegment.copy(rows.segment(), floats, rows.at(from + i), dst, at + i * length, length);
                }
            }
            case UINT8 -> {
                byte[] scratch = new byte[Math.min(length, CHUNK)];
                for (int i = 0; i < pieces; i++) {
                    widen(rows.at(from + i), length, scratch, dst, at + i * length);
                }
            }
        }
    }

    /** Bytes to floats through an array: a loop over one compiles far better than one over a segment. */
    private void widen(long offset, int length, byte[] scratch, float[] dst, int at) {
        for (int done = 0; done < length; done += scratch.length) {
            int part = Math.min(scratch.length, length - done);
            MemorySegment.copy(rows.segment(), ValueLayout.JAVA_BYTE, offset + done, scratch, 0, part);
            for (int i = 0; i < part; i++) {
                dst[at + done + i] = scratch[i] & 0xff;
            }
        }
    }

    /** For the package: where the numbers lie. */
    Rows rows() {
        return rows;
    }

    /** Shape and type, such as "1000 x 128 float32". */
    @Override
    public String toString() {
        return rows.toString();
    }
}
