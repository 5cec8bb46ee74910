package io.vectile.cluster;

import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * k-means as in Faiss's {@code Clustering}: the same sample, the same first centroids, the same rule for empty cells and
 * the same defaults, so that the error reached is the same too. Centroids agree with Faiss's until rounding makes a point
 * change sides, since Faiss leaves the order of its float sums to BLAS. {@link Options#growing} ends in other centroids, about as
 * good, after half the work.
 *
 * <p>The result depends on points and options alone: not on threads, and not on the machine.
 */
public final class KMeans {
    private static final String STAGE = "k-means";

    /** More points than a permutation can be drawn for; their floats alone would take terabytes. */
    private static final long MAX_POINTS = 1L << 29;
    /** Rounds that there is room for at first. */
    private static final int ROUNDS = 32;
    /** Of the points, where they grow: what the first round takes, and the share of rounds in which they do. */
    private static final double FIRST_SHARE = 1 / 8.0;
    private static final double GROWING_ROUNDS = 0.7;
    /** Points per centroid that are few, and yet enough to begin with. */
    private static final int FEW = 39;

    private KMeans() {}

    /**
     * How to run k-means. The defaults are Faiss's.
     *
     * @param niter                the most rounds, at least 1; ends earlier when the objective no longer changes
     * @param minPointsPerCentroid below this {@link Result#fewPoints()} says so
     * @param maxPointsPerCentroid above this a random sample of so many points is used
     * @param seed                 of the sample and the first centroids
     * @param spherical            whether centroids have length 1 and points go to the largest inner product
     * @param growing              whether the first round takes an eighth of the points, in random order, but at least 39 per
     *                             centroid, and later ones more, all of them in the last third of rounds: half the work, and an
     *                             error larger by less than a thousandth; not as Faiss does
     */
    public record Options(int niter, int minPointsPerCentroid, int maxPointsPerCentroid, int seed, boolean spherical,
            boolean growing) {
        public Options {
            requirePositive("niter", niter);
            requirePositive("minPointsPerCentroid", minPointsPerCentroid);
            requirePositive("maxPointsPerCentroid", maxPointsPerCentroid);
        }

        /** 25 rounds, 39 to 256 points per centroid, seed 1234, not spherical, all points in all rounds. */
        public static Options defaults() {
            return new Options(25, FEW, 256, 1234, false, false);
        }

        public Options withNiter(int niter) {
            return new Options(niter, minPointsPerCentroid, maxPointsPerCentroid, seed, spherical, growing);
        }

        public Options withMinPointsPerCentroid(int minPointsPerCentroid) {
            return new Options(niter, minPointsPerCentroid, maxPointsPerCentroid, seed, spherical, growing);
        }

        public Options withMaxPointsPerCentroid(int maxPointsPerCentroid) {
            return new Options(niter, minPointsPerCentroid, maxPointsPerCentroid, seed, spherical, growing);
        }

        public Options withSeed(int seed) {
            return new Options(niter, minPointsPerCentroid, maxPointsPerCentroid, seed, spherical, growing);
        }

        public Options withSpherical(boolean spherical) {
            return new Options(niter, minPointsPerCentroid, maxPointsPerCentroid, seed, spherical, growing);
        }

        public Options withGrowing(boolean growing) {
            return new Options(niter, minPointsPerCentroid, maxPointsPerCentroid, seed, spherical, growing);
        }

        private static void requirePositive(String name, int value) {
            if (value < 1) {
                throw new InvalidInputException(name + " must be at least 1; got " + value);
            }
        }
    }

    /**
     * What k-means found. Arrays are the result's own: not copied, not to be written to.
     *
     * @param centroids {@code float[k * d]}, row-major
     * @param objective per round, before its update: the sum of the squared distances of the points to their centroids;
     *                  if spherical, of their inner products
     * @param imbalance per round: {@code k * sum of size^2 / n^2} over the cells, 1 where all are equally large
     * @param splits    per round: cells that were empty and got one half of another
     * @param points    how many points were used, after sampling
     * @param fewPoints whether that is less than the option {@code minPointsPerCentroid} for each centroid
     */
    public record Result(float[] centroids, int k, int d, double[] objective, double[] imbalance, int[] splits, int points,
            boolean fewPoints) {
        /** Rounds done. */
        public int iterations() {
            return objective.length;
        }

        /** Cells split in all rounds together. */
        public int totalSplits() {
            return Arrays.stream(splits).sum();
        }
    }

    /**
     * Clusters vectors into k cells.
     *
     * @param points   at least k; values must be finite, of which the points used are checked
     * @param parallel the threads to use
     * @param progress hears of each round, and may cancel at any time
     * @throws InvalidInputException where points are too few or not finite, or k is below 1
     * @throws io.vectile.error.CancelledException where {@code progress} says so
     */
    public static Result train(Vectors points, int k, Options options, Parallel parallel, Progress progress) {
        return train(points::copyRow, points.n(), points.d(), k, options, parallel, progress, Kernels.active());
    }

    /**
     * Clusters the rows of an array: {@code float[n * d]}, row-major.
     *
     * @see #train(Vectors, int, Options, Parallel, Progress)
     */
    public static Result train(float[] x, int n, int d, int k, Options options, Parallel parallel, Progress progress) {
        return train(x, 0, d, n, d, k, options, parallel, progress);
    }

    /**
     * Clusters slices of the rows of an array: point i is {@code x[at + i * stride .. + d)}. The subspaces of a product
     * quantizer are such slices.
     *
     * @see #train(Vectors, int, Options, Parallel, Progress)
     */
    public static Result train(float[] x, int at, int stride, int n, int d, int k, Options options, Parallel parallel,
            Progress progress) {
        return train(slices(x, at, stride, n, d), n, d, k, options, parallel, progress, Kernels.active());
    }

    private static Points.Source slices(float[] x, int at, int stride, int n, int d) {
        if (n < 0 || d < 1 || at < 0 || stride < d || n > 0 && at + (n - 1L) * stride + d > x.length) {
            throw new InvalidInputException(n + " points of " + d + " numbers, every " + stride + " from index " + at
                    + ", do not lie in an array of " + x.length);
        }
        return (row, dst, to) -> System.arraycopy(x, at + (int) row * stride, dst, to, d);
    }

    /** For tests of the package: with a kernel set of their choice. */
    static Result train(Points.Source source, long n, int d, int k, Options options, Parallel parallel, Progress progress,
            Kernels kernels) {
        requireTrainable(n, d, k, options);
        Runnable check = oneAtATime(progress);
        check.run();
        int used = (int) Math.min(n, (long) k * options.maxPointsPerCentroid());
        long[] sample = used < n || options.growing() && used > k ? RandomPermutation.first(n, used, options.seed()) : null;
        Points points = Points.gather(source, sample, used, d, parallel, check);
        boolean few = used < (long) k * options.minPointsPerCentroid();
        if (used == k) {
            float[] copy = firstCentroids(points, firstRows(k));
            progress.update(STAGE, options.niter(), options.niter());
            return new Result(copy, k, d, new double[1], new double[] {1}, new int[1], used, few);
        }
        float[] centroids = firstCentroids(points, RandomPermutation.first(used, k, options.seed() + 1));
        return iterate(points, centroids, k, options, few, parallel, progress, kernels, check);
    }

    private static Result iterate(Points points, float[] centroids, int k, Options options, boolean few, Parallel parallel,
            Progress progress, Kernels kernels, Runnable check) {
        Lloyd lloyd = new Lloyd(points, centroids, options.spherical(), kernels, parallel, check);
        // Room grows with the rounds that are done: a file may ask for two billion, most of which are never reached.
        double[] objective = {};
        double[] imbalance = {};
        int[] splits = {};
        int rounds = 0;
        int used = 0;
        boolean changed = true;
        while (changed && rounds < options.niter()) {
            check.run();
            int before = used;
            used = options.growing() ? pointsOf(rounds, options.niter(), k, points.n()) : points.n();
            lloyd.use(used);
            if (rounds == objective.length) {
                int room = (int) Math.min(options.niter(), rounds + (long) Math.max(rounds, ROUNDS));
                objective = Arrays.copyOf(objective, room);
                imbalance = Arrays.copyOf(imbalance, room);
                splits = Arrays.copyOf(splits, room);
            }
            objective[rounds] = lloyd.assign();
            splits[rounds] = lloyd.update();
            imbalance[rounds] = lloyd.imbalance();
            changed = used != before || used < points.n() || objective[rounds] != objective[rounds - 1];
            rounds++;
            progress.update(STAGE, changed ? rounds : options.niter(), options.niter());
        }
        return new Result(centroids, k, points.d(), Arrays.copyOf(objective, rounds), Arrays.copyOf(imbalance, rounds),
                Arrays.copyOf(splits, rounds), points.n(), few);
    }

    /** Points that a round takes, of n that grow. */
    static int pointsOf(int round, int niter, int k, int n) {
        int rounds = (int) (GROWING_ROUNDS * niter);
        double share = round >= rounds ? 1 : StrictMath.pow(FIRST_SHARE, 1 - (double) round / rounds);
        return (int) Math.min(n, Math.max(n * share, (double) k * FEW));
    }

    private static void requireTrainable(long n, int d, int k, Options options) {
        if (k < 1) {
            throw new InvalidInputException("k-means needs at least 1 centroid; got " + k);
        }
        if (n < k) {
            throw new InvalidInputException(
                    "k-means with " + k + " centroids needs at least " + k + " training vectors; got " + n);
        }
        if ((long) k * d > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException("k-means holds its centroids in one array of at most "
                    + (Integer.MAX_VALUE - 8) + " numbers; " + k + " centroids of " + d + " do not fit");
        }
        long used = Math.min(n, (long) k * options.maxPointsPerCentroid());
        if (used > MAX_POINTS) {
            throw new InvalidInputException("k-means takes at most " + MAX_POINTS + " points; " + k + " centroids with "
                    + options.maxPointsPerCentroid() + " points each would use " + used);
        }
    }

    private static float[] firstCentroids(Points points, long[] rows) {
        int d = points.d();
        float[] centroids = new float[rows.length * d];
        for (int c = 0; c < rows.length; c++) {
            int row = (int) rows[c];
            System.arraycopy(points.page(row), points.at(row), centroids, c * d, d);
        }
        return centroids;
    }

    private static long[] firstRows(int k) {
        long[] rows = new long[k];
        Arrays.setAll(rows, i -> i);
        return rows;
    }

    /** Asks whether to go on; where another thread is asking already, that one's answer does. */
    private static Runnable oneAtATime(Progress progress) {
        ReentrantLock asking = new ReentrantLock();
        return () -> {
            if (asking.tryLock()) {
                try {
                    progress.check(STAGE);
                } finally {
                    asking.unlock();
                }
            }
        };
    }
}
