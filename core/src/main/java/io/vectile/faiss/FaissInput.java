package io.vectile.faiss;

import io.vectile.file.FileInput;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Reads a mapped Faiss file from its start to its end: numbers without padding between them, and vectors, which are a count
 * and that many elements. A count is held against the bytes that remain before anything is made of it.
 */
final class FaissInput extends FileInput {
    private final MemorySegment file;

    FaissInput(Path path, MemorySegment file) {
        super(path, 0, file.byteSize(), "", "file");
        this.file = file;
    }

    @Override
    protected MemorySegment look(long offset, int n) {
        return file.asSlice(offset, n);
    }

    /** All of the file. */
    MemorySegment file() {
        return file;
    }

    /** The next bytes where they lie. */
    MemorySegment bytes(long n, String what) {
        return file.asSlice(advance(n, what), n);
    }

    /** The number of elements of a vector of the file, all of which lie in the file. */
    long count(String what, int elementBytes) {
        long count = i64(what);
        if (count < 0 || count > remaining() / elementBytes) {
            throw wrong(position() - Long.BYTES, "there should be " + Long.toUnsignedString(count) + " " + what + " of "
                    + elementBytes + " bytes; the file ends after " + remaining() + " more");
        }
        return count;
    }

    private long count(String what, int elementBytes, long needed) {
        long start = position();
        long count = count(what, elementBytes);
        if (count != needed) {
            throw wrong(start, "there are " + count + " " + what + "; there must be " + needed);
        }
        return count;
    }

    /** The elements of a vector of the file, of which there must be so many. */
    MemorySegment vector(String what, int elementBytes, long needed) {
        return bytes(count(what, elementBytes, needed) * elementBytes, what);
    }

    /** A vector of floats, so many and all finite. */
    float[] floats(String what, long needed) {
        return f32s(what, count(what, Float.BYTES, needed));
    }

    /** A vector of floats, as many as there are and all finite. */
    float[] floats(String what) {
        return f32s(what, count(what, Float.BYTES));
    }

    /** Checks that nothing follows. */
    void end() {
        if (remaining() > 0) {
            throw wrong(position(), remaining() + " bytes follow the end of the index");
        }
    }
}
