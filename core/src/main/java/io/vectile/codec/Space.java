package io.vectile.codec;

import io.vectile.cluster.Centroids;
import io.vectile.kernel.Kernels;
import io.vectile.storage.BoundRow;

/**
 * Where codes stand: which distance is meant, and whether a code is a vector or a residual to the centroid of its list.
 *
 * <p>For residuals and squared L2 the distance splits into a part of the list, one of the stored vector and one of the
 * query (A. Babenko, V. Lempitsky, CVPR 2014; D. Baranchuk et al., ECCV 2018, section 4; here with the centroids' mean mu
 * taken off, which makes the parts small): {@code |q - (c + r)|^2 = |q - c|^2 + t - 2 <q - mu, r>} with
 * {@code t = |r|^2 + 2 <c - mu, r>}. So one table per query serves all lists. A lower bound of t is stored in one byte per
 * vector, in steps common to all lists.
 *
 * @param innerProduct whether the distance is the negated inner product; squared L2 otherwise
 * @param centroids    what codes are residuals to; null where codes are whole vectors
 * @param mean         mu, {@code float[d]}; null without the bound row
 * @param step         what one step of the bound row is worth; 0 without it
 * @param d            numbers per vector
 */
public record Space(boolean innerProduct, Centroids centroids, float[] mean, float step, int d) {
    /** Keeps rounding from lifting a floored value over the true one. */
    private static final float BELOW = 0.999999f;

    /** A space whose codes are whole vectors. */
    public static Space whole(boolean innerProduct, int d) {
        return new Space(innerProduct, null, null, 0f, d);
    }

    /** A space of residuals without a bound row. */
    public static Space residual(boolean innerProduct, Centroids centroids) {
        return new Space(innerProduct, centroids, null, 0f, centroids.d());
    }

    /** The same space with a bound row. */
    public Space withBoundRow(float[] mu, float boundStep) {
        return new Space(innerProduct, centroids, mu, boundStep, d);
    }

    /** The largest squared norm of a centroid; 0 without any. */
    public float maxNorm() {
        return centroids == null ? 0f : centroids.maxSquaredNorm();
    }

    /** Whether codes are residuals. */
    public boolean isResidual() {
        return centroids != null;
    }

    /** Whether each code has a byte in the bound row. */
    public boolean hasBoundRow() {
        return mean != null;
    }

    /** {@code x -= centroid}, where codes are residuals. */
    public void toResidual(float[] x, int at, int cell) {
        centroids.addRow(cell, -1f, x, at);
    }

    /** {@code x += centroid}, where codes are residuals. */
    public void fromResidual(float[] x, int at, int cell) {
        centroids.addRow(cell, 1f, x, at);
    }

    /**
     * The term t of a decoded residual.
     *
     * @param scratch {@code float[d]}
     */
    public float term(float[] residual, int at, int cell, float[] scratch) {
        centroids.copyRow(cell, scratch, 0);
        for (int e = 0; e < d; e++) {
            scratch[e] = residual[at + e] + 2 * (scratch[e] - mean[e]);
        }
        return Kernels.active().dot(residual, at, scratch, 0, d);
    }

    /**
     * The step of a bound row for terms that spread so far within a list. Terms past the range saturate, which keeps them
     * lower bounds; the smallest step only has to be positive.
     */
    public static float step(float range) {
        return Math.max(range / 255, 1e-30f);
    }

    /** The byte that stands for a term: {@code bias + step * BoundRow.steps(entry)} is at most the term. */
    public int entry(float term, float bias) {
        return BoundRow.entry((int) Math.min(255f, (term - bias) / step * BELOW));
    }
}
