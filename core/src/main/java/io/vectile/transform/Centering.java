package io.vectile.transform;

import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import java.util.Arrays;

/**
 * Takes the mean off: {@code y = x - mean}.
 *
 * @param d    numbers per row, at least 1
 * @param mean {@code float[d]}, not to be written to; null before training
 */
public record Centering(int d, float[] mean) implements Transform {
    public Centering {
        if (d < 1) {
            throw new InvalidInputException("a centering needs at least 1 dimension; got " + d);
        }
        if (mean != null && mean.length != d) {
            throw new InvalidInputException("a centering of " + d + " dimensions has a mean of " + d + " numbers; got "
                    + mean.length);
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
        return mean != null;
    }

    @Override
    public void apply(float[] x, int n, float[] y) {
        requireTrained();
        for (int at = 0; at < n * d; at += d) {
            for (int e = 0; e < d; e++) {
                y[at + e] = x[at + e] - mean[e];
            }
        }
    }

    @Override
    public boolean isReversible() {
        return isTrained();
    }

    @Override
    public void reverse(float[] y, int n, float[] x) {
        requireTrained();
        for (int at = 0; at < n * d; at += d) {
            for (int e = 0; e < d; e++) {
                x[at + e] = y[at + e] + mean[e];
            }
        }
    }

    private void requireTrained() {
        if (mean == null) {
            throw new IndexStateException("the centering of " + d + " dimensions is not trained; train it first");
        }
    }

    @Override
    public long bytes() {
        return mean == null ? 0 : (long) mean.length * Float.BYTES;
    }

    /** Whether the other takes the same mean off, in every bit. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Centering that && d == that.d && Arrays.equals(mean, that.mean);
    }

    @Override
    public int hashCode() {
        return 31 * d + Arrays.hashCode(mean);
    }
}
