package io.vectile.vectors;

import io.vectile.error.VectorFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * npy, the array file of NumPy, versions 1, 2 and 3 (numpy.lib.format): the magic bytes, a version, the length of the
 * header (uint16, from version 2 uint32), the header as text, then the numbers. Written as version 1 with a header of 128
 * bytes in all, byte for byte as NumPy writes it.
 */
record NpyFormat() implements Format {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Magic, version, and a length of two bytes. */
    private static final int PREAMBLE = MAGIC.length + 2 + Short.BYTES;

    /** A multiple of 64 with room for every shape of two numbers. */
    private static final int WRITTEN_HEADER = 128;

    /** The header of a plain array takes about 120 bytes; a longer claim is damage, and is not allocated. */
    private static final long MAX_HEADER = 65_535;

    @Override
    public Rows read(Path path, MemorySegment file, boolean everyRow) {
        long size = file.byteSize();
        if (size < PREAMBLE || file.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) != -1) {
            throw new VectorFileException(path, 0, "this is not an npy file; one starts with \\x93NUMPY");
        }
        int version = file.get(ValueLayout.JAVA_BYTE, MAGIC.length) & 0xff;
        if (version < 1 || version > 3) {
            throw new VectorFileException(path, MAGIC.length, "npy version " + version + " is unknown; 1, 2 and 3 are read");
        }
        int lengthAt = MAGIC.length + 2;
        int textAt = version == 1 ? PREAMBLE : PREAMBLE + Short.BYTES;
        if (size < textAt) {
            throw new VectorFileException(path, lengthAt, "the file ends inside the length of its header");
        }
        long length = version == 1
                ? Short.toUnsignedLong(file.get(SHORT, lengthAt))
                : Integer.toUnsignedLong(file.get(INT, lengthAt));
        if (length > Math.min(MAX_HEADER, size - textAt)) {
            throw new VectorFileException(path, lengthAt, "the header should be " + length + " bytes long; the file has "
                    + (size - textAt) + " more, and " + MAX_HEADER + " is the most that is read");
        }
        byte[] utf8 = file.asSlice(textAt, length).toArray(ValueLayout.JAVA_BYTE);
        NpyHeader header = NpyHeader.parse(path, textAt, new String(utf8, StandardCharsets.UTF_8));
        return rows(path, file, textAt, textAt + length, header);
    }

    private static Rows rows(Path path, MemorySegment file, long headerAt, long dataAt, NpyHeader header) {
        Scalar scalar = switch (header.descr()) {
            case "<f4" -> Scalar.FLOAT32;
            case "|u1" -> Scalar.UINT8;
            case "<i4" -> Scalar.INT32;
            case "<i8" -> Scalar.INT64;
            default -> throw new VectorFileException(path, headerAt, "the numbers are of dtype " + NpyHeader.shown(header.descr())
                    + "; vectors are read from <f4 and |u1, integers from <i4 and <i8 (NumPy's astype converts)");
        };
        if (header.fortranOrder()) {
            throw new VectorFileException(path, headerAt, "the array is in Fortran order; only C order is read"
                    + " (numpy.ascontiguousarray converts)");
        }
        long[] shape = header.shape();
        boolean column = shape.length == 1 && !scalar.isVectorElement();
        if (shape.length != 2 && !column) {
            throw new VectorFileException(path, headerAt, "the array has the shape " + header.shapeText()
                    + "; vectors need (n, d), integers (n, d) or (n,)");
        }
        int d = column ? 1 : FileChecks.dimension(path, headerAt, shape[1]);
        FileChecks.rowsFillFile(path, dataAt, file.byteSize(), shape[0], d, scalar);
        return new Rows(file, scalar, ORDER, shape[0], d, dataAt, (long) d * scalar.bytes());
    }

    @Override
    public Scalar stored(Scalar given) {
        return given;
    }

    @Override
    public int headerBytes() {
        return WRITTEN_HEADER;
    }

    @Override
    public ByteBuffer header(Path path, Scalar scalar, long n, int d) {
        String descr = switch (scalar) {
            case FLOAT32 -> "<f4";
            case UINT8 -> "|u1";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
        };
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + n + ", " + d + "), }";
        int length = WRITTEN_HEADER - PREAMBLE;
        String padded = text + " ".repeat(length - 1 - text.length()) + "\n";
        return ByteBuffer.allocate(WRITTEN_HEADER).order(ORDER)
                .put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length)
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .flip();
    }

    @Override
    public int rowHeaderBytes() {
        return 0;
    }
}
