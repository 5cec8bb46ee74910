package io.vectile.vectors;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A layout of rows in a file: where they lie when it is read, and what stands around them when it is written. All numbers
 * in all formats are little endian. Reading checks everything that the file says about itself against its size.
 */
sealed interface Format permits VecsFormat, BinFormat, NpyFormat {
    ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /**
     * The rows of a file.
     *
     * @param path for error messages
     * @param file all bytes of it, at least one
     * @param everyRow whether to check what stands before every row, or before a few
     * @throws io.vectile.error.VectorFileException where the file is damaged, or holds what this format is not read for
     */
    Rows read(Path path, MemorySegment file, boolean everyRow);

    /** The number type that rows of a given type are stored as, be it with or without a check that they fit. */
    Scalar stored(Scalar given);

    /** Bytes before the first row, the same for every shape so that rows can be written before their number is known. */
    int headerBytes();

    /**
     * The bytes before the first row.
     *
     * @throws io.vectile.error.VectorFileException where the format has no way to say this number of rows
     */
    ByteBuffer header(Path path, Scalar scalar, long n, int d);

    /** Bytes before every row: none, or 4 for an int32 that repeats d. */
    int rowHeaderBytes();
}
