package io.vectile.benchmarks.peers;

import io.vectile.cli.tour.DataFolder;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.Metric;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The rows of a data set that all peers are measured on. No query that is timed warms up a search: those that come after it in
 * the file do.
 *
 * @param base    the first rows of the file
 * @param train   the learn vectors; where there are none, the base
 * @param queries those that are timed, and count for the recall
 * @param warmUp  others
 */
record PeerData(Vectors base, Vectors train, Vectors queries, Vectors warmUp) {
    /** Neighbours asked for. */
    static final int K = 10;

    private static final int MOST_WARM_UP = 5_000;
    private static final int FEWEST_WARM_UP = 10;

    /**
     * Opens the files of a folder.
     *
     * @param rows    how many of the base
     * @param queries how many of the queries; others must remain
     * @throws io.vectile.error.VectileException if a file is missing or damaged, or has fewer vectors than asked for
     */
    static PeerData open(Path folder, long rows, int queries) {
        DataFolder files = DataFolder.at(folder);
        Vectors base = VectorFiles.open(files.require("base"));
        Vectors asked = VectorFiles.open(files.require("query"));
        if (rows < K || rows > base.n()) {
            throw new InvalidInputException(files.require("base") + " has " + base.n() + " rows; --rows must be from " + K
                    + " to that, and is " + rows);
        }
        if (queries < 1 || queries > asked.n() - FEWEST_WARM_UP) {
            throw new InvalidInputException(files.require("query") + " has " + asked.n() + " rows; --queries must be from 1 to "
                    + (asked.n() - FEWEST_WARM_UP) + ", as the rest warms up, and is " + queries);
        }
        Vectors first = base.rows(0, rows);
        return new PeerData(first, files.vectors("learn").map(VectorFiles::open).orElse(first), asked.rows(0, queries),
                asked.rows(queries, Math.min(asked.n(), queries + (long) MOST_WARM_UP)));
    }

    /** The true neighbours of each query among these rows. */
    GroundTruth truth() {
        return GroundTruth.compute(base, queries, K, Metric.L2, Parallel.available(), Progress.NONE);
    }

    static float[][] floats(Vectors vectors) {
        float[][] rows = new float[Math.toIntExact(vectors.n())][];
        Arrays.setAll(rows, vectors::row);
        return rows;
    }
}
