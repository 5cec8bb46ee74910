package io.vectile.transform;

import java.util.SplittableRandom;

/** Rows for the tests of this package, and what double arithmetic says of them. */
final class Samples {
    private Samples() {}

    static float[] normal(int numbers, SplittableRandom random) {
        float[] rows = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }

    /** Normally distributed, each dimension like the one before, and mixed: no axis is special. */
    static float[] correlated(int n, int d, SplittableRandom random) {
        float[] rows = new float[n * d];
        for (int i = 0; i < n; i++) {
            double value = 0;
            for (int e = 0; e < d; e++) {
                value = 0.9 * value + random.nextGaussian();
                rows[i * d + e] = (float) (value * 10 / (1 + e) + 3);
            }
        }
        return rows;
    }

    /** {@code A x + b} in double, of row i. */
    static double[] product(float[] a, float[] b, int dIn, int dOut, float[] x, int i) {
        double[] y = new double[dOut];
        for (int o = 0; o < dOut; o++) {
            y[o] = b == null ? 0 : b[o];
            for (int e = 0; e < dIn; e++) {
                y[o] += (double) a[o * dIn + e] * x[i * dIn + e];
            }
        }
        return y;
    }

    /** The largest difference of {@code A Aᵀ} to the identity. */
    static double fromOrthonormalRows(double[] a, int rows, int columns) {
        double largest = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                double sum = i == j ? -1 : 0;
                for (int e = 0; e < columns; e++) {
                    sum += a[i * columns + e] * a[j * columns + e];
                }
                largest = Math.max(largest, Math.abs(sum));
            }
        }
        return largest;
    }

    static double fromOrthonormalRows(float[] a, int rows, int columns) {
        return fromOrthonormalRows(toDoubles(a), rows, columns);
    }

    static double[] toDoubles(float[] numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }

    /** Covariance of n rows about their mean, in double. */
    static double[] covariance(float[] x, int n, int d) {
        double[] mean = new double[d];
        for (int i = 0; i < n * d; i++) {
            mean[i % d] += (double) x[i] / n;
        }
        double[] covariance = new double[d * d];
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < d; a++) {
                for (int b = 0; b < d; b++) {
                    covariance[a * d + b] += (x[i * d + a] - mean[a]) * (x[i * d + b] - mean[b]) / n;
                }
            }
        }
        return covariance;
    }
}
