package io.vectile.vectors;

import io.vectile.error.VectorFileException;
import io.vectile.file.ReplacementFile;
import io.vectile.file.SystemRefusal;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes rows in any format, through a buffer, into a file that replaces its target when it is whole. */
final class RowWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final Format format;
    private final Scalar stored;
    private final int d;
    private final ReplacementFile file;
    private final int rowBytes;
    private final ByteBuffer buffer;
    private final MemorySegment bufferSegment;
    private int buffered;
    private long position;
    private long n;

    /** From the first row that could not be written: what follows would not be what the caller meant to write. */
    private boolean broken;

    RowWriter(Path path, Format format, Scalar stored, int d) {
        this.path = path;
        this.format = format;
        this.stored = stored;
        this.d = d;
        this.rowBytes = format.rowHeaderBytes() + d * stored.bytes();
        this.buffer = ByteBuffer.allocateDirect(Math.max(1, BUFFER_BYTES / rowBytes) * rowBytes);
        this.bufferSegment = MemorySegment.ofBuffer(buffer);
        this.position = format.headerBytes();
        this.file = ReplacementFile.open(path);
    }

    /** Rows written so far. */
    long n() {
        return n;
    }

    /** Appends rows 0 to count of what the encoder reads. */
    void append(long count, RowEncoder encoder) {
        requireWhole();
        broken = true;
        for (long row = 0; row < count; row++) {
            if (buffered == buffer.capacity()) {
                flush();
            }
            if (format.rowHeaderBytes() > 0) {
                bufferSegment.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(Format.ORDER), buffered, d);
            }
            encoder.encode(row, bufferSegment, buffered + format.rowHeaderBytes());
            buffered += rowBytes;
        }
        n += count;
        broken = false;
    }

    private void flush() {
        try {
            file.write(buffer.clear().limit(buffered), position);
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be written", e);
        }
        position += buffered;
        buffered = 0;
    }

    /** Puts the header before the rows and the file in its place. */
    void commit() {
        requireWhole();
        broken = true;
        flush();
        try {
            file.write(format.header(path, stored, n, d), 0);
            file.commit();
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be written", e);
        }
    }

    private void requireWhole() {
        if (broken) {
            throw new VectorFileException(path, "cannot be written: this writer has been committed, or an earlier append failed");
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw SystemRefusal.of(path, "the temporary file beside it cannot be removed", e);
        }
    }
}
