package io.vectile.faiss;

import io.vectile.file.SourceFile;
import java.lang.foreign.MemorySegment;

/** A stretch of a file in memory that moves along with what is asked for. Belongs to one thread. */
final class FileWindow {
    private static final int BYTES = 1 << 19;

    private final SourceFile file;
    private byte[] bytes;
    private long start;
    private int length;

    FileWindow(SourceFile file, int atLeast) {
        this.file = file;
        this.bytes = new byte[Math.max(BYTES, atLeast)];
    }

    /** Where in {@link #bytes} the n bytes from an offset of the file are now. */
    int at(long offset, int n) {
        if (offset < start || offset + n > start + length) {
            start = offset;
            length = (int) Math.min(bytes.length, file.mapped().byteSize() - offset);
            file.read(offset, bytes, 0, length);
        }
        return (int) (offset - start);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Copies n longs that lie at an index of {@link #bytes}. */
    void longs(int at, long[] to, int n) {
        MemorySegment.copy(MemorySegment.ofArray(bytes), FaissParts.LONG, at, to, 0, n);
    }
}
