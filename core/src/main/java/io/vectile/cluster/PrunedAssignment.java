package io.vectile.cluster;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.util.Arrays;

/**
 * The nearest centroids of many vectors, most of which are never measured. Vectors vary most in few directions: with those of
 * the {@value #HEAD} largest variances as the first axes, {@code x - mu} splits into a head and a tail, and the tails'
 * part of a product is at most that of their lengths (Cauchy and Schwarz):
 *
 * <pre>{@code <x - mu, c - mu> <= <head(x), head(c)> + |tail(x)| |tail(c)|}</pre>
 *
 * So a matrix tile over {@code HEAD + 1} dimensions bounds the scores of all centroids; the one with the largest bound is
 * measured, and then those whose bounds reach what that has. Of 2048 cells of SIFT descriptors these are a dozen.
 *
 * <p>The answer is that of {@link Centroids#assign}, which decides where two centroids are as near as rounding can tell; so it
 * depends neither on the axes nor on the machine. Thread safe.
 */
final class PrunedAssignment {
    private static final int HEAD = 32;
    /** Measuring one takes as long as bounding so many: where more than this share is left, all are compared by tiles. */
    private static final double WORTH = 1 / 24.0;
    private static final double ULP = 0x1p-24;

    private final Centroids centroids;
    private final int k;
    private final int d;
    private final Kernels kernels;
    private final float[] rows;
    private final float[] mean;
    /** The axes as columns, and what is subtracted from the products with them. */
    private final Panels axes;
    private final float[] offsets;
    private final Panels heads;
    private final float[] init;
    private final double meanNorm;
    private final double largestNorm;
    /**
     * What rounding may add to a product of heads, or to the square of a tail, as a share of the product of the lengths: each
     * number of a head is a sum of d products.
     */
    private final double rounding;

    /**
     * @param rows of the centroids, {@code float[k * d]}
     * @param axes {@code float[HEAD * d]}, orthonormal
     */
    private PrunedAssignment(Centroids centroids, float[] rows, float[] mean, float[] axes, Kernels kernels) {
        this.centroids = centroids;
        this.k = centroids.k();
        this.d = centroids.d();
        this.kernels = kernels;
        this.rows = rows;
        this.mean = mean;
        this.axes = Panels.of(axes, HEAD, d);
        this.offsets = new float[Kernels.BLOCK];
        for (int a = 0; a < HEAD; a++) {
            offsets[a] = -kernels.dot(axes, a * d, mean, 0, d);
        }
        this.meanNorm = Math.sqrt(kernels.dot(mean, 0, mean, 0, d));
        this.largestNorm = Math.sqrt(centroids.maxSquaredNorm());
        this.rounding = (2 * Math.sqrt(HEAD) + 4) * (d + 8) * ULP;
        float[] split = new float[k * (HEAD + 1)];
        float[] norms = new float[k];
        split(rows, 0, d, k, split, norms);
        this.heads = Panels.of(split, k, HEAD + 1);
        this.init = new float[heads.count() * Kernels.BLOCK];
        Arrays.fill(init, k, init.length, Float.NEGATIVE_INFINITY);
        for (int c = 0; c < k; c++) {
            init[c] = -0.5f * norms[c];
        }
    }

    /** Whether it may be worth the preparation for n vectors. */
    static boolean isFor(Centroids centroids, long n) {
        return !centroids.innerProduct() && centroids.d() >= 2 * HEAD && centroids.k() >= 512 && n >= 4L * centroids.k();
    }

    static PrunedAssignment of(Centroids centroids, Kernels kernels) {
        float[] rows = centroids.toRows();
        float[] mean = Centroids.meanOf(rows, centroids.k(), centroids.d());
        return new PrunedAssignment(centroids, rows, mean, PrincipalAxes.of(rows, centroids.k(), centroids.d(), mean, HEAD), kernels);
    }

