package io.vectile.vectors;

import io.vectile.error.VectorFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * fbin, u8bin and ibin: uint32 n, uint32 d, then n rows of d numbers. The format of the billion-scale benchmarks
 * (big-ann-benchmarks.com). Files of up to 2^31 - 1 rows are also right for readers that take n as signed.
 *
 * @param element float32, uint8 or int32
 */
record BinFormat(Scalar element) implements Format {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
    private static final int HEADER = 2 * Integer.BYTES;
    private static final long MAX_N = 0xffff_ffffL;

    @Override
    public Rows read(Path path, MemorySegment file, boolean everyRow) {
        long size = file.byteSize();
        if (size < HEADER) {
            throw new VectorFileException(path, 0, "the file has " + size + " bytes; its header alone takes " + HEADER);
        }
        long n = Integer.toUnsignedLong(file.get(INT, 0));
        int d = FileChecks.dimension(path, Integer.BYTES, file.get(INT, Integer.BYTES));
        FileChecks.rowsFillFile(path, HEADER, size, n, d, element);
        return new Rows(file, element, ORDER, n, d, HEADER, (long) d * element.bytes());
    }

    @Override
    public Scalar stored(Scalar given) {
        return element;
    }

    @Override
    public int headerBytes() {
        return HEADER;
    }

    @Override
    public ByteBuffer header(Path path, Scalar scalar, long n, int d) {
        if (n > MAX_N) {
            throw new VectorFileException(path, n + " rows cannot be written in this format, which counts them in 32 bits;"
                    + " npy can hold them");
        }
        return ByteBuffer.allocate(HEADER).order(ORDER).putInt((int) n).putInt(d).flip();
    }

    @Override
    public int rowHeaderBytes() {
        return 0;
    }
}
