package io.vectile.transform;

import io.vectile.error.InvalidInputException;

/**
 * Scales rows to length one; a row of zeros stays as it is. Squared L2 distances then order as the cosine does.
 *
 * <p>The length is lost for good, so this is not reversible; {@link #reverse} gives the row of length one, as Faiss does.
 *
 * @param d numbers per row, at least 1
 */
public record Normalization(int d) implements Transform {
    public Normalization {
        if (d < 1) {
            throw new InvalidInputException("a normalization needs at least 1 dimension; got " + d);
        }
    }

    @Override
    public int dIn() {
        return d;
    }

    @Override
    public int dOut() {
        return d;
    }

    @Override
    public boolean isTrained() {
        return true;
    }

    @Override
    public void apply(float[] x, int n, float[] y) {
        normalize(x, n, d, y);
    }

    /** Writes n rows of d numbers, scaled to length one, to y, which may be x itself. */
    public static void normalize(float[] x, int n, int d, float[] y) {
        for (int at = 0; at < n * d; at += d) {
            double sum = 0;
            for (int e = at; e < at + d; e++) {
                sum += (double) x[e] * x[e];
            }
            double scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
            for (int e = at; e < at + d; e++) {
                y[e] = (float) (x[e] * scale);
            }
        }
    }

    @Override
    public boolean isReversible() {
        return false;
    }

    /** Copies. */
    @Override
    public void reverse(float[] y, int n, float[] x) {
        System.arraycopy(y, 0, x, 0, n * d);
    }

    @Override
    public long bytes() {
        return 0;
    }
}
