package io.vectile.vectors;

import io.vectile.error.VectorFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * fvecs, bvecs and ivecs: every row is an int32 d followed by d numbers, and nothing else is in the file. The format of
 * SIFT1M and GIST1M (corpus-texmex.irisa.fr).
 *
 * @param element float32, uint8 or int32
 */
record VecsFormat(Scalar element) implements Format {
    /** Rows that are looked at where not all are. */
    private static final int FEW = 64;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);

    @Override
    public Rows read(Path path, MemorySegment file, boolean everyRow) {
        long size = file.byteSize();
        if (size < Integer.BYTES) {
            throw new VectorFileException(path, 0, "the file has " + size + " bytes; a row starts with a 4-byte dimension");
        }
        int d = FileChecks.dimension(path, 0, file.get(INT, 0));
        long stride = Integer.BYTES + (long) d * element.bytes();
        long n = size / stride;
        long step = everyRow ? 1 : Math.max(1, n / FEW);
        for (long row = step; row < n; row += step) {
            checkRowHeader(path, file, row, d, stride);
        }
        if (n * stride != size) {
            throw new VectorFileException(path, n * stride, "row " + n + " is cut off after " + (size - n * stride)
                    + " bytes; a row of d = " + d + " " + element + " takes " + stride + " (the file has " + size + ")");
        }
        return new Rows(file, element, ORDER, n, d, Integer.BYTES, stride);
    }

    /** A changed dimension would shift all rows after it, and nothing else in the file tells. */
    private static void checkRowHeader(Path path, MemorySegment file, long row, int d, long stride) {
        int found = file.get(INT, row * stride);
        if (found != d) {
            throw new VectorFileException(path, row * stride, "row " + row + " has dimension " + found
                    + " and row 0 has " + d + "; all rows must have the same");
        }
    }

    @Override
    public Scalar stored(Scalar given) {
        return element;
    }

    @Override
    public int headerBytes() {
        return 0;
    }

    @Override
    public ByteBuffer header(Path path, Scalar scalar, long n, int d) {
        if (n == 0) {
            throw new VectorFileException(path, "0 rows cannot be written in this format, because only a row says the"
                    + " dimension; npy, fbin, u8bin and ibin can hold them");
        }
        return ByteBuffer.allocate(0);
    }

    @Override
    public int rowHeaderBytes() {
        return Integer.BYTES;
    }
}
