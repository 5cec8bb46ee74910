package io.vectile.faiss;

import io.vectile.file.ReplacementFile;
import io.vectile.file.SystemRefusal;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes the primitives of a Faiss file one after the other, through a buffer, into a file that replaces its target when it
 * is whole; or only counts their bytes.
 */
final class FaissOutput implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final ReplacementFile file;
    private final ByteBuffer buffer;
    private long flushed;

    private FaissOutput(Path path, ReplacementFile file, int bufferBytes) {
        this.path = path;
        this.file = file;
        this.buffer = ByteBuffer.allocateDirect(bufferBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws io.vectile.error.VectorFileException where the file cannot be written */
    static FaissOutput to(Path path) {
        return new FaissOutput(path, ReplacementFile.open(path), BUFFER_BYTES);
    }

    /** Counts bytes and writes none. */
    static FaissOutput counting() {
        return new FaissOutput(null, null, 64);
    }

    /** Bytes so far. */
    long position() {
        return flushed + buffer.position();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() {
        int bytes = buffer.position();
        if (file != null) {
            try {
                file.write(buffer.flip(), flushed);
            } catch (IOException e) {
                throw SystemRefusal.of(path, "cannot be written", e);
            }
        }
        flushed += bytes;
        buffer.clear();
    }

    void fourcc(String fourcc) {
        byte[] letters = fourcc.getBytes(StandardCharsets.US_ASCII);
        room(letters.length).put(letters);
    }

    void u8(int value) {
        room(1).put((byte) value);
    }

    void bool(boolean value) {
        u8(value ? 1 : 0);
    }

    void i32(int value) {
        room(Integer.BYTES).putInt(value);
    }

    void i64(long value) {
        room(Long.BYTES).putLong(value);
    }

    void f32(float value) {
        room(Float.BYTES).putFloat(value);
    }

    /** A vector of the file: its count and its floats; null is an empty one. */
    void floats(float[] values) {
        int n = values == null ? 0 : values.length;
        i64(n);
        bulk((long) n * Float.BYTES, () -> {
            for (int i = 0; i < n; i++) {
                f32(values[i]);
            }
        });
    }

    /** Many bytes, which are not made where they are only counted. */
    void bulk(long bytes, Runnable write) {
        if (file == null) {
            flush();
            flushed += bytes;
            return;
        }
        long start = position();
        write.run();
        if (position() - start != bytes) {
            throw new IllegalStateException("wrote " + (position() - start) + " bytes where " + bytes + " belong");
        }
    }

    /** Bytes of a heap array. */
    void bytes(byte[] values, int n) {
        int done = 0;
        while (done < n) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(n - done, buffer.remaining());
            buffer.put(values, done, part);
            done += part;
        }
    }

    /** Bytes of memory or of a mapped file. */
    void segment(MemorySegment bytes) {
        bulk(bytes.byteSize(), () -> {
            long done = 0;
            while (done < bytes.byteSize()) {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                int part = (int) Math.min(bytes.byteSize() - done, buffer.remaining());
                MemorySegment.copy(bytes, done, MemorySegment.ofBuffer(buffer), 0, part);
                buffer.position(buffer.position() + part);
                done += part;
            }
        });
    }

    /** Makes the file durable and moves it over its target. */
    void commit() {
        flush();
        try {
            file.commit();
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be written", e);
        }
    }

    /** Removes what was written if it was not committed. */
    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw SystemRefusal.of(path, "the temporary file beside it cannot be removed", e);
        }
    }
}
