package io.vectile;

import io.vectile.cluster.KMeans;
import io.vectile.contents.Training;
import io.vectile.error.InvalidInputException;

/**
 * How an index learns; the defaults are Faiss's. Rounds of k-means take in the vectors by and by
 * ({@link KMeans.Options#growing}).
 *
 * @param seed                 of every random choice
 * @param coarseIterations     k-means rounds for cells
 * @param codebookIterations   k-means rounds for each codebook
 * @param maxPointsPerCentroid training vectors beyond so many per centroid are left out at random
 */
public record TrainingOptions(int seed, int coarseIterations, int codebookIterations, int maxPointsPerCentroid) {
    private static final TrainingOptions DEFAULTS = new TrainingOptions(1234, 10, 25, 256);

    public TrainingOptions {
        if (coarseIterations < 1 || codebookIterations < 1) {
            throw new InvalidInputException("k-means needs at least 1 iteration; got " + coarseIterations + " for cells and "
                    + codebookIterations + " for codebooks");
        }
        if (maxPointsPerCentroid < 1) {
            throw new InvalidInputException(
                    "training needs at least 1 point per centroid; maxPointsPerCentroid is " + maxPointsPerCentroid);
        }
    }

    /** Seed 1234, 10 rounds for cells, 25 for codebooks, at most 256 points per centroid. */
    public static TrainingOptions defaults() {
        return DEFAULTS;
    }

    /** As a file keeps it; null where a file brought an index that does not say. */
    static Training toStored(TrainingOptions options) {
        return options == null ? null : new Training(options.seed, options.coarseIterations, options.codebookIterations,
                options.maxPointsPerCentroid);
    }

    /** As a file keeps it; null where it does not say. */
    static TrainingOptions ofStored(Training stored) {
        return stored == null ? null : new TrainingOptions(stored.seed(), stored.coarseIterations(), stored.codebookIterations(),
                stored.maxPointsPerCentroid());
    }

    KMeans.Options coarse(boolean spherical) {
        return kMeans(coarseIterations).withSpherical(spherical);
    }

    KMeans.Options codebook() {
        return kMeans(codebookIterations);
    }

    private KMeans.Options kMeans(int iterations) {
        return KMeans.Options.defaults().withNiter(iterations).withMaxPointsPerCentroid(maxPointsPerCentroid).withSeed(seed)
                .withGrowing(true);
    }
}
