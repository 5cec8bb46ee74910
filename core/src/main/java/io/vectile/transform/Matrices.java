package io.vectile.transform;

import io.vectile.concurrent.Parallel;

/** Products of row-major matrices in double, each number summed in order: the same on any number of threads. */
final class Matrices {
    private static final int GRAIN = 16;

    private Matrices() {}

    /** {@code A B}: A is rows x inner, B is inner x columns. */
    static double[] product(double[] a, int rows, int inner, double[] b, int columns, Parallel parallel) {
        double[] product = new double[rows * columns];
        parallel.forEach(rows, GRAIN, (worker, from, to) -> {
            for (int i = (int) from; i < to; i++) {
                for (int k = 0; k < inner; k++) {
                    addMultiple(a[i * inner + k], b, k * columns, product, i * columns, columns);
                }
            }
        });
        return product;
    }

    /** {@code y += factor * x}: the loop that everything here runs in, which the JIT turns into SIMD. */
    static void addMultiple(double factor, double[] x, int at, double[] y, int yAt, int n) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] += factor * x[at + j];
        }
    }

    /** The numbers, rounded. */
    static float[] toFloats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    /** Aᵀ of a matrix of rows x columns. */
    static double[] transposed(double[] a, int rows, int columns) {
        double[] transposed = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = a[i * columns + j];
            }
        }
        return transposed;
    }
}
