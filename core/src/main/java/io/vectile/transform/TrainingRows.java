package io.vectile.transform;

import io.vectile.concurrent.Parallel;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;

/**
 * Training vectors with their mean taken off, scaled by the power of two that brings the largest number to between 1 and
 * 2: so squares neither over- nor underflow in float, and nothing is lost. Immutable and thread safe.
 */
final class TrainingRows implements CrossProducts.Rows {
    private static final int ROWS = 1024;
    private static final int COLUMNS = 64;

    private final float[] x;
    private final int n;
    private final int d;
    private final float[] mean;
    private final int exponent;
    private final double scale;

    private TrainingRows(float[] x, int n, int d, float[] mean, int exponent) {
        this.x = x;
        this.n = n;
        this.d = d;
        this.mean = mean;
        this.exponent = exponent;
        this.scale = Math.scalb(1.0, -exponent);
    }

    /**
     * @param x {@code float[n * d]}, row-major: no copy, and not to be written to meanwhile
     * @throws InvalidInputException where n is below 1, the array is too short, or a number is not finite or too large
     */
    static TrainingRows of(float[] x, int n, int d, Parallel parallel) {
        if (n < 1 || (long) n * d > x.length) {
            throw new InvalidInputException("training needs n >= 1 vectors of " + d + " numbers in the array; n is " + n
                    + ", and the array has " + x.length);
        }
        parallel.forEach(n, ROWS, (worker, from, to) -> {
            for (int i = (int) from; i < to; i++) {
                requireFinite(x, i, d);
            }
        });
        float[] mean = new float[d];
        parallel.forEach(d, COLUMNS, (worker, from, to) -> mean(x, n, d, (int) from, (int) to, mean));
        double[] largest = new double[n / ROWS + 1];
        parallel.forEach(n, ROWS, (worker, from, to) -> {
            double max = 0;
            for (int i = (int) from; i < to; i++) {
                for (int e = 0; e < d; e++) {
                    max = Math.max(max, Math.abs((double) x[i * d + e] - mean[e]));
                }
            }
            largest[(int) from / ROWS] = max;
        });
        double max = 0;
        for (double part : largest) {
            max = Math.max(max, part);
        }
        return new TrainingRows(x, n, d, mean, max == 0 ? 0 : Math.getExponent(max));
    }

    private static void requireFinite(float[] x, int i, int d) {
        double norm = 0;
        for (int e = i * d; e < (i + 1) * d; e++) {
            norm += (double) x[e] * x[e];
        }
        if (norm <= Kernels.MAX_NORM) {
            return;
        }
        for (int e = 0; e < d; e++) {
            if (!Float.isFinite(x[i * d + e])) {
                throw new InvalidInputException("training vector " + i + " has " + x[i * d + e] + " at dimension " + e
                        + "; every value must be finite");
            }
        }
        throw new InvalidInputException("training vector " + i + " has squared length " + norm
                + "; training needs squared lengths of at most " + Kernels.MAX_NORM);
    }

    private static void mean(float[] x, int n, int d, int from, int to, float[] mean) {
        double[] sums = new double[to - from];
        for (int i = 0; i < n; i++) {
            for (int e = from; e < to; e++) {
                sums[e - from] += x[i * d + e];
            }
        }
        for (int e = from; e < to; e++) {
            mean[e] = (float) (sums[e - from] / n);
        }
    }

    /** {@code float[d]}, the caller's own scale; not to be written to. */
    float[] mean() {
        return mean;
    }

    /** What one unit of a square of the scaled numbers is in the caller's scale. */
    double squaredUnit() {
        return Math.scalb(1.0, 2 * exponent);
    }

    /** Row i, centered and scaled. */
    @Override
    public void copy(int i, float[] to, int at) {
        for (int e = 0; e < d; e++) {
            to[at + e] = (float) (((double) x[i * d + e] - mean[e]) * scale);
        }
    }

    /** All rows, centered and scaled: {@code float[n * d]}. */
    float[] toArray(Parallel parallel) {
        float[] rows = new float[n * d];
        parallel.forEach(n, ROWS, (worker, from, to) -> {
            for (int i = (int) from; i < to; i++) {
                copy(i, rows, i * d);
            }
        });
        return rows;
    }
}
