package io.vectile.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The right to change the index at a path, for one process at a time: a lock on the hidden file {@code .NAME.lock} beside it.
 * The index itself cannot carry it, since each save puts another file in its place. The lock of a process that is killed ends
 * with it; its file may stay, and hinders nobody.
 */
final class TargetLock implements AutoCloseable {
    /** For the help of commands that take one. */
    static final String RULE = "One vectile process at a time changes the index at a path; another is refused.";

    private final Path file;
    private final FileChannel channel;

    private TargetLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CommandFailure at once, if another has it
     */
    static TargetLock of(Path target) {
        try {
            Path real = Files.exists(target)
                    ? target.toRealPath()
                    : target.toAbsolutePath().getParent().toRealPath().resolve(target.getFileName());
            Path file = real.resolveSibling("." + real.getFileName() + ".lock");
            FileChannel channel = null;
            while (channel == null) {
                channel = locked(file, target);
            }
            return new TargetLock(file, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null where the one before removed the file as this opened it, so that the lock would be on a file without a name. */
    private static FileChannel locked(Path file, Path target) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Locked, or left by one that was killed: the lock says which.
        }
        Object before = key(file);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
        boolean held = false;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another command within this process has it.
        }
        if (held && Objects.equals(before, key(file))) {
            return channel;
        }
        channel.close();
        if (!held) {
            throw new CommandFailure(target + ": another vectile process is writing it");
        }
        return null;
    }

    private static Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
        } catch (NoSuchFileException e) {
            return file;
        }
    }

    /** The file goes while the lock is held, so that none is removed that another has locked meanwhile. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
