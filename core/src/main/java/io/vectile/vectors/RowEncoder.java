package io.vectile.vectors;

import io.vectile.error.InvalidInputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Puts one row into the bytes of a file, in the number type of that file; refuses what does not fit without loss. */
@FunctionalInterface
interface RowEncoder {
    /**
     * Writes the d numbers of a row, little endian.
     *
     * @throws InvalidInputException naming the row and the value that the file's number type cannot hold
     */
    void encode(long row, MemorySegment out, long at);

    /**
     * From vectors.
     *
     * @param firstRow added to row numbers in messages
     */
    static RowEncoder of(Vectors vectors, Scalar stored, long firstRow) {
        Rows rows = vectors.rows();
        if (rows.scalar() == stored) {
            return verbatim(rows);
        }
        float[] values = new float[rows.d()];
        if (stored == Scalar.FLOAT32) {
            return (row, out, at) -> {
                vectors.copyRow(row, values, 0);
                MemorySegment.copy(values, 0, out, stored.layout(Format.ORDER), at, values.length);
            };
        }
        byte[] narrow = new byte[rows.d()];
        return (row, out, at) -> {
            vectors.copyRow(row, values, 0);
            for (int i = 0; i < values.length; i++) {
                int value = (int) values[i];
                if (value != values[i] || value < 0 || value > 255) {
                    throw new InvalidInputException("row " + (firstRow + row) + " has " + values[i] + " at dimension " + i
                            + "; bvecs and u8bin hold whole numbers 0 to 255, fvecs, fbin and npy any float");
                }
                narrow[i] = (byte) value;
            }
            MemorySegment.copy(narrow, 0, out, ValueLayout.JAVA_BYTE, at, narrow.length);
        };
    }

    /** From integers; both file types for them that have a type of their own hold int32. */
    static RowEncoder of(IntVectors integers, Scalar stored) {
        Rows rows = integers.rows();
        if (rows.scalar() == stored) {
            return verbatim(rows);
        }
        ValueLayout.OfInt layout = ValueLayout.JAVA_INT_UNALIGNED.withOrder(Format.ORDER);
        return (row, out, at) -> MemorySegment.copy(integers.rowInts(row), 0, out, layout, at, rows.d());
    }

    private static RowEncoder verbatim(Rows rows) {
        ValueLayout from = rows.scalar().layout(rows.order());
        ValueLayout to = rows.scalar().layout(Format.ORDER);
        return (row, out, at) -> MemorySegment.copy(rows.segment(), from, rows.at(row), out, to, at, rows.d());
    }
}
