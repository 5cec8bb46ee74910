package io.vectile.transform;

import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import java.util.Arrays;

/**
 * Principal component analysis: {@code y = A (x - mean)}, the rows of A being the dOut directions of the largest variance,
 * each scaled by a power of its variance, the whole rotated at random where asked. Power 0 keeps distances; -0.5 whitens,
 * which gives each direction the same say.
 *
 * <p>Arrays are the record's own: not copied, not to be written to. Immutable and thread safe.
 *
 * @param linear         A and {@code b = -A mean}, trained or not
 * @param eigenPower     the power
 * @param epsilon        added to an eigenvalue before that
 * @param randomRotation whether A was rotated
 * @param balancedBins   of how many bins the directions were dealt out to, 0 for none; only kept, for files that have it
 * @param mean           {@code float[dIn]}; null before training
 * @param eigenvalues    {@code float[dIn]}, descending: the variance along each direction. Null before training. Faiss does
 *                       not divide by the number of vectors, so that its eigenvalues are so many times ours
 * @param basis          one direction per row, {@code float[dIn * dIn]}, or fewer rows but at least dOut, as Faiss keeps
 *                       them of fewer vectors than dimensions; null before training
 */
public record Pca(LinearTransform linear, float eigenPower, float epsilon, boolean randomRotation, int balancedBins,
        float[] mean, float[] eigenvalues, float[] basis) implements Transform {
    private static final String STAGE = "train PCA";

    /** What the decomposition takes, for the progress, in training vectors per dimension. */
    private static final long DECOMPOSITION = 16;

    /** @throws InvalidInputException where lengths do not fit, or arrays are there before training or lack after it */
    public Pca {
        int dIn = linear.dIn();
        if (linear.isTrained()) {
            requireLength("mean", mean, dIn);
            requireLength("eigenvalues", eigenvalues, dIn);
            int rows = basis == null ? 0 : basis.length / dIn;
            if (basis == null || basis.length % dIn != 0 || rows < linear.dOut() || rows > dIn) {
                throw new InvalidInputException("a PCA from " + dIn + " to " + linear.dOut() + " dimensions has a basis of "
                        + linear.dOut() + " to " + dIn + " rows of " + dIn + " numbers; got "
                        + (basis == null ? "none" : basis.length + " numbers"));
            }
        } else if (mean != null || eigenvalues != null || basis != null) {
            throw new InvalidInputException("a PCA that is not trained has no mean, eigenvalues or basis; got "
                    + (mean != null ? "a mean" : eigenvalues != null ? "eigenvalues" : "a basis"));
        }
        requireReduction(dIn, linear.dOut());
    }

    private static void requireLength(String name, float[] array, int needed) {
        if (array == null || array.length != needed) {
            throw new InvalidInputException("a PCA from " + needed + " dimensions has " + needed + " numbers of " + name
                    + "; got " + (array == null ? "none" : array.length));
        }
    }

    private static void requireReduction(int dIn, int dOut) {
        if (dOut > dIn) {
            throw new InvalidInputException("PCA needs dOut of at most dIn; dOut is " + dOut + ", dIn is " + dIn);
        }
    }

    /** One that is not trained. */
    public static Pca untrained(int dIn, int dOut, float eigenPower, boolean randomRotation) {
        return new Pca(new LinearTransform(dIn, dOut, null, null), eigenPower, 0f, randomRotation, 0, null, null, null);
    }

    /**
     * Learns the directions. The result does not depend on the number of threads or the machine. Of more than
     * {@code 1000 * dIn} vectors a sample does as well.
     *
     * <p>With fewer vectors than dimensions the last eigenvalues are zero. A negative power leaves out directions whose
     * variance is no more than rounding: their outputs are zero, where Faiss's are infinite.
     *
     * @param x    {@code float[n * dIn]}, row-major, finite
     * @param n    how many vectors, at least 1
     * @param dOut at most dIn
     * @param seed of the random rotation
     * @throws InvalidInputException where a shape does not fit or a value is not finite
     * @throws io.vectile.error.CancelledException where {@code progress} says so
     */
    public static Pca train(float[] x, int n, int dIn, int dOut, float eigenPower, boolean randomRotation, int seed,
            Parallel parallel, Progress progress) {
        LinearTransform.requireShape(dIn, dIn);
        LinearTransform.requireShape(dIn, dOut);
        requireReduction(dIn, dOut);
        if (!Float.isFinite(eigenPower)) {
            throw new InvalidInputException("PCA needs a finite power of the eigenvalues; got " + eigenPower);
        }
        TrainingRows rows = TrainingRows.of(x, n, dIn, parallel);
        Meter meter = new Meter(progress, STAGE, n + DECOMPOSITION * dIn);
        double[] covariance = CrossProducts.of(rows, dIn, n, Kernels.active(), parallel, meter::add);
        double unit = rows.squaredUnit() / n;
        double trace = 0;
        for (int e = 0; e < dIn; e++) {
            trace += covariance[e * dIn + e] * unit;
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance, dIn, parallel, () -> progress.check(STAGE));
        double[] variances = new double[dIn];
        for (int i = 0; i < dIn; i++) {
            variances[i] = Math.max(0, eigen.values()[i] * unit);
        }
        double[] a = scaledDirections(eigen.vectors(), variances, dIn, dOut, eigenPower, CrossProducts.noise(trace, dIn, n));
        if (randomRotation) {
            a = Matrices.product(RandomRotation.draw(dOut, dOut, seed), dOut, dOut, a, dIn, parallel);
        }
        float[] matrix = Matrices.toFloats(a);
        LinearTransform linear = new LinearTransform(dIn, dOut, matrix, bias(matrix, rows.mean(), dOut));
        meter.add(DECOMPOSITION * dIn);
        return new Pca(linear, eigenPower, 0f, randomRotation, 0, rows.mean(), Matrices.toFloats(variances),
                Matrices.toFloats(eigen.vectors()));
    }

    private static double[] scaledDirections(double[] vectors, double[] variances, int dIn, int dOut, float power,
            double noise) {
        double[] a = new double[dOut * dIn];
        for (int i = 0; i < dOut; i++) {
            boolean unknown = power < 0 && variances[i] <= noise;
            Matrices.addMultiple(unknown ? 0 : StrictMath.pow(variances[i], power), vectors, i * dIn, a, i * dIn, dIn);
        }
        return a;
    }

    private static float[] bias(float[] matrix, float[] mean, int dOut) {
        int dIn = mean.length;
        float[] bias = new float[dOut];
        for (int i = 0; i < dOut; i++) {
            double sum = 0;
            for (int e = 0; e < dIn; e++) {
                sum -= (double) matrix[i * dIn + e] * mean[e];
            }
            bias[i] = (float) sum;
        }
        return bias;
    }

    @Override
    public int dIn() {
        return linear.dIn();
    }

    @Override
    public int dOut() {
        return linear.dOut();
    }

    @Override
    public boolean isTrained() {
        return linear.isTrained();
    }

    @Override
    public void apply(float[] x, int n, float[] y) {
        linear.apply(x, n, y);
    }

    @Override
    public boolean isReversible() {
        return linear.isReversible();
    }

    @Override
    public void reverse(float[] y, int n, float[] x) {
        linear.reverse(y, n, x);
    }

    @Override
    public long bytes() {
        long numbers = isTrained() ? (long) mean.length + eigenvalues.length + basis.length : 0;
        return linear.bytes() + numbers * Float.BYTES;
    }

    /** Whether the other is the same, in every bit of its numbers. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Pca that && linear.equals(that.linear)
                && Float.compare(eigenPower, that.eigenPower) == 0 && Float.compare(epsilon, that.epsilon) == 0
                && randomRotation == that.randomRotation && balancedBins == that.balancedBins
                && Arrays.equals(mean, that.mean) && Arrays.equals(eigenvalues, that.eigenvalues)
                && Arrays.equals(basis, that.basis);
    }

    @Override
    public int hashCode() {
        return 31 * linear.hashCode() + Arrays.hashCode(eigenvalues);
    }
}
