package io.vectile.vtl;

import io.vectile.error.VectorFileException;
import io.vectile.file.SourceFile;
import io.vectile.storage.FilePlace;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/** A section of an open file: a stretch of bytes that lies within the file. */
final class Section {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final SourceFile file;
    private final Entry entry;
    private final boolean later;

    /** @param later whether the file is of a later minor version */
    Section(Path path, SourceFile file, Entry entry, boolean later) {
        this.path = path;
        this.file = file;
        this.entry = entry;
        this.later = later;
    }

    String name() {
        return entry.name();
    }

    /** The first byte, counted from the start of the file. */
    long offset() {
        return entry.offset();
    }

    /** Bytes. */
    long length() {
        return entry.length();
    }

    /** The bytes where they are mapped, from a multiple of 64 on; they stay when the file is closed. */
    MemorySegment mapped() {
        return file.mapped().asSlice(entry.offset(), entry.length());
    }

    /**
     * The bytes where they are mapped, and so many past them as a wide load may read, at most {@link Format#TAIL_BYTES}; a
     * reader has seen to it that the file has them.
     */
    MemorySegment mapped(int past) {
        return file.mapped().asSlice(entry.offset(), entry.length() + past);
    }

    /** Where the section lies. */
    FilePlace place() {
        return new FilePlace(path, entry.offset());
    }

    /** Reads from the first byte on. */
    SectionInput input() {
        return new SectionInput(path, file, entry, later);
    }

    /** What is wrong, and at which byte of the file. */
    VectorFileException wrong(long at, String message) {
        return new VectorFileException(path, at, "section " + name() + ": " + message);
    }

    /** That the section has as many bytes as its fields say, or more in a later version. */
    void requireLength(long needed, String why) {
        if (length() < needed || length() > needed && !later) {
            throw wrong(offset(), "has " + length() + " bytes; " + why + " need " + needed);
        }
    }

    /**
     * Reads all bytes and compares their checksum. Returns the section.
     *
     * @throws VectorFileException with the range of bytes where it is another
     */
    Section verify() {
        verify(bytes -> {});
        return this;
    }

    void verify(LongConsumer read) {
        CRC32C checksum = new CRC32C();
        forEachPiece(file, entry.offset(), entry.end(), piece -> {
            int bytes = piece.remaining();
            checksum.update(piece);
            read.accept(bytes);
        });
        if ((int) checksum.getValue() != entry.checksum()) {
            throw wrong(offset(), "is damaged: bytes " + offset() + " to " + (entry.end() - 1) + " have the checksum "
                    + Format.hex((int) checksum.getValue()) + "; " + Format.hex(entry.checksum()) + " was written");
        }
    }

    /** Reads a stretch of a file, by a buffer that is refilled. */
    static void forEachPiece(SourceFile file, long from, long to, Consumer<ByteBuffer> pieces) {
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER_BYTES, to - from));
        for (long at = from; at < to; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            file.read(at, buffer);
            pieces.accept(buffer.flip());
        }
    }
}
