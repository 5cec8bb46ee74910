package io.vectile.file;

import io.vectile.error.VectorFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is read in two ways: mapped, for what stays where it lies, and by reads, which take far less time than page
 * faults for what is looked at once. Thread safe.
 */
public final class SourceFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final MemorySegment mapped;

    private SourceFile(Path path, FileChannel channel, MemorySegment mapped) {
        this.path = path;
        this.channel = channel;
        this.mapped = mapped;
    }

    /**
     * Opens a file that has at least one byte.
     *
     * @throws VectorFileException where the file is missing, unreadable, empty, a directory or not a regular file
     */
    public static SourceFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new VectorFileException(path, "cannot be opened: this is a directory");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new VectorFileException(path, "cannot be opened: only a regular file can be mapped into memory");
        }
        FileChannel channel = null;
        SourceFile file = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            if (mapped.byteSize() == 0) {
                throw new VectorFileException(path, "the file is empty");
            }
            file = new SourceFile(path, channel, mapped);
            return file;
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be opened", e);
        } catch (UnsupportedOperationException e) {
            throw new VectorFileException(path, "cannot be opened: files of this file system cannot be mapped into memory", e);
        } finally {
            if (file == null && channel != null) {
                close(channel, path);
            }
        }
    }

    /** All bytes, which stay mapped after this object is closed, until the segment is garbage. */
    public MemorySegment mapped() {
        return mapped;
    }

    /** Reads n bytes from a position of the file into {@code into[at .. at + n)}. */
    public void read(long position, byte[] into, int at, int n) {
        read(position, ByteBuffer.wrap(into, at, n));
    }

    /** Fills what remains of a buffer from a position of the file; a direct one without a copy between. */
    public void read(long position, ByteBuffer into) {
        long next = position;
        try {
            while (into.hasRemaining()) {
                int count = channel.read(into, next);
                if (count < 0) {
                    throw new VectorFileException(path, next, "the file has been cut short since it was opened");
                }
                next += count;
            }
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be read", e);
        }
    }

    @Override
    public void close() {
        close(channel, path);
    }

    private static void close(FileChannel channel, Path path) {
        try {
            channel.close();
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be closed", e);
        }
    }
}
