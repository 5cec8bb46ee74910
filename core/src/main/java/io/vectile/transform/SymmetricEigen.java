package io.vectile.transform;

import io.vectile.concurrent.Parallel;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix in double: {@code A = sum of value_i * vector_i vector_iᵀ}.
 *
 * <p>Householder tridiagonalisation, then implicit QR steps with Wilkinson's shift (G. H. Golub, C. F. Van Loan, "Matrix
 * Computations", sections 8.3.1 to 8.3.5). Backward stable: the error of a value is a few roundings of the largest. The
 * result does not depend on the number of threads or the machine.
 *
 * @param values  {@code double[d]}, descending
 * @param vectors {@code double[d * d]}: row i is the eigenvector of value i, of length one, its largest number (the first
 *                of them) positive
 */
record SymmetricEigen(double[] values, double[] vectors) {
    /** An off-diagonal number below so many times the norm is taken for 0. */
    private static final double PRECISION = 0x1p-53;

    /** Steps per eigenvalue; 2 are usual. */
    private static final int MAX_STEPS = 60;

    /** Smaller matrices are done before other threads have begun. */
    private static final int PARALLEL_FROM = 256;

    /** Numbers of a row that one thread works on, at least. */
    private static final int GRAIN = 128;

    /**
     * Decomposes a matrix.
     *
     * @param a     {@code double[d * d]}, symmetric bit for bit, finite; overwritten
     * @param check called often, by the calling thread; throws to end the work
     */
    static SymmetricEigen of(double[] a, int d, Parallel parallel, Runnable check) {
        int exponent = scaleToOne(a);
        double[] diagonal = new double[d];
        double[] next = new double[d]; // next[k] couples k and k + 1
        double[] basis = tridiagonalize(a, d, diagonal, next, parallel, check);
        diagonalize(diagonal, next, new Rotations(basis, d, parallel), check);
        return sorted(diagonal, basis, d, exponent);
    }

