package io.vectile.cli.explore.codes;

/**
 * A query's distance table floored to bytes, so that a sum of bytes never says more than the distance (docs/design.md, "Scanning
 * PQ codes"): entry minus the least of its part, in steps of (bound - sum of the least) / {@value #STEPS}. A code whose sum is
 * past {@link #threshold} is farther than the bound for certain; one whose sum is not may be nearer, and is measured.
 *
 * <p>The library does the same in registers, with tables of several sizes. Here it is done in the open, for the picture.
 */
final class ByteTable {
    /** Steps up to the bound; the byte above means farther than that, and so does any sum that would pass it. */
    static final int STEPS = 254;
    static final int FAR = 255;

    /** Sums in float and in double differ by less than this share, so a bound is widened by it before codes are left out. */
    private static final double ROUNDING = 1e-5;

    private final double leastSum;
    private final double step;
    private final int[] entries;

    /**
     * @param table {@code float[m * ksub]}: squared distances of the query's parts to the centroids
     * @param bound what is farther is of no interest
     */
    ByteTable(float[] table, int m, double bound) {
        int ksub = table.length / m;
        double[] least = new double[m];
        double sum = 0;
        for (int j = 0; j < m; j++) {
            least[j] = Double.POSITIVE_INFINITY;
            for (int c = 0; c < ksub; c++) {
                least[j] = Math.min(least[j], table[j * ksub + c]);
            }
            sum += least[j];
        }
        this.leastSum = sum;
        // Where the bound is no more than the least sum there is, every step does: only codes of the least entries pass.
        this.step = Math.max((widened(bound) - sum) / STEPS, Double.MIN_NORMAL);
        this.entries = new int[table.length];
        for (int i = 0; i < table.length; i++) {
            entries[i] = (int) Math.min(FAR, Math.floor((table[i] - least[i / ksub]) / step));
        }
    }

    private static double widened(double bound) {
        return bound * (1 + ROUNDING);
    }

    /** The bytes, {@code int[m * ksub]}, 0 to 255. */
    int[] entries() {
        return entries;
    }

    /** What one step is, as a squared distance. */
    double step() {
        return step;
    }

    /** The sum of the least entry of each part: what a sum of 0 bytes stands for. */
    double leastSum() {
        return leastSum;
    }

    /** The largest sum that a code within a bound may have; the table's own bound gives {@value #STEPS}. */
    int threshold(double bound) {
        return (int) Math.clamp(Math.floor((widened(bound) - leastSum) / step), -1, STEPS);
    }
}
