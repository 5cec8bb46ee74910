package io.vectile.storage;

import io.vectile.error.VectorFileException;
import java.nio.file.Path;

/**
 * Where in a file bytes lie that are used where they are mapped, for what is to be said when they turn out to be damaged.
 *
 * @param offset the byte of the file at which they begin
 */
public record FilePlace(Path path, long offset) {
    /** Ids that cannot be. */
    VectorFileException damaged(long at, String message) {
        return new VectorFileException(path, offset + at, "the ids are damaged: " + message + "; Index.verify compares checksums");
    }
}
