package io.vectile.file;

import io.vectile.concurrent.Meter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes numbers one after the other, little endian, through a direct buffer, into a file that replaces its target when it
 * is whole; or only counts their bytes. Belongs to one thread.
 */
public class FileOutput implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;
    /** Enough for the widest number. */
    private static final int LEAST_BUFFER_BYTES = 64;

    private final Path path;
    private final ReplacementFile file;
    private final Meter meter;
    private final ByteBuffer buffer;
    private final CRC32C checksum = new CRC32C();
    /** Where in the buffer the bytes begin that are to go into the checksum; -1 while there is none. */
    private int checksumFrom = -1;
    private long flushed;

    /**
     * Begins a file.
     *
     * @param path     the target; null to count bytes and write none
     * @param meter    hears of bytes on their way to the disk, and may stop the writing; null for none
     * @param expected about how many bytes there will be: a small file takes a small buffer
     * @throws io.vectile.error.VectorFileException where the file cannot be written
     */
    public FileOutput(Path path, Meter meter, long expected) {
        this.path = path;
        this.meter = meter;
        // Before the file: without memory for it, none is left behind.
        this.buffer = (path == null
                ? ByteBuffer.allocate(LEAST_BUFFER_BYTES)
                : ByteBuffer.allocateDirect(Math.clamp(expected, LEAST_BUFFER_BYTES, BUFFER_BYTES)))
                .order(ByteOrder.LITTLE_ENDIAN);
        this.file = path == null ? null : ReplacementFile.open(path);
    }

    /** Whether bytes are only counted. */
    public final boolean isCounting() {
        return file == null;
    }

    /** Bytes so far. */
    public final long position() {
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
        addToChecksum();
        write(buffer.flip(), flushed);
        flushed += bytes;
        buffer.clear();
        checksumFrom = checksumFrom < 0 ? -1 : 0;
        if (meter != null) {
            meter.add(bytes);
        }
    }

    private void write(ByteBuffer bytes, long position) {
        if (file == null) {
            return;
        }
        try {
            file.write(bytes, position);
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be written", e);
        }
    }

    private void addToChecksum() {
        if (checksumFrom >= 0) {
            checksum.update(buffer.slice(checksumFrom, buffer.position() - checksumFrom));
            checksumFrom = buffer.position();
        }
    }

    /** Takes all that is written from here on into a checksum. */
    public final void startChecksum() {
        checksum.reset();
        checksumFrom = buffer.position();
    }

    /** The CRC32C of what was written since it was started; means nothing where bytes are only counted. */
    public final int endChecksum() {
        addToChecksum();
        checksumFrom = -1;
        return (int) checksum.getValue();
    }

    /** ASCII letters. */
    public final void letters(String letters) {
        byte[] bytes = letters.getBytes(StandardCharsets.US_ASCII);
        bytes(bytes, bytes.length);
    }

    public final void u8(int value) {
        room(1).put((byte) value);
    }

    /** A byte that is 0 or 1. */
    public final void bool(boolean value) {
        u8(value ? 1 : 0);
    }

    public final void u16(int value) {
        room(Short.BYTES).putShort((short) value);
    }

    public final void i32(int value) {
        room(Integer.BYTES).putInt(value);
    }

    public final void i64(long value) {
        room(Long.BYTES).putLong(value);
    }

    public final void f32(float value) {
        room(Float.BYTES).putFloat(value);
    }

    /** Floats of an array. */
    public final void f32s(float[] values) {
        bulk((long) values.length * Float.BYTES, () -> {
            for (int done = 0; done < values.length;) {
                int part = Math.min(values.length - done, room(Float.BYTES).remaining() / Float.BYTES);
                buffer.asFloatBuffer().put(values, done, part);
                buffer.position(buffer.position() + part * Float.BYTES);
                done += part;
            }
        });
    }

    /** Numbers of eight bytes of an array. */
    public final void i64s(long[] values) {
        bulk((long) values.length * Long.BYTES, () -> {
            for (int done = 0; done < values.length;) {
                int part = Math.min(values.length - done, room(Long.BYTES).remaining() / Long.BYTES);
                buffer.asLongBuffer().put(values, done, part);
                buffer.position(buffer.position() + part * Long.BYTES);
                done += part;
            }
        });
    }

    /** A text: its length in bytes u32, and these in UTF-8. */
    public final void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        i32(utf8.length);
        bytes(utf8, utf8.length);
    }

    /** So many bytes of zero. */
    public final void zeros(long count) {
        bulk(count, () -> {
            for (long i = 0; i < count; i++) {
                u8(0);
            }
        });
    }

    /** Many bytes, which are not made where they are only counted. */
    public final void bulk(long bytes, Runnable write) {
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
    public final void bytes(byte[] values, int n) {
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
    public final void segment(MemorySegment bytes) {
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

    /** Replaces bytes that were written before. The checksum does not hear of it. */
    public final void overwrite(ByteBuffer bytes, long position) {
        flush();
        write(bytes, position);
    }

    /** Makes the file durable and moves it over its target. */
    public final void commit() {
        flush();
        try {
            file.commit();
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be written", e);
        }
    }

    /** Removes what was written if it was not committed. */
    @Override
    public final void close() {
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
