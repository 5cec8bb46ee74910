package io.vectile.faiss;

import io.vectile.file.FileOutput;
import java.nio.file.Path;

/** Writes a Faiss file, whose vectors are a count and that many elements, without padding; or only counts its bytes. */
final class FaissOutput extends FileOutput {
    private FaissOutput(Path path) {
        super(path, null, Long.MAX_VALUE);
    }

    /** @throws io.vectile.error.VectorFileException where the file cannot be written */
    static FaissOutput to(Path path) {
        return new FaissOutput(path);
    }

    /** Counts bytes and writes none. */
    static FaissOutput counting() {
        return new FaissOutput(null);
    }

    void fourcc(String fourcc) {
        letters(fourcc);
    }

    /** A vector of the file: its count and its floats; null is an empty one. */
    void floats(float[] values) {
        i64(values == null ? 0 : values.length);
        if (values != null) {
            f32s(values);
        }
    }
}
