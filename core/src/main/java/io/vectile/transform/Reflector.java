package io.vectile.transform;

/**
 * A Householder reflection {@code H = I - beta v vᵀ} on the coordinates from {@code from} to {@code to}, and the
 * orthonormal bases made of such (G. H. Golub, C. F. Van Loan, "Matrix Computations", sections 5.1 and 5.2).
 *
 * <p>All loops run along rows of row-major matrices, where the JIT turns them into SIMD without changing a result. Scratch
 * of one computation, not thread safe.
 */
final class Reflector {
    final double[] v;
    int from;
    int to;
    double beta;
    /** What {@link #aim} made of the first coordinate; the others became 0. */
    double image;
    private final double[] products;

    Reflector(int rows, int columns) {
        this.v = new double[rows];
        this.products = new double[columns];
    }

    /**
     * Becomes the reflection that takes the numbers in {@code v[from..to)} to (image, 0, ..., 0); the identity where they
     * are of that form already.
     */
    void aim(int from, int to) {
        this.from = from;
        this.to = to;
        this.image = v[from];
        this.beta = 0;
        double largest = 0;
        for (int i = from + 1; i < to; i++) {
            largest = Math.max(largest, Math.abs(v[i]));
        }
        if (largest == 0) {
            return;
        }
        largest = Math.max(largest, Math.abs(v[from])); // scaled by it, no square over- or underflows
        double sum = 0;
        for (int i = from; i < to; i++) {
            v[i] /= largest;
            sum += v[i] * v[i];
        }
        double norm = Math.sqrt(sum);
        double opposite = v[from] > 0 ? -norm : norm; // of the other sign: nothing cancels in the difference
        beta = 1 / (norm * (norm + Math.abs(v[from])));
        image = opposite * largest;
        v[from] -= opposite;
    }

    /** Remembers v in a column of a matrix, in the rows that it acts on. */
    void store(double[] a, int stride, int column) {
        for (int i = from; i < to; i++) {
            a[i * stride + column] = v[i];
        }
    }

    /** Becomes a reflection that was remembered. */
    void load(double[] a, int stride, int column, int from, int to, double beta) {
        this.from = from;
        this.to = to;
        this.beta = beta;
        for (int i = from; i < to; i++) {
            v[i] = a[i * stride + column];
        }
    }

    /** {@code A = H A} on the columns from {@code first} to {@code end} of a row-major matrix. */
    void apply(double[] a, int stride, int first, int end) {
        if (beta == 0) {
            return;
        }
        for (int j = first; j < end; j++) {
            products[j] = 0;
        }
        for (int i = from; i < to; i++) {
            Matrices.addMultiple(v[i], a, i * stride + first, products, first, end - first);
        }
        for (int i = from; i < to; i++) {
            Matrices.addMultiple(-beta * v[i], products, first, a, i * stride + first, end - first);
        }
    }

    /**
     * The orthonormal factor Q of {@code A = Q R} with a diagonal of R that is not negative. Always orthonormal: where A
     * lacks columns that are independent, any others complete the basis.
     *
     * @param a    {@code double[rows * columns]}, row-major, {@code rows >= columns}; overwritten
     * @return {@code double[rows * columns]}, row-major
     */
    static double[] orthonormalColumns(double[] a, int rows, int columns) {
        Reflector reflector = new Reflector(rows, columns);
        double[] betas = new double[columns];
        double[] signs = new double[columns];
        for (int k = 0; k < columns; k++) {
            reflector.load(a, columns, k, k, rows, 0);
            reflector.aim(k, rows);
            reflector.apply(a, columns, k + 1, columns);
            reflector.store(a, columns, k);
            betas[k] = reflector.beta;
            signs[k] = reflector.image < 0 ? -1 : 1;
        }
        double[] q = new double[rows * columns];
        for (int k = columns - 1; k >= 0; k--) {
            q[k * columns + k] = signs[k]; // of Q = H_0 H_1 ... diag(signs), column k is zero above row k so far
            reflector.load(a, columns, k, k, rows, betas[k]);
            reflector.apply(q, columns, k, columns);
        }
        return q;
    }
}
