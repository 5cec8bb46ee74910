package io.vectile.transform;

import io.vectile.concurrent.Parallel;

/**
 * The orthonormal matrix nearest to a matrix M, the {@code U Vᵀ} of its singular value decomposition
 * {@code M = U S Vᵀ}: of all R with orthonormal rows (or columns, of a tall M) that with the largest {@code tr(Rᵀ M)},
 * which solves the orthogonal Procrustes problem (P. H. Schönemann, Psychometrika 31 (1), 1966).
 *
 * <p>V are the eigenvectors of {@code Mᵀ M}; U is the orthonormal factor of {@code M V}, whose columns are orthogonal
 * already but for rounding, from the longest to the shortest. So the result is orthonormal to the last digits whatever the
 * rank of M, where dividing by singular values or inverting would fail. Singular values below {@code 1e-8} of the largest
 * are lost to the squaring, and with them as little of the trace.
 */
final class PolarFactor {
    private PolarFactor() {}

    /**
     * @param m     {@code double[rows * columns]}, row-major, finite
     * @param check called often; throws to end the work
     * @return the same shape, with orthonormal rows where {@code rows <= columns}, else columns
     */
    static double[] of(double[] m, int rows, int columns, Parallel parallel, Runnable check) {
        if (rows < columns) {
            double[] tall = ofTall(Matrices.transposed(m, rows, columns), columns, rows, parallel, check);
            return Matrices.transposed(tall, columns, rows);
        }
        return ofTall(m, rows, columns, parallel, check);
    }

    private static double[] ofTall(double[] m, int rows, int columns, Parallel parallel, Runnable check) {
        double[] gram = Matrices.product(Matrices.transposed(m, rows, columns), columns, rows, m, columns, parallel);
        double[] vectors = SymmetricEigen.of(gram, columns, parallel, check).vectors();
        double[] v = Matrices.transposed(vectors, columns, columns);
        double[] u = Reflector.orthonormalColumns(Matrices.product(m, rows, columns, v, columns, parallel), rows, columns);
        return Matrices.product(u, rows, columns, vectors, columns, parallel);
    }
}
