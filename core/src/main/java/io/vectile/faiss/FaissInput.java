package io.vectile.faiss;

import io.vectile.error.VectorFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Reads the primitives of a Faiss file one after the other: little endian, without padding. A count is held against the
 * bytes that remain before anything is made of it. Every failure names the byte.
 */
final class FaissInput {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final MemorySegment file;
    private long at;

    FaissInput(Path path, MemorySegment file) {
        this.path = path;
        this.file = file;
    }

    /** The byte that is read next. */
    long position() {
        return at;
    }

    long remaining() {
        return file.byteSize() - at;
    }

    /** What is wrong, and at which byte. */
    VectorFileException wrong(long offset, String message) {
        return new VectorFileException(path, offset, message);
    }

    private long advance(long bytes, String what) {
        if (bytes > remaining()) {
            throw wrong(at, what + " needs " + bytes + " bytes; the file ends after " + remaining() + " more");
        }
        long start = at;
        at += bytes;
        return start;
    }

    void skip(long bytes, String what) {
        advance(bytes, what);
    }

    /** All of the file. */
    MemorySegment file() {
        return file;
    }

    /** The next bytes where they lie. */
    MemorySegment bytes(long n, String what) {
        return file.asSlice(advance(n, what), n);
    }

    /** Four characters, or where they are none of ASCII, the four bytes as {@code 0x80000000}. */
    String fourcc(String what) {
        byte[] letters = new byte[4];
        number(4, what).get(0, letters);
        for (byte letter : letters) {
            if (letter < ' ' || letter > '~') {
                return "0x" + HexFormat.of().formatHex(letters);
            }
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    /** The bytes of one number. By way of a buffer: single reads from a segment make a young JVM spin up a lot of code. */
    private ByteBuffer number(int bytes, String what) {
        return bytes(bytes, what).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    int u8(String what) {
        return number(1, what).get(0) & 255;
    }

    boolean bool(String what) {
        int value = u8(what);
        if (value > 1) {
            throw wrong(at - 1, what + " is " + value + "; it must be 0 or 1");
        }
        return value == 1;
    }

    int i32(String what) {
        return number(Integer.BYTES, what).getInt(0);
    }

    long i64(String what) {
        return number(Long.BYTES, what).getLong(0);
    }

    float f32(String what) {
        return number(Float.BYTES, what).getFloat(0);
    }

    /** A number that is one of few. */
    int i32(String what, int least, int most) {
        int value = i32(what);
        if (value < least || value > most) {
            throw wrong(at - Integer.BYTES, what + " is " + value + "; it must be " + least + " to " + most);
        }
        return value;
    }

    /** An unsigned number that must lie in a range. */
    long u64(String what, long least, long most) {
        long value = i64(what);
        if (value < least || value > most) {
            throw wrong(at - Long.BYTES, what + " is " + Long.toUnsignedString(value) + "; it must be " + least + " to " + most);
        }
        return value;
    }

    /** The number of elements of a vector of the file, all of which lie in the file. */
    long count(String what, int elementBytes) {
        long count = i64(what);
        if (count < 0 || count > remaining() / elementBytes) {
            throw wrong(at - Long.BYTES, "there should be " + Long.toUnsignedString(count) + " " + what + " of " + elementBytes
                    + " bytes; the file ends after " + remaining() + " more");
        }
        return count;
    }

    /** The elements of a vector of the file, of which there must be so many. */
    MemorySegment vector(String what, int elementBytes, long needed) {
        long start = at;
        long count = count(what, elementBytes);
        if (count != needed) {
            throw wrong(start, "there are " + count + " " + what + "; there must be " + needed);
        }
        return bytes(count * elementBytes, what);
    }

    /** A vector of floats, so many and all finite. */
    float[] floats(String what, long needed) {
        long start = at + Long.BYTES;
        return floats(what, vector(what, Float.BYTES, needed), start);
    }

    /** A vector of floats, as many as there are and all finite. */
    float[] floats(String what) {
        long count = count(what, Float.BYTES);
        long start = at;
        return floats(what, bytes(count * Float.BYTES, what), start);
    }

    private float[] floats(String what, MemorySegment bytes, long start) {
        if (bytes.byteSize() / Float.BYTES > Integer.MAX_VALUE - 8) {
            throw wrong(start, bytes.byteSize() / Float.BYTES + " " + what + " do not fit into one array");
        }
        float[] floats = new float[(int) (bytes.byteSize() / Float.BYTES)];
        MemorySegment.copy(bytes, FLOAT, 0, floats, 0, floats.length);
        for (int i = 0; i < floats.length; i++) {
            if (!Float.isFinite(floats[i])) {
                throw wrong(start + (long) i * Float.BYTES, "number " + i + " of the " + what + " is " + floats[i]
                        + "; every one must be finite");
            }
        }
        return floats;
    }

    /** Checks that nothing follows. */
    void end() {
        if (remaining() > 0) {
            throw wrong(at, remaining() + " bytes follow the end of the index");
        }
    }
}
