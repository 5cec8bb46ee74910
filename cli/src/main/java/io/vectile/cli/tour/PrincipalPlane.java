package io.vectile.cli.tour;

import java.util.SplittableRandom;

/**
 * The plane in which vectors spread most: their two first principal directions, by power iteration on the centred rows. Only for a
 * picture, so 50 rounds and doubles do.
 */
final class PrincipalPlane {
    private static final int ROUNDS = 50;

    private final double[] mean;
    private final double[] first;
    private final double[] second;

    private PrincipalPlane(double[] mean, double[] first, double[] second) {
        this.mean = mean;
        this.first = first;
        this.second = second;
    }

    /** The plane of some rows, all of one length. */
    static PrincipalPlane of(float[][] rows) {
        int d = rows[0].length;
        double[] mean = new double[d];
        for (float[] row : rows) {
            for (int i = 0; i < d; i++) {
                mean[i] += (double) row[i] / rows.length;
            }
        }
        double[] first = direction(rows, mean, new double[d]);
        return new PrincipalPlane(mean, first, direction(rows, mean, first));
    }

    /** A row's place in the plane, {@code {x, y}}. */
    double[] project(float[] row) {
        return new double[] {along(row, mean, first), along(row, mean, second)};
    }

    /** The direction of most variance at a right angle to another (or to none, given zeros). */
    private static double[] direction(float[][] rows, double[] mean, double[] other) {
        var random = new SplittableRandom(1234);
        double[] direction = random.doubles(mean.length, -1, 1).toArray();
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[mean.length];
            for (float[] row : rows) {
                double weight = along(row, mean, direction);
                for (int i = 0; i < next.length; i++) {
                    next[i] += weight * (row[i] - mean[i]);
                }
            }
            double overlap = 0;
            for (int i = 0; i < next.length; i++) {
                overlap += next[i] * other[i];
            }
            double length = 0;
            for (int i = 0; i < next.length; i++) {
                next[i] -= overlap * other[i];
                length += next[i] * next[i];
            }
            if (length == 0) {
                return next; // the rows do not spread any further: all of them lie at 0
            }
            for (int i = 0; i < next.length; i++) {
                next[i] /= Math.sqrt(length);
            }
            direction = next;
        }
        return direction;
    }

    private static double along(float[] row, double[] mean, double[] direction) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += (row[i] - mean[i]) * direction[i];
        }
        return sum;
    }
}
