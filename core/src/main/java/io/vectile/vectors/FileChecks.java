package io.vectile.vectors;

import io.vectile.error.VectorFileException;
import java.nio.file.Path;

/** The checks and messages that the file formats share. */
final class FileChecks {
    private FileChecks() {}

    /** A dimension found in a file. */
    static int dimension(Path path, long offset, long d) {
        if (d < 1 || d > Rows.MAX_D) {
            throw new VectorFileException(path, offset, "the dimension is " + d + "; it must be 1 to " + Rows.MAX_D
                    + " (is this file of the kind that its extension says?)");
        }
        return (int) d;
    }

    /** That the bytes after a header are just those of the n rows it speaks of. */
    static void rowsFillFile(Path path, long offset, long size, long n, int d, Scalar scalar) {
        long rowBytes = (long) d * scalar.bytes();
        long found = size - offset;
        // Divided rather than multiplied, so that no n in a header can overflow the comparison.
        if (n != found / rowBytes || found % rowBytes != 0) {
            throw new VectorFileException(path, offset, "the header says " + n + " rows of d = " + d + " " + scalar + ", "
                    + rowBytes + " bytes each, and " + found + " bytes follow it: " + found / rowBytes + " rows and "
                    + found % rowBytes + " bytes");
        }
    }
}
