package io.vectile.stress.crash;

import io.vectile.FaissFiles;
import io.vectile.Index;
import java.nio.file.Path;

/** Faiss's files. */
final class FaissFormat implements SavedFormat {
    @Override
    public void save(Index index, Path path) {
        FaissFiles.write(index, path);
    }

    @Override
    public Index open(Path path) {
        return FaissFiles.read(path);
    }

    /** There are no checksums: reading looks at all that can be held against something else. */
    @Override
    public void verify(Path path) {
        FaissFiles.read(path).inspect();
    }
}
