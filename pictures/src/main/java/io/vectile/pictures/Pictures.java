package io.vectile.pictures;

import io.vectile.Index;
import io.vectile.IndexReport;
import io.vectile.Neighbors;
import io.vectile.eval.GroundTruth;
import io.vectile.quantization.ProductQuantizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures and tables of indexes, codebooks and searches.
 *
 * {@snippet :
 * Pictures.of(index);                                                  // in a notebook: what it is made of, and the sizes of its lists
 * Pictures.of(index.quantizer().orElseThrow()).writeTo(Path.of("codebooks.png"));
 * System.out.println(Pictures.of(index.search(query, 10), 0, truth).toText());
 * }
 */
public final class Pictures {
    private Pictures() {}

    /** What an index is made of, what it holds in memory and, where it has more than one list, how their sizes spread. */
    public static Column of(Index index) {
        List<Displayable> parts = new ArrayList<>(List.of(summary(index), memory(index)));
        if (index.inspect().lists().count() > 1) {
            parts.add(listSizes(index));
        }
        return new Column(parts);
    }

    /** What an index is made of, in a few lines. */
    public static Table summary(Index index) {
        return IndexTables.summary(index.inspect());
    }

    /** Every byte that an index holds, part by part, as {@link Index#inspect} tells it. */
    public static Table memory(Index index) {
        return IndexTables.memory(index.inspect());
    }

    /** How many lists of an index have how many vectors. */
    public static Histogram listSizes(Index index) {
        IndexReport.Lists lists = index.inspect().lists();
        String spread = "From " + Quantity.NUMBER.label(lists.smallest()) + " to " + Quantity.NUMBER.label(lists.largest()) + " vectors; imbalance "
                + Quantity.NUMBER.label(lists.imbalance());
        return Histogram.of("Sizes of the " + Quantity.NUMBER.label(lists.count()) + " lists of " + index.spec(), spread, "vectors in a list", "lists",
                index.listSizes());
    }

    /** The codebooks of a product quantizer side by side: a panel per part, a row per centroid, a column per dimension. */
    public static Picture of(ProductQuantizer quantizer) {
        return Codebooks.of(quantizer);
    }

    /** The centroids of one part of a product quantizer, each as a line over the dimensions of that part. */
    public static Picture centroids(ProductQuantizer quantizer, int part) {
        return CentroidLines.of(quantizer, part);
    }

    /**
     * A vector and what a product quantizer makes of it: both as lines over the dimensions, and for each part its code and its squared error.
     *
     * @param vector d numbers
     */
    public static Picture reconstruction(float[] vector, ProductQuantizer quantizer) {
        return ReconstructionPicture.of(vector, quantizer);
    }

    /**
     * A vector and its reconstruction, as {@link Index#reconstruct} gives it: both as lines over the dimensions, and the squared error of
     * each part.
     *
     * @param vector   d numbers
     * @param restored d numbers
     * @param m        parts that d is cut into
     */
    public static Picture reconstruction(float[] vector, float[] restored, int m) {
        return ReconstructionPicture.of(vector, restored, m);
    }

    /** The answer to the first query. */
    public static Table of(Neighbors found) {
        return of(found, 0);
    }

    /** The answer to one of the queries: ids and distances, nearest first. */
    public static Table of(Neighbors found, int query) {
        return SearchTables.found(found, query);
    }

    /**
     * The answer to one of the queries beside the truth: true neighbours marked, each with its true place, and below them those of the true k
     * that were missed.
     */
    public static Table of(Neighbors found, int query, GroundTruth truth) {
        return SearchTables.besideTruth(found, query, truth);
    }
}
