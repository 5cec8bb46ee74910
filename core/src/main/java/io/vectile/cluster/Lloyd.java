package io.vectile.cluster;

import io.vectile.concurrent.Parallel;
import io.vectile.kernel.Kernels;
import java.util.Arrays;

/**
 * The rounds of k-means (Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28 (2), 1982), as Faiss does
 * them: each point to its nearest centroid, each centroid to the mean of its points, each empty cell to one half of a
 * large one.
 *
 * <p>Every number is a sum in a fixed order, of points within a centroid and of chunks of points within the objective:
 * the result does not depend on the number of threads.
 */
final class Lloyd {
    /** What Faiss moves the halves of a split cell by: a bit above the precision of half floats. */
    private static final float SPLIT = 1 / 1024f;

    private static final int SPLIT_SEED = 1234;
    /** That one thread adds up at least: as many as lie in a cache line. */
    private static final int DIMENSIONS = 16;

    private final Points points;
    private final int k;
    private final boolean spherical;
    private final Kernels kernels;
    private final Parallel parallel;
    private final Runnable check;

    private final float[] centroids;
    private final int[] cells;
    private final float[] scores;
    private final double[] chunkSums;
    /** Points of each cell. */
    private final int[] sizes;
    /** How many points take part, the first of all. */
    private int used;

    /**
     * @param centroids {@code float[k * d]} to begin with; updated in place
     * @param check     called often, by any thread; throws to end the work
     */
    Lloyd(Points points, float[] centroids, boolean spherical, Kernels kernels, Parallel parallel, Runnable check) {
        this.points = points;
        this.k = centroids.length / points.d();
        this.spherical = spherical;
        this.kernels = kernels;
        this.parallel = parallel;
        this.check = check;
        this.centroids = centroids;
        this.cells = new int[points.n()];
        this.scores = new float[points.n()];
        this.chunkSums = new double[(points.n() - 1) / Points.CHUNK + 1];
        this.sizes = new int[k];
        this.used = points.n();
        if (spherical) {
            normalize();
        }
    }

    /** Goes on with so many points, the first of all; at least one. */
    void use(int n) {
        used = n;
    }

    /**
     * Assigns the points.
     *
     * @return the sum of their squared distances; of their inner products, if spherical
     */
    double assign() {
        Centroids.Assignment assignment = Centroids.ofFloats(centroids, k, points.d(), spherical, kernels).assignment(used);
        parallel.forEach(used, Points.CHUNK, (worker, from, to) -> {
            check.run();
            int first = (int) from;
            int count = (int) (to - from);
            assignment.assign(points.page(first), points.at(first), points.d(), count, cells, scores, first);
            chunkSums[first / Points.CHUNK] = spherical ? sumOfScores(first, count) : sumOfDistances(first, count);
        });
        double sum = 0;
        for (int chunk = 0; chunk <= (used - 1) / Points.CHUNK; chunk++) {
            sum += chunkSums[chunk];
        }
        return sum;
    }

    private double sumOfScores(int first, int count) {
        double sum = 0;
        for (int i = first; i < first + count; i++) {
            sum += scores[i];
        }
        return sum;
    }

    private double sumOfDistances(int first, int count) {
        double sum = 0;
        for (int i = first; i < first + count; i++) {
            sum += Math.max(0, points.norm(i) - 2.0 * scores[i]);
        }
        return sum;
    }

    /**
     * Moves the centroids to the means of their points and splits cells for those without.
     *
     * @return the number of cells split
     */
    int update() {
        Arrays.fill(sizes, 0);
        for (int i = 0; i < used; i++) {
            sizes[cells[i]]++;
        }
        Arrays.fill(centroids, 0f);
        int d = points.d();
        int grain = Math.max(DIMENSIONS, Math.ceilDiv(d, parallel.parallelism()));
        parallel.forEach(d, grain, (worker, from, to) -> moveToMeans((int) from, (int) to));
        float[] shares = new float[k];
        for (int c = 0; c < k; c++) {
            shares[c] = sizes[c];
        }
        int splits = split(centroids, shares, d, used);
        if (spherical) {
            normalize();
        }
        return splits;
    }

    /** Some dimensions of all centroids, by one pass over the points: they lie in a row, as those of a cell do not. */
    private void moveToMeans(int from, int to) {
        int d = points.d();
        for (int first = 0; first < used; first += Points.CHUNK) {
            check.run();
            float[] page = points.page(first);
            int row = points.at(first);
            for (int i = first; i < Math.min(used, first + Points.CHUNK); i++, row += d) {
                add(page, row + from, cells[i] * d + from, to - from);
            }
        }
        for (int c = 0; c < k; c++) {
            float share = sizes[c] == 0 ? 0f : 1f / sizes[c];
            for (int e = c * d + from; e < c * d + to; e++) {
                centroids[e] *= share;
            }
        }
    }

    private void add(float[] page, int row, int at, int n) {
        for (int e = 0; e < n; e++) {
            centroids[at + e] += page[row + e];
        }
    }

    /** How uneven the cells are: {@code k * sum of size^2 / n^2}, 1 where all are equal. */
    double imbalance() {
        double squares = 0;
        for (int c = 0; c < k; c++) {
            squares += (double) sizes[c] * sizes[c];
        }
        return squares * k / ((double) used * used);
    }

    /**
     * Gives each empty cell one half of another, chosen by a walk that stops at a cell the more likely the more points it
     * has, or of the largest after 10 k steps. The halves lie at (1 + eps) and (1 - eps) times the centroid, the signs
     * alternating over the dimensions.
     *
     * @param sizes points per cell; updated
     * @return the number of cells split
     */
    static int split(float[] centroids, float[] sizes, int d, int n) {
        MersenneTwister random = new MersenneTwister(SPLIT_SEED);
        int splits = 0;
        for (int empty = 0; empty < sizes.length; empty++) {
            if (sizes[empty] == 0) {
                int donor = donor(sizes, n, random);
                for (int e = 0; e < d; e++) {
                    float value = centroids[donor * d + e];
                    float away = (e & 1) == 0 ? SPLIT : -SPLIT;
                    centroids[empty * d + e] = value * (1 + away);
                    centroids[donor * d + e] = value * (1 - away);
                }
                sizes[empty] = sizes[donor] / 2;
                sizes[donor] -= sizes[empty];
                splits++;
            }
        }
        return splits;
    }

    private static int donor(float[] sizes, int n, MersenneTwister random) {
        int k = sizes.length;
        int cell = 0;
        for (long step = 0; step < 10L * k; step++) {
            float likelihood = (float) ((sizes[cell] - 1.0) / (float) (n - k));
            if (random.nextFloat() < likelihood) {
                return cell;
            }
            cell = cell + 1 == k ? 0 : cell + 1;
        }
        int largest = 0;
        for (int c = 1; c < k; c++) {
            if (sizes[c] > sizes[largest]) {
                largest = c;
            }
        }
        return largest;
    }

    /** Brings the centroids to length 1, but for those of length 0. */
    private void normalize() {
        int d = points.d();
        for (int at = 0; at < centroids.length; at += d) {
            float norm = kernels.dot(centroids, at, centroids, at, d);
            if (norm > 0) {
                float scale = 1f / (float) Math.sqrt(norm);
                for (int e = 0; e < d; e++) {
                    centroids[at + e] *= scale;
                }
            }
        }
    }
}
