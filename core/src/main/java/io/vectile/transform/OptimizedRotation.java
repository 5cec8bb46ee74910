package io.vectile.transform;

import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * OPQ: the rotation R after which a product quantizer of m subspaces loses least. T. Ge, K. He, Q. Ke, J. Sun, "Optimized
 * Product Quantization for Approximate Nearest Neighbor Search", CVPR 2013, section 3.1, the non-parametric solution: in
 * turn, codebooks for the rotated vectors by k-means, and the rotation that takes the vectors X nearest to their decodings
 * Y, {@code R = U Vᵀ} of {@code Yᵀ X = U S Vᵀ}.
 *
 * <p>Both steps make {@code |X - Y R|^2} smaller or leave it: the error in the space of the caller, what a projection to
 * {@code dOut < dIn} dimensions loses included. Where they end depends on where they begin, which is the better of no
 * rotation and the parametric solution ({@link EigenvalueAllocation}): so OPQ loses no more than PQ does. Faiss begins
 * with a random rotation: of 65,536 SIFT vectors as 8 bytes that leaves an error of 28,700 after 50 rounds where plain PQ
 * has 25,900, and this 23,600. The rounds are Faiss's, and so are 8 bits per subspace, which serve other widths well enough.
 */
public final class OptimizedRotation {
    private static final String STAGE = "train OPQ";
    private static final int KSUB = 256;

    /** Vectors that one thread rotates at a time. */
    private static final int CHUNK = 1024;

    private OptimizedRotation() {}

    /**
     * How to train. The defaults are Faiss's.
     *
     * @param niter      rotations fitted, at least 1
     * @param niterFirst rounds of k-means before the first
     * @param niterPq    rounds of k-means before each other, from the last codebooks on
     * @param seed       of the first centroids
     */
    public record Options(int niter, int niterFirst, int niterPq, int seed) {
        public Options {
            requirePositive("niter", niter);
            requirePositive("niterFirst", niterFirst);
            requirePositive("niterPq", niterPq);
        }

        /** 50 rotations, 40 rounds of k-means for the first and 4 for each other, seed 1234. */
        public static Options defaults() {
            return new Options(50, 40, 4, 1234);
        }

        public Options withNiter(int niter) {
            return new Options(niter, niterFirst, niterPq, seed);
        }

        public Options withSeed(int seed) {
            return new Options(niter, niterFirst, niterPq, seed);
        }

        private static void requirePositive(String name, int value) {
            if (value < 1) {
                throw new InvalidInputException(name + " must be at least 1; got " + value);
            }
        }
    }

    /**
     * Learns a rotation from dIn to dOut dimensions for PQ of m subspaces. The result does not depend on the number of
     * threads or the machine.
     *
     * @param x {@code float[n * dIn]}, row-major, finite; their mean is taken off for the training alone
     * @param n how many vectors, at least 1; more than 65,536 are of no use
     * @return a map without bias, with orthonormal rows where {@code dOut <= dIn}, else columns
     * @throws InvalidInputException where m does not divide dOut, another shape does not fit or a value is not finite
     * @throws io.vectile.error.CancelledException where {@code progress} says so
     */
    public static LinearTransform train(float[] x, int n, int dIn, int dOut, int m, Options options, Parallel parallel,
            Progress progress) {
        return train(x, n, dIn, dOut, m, options, parallel, progress, error -> {});
    }

    /** @throws InvalidInputException where the dimensions after the rotation cannot be cut into m parts */
    public static void requireParts(int m, int dOut) {
        if (m < 1 || dOut % m != 0) {
            throw new InvalidInputException("OPQ" + m + " needs its dimensions divisible by " + m + "; after it there are " + dOut);
        }
    }

