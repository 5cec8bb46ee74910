package io.vectile.file;

import io.vectile.error.VectorFileException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A file's bytes where the operating system keeps them: read when touched, without a copy on the heap, until the segment
 * is garbage. A file must not be cut short while it is mapped; replacing it by a new one is safe.
 */
public final class MappedFile {
    private MappedFile() {}

    /**
     * Maps all bytes of a file, of which there is at least one.
     *
     * @throws VectorFileException where the file is missing, unreadable, empty, a directory or not a regular file
     */
    public static MemorySegment map(Path path) {
        try (SourceFile file = SourceFile.open(path)) {
            return file.mapped();
        }
    }
}
