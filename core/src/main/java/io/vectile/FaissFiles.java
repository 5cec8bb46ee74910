package io.vectile;

import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissExport;
import io.vectile.faiss.FaissImport;
import java.nio.file.Path;

/**
 * Reads and writes the index files of Faiss ({@code faiss.write_index}, {@code faiss.read_index}), as its versions 1.5 to
 * 1.15 write them.
 *
 * {@snippet :
 * Index index = FaissFiles.read(Path.of("trained_in_python.index"));
 * Neighbors found = index.search(query, 10);
 * FaissFiles.write(index, Path.of("back_to_python.index"));
 * }
 *
 * <p><b>Which.</b> IndexFlat, IndexPQ, IndexIVFFlat and IndexIVFPQ (with an IndexFlat over the cells), for L2 and inner
 * product; alone or within IndexIDMap, IndexIDMap2, IndexPreTransform (linear transforms, OPQ, PCA, random rotations,
 * centering, scaling to length one) and IndexRefine over an IndexFlat. Transforms that scale to length one before inner
 * products become {@link io.vectile.vectors.Metric#COSINE}.
 *
 * <p><b>Memory.</b> Plain vectors of an IndexFlat, also one that refines, stay in the file and are searched where they are
 * mapped; it must not be cut short meanwhile (replacing it is safe). Lists of codes are copied once, into blocks. The first
 * add to mapped vectors copies them.
 *
 * <p><b>The same bytes.</b> A file that Faiss wrote, read and written again without a change between, has the same bytes.
 *
 * <p><b>Errors.</b> Whatever a file says is held against its size and against itself before memory is taken for it; a
 * {@link VectorFileException} names the byte, what is there and what is needed. Thread safe.
 */
public final class FaissFiles {
    private FaissFiles() {}

    /** Opens an index on all processors. */
    public static Index read(Path path) {
        return read(path, BuildOptions.defaults());
    }

    /**
     * Opens an index.
     *
     * @return an index that searches as the file says: its nprobe and k_factor hold unless a search says otherwise
     * @throws VectorFileException where the file is missing, damaged, or holds what is not read, naming the Faiss class
     * @throws io.vectile.error.CancelledException if the listener asks for it
     */
    public static Index read(Path path, BuildOptions options) {
        FaissImport.Result result = FaissImport.read(path, options.parallel(), options.progress());
        return new Index(StoredSpec.of(result.contents()), result.contents(), result.form(), null);
    }

    /** Writes an index. */
    public static void write(Index index, Path path) {
        write(index, path, BuildOptions.defaults());
    }

    /**
     * Writes an index, as it is when the call begins: adds that follow are not in the file. The file is written beside its
     * target, forced to disk and moved over it in one step.
     *
     * @throws VectorFileException where the file cannot be written, or is the one whose rows the index refers to; the target
     *                             stays as it was
     * @throws io.vectile.error.CancelledException if the listener asks for it; the target stays as it was
     */
    public static void write(Index index, Path path, BuildOptions options) {
        index.read((contents, form) -> {
            FaissExport.write(path, contents, form, options.progress());
            return null;
        });
    }
}
