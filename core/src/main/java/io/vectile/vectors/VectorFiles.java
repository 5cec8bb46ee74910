package io.vectile.vectors;

import io.vectile.error.VectorFileException;
import io.vectile.file.MappedFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads and writes files of vectors and of integers. The extension, in upper or lower case, says the format:
 *
 * <table>
 * <caption>Formats; all numbers are little endian</caption>
 * <tr><th>extension</th><th>holds</th><th>layout</th></tr>
 * <tr><td>fvecs, bvecs, ivecs</td><td>float32, uint8, int32</td><td>per row an int32 d, then d numbers</td></tr>
 * <tr><td>fbin, u8bin, ibin</td><td>float32, uint8, int32</td><td>uint32 n, uint32 d, then n * d numbers</td></tr>
 * <tr><td>npy</td><td>float32, uint8; int32, int64</td><td>NumPy's array file, versions 1 to 3, C order, shape (n, d);
 * integers also (n,), read as n rows of one</td></tr>
 * </table>
 *
 * <p><b>Reading</b> maps the file: no copy of it is made on the heap, and its size is bounded by the disk alone. All that
 * a file says about itself is checked before any row is given out, in fvecs, bvecs and ivecs the dimension before every row,
 * which reads through the file once. The mapping ends when the rows are garbage. A file must not be changed or cut short
 * while it is in use: the machine answers a read past a mapped file's new end with an error that Java reports as an
 * {@code InternalError}. Replacing it by a new file, as the writers here do, is safe.
 *
 * <p><b>Writing</b> goes to a temporary file beside the target, which is forced to disk and then moved over it in one
 * step: after a failure, or if the process is killed, the old file is still there and whole.
 *
 * <p>Every failure is a {@link VectorFileException} that starts with the path. Thread safe.
 */
public final class VectorFiles {
    private VectorFiles() {}

    /**
     * Opens vectors: fvecs, bvecs, fbin, u8bin, or npy of float32 or uint8.
     *
     * @throws VectorFileException where the file is missing, unreadable, of another kind, or damaged
     */
    public static Vectors open(Path path) {
        return vectors(path, read(path, true));
    }

    /**
     * Opens vectors of a file that was opened before and has not changed since: of fvecs and bvecs, the dimension is looked at
     * before a few rows instead of all, so that this takes no longer for a large file than for a small one.
     *
     * @throws VectorFileException as for {@link #open}
     */
    public static Vectors reopen(Path path) {
        return vectors(path, read(path, false));
    }

    private static Vectors vectors(Path path, Rows rows) {
        if (!rows.scalar().isVectorElement()) {
            throw new VectorFileException(path, "the file holds " + rows.scalar()
                    + " numbers; vectors are float32 or uint8 (integers are opened with VectorFiles.openInts)");
        }
        return new Vectors(rows);
    }

    /**
     * Opens integers: ivecs, ibin, or npy of int32 or int64.
     *
     * @throws VectorFileException where the file is missing, unreadable, of another kind, or damaged
     */
    public static IntVectors openInts(Path path) {
        Rows rows = read(path, true);
        if (rows.scalar().isVectorElement()) {
            throw new VectorFileException(path, "the file holds " + rows.scalar()
                    + " numbers; integers are int32 or int64 (vectors are opened with VectorFiles.open)");
        }
        return new IntVectors(rows);
    }

    private static Rows read(Path path, boolean everyRow) {
        if (Files.isDirectory(path)) {
            throw new VectorFileException(path, "cannot be opened: this is a directory");
        }
        return Formats.of(path).read(path, MappedFile.map(path), everyRow);
    }

    /**
     * Writes vectors. fvecs and fbin hold floats (bytes widen), bvecs and u8bin bytes, npy what the vectors are made of.
     *
     * @throws io.vectile.error.InvalidInputException where floats that are not whole numbers 0 to 255 go to a file of bytes,
     *                                                with the row and the value
     * @throws VectorFileException                    where the extension is not one for vectors, there are no rows and the
     *                                                format cannot say so, or the file cannot be written
     */
    public static void write(Path path, Vectors vectors) {
        try (VectorWriter writer = writer(path, vectors.type(), vectors.d())) {
            writer.append(vectors).commit();
        }
    }

    /**
     * Writes integers. ivecs and ibin hold int32, npy what the rows are made of.
     *
     * @throws io.vectile.error.InvalidInputException where a number does not fit in int32, with the row and the value
     * @throws VectorFileException                    where the extension is not one for integers, there are no rows and the
     *                                                format cannot say so, or the file cannot be written
     */
    public static void writeInts(Path path, IntVectors integers) {
        Format format = Formats.of(path);
        Scalar stored = format.stored(integers.type().scalar());
        if (stored.isVectorElement()) {
            throw new VectorFileException(path, "a file with this extension holds " + stored
                    + " numbers; integers are written as ivecs, ibin or npy");
        }
        try (RowWriter writer = new RowWriter(path, format, stored, integers.d())) {
            writer.append(integers.n(), RowEncoder.of(integers, stored));
            writer.commit();
        }
    }

    /**
     * Begins a file of vectors that is written piece by piece.
     *
     * @param type what an npy file will hold; the other formats have a type of their own
     * @param d    numbers per vector, 1 to {@value Vectors#MAX_D}
     * @throws io.vectile.error.InvalidInputException where d is out of range
     * @throws VectorFileException                    where the extension is not one for vectors, or the file cannot be
     *                                                written
     */
    public static VectorWriter writer(Path path, Vectors.ElementType type, int d) {
        Rows.checkDimension(d);
        Format format = Formats.of(path);
        Scalar stored = format.stored(type.scalar());
        if (!stored.isVectorElement()) {
            throw new VectorFileException(path, "a file with this extension holds " + stored
                    + " numbers; vectors are written as fvecs, bvecs, fbin, u8bin or npy");
        }
        return new VectorWriter(path, format, stored, d);
    }
}
