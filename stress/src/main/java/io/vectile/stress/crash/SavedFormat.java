package io.vectile.stress.crash;

import io.vectile.Index;
import java.nio.file.Path;

/** A kind of index file whose saves are to outlive being killed. */
interface SavedFormat {
    /** Saves an index over what is there. */
    void save(Index index, Path path);

    /** Opens what was saved. */
    Index open(Path path);

    /** Fails where a byte of the file is not as it was saved, as far as the format can tell. */
    void verify(Path path);

    /**
     * The format of a word.
     *
     * @throws IllegalArgumentException for any other word
     */
    static SavedFormat of(String word) {
        return switch (word) {
            case "faiss" -> new FaissFormat();
            default -> throw new IllegalArgumentException("there is no format " + word + "; use faiss");
        };
    }
}
