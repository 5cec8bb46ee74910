package io.vectile.stress.crash;

import io.vectile.Index;
import io.vectile.concurrent.Progress;
import java.nio.file.Path;

/** Vectile's own files, whose checksums see every byte. */
final class VectileFormat implements SavedFormat {
    @Override
    public void save(Index index, Path path) {
        index.save(path);
    }

    @Override
    public Index open(Path path) {
        return Index.open(path);
    }

    @Override
    public void verify(Path path) {
        Index.verify(path, Progress.NONE);
    }
}
