package io.vectile.cli.tour;

/**
 * What a quantizer with k centroids in D dimensions costs when it is built as a product of m parts; m = 1 is plain k-means. Each part
 * needs only the m-th root of k centroids, of D/m numbers each, and a part's choice is free of the others', so that k combine:
 * {@code m * k^(1/m) * D/m = k^(1/m) * D}. (H. Jégou, M. Douze, C. Schmid, TPAMI 2011, table I.)
 *
 * @param k centroids told apart; may be astronomical, hence a double
 * @param m parts
 * @param d numbers per vector
 */
record QuantizerCost(double k, int m, int d) {

    /** Centroids of one part; not a whole number where k is no m-th power. */
    double centroidsPerPart() {
        return Math.pow(k, 1.0 / m);
    }

    /** Numbers held, and as well multiplications that encoding one vector takes. */
    double numbers() {
        return m * centroidsPerPart() * ((double) d / m);
    }

    /** Memory of the numbers as floats. */
    double bytes() {
        return numbers() * Float.BYTES;
    }
}
