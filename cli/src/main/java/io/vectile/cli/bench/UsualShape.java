package io.vectile.cli.bench;

/** How many cells and subspaces suit some vectors, where nobody says. */
public final class UsualShape {
    private UsualShape() {}

    /**
     * Cells that suit n vectors: the power of two nearest to 1.5 times the square root of n (2048 at a million, 256 at fifty thousand), where
     * looking through the centroids and through a probed list cost about the same; fewer where training vectors are scarce.
     */
    public static int nlist(long n, long training) {
        double wanted = Math.scalb(1.0, (int) Math.round(Math.log(1.5 * Math.sqrt(n)) / Math.log(2)));
        double affordable = Math.scalb(1.0, Math.getExponent(Math.max(1.0, training / 39.0)));
        return (int) Math.min(wanted, affordable);
    }

    /** Subspaces of the product quantizer: 8, or the largest number below that divides d. */
    public static int subspaces(int d) {
        int m = 8;
        while (d % m != 0) {
            m--;
        }
        return m;
    }
}