    /** Scales by a power of two, which loses nothing, so that squares stay within the numbers. */
    private static int scaleToOne(double[] a) {
        double largest = 0;
        for (double value : a) {
            largest = Math.max(largest, Math.abs(value));
        }
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.scalb(a[i], -exponent);
        }
        return exponent;
    }

    /**
     * {@code A = Q T Qᵀ}: column by column, a reflection of what is below the diagonal.
     *
     * @return Q, row-major
     */
    private static double[] tridiagonalize(double[] a, int d, double[] diagonal, double[] next, Parallel parallel,
            Runnable check) {
        Reflector reflector = new Reflector(d, d);
        double[] betas = new double[d];
        for (int k = 0; k < d - 1; k++) {
            check.run();
            reflector.load(a, d, k, k + 1, d, 0);
            reflector.aim(k + 1, d);
            diagonal[k] = a[k * d + k];
            next[k] = reflector.image;
            betas[k] = reflector.beta;
            if (reflector.beta != 0) {
                reflectBothSides(a, d, reflector, threads(d - k, parallel));
            }
            reflector.store(a, d, k);
        }
        diagonal[d - 1] = a[d * d - 1];
        double[] q = new double[d * d];
        for (int k = d - 1; k >= 0; k--) {
            check.run();
            q[k * d + k] = 1;
            if (k < d - 1) {
                reflector.load(a, d, k, k + 1, d, betas[k]);
                reflector.apply(q, d, k + 1, d);
            }
        }
        return q;
    }

    /** {@code A = H A H = A - v wᵀ - w vᵀ} with {@code w = p - beta/2 (vᵀp) v, p = beta A v}. */
    private static void reflectBothSides(double[] a, int d, Reflector reflector, Parallel parallel) {
        int first = reflector.from;
        double[] v = reflector.v;
        double[] w = new double[d];
        parallel.forEach(d - first, GRAIN, (worker, from, to) -> {
            int start = first + (int) from;
            int end = first + (int) to;
            for (int i = first; i < d; i++) {
                Matrices.addMultiple(v[i], a, i * d + start, w, start, end - start);
            }
        });
        double product = 0;
        for (int i = first; i < d; i++) {
            w[i] *= reflector.beta;
            product += v[i] * w[i];
        }
        double share = reflector.beta / 2 * product;
        for (int i = first; i < d; i++) {
            w[i] -= share * v[i];
        }
        parallel.forEach(d - first, GRAIN, (worker, from, to) -> {
            for (int i = first + (int) from; i < first + (int) to; i++) {
                subtract(a, i * d, v[i], w, w[i], v, first, d);
            }
        });
    }

    private static void subtract(double[] a, int at, double v, double[] ws, double w, double[] vs, int from, int to) {
        for (int j = from; j < to; j++) {
            a[at + j] -= v * ws[j] + w * vs[j];
        }
    }

    private static Parallel threads(int size, Parallel parallel) {
        return size < PARALLEL_FROM ? Parallel.single() : parallel;
    }

    /** QR steps on the last block that does not fall apart, until the matrix is diagonal. */
    private static void diagonalize(double[] diagonal, double[] next, Rotations rotations, Runnable check) {
        int d = diagonal.length;
        double norm = 0;
        for (int k = 0; k < d; k++) {
            norm = Math.max(norm, Math.abs(diagonal[k]) + 2 * Math.abs(next[k]));
        }
        double negligible = PRECISION * norm;
        int steps = 0;
        for (int last = d - 1; last > 0; ) {
            int first = last;
            while (first > 0 && Math.abs(next[first - 1]) > negligible) {
                first--;
            }
            if (first == last) {
                last--;
                continue;
            }
            if (++steps > MAX_STEPS * d) {
                throw new IllegalStateException("the eigenvalues of a matrix of " + d + " rows were not found in " + steps
                        + " steps");
            }
            check.run();
            step(diagonal, next, first, last, rotations);
        }
        rotations.flush();
    }

    /**
     * {@code T = Gᵀ T G} with the rotations G of a QR decomposition of {@code T - shift}: the first is that of its first
     * column, the others chase the number it makes beside the three diagonals down and out.
     */
    private static void step(double[] a, double[] b, int first, int last, Rotations rotations) {
        double half = (a[last - 1] - a[last]) / 2;
        double coupling = b[last - 1];
        double shift = a[last] - coupling * (coupling / (half + Math.copySign(length(half, coupling), half)));
        double x = a[first] - shift;
        double bulge = b[first];
        for (int k = first; k < last; k++) {
            double r = length(x, bulge);
            double c = r == 0 ? 1 : x / r;
            double s = r == 0 ? 0 : bulge / r;
            if (k > first) {
                b[k - 1] = r;
            }
            double upper = a[k];
            double lower = a[k + 1];
            double across = 2 * c * s * b[k];
            a[k] = c * c * upper + across + s * s * lower;
            a[k + 1] = s * s * upper - across + c * c * lower;
            b[k] = c * s * (lower - upper) + (c * c - s * s) * b[k];
            if (k + 1 < last) {
                x = b[k];
                bulge = s * b[k + 1];
                b[k + 1] *= c;
            }
            rotations.add(k, c, s);
        }
    }

    /** What Math.hypot computes, several times as fast and the same on every machine; the matrix is scaled for it. */
    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    private static SymmetricEigen sorted(double[] diagonal, double[] basis, int d, int exponent) {
        int[] order = IntStream.range(0, d).boxed().sorted((i, j) -> Double.compare(diagonal[j], diagonal[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] values = new double[d];
        double[] vectors = new double[d * d];
        for (int i = 0; i < d; i++) {
            values[i] = Math.scalb(diagonal[order[i]], exponent);
            double largest = 0;
            for (int e = 0; e < d; e++) {
                double value = basis[e * d + order[i]];
                vectors[i * d + e] = value;
                largest = Math.abs(value) > Math.abs(largest) ? value : largest;
            }
            for (int e = 0; largest < 0 && e < d; e++) {
                vectors[i * d + e] = -vectors[i * d + e];
            }
        }
        return new SymmetricEigen(values, vectors);
    }

    /**
     * Rotations of neighbouring columns of a matrix, done many at a time: 32 of its rows, transposed, stay in the cache
     * while all of the rotations pass over them. Done one by one, each step would read the whole matrix.
     */
    private static final class Rotations {
        private static final int CAPACITY = 1 << 18;
        private static final int ROWS = 32;

        private final double[] matrix;
        private final int d;
        private final Parallel parallel;
        private final int[] columns;
        private final double[] cosines;
        private final double[] sines;
        private int size;

        Rotations(double[] matrix, int d, Parallel parallel) {
            int capacity = (int) Math.min(CAPACITY, 2L * d * d);
            this.matrix = matrix;
            this.d = d;
            this.parallel = threads(d, parallel);
            this.columns = new int[capacity];
            this.cosines = new double[capacity];
            this.sines = new double[capacity];
        }

        void add(int column, double c, double s) {
            if (size == columns.length) {
                flush();
            }
            columns[size] = column;
            cosines[size] = c;
            sines[size++] = s;
        }

        void flush() {
            parallel.forEach(d, ROWS, (worker, from, to) -> {
                int rows = (int) (to - from);
                double[] strip = new double[d * ROWS];
                for (int r = 0; r < rows; r++) {
                    for (int e = 0; e < d; e++) {
                        strip[e * ROWS + r] = matrix[((int) from + r) * d + e];
                    }
                }
                for (int i = 0; i < size; i++) {
                    rotate(strip, columns[i] * ROWS, cosines[i], sines[i]);
                }
                for (int r = 0; r < rows; r++) {
                    for (int e = 0; e < d; e++) {
                        matrix[((int) from + r) * d + e] = strip[e * ROWS + r];
                    }
                }
            });
            size = 0;
        }

        private static void rotate(double[] strip, int at, double c, double s) {
            for (int r = at; r < at + ROWS; r++) {
                double x = strip[r];
                double y = strip[r + ROWS];
                strip[r] = c * x + s * y;
                strip[r + ROWS] = c * y - s * x;
            }
        }
    }
}
