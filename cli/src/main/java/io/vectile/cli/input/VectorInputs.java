package io.vectile.cli.input;

import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Opens whatever file a command is given, by its extension: the formats of {@link VectorFiles}, and the HDF5 files of
 * ann-benchmarks, which hold a whole data set; which part of one is meant follows from what it is opened for.
 */
public final class VectorInputs {

    /** What vectors are wanted for. */
    public enum Role {
        /** The vectors to search: {@code train} in an HDF5 file. */
        BASE("train"),
        /** The vectors to learn from: {@code train} as well. */
        TRAIN("train"),
        /** The queries: {@code test}. */
        QUERY("test");

        private final String dataset;

        Role(String dataset) {
            this.dataset = dataset;
        }
    }

    private static final String NEIGHBORS = "neighbors";

    private VectorInputs() {}

    /**
     * Opens vectors.
     *
     * @throws io.vectile.error.VectorFileException where the file is missing, of unknown kind, or damaged
     */
    public static Vectors open(Path file, Role role) {
        return isHdf5(file) ? AnnBenchmarksFile.vectors(file, role.dataset) : VectorFiles.open(file);
    }

    /**
     * Opens the true neighbours: row q has the base rows nearest to query q, nearest first.
     *
     * @throws io.vectile.error.VectorFileException where the file is missing, of unknown kind, or damaged
     */
    public static IntVectors openGroundTruth(Path file) {
        return isHdf5(file) ? AnnBenchmarksFile.integers(file, NEIGHBORS) : VectorFiles.openInts(file);
    }

    /** Whether a file is read as HDF5. */
    public static boolean isHdf5(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".hdf5") || name.endsWith(".h5");
    }
}
