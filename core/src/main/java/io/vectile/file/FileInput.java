package io.vectile.file;

import io.vectile.error.InvalidInputException;
import io.vectile.error.VectorFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Reads numbers of a stretch of a file one after the other, little endian. What is asked for is held against the bytes that
 * remain before anything is made of it; every failure names the byte. Belongs to one thread.
 */
public abstract class FileInput {
    /** The most bytes that are looked at in one piece. */
    public static final int MOST_AT_ONCE = 1 << 20;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final String part;
    private final String whole;
    private final long end;
    private long at;

    /**
     * Begins at the start of a stretch.
     *
     * @param start the first byte, counted from the start of the file
     * @param end   the byte after the last
     * @param part  what messages begin with, such as "section INFO: "
     * @param whole what ends where the stretch ends: "file" or "section"
     */
    protected FileInput(Path path, long start, long end, String part, String whole) {
        this.path = path;
        this.part = part;
        this.whole = whole;
        this.end = end;
        this.at = start;
    }

    /** Bytes of the stretch, at most {@link #MOST_AT_ONCE}, good until the next call. */
    protected abstract MemorySegment look(long offset, int n);

    /** The byte that is read next, counted from the start of the file. */
    public final long position() {
        return at;
    }

    /** Bytes that are left. */
    public final long remaining() {
        return end - at;
    }

    /** What is wrong, and at which byte. */
    public final VectorFileException wrong(long offset, String message) {
        return new VectorFileException(path, offset, part + message);
    }

    /** What a constructor refuses is wrong in the file. */
    public final <T> T named(long offset, Supplier<T> made) {
        try {
            return made.get();
        } catch (InvalidInputException e) {
            throw wrong(offset, e.getMessage());
        }
    }

    /** Moves on past bytes that are there. Returns where they begin. */
    protected final long advance(long bytes, String what) {
        if (bytes > remaining()) {
            throw wrong(at, what + " needs " + bytes + " bytes; the " + whole + " ends after " + remaining() + " more");
        }
        long start = at;
        at += bytes;
        return start;
    }

    /** Passes over bytes. */
    public final void skip(long bytes, String what) {
        advance(bytes, what);
    }

    /** The bytes of one number. By way of a buffer: single reads from a segment make a young JVM spin up a lot of code. */
    private ByteBuffer number(int bytes, String what) {
        return look(advance(bytes, what), bytes).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Four characters, or where they are none of ASCII, the four bytes as {@code 0x80000000}. */
    public final String fourcc(String what) {
        byte[] letters = new byte[4];
        number(4, what).get(0, letters);
        for (byte letter : letters) {
            if (letter < ' ' || letter > '~') {
                return "0x" + HexFormat.of().formatHex(letters);
            }
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    public final int u8(String what) {
        return number(1, what).get(0) & 255;
    }

    public final boolean bool(String what) {
        int value = u8(what);
        if (value > 1) {
            throw wrong(at - 1, what + " is " + value + "; it must be 0 or 1");
        }
        return value == 1;
    }

    public final int i32(String what) {
        return number(Integer.BYTES, what).getInt(0);
    }

    public final long i64(String what) {
        return number(Long.BYTES, what).getLong(0);
    }

    public final float f32(String what) {
        return number(Float.BYTES, what).getFloat(0);
    }

    /** A number that is one of few. */
    public final int i32(String what, int least, int most) {
        int value = i32(what);
        if (value < least || value > most) {
            throw wrong(at - Integer.BYTES, what + " is " + value + "; it must be " + least + " to " + most);
        }
        return value;
    }

    /** An unsigned number that must lie in a range. */
    public final long u64(String what, long least, long most) {
        long value = i64(what);
        if (value < least || value > most) {
            throw wrong(at - Long.BYTES, what + " is " + Long.toUnsignedString(value) + "; it must be " + least + " to " + most);
        }
        return value;
    }

    /** So many floats, all finite, which are there before memory is taken for them. */
    public final float[] f32s(String what, long count) {
        // Divided rather than multiplied, so that no count can overflow the comparison.
        if (count > remaining() / Float.BYTES) {
            throw wrong(at, count + " " + what + " need 4 bytes each; the " + whole + " ends after " + remaining() + " more");
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw wrong(at, count + " " + what + " do not fit into one array");
        }
        float[] floats = new float[(int) count];
        int done = 0;
        while (done < floats.length) {
            int n = Math.min(floats.length - done, MOST_AT_ONCE / Float.BYTES);
            long start = copyFloats(what, floats, done, n);
            for (int i = done; i < done + n; i++) {
                if (!Float.isFinite(floats[i])) {
                    throw wrong(start + (long) (i - done) * Float.BYTES, "number " + i + " of the " + what + " is " + floats[i]
                            + "; every one must be finite");
                }
            }
            done += n;
        }
        return floats;
    }

    /** So many numbers of eight bytes, which are there before memory is taken for them. */
    public final long[] i64s(String what, long count) {
        if (count > remaining() / Long.BYTES || count > Integer.MAX_VALUE - 8) {
            throw wrong(at, count + " " + what + " need 8 bytes each, and one array; the " + whole + " ends after " + remaining()
                    + " more");
        }
        long[] values = new long[(int) count];
        for (int done = 0; done < values.length; ) {
            int n = Math.min(values.length - done, MOST_AT_ONCE / Long.BYTES);
            MemorySegment.copy(look(advance((long) n * Long.BYTES, what), n * Long.BYTES), LONG, 0, values, done, n);
            done += n;
        }
        return values;
    }

    /**
     * Copies floats, whatever they are, of at most {@link #MOST_AT_ONCE} bytes into {@code into[from .. from + n)}.
     *
     * @return where they begin
     */
    public final long copyFloats(String what, float[] into, int from, int n) {
        long start = advance((long) n * Float.BYTES, what);
        MemorySegment.copy(look(start, n * Float.BYTES), FLOAT, 0, into, from, n);
        return start;
    }
}
