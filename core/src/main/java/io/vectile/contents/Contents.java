package io.vectile.contents;

import io.vectile.error.VectorFileException;
import io.vectile.file.ReplacementFile;
import io.vectile.storage.Snapshot;
import java.nio.file.Path;

/**
 * An index at one moment.
 *
 * @param trained   what training decided
 * @param snapshot  the vectors
 * @param defaults  how it searches unless told otherwise
 * @param residual  whether codes are residuals to their cells, or will be once it is trained
 * @param largestId the largest id ever given; -1 for none
 */
public record Contents(Trained trained, Snapshot snapshot, SearchDefaults defaults, boolean residual, long largestId) {
    /**
     * Refuses a file that the index needs itself: it would take the place of the vectors that it refers to.
     *
     * @throws VectorFileException naming the file
     */
    public void requireWritable(Path target) {
        Path rows = snapshot.originals() == null ? null : snapshot.originals().base().file();
        if (rows != null && ReplacementFile.replaces(target, rows)) {
            throw new VectorFileException(target, "cannot be written: the index refers to the vectors of "
                    + (target.equals(rows) ? "this file" : rows + ", which is this file") + ", and would take their place");
        }
    }
}
