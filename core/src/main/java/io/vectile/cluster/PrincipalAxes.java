package io.vectile.cluster;

/**
 * The directions in which rows vary most, about: by orthogonal iteration (G. H. Golub, C. F. Van Loan, "Matrix Computations",
 * section 8.2.4), ended long before it converges. Orthonormal to rounding.
 */
final class PrincipalAxes {
    private static final int ROUNDS = 8;

    private PrincipalAxes() {}

    /** The first few, {@code float[count * d]}, row-major; {@code count <= d}. */
    static float[] of(float[] rows, int n, int d, float[] mean, int count) {
        double[] covariance = covariance(rows, n, d, mean);
        double[] axes = new double[count * d];
        for (int a = 0; a < count; a++) {
            // Any start that spans enough will do; this one is no axis of anything.
            for (int e = 0; e < d; e++) {
                axes[a * d + e] = Math.floorMod((a + 1) * 7919 * (e + 1), 1009) / 1009.0 - 0.5;
            }
        }
        orthonormalize(axes, count, d);
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[count * d];
            for (int a = 0; a < count; a++) {
                for (int i = 0; i < d; i++) {
                    addMultiple(axes[a * d + i], covariance, i * d, next, a * d, d);
                }
            }
            orthonormalize(next, count, d);
            axes = next;
        }
        float[] rounded = new float[axes.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) axes[i];
        }
        return rounded;
    }

    private static double[] covariance(float[] rows, int n, int d, float[] mean) {
        double[] covariance = new double[d * d];
        double[] row = new double[d];
        for (int i = 0; i < n; i++) {
            for (int e = 0; e < d; e++) {
                row[e] = rows[i * d + e] - mean[e];
            }
            for (int e = 0; e < d; e++) {
                addMultiple(row[e], row, 0, covariance, e * d, d);
            }
        }
        return covariance;
    }

    /** Gram and Schmidt, twice over: once leaves them less than orthogonal where they were nearly alike. */
    private static void orthonormalize(double[] axes, int count, int d) {
        for (int a = 0; a < count; a++) {
            for (int twice = 0; twice < 2; twice++) {
                for (int b = 0; b < a; b++) {
                    addMultiple(-dot(axes, a * d, axes, b * d, d), axes, b * d, axes, a * d, d);
                }
                double length = Math.sqrt(dot(axes, a * d, axes, a * d, d));
                for (int e = 0; e < d; e++) {
                    axes[a * d + e] = length > 0 ? axes[a * d + e] / length : 0;
                }
            }
        }
    }

    private static double dot(double[] a, int at, double[] b, int bAt, int d) {
        double sum = 0;
        for (int e = 0; e < d; e++) {
            sum += a[at + e] * b[bAt + e];
        }
        return sum;
    }

    private static void addMultiple(double factor, double[] x, int at, double[] y, int yAt, int d) {
        for (int e = 0; e < d; e++) {
            y[yAt + e] += factor * x[at + e];
        }
    }
}