    /** Heads and the lengths of tails, {@code float[n][HEAD + 1]}; and squared lengths from the mean. */
    private void split(float[] x, int at, int stride, int n, float[] split, float[] norms) {
        float[] tile = new float[Kernels.TILE_ROWS * Kernels.BLOCK];
        for (int i = 0; i < n; i += Kernels.TILE_ROWS) {
            int count = Math.min(Kernels.TILE_ROWS, n - i);
            kernels.tile(x, at + i * stride, stride, count, axes.segment(), 0, d, offsets, 0, tile, 0, Kernels.BLOCK);
            for (int r = 0; r < count; r++) {
                int row = at + (i + r) * stride;
                int to = (i + r) * (HEAD + 1);
                System.arraycopy(tile, r * Kernels.BLOCK, split, to, HEAD);
                norms[i + r] = kernels.l2(x, row, mean, 0, d);
                double head = kernels.dot(split, to, split, to, HEAD);
                double length = Math.sqrt(kernels.dot(x, row, x, row, d)) + meanNorm;
                split[to + HEAD] = (float) Math.sqrt(Math.max(0, norms[i + r] - head) + rounding * length * length);
            }
        }
    }

    /**
     * The same as {@link Centroids#assign}, but for the rounding of scores.
     *
     * @return how many were measured before all the rest were compared by tiles, if they were
     */
    long assign(float[] x, int at, int stride, int n, int[] ids, float[] scores, int outAt) {
        float[] split = new float[Kernels.TILE_ROWS * (HEAD + 1)];
        float[] norms = new float[Kernels.TILE_ROWS];
        float[] bounds = new float[Kernels.TILE_ROWS * init.length];
        float[] maxima = new float[Kernels.BLOCK];
        long measured = 0;
        for (int i = 0; i < n; i += Kernels.TILE_ROWS) {
            // Told by these vectors alone, so that the answer does not depend on who came by before.
            if (measured > WORTH * i * k) {
                centroids.assign(x, at + i * stride, stride, n - i, ids, scores, outAt + i);
                return measured;
            }
            int count = Math.min(Kernels.TILE_ROWS, n - i);
            split(x, at + i * stride, stride, count, split, norms);
            kernels.products(split, 0, HEAD + 1, count, heads, init, bounds, 0, init.length);
            for (int r = 0; r < count; r++) {
                measured += nearest(x, at + (i + r) * stride, norms[r], bounds, r * init.length, maxima, ids, scores, outAt + i + r);
            }
        }
        return measured;
    }

    /** Returns how many were measured, or compared by tiles. */
    private int nearest(float[] x, int at, float norm, float[] bounds, int boundsAt, float[] maxima, int[] ids, float[] scores, int to) {
        int best = largest(bounds, boundsAt, maxima);
        float distance = kernels.l2(x, at, rows, best * d, d);
        double length = Math.sqrt(kernels.dot(x, at, x, at, d));
        // Nearer than so are those that tiles might order otherwise, which sum d products to scores.
        double tie = 4 * (d + 8) * ULP * (length + largestNorm) * largestNorm;
        double slack = rounding * (length + meanNorm) * (largestNorm + meanNorm) + tie / 2;
        // Scores from the mean are half of what distances from it leave of the squared length; bounds are no less.
        float reach = below((norm - distance) / 2.0 - slack);
        float second = Float.POSITIVE_INFINITY;
        int first = best;
        int measured = 1;
        for (int c = 0; c < init.length; c += Kernels.BLOCK) {
            for (long rest = kernels.atLeast(bounds, boundsAt + c, reach); rest != 0; rest &= rest - 1) {
                int other = c + Long.numberOfTrailingZeros(rest);
                if (other == first) {
                    continue;
                }
                measured++;
                float there = kernels.l2(x, at, rows, other * d, d);
                if (there < distance) {
                    second = distance;
                    distance = there;
                    best = other;
                    reach = below((norm - distance) / 2.0 - slack);
                } else {
                    second = Math.min(second, there);
                }
            }
        }
        if (second - distance <= tie) {
            centroids.assign(x, at, d, 1, ids, scores, to);
            return k;
        }
        ids[to] = best;
        scores[to] = (float) ((length * length - distance) / 2);
        return measured;
    }

    private int largest(float[] bounds, int at, float[] maxima) {
        kernels.maxima(bounds, at, init.length, Kernels.BLOCK, maxima);
        float largest = maxima[0];
        for (float one : maxima) {
            largest = Math.max(largest, one);
        }
        int c = 0;
        while (kernels.atLeast(bounds, at + c, largest) == 0) {
            c += Kernels.BLOCK;
        }
        return c + Long.numberOfTrailingZeros(kernels.atLeast(bounds, at + c, largest));
    }

    private static float below(double value) {
        return Math.nextDown((float) value);
    }
}
