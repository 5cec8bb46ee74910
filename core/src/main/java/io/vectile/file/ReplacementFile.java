package io.vectile.file;

import io.vectile.error.VectorFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A file that grows beside its target under a hidden name and takes its place in one step, when it is whole and on disk.
 * Until then, and if it is closed without that, the target stays as it was. A process that is killed leaves the hidden
 * file, {@code .NAME.RANDOM.tmp}, behind and nothing else. Who may read and write the target stays as it was.
 */
public final class ReplacementFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;

    /**
     * Begins a file. A symbolic link is followed: the file it points to is replaced, and the link stays.
     *
     * @throws VectorFileException where it cannot be written there
     */
    public static ReplacementFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new VectorFileException(path, "cannot be written: this is a directory");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new VectorFileException(path, "cannot be written: only a regular file can be replaced, not a device or pipe");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new VectorFileException(path, "cannot be written: there is no directory " + folder);
        }
        try {
            return new ReplacementFile(path);
        } catch (IOException e) {
            throw SystemRefusal.of(path, "cannot be written", e);
        }
    }

    /** Whether a file that is written to one path takes the place of what is at the other, through links as well. */
    public static boolean replaces(Path target, Path other) {
        try {
            return target.toRealPath().equals(other.toRealPath());
        } catch (IOException e) {
            // One of them is not there, and no link leads to it.
            return target.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
        }
    }

    private ReplacementFile(Path target) throws IOException {
        this.target = Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        this.temporary = this.target.resolveSibling("." + this.target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        // Until it has the rights of what it replaces, nobody else reads what that may keep to itself.
        FileAttribute<?>[] rights = Ownership.of(this.target) == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};
        this.channel = FileChannel.open(temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights);
    }

    /** Writes all bytes that remain in the buffer, from a position in the file. */
    public void write(ByteBuffer bytes, long position) throws IOException {
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /** Makes what was written durable and moves it over the target. */
    public void commit() throws IOException {
        Ownership before = Ownership.of(target);
        if (before != null) {
            before.giveTo(temporary);
        }
        channel.force(true);
        channel.close();
        FileChannel replaced = before == null ? null : hold(target);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            letGo(replaced);
        }
        forceFolder();
    }

    /**
     * Keeps the blocks of a file from being freed when another takes its name: that takes up to half as long as writing as
     * many, and nobody needs to wait for it.
     *
     * @return null where the file cannot be opened, and is freed at once
     */
    private static FileChannel hold(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            return null;
        }
    }

    private static void letGo(FileChannel replaced) {
        if (replaced != null) {
            Thread.ofVirtual().start(() -> {
                try (replaced) {
                    // Closing it is all.
                } catch (IOException e) {
                    // Nothing was written through it.
                }
            });
        }
    }

    /** A rename is durable when its folder is; where folders cannot be opened, the operating system sees to it. */
    private void forceFolder() {
        try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // The file is whole and in its place: a folder that cannot be forced is no failure of the write.
        }
    }

    /** Removes the temporary file if it is still there. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(temporary);
        }
    }
}
