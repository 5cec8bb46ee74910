package io.vectile.vectors;

import io.vectile.error.InvalidInputException;
import java.nio.file.Path;

/**
 * Writes a file of vectors piece by piece, for data that does not fit in memory. Nothing stands under the target's name
 * until {@link #commit}: closed without it, the writer removes what it wrote and an older file stays.
 *
 * <pre>{@code
 * try (VectorWriter out = VectorFiles.writer(Path.of("base.fvecs"), Vectors.ElementType.FLOAT32, 128)) {
 *     while (more) {
 *         out.append(Vectors.of(chunk, 128));
 *     }
 *     out.commit();
 * }
 * }</pre>
 *
 * <p>Not thread safe.
 */
public final class VectorWriter implements AutoCloseable {
    private final RowWriter writer;
    private final Scalar stored;
    private final int d;

    VectorWriter(Path path, Format format, Scalar stored, int d) {
        this.writer = new RowWriter(path, format, stored, d);
        this.stored = stored;
        this.d = d;
    }

    /**
     * Appends all rows. Bytes widen to floats where the file holds floats. After a failure the writer can only be closed.
     *
     * @throws InvalidInputException                where d differs, or floats that are not whole numbers 0 to 255 are
     *                                              appended to a file of bytes, with the row in the file and the value
     * @throws io.vectile.error.VectorFileException where the file cannot be written
     */
    public VectorWriter append(Vectors rows) {
        if (rows.d() != d) {
            throw new InvalidInputException("rows of d = " + rows.d() + " cannot be appended to a file of d = " + d);
        }
        writer.append(rows.n(), RowEncoder.of(rows, stored, writer.n()));
        return this;
    }

    /** Rows appended so far. */
    public long n() {
        return writer.n();
    }

    /**
     * Makes the file durable and moves it over the target in one step; then the writer can only be closed.
     *
     * @throws io.vectile.error.VectorFileException where that fails, or the format cannot hold this number of rows; the
     *                                              target stays as it was
     */
    public void commit() {
        writer.commit();
    }

    /** Removes what was written if it was not committed. */
    @Override
    public void close() {
        writer.close();
    }
}
