package io.vectile.transform;

import io.vectile.cluster.Centroids;
import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import java.util.Arrays;

/**
 * The codebooks of a product quantizer while its rotation is learnt: k-means that goes on from where it was, in a space
 * that was rotated since. A centroid that no vector is nearest to stays where it is, so no round makes the error larger.
 *
 * <p>Every number is a sum in a fixed order: the result does not depend on the number of threads.
 */
final class Codebooks {
    /** Vectors whose nearest centroids one thread finds at a time. */
    private static final int CHUNK = 1024;

    private final int n;
    private final int m;
    private final int k;
    private final int dsub;
    private final Parallel parallel;
    private final float[][] centroids;
    private final int[][] nearest;

    private Codebooks(int n, int m, int k, int dsub, Parallel parallel) {
        this.n = n;
        this.m = m;
        this.k = k;
        this.dsub = dsub;
        this.parallel = parallel;
        this.centroids = new float[m][];
        this.nearest = new int[m][n];
    }

    /**
     * Learns the first codebooks, of up to k centroids per subspace, and no more than there are vectors.
     *
     * @param x    {@code float[n * m * dsub]}, row-major
     * @param done called after each subspace
     */
    static Codebooks train(float[] x, int n, int m, int k, int dsub, KMeans.Options options, Parallel parallel,
            Progress progress, Runnable done) {
        Codebooks codebooks = new Codebooks(n, m, Math.min(k, n), dsub, parallel);
        for (int j = 0; j < m; j++) {
            codebooks.centroids[j] = KMeans.train(x, j * dsub, m * dsub, n, dsub, codebooks.k, options, parallel, progress)
                    .centroids();
            done.run();
        }
        return codebooks;
    }

    /**
     * Finds the nearest centroids of all vectors in all subspaces.
     *
     * @param x the vectors, rotated
     * @return the sum of {@code <x, c> - |c|^2 / 2} over vectors x with decodings c: their squared distances are
     *     {@code |x|^2} less twice that
     */
    double assign(float[] x) {
        Centroids[] packed = new Centroids[m];
        for (int j = 0; j < m; j++) {
            packed[j] = Centroids.of(centroids[j], k, dsub, false);
        }
        double[] sums = new double[n / CHUNK + 1];
        parallel.forEach(n, CHUNK, (worker, from, to) -> {
            int first = (int) from;
            int count = (int) (to - from);
            float[] scores = new float[count];
            for (int j = 0; j < m; j++) {
                int[] ids = new int[count];
                packed[j].assign(x, first * m * dsub + j * dsub, m * dsub, count, ids, scores, 0);
                System.arraycopy(ids, 0, nearest[j], first, count);
                for (float score : scores) {
                    sums[first / CHUNK] += score;
                }
            }
        });
        return Arrays.stream(sums).reduce(0, Double::sum);
    }

    /** Moves each centroid to the mean of the vectors that it is nearest to. */
    void update(float[] x) {
        parallel.forEach(m, 1, (worker, from, to) -> {
            for (int j = (int) from; j < to; j++) {
                update(x, j);
            }
        });
    }

    private void update(float[] x, int j) {
        double[] sums = new double[k * dsub];
        int[] sizes = new int[k];
        for (int i = 0; i < n; i++) {
            int c = nearest[j][i];
            int at = i * m * dsub + j * dsub;
            for (int e = 0; e < dsub; e++) {
                sums[c * dsub + e] += x[at + e];
            }
            sizes[c]++;
        }
        for (int c = 0; c < k; c++) {
            for (int e = 0; sizes[c] > 0 && e < dsub; e++) {
                centroids[j][c * dsub + e] = (float) (sums[c * dsub + e] / sizes[c]);
            }
        }
    }

    /** Writes what vector i is decoded to, {@code float[m * dsub]}. */
    void decode(int i, float[] to, int at) {
        for (int j = 0; j < m; j++) {
            System.arraycopy(centroids[j], nearest[j][i] * dsub, to, at + j * dsub, dsub);
        }
    }
}