    /** For tests: {@code errors} hears the mean squared error in the space of the caller before each rotation. */
    static LinearTransform train(float[] x, int n, int dIn, int dOut, int m, Options options, Parallel parallel,
            Progress progress, DoubleConsumer errors) {
        LinearTransform.requireShape(dIn, dOut);
        requireParts(m, dOut);
        if ((long) n * dOut > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException("OPQ holds its rotated training vectors in one array; " + n + " vectors of "
                    + dOut + " do not fit");
        }
        TrainingRows rows = TrainingRows.of(x, n, dIn, parallel);
        Runnable check = () -> progress.check(STAGE);
        List<double[]> starts = starts(rows, n, dIn, dOut, m, parallel, check);
        float[] centered = rows.toArray(parallel);
        double energy = energy(centered);
        Meter meter = new Meter(progress, STAGE, starts.size() * (long) m * options.niterFirst()
                + (options.niter() - 1L) * m * options.niterPq());
        float[] rotated = new float[n * dOut];
        LinearTransform rotation = null;
        Codebooks codebooks = null;
        double score = 0;
        for (double[] start : starts) {
            LinearTransform candidate = linear(dIn, dOut, start);
            rotate(candidate, centered, n, rotated, parallel);
            Codebooks first = Codebooks.train(rotated, n, m, KSUB, dOut / m, kMeans(options), parallel, silent(progress),
                    () -> meter.add(options.niterFirst()));
            double firstScore = first.assign(rotated);
            if (codebooks == null || firstScore > score) {
                rotation = candidate;
                codebooks = first;
                score = firstScore;
            }
        }
        for (int round = 0; round < options.niter(); round++) {
            if (round > 0) {
                rotate(rotation, centered, n, rotated, parallel);
                improve(codebooks, rotated, options.niterPq(), check);
                score = codebooks.assign(rotated);
                meter.add((long) m * options.niterPq());
            }
            errors.accept((energy - 2 * score) / n * rows.squaredUnit());
            double[] products = CrossProducts.of(codebooks::decode, dOut, copier(centered, dIn), dIn, n, Kernels.active(),
                    parallel, count -> check.run());
            rotation = linear(dIn, dOut, PolarFactor.of(products, dOut, dIn, parallel, check));
        }
        return rotation;
    }

    /** The parametric solution and, where that is a rotation, none. */
    private static List<double[]> starts(TrainingRows rows, int n, int dIn, int dOut, int m, Parallel parallel,
            Runnable check) {
        double[] covariance = CrossProducts.of(rows, dIn, n, Kernels.active(), parallel, count -> check.run());
        double trace = 0;
        for (int e = 0; e < dIn; e++) {
            trace += covariance[e * dIn + e];
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance, dIn, parallel, check);
        double[] parametric = EigenvalueAllocation.rotation(eigen, dOut, m, CrossProducts.noise(trace, dIn, n));
        if (dIn != dOut) {
            return List.of(parametric);
        }
        double[] identity = new double[dIn * dIn];
        for (int e = 0; e < dIn; e++) {
            identity[e * dIn + e] = 1;
        }
        return List.of(identity, parametric);
    }

    private static void improve(Codebooks codebooks, float[] rotated, int rounds, Runnable check) {
        for (int i = 0; i < rounds; i++) {
            check.run();
            codebooks.assign(rotated);
            codebooks.update(rotated);
        }
    }

    private static KMeans.Options kMeans(Options options) {
        return KMeans.Options.defaults().withNiter(options.niterFirst()).withMaxPointsPerCentroid(1000)
                .withSeed(options.seed());
    }

    /** Hears nothing of the rounds of one subspace, but asks whether to go on. */
    private static Progress silent(Progress progress) {
        return new Progress() {
            @Override
            public void update(String stage, long done, long total) {}

            @Override
            public boolean cancelled() {
                return progress.cancelled();
            }
        };
    }

    private static LinearTransform linear(int dIn, int dOut, double[] matrix) {
        return new LinearTransform(dIn, dOut, Matrices.toFloats(matrix), null);
    }

    private static CrossProducts.Rows copier(float[] rows, int d) {
        return (i, to, at) -> System.arraycopy(rows, i * d, to, at, d);
    }

    private static void rotate(LinearTransform rotation, float[] x, int n, float[] y, Parallel parallel) {
        parallel.forEach(n, CHUNK, (worker, from, to) -> rotation.apply(x, (int) from, (int) (to - from), y));
    }

    private static double energy(float[] x) {
        double sum = 0;
        for (float value : x) {
            sum += (double) value * value;
        }
        return sum;
    }
}
