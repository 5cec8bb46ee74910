package io.vectile.benchmarks.peers;

import io.vectile.eval.GroundTruth;
import io.vectile.vectors.Vectors;
import java.util.Arrays;

/**
 * Recall k@k by distance: the share of the k found that are as near as the true k-th neighbour, or nearer. Of rows that are equally
 * near any may be found, as the order of equals is no library's promise; whole numbers have many.
 *
 * <p>Distances are those of the base rows, whatever a library says of them, added up in doubles: exact for bytes.
 */
final class NearRecall {
    private final Vectors base;
    private final float[][] queries;
    private final GroundTruth truth;

    /**
     * Of queries whose neighbours are known.
     *
     * @param truth row numbers of the base for each query, nearest first
     * @throws IllegalArgumentException if there are fewer truths than queries
     */
    NearRecall(Vectors base, float[][] queries, GroundTruth truth) {
        if (truth.queries() < queries.length) {
            throw new IllegalArgumentException(queries.length + " queries need their true neighbours; those of " + truth.queries()
                    + " are given");
        }
        this.base = base;
        this.queries = queries;
        this.truth = truth;
    }

    /**
     * The mean share over all queries.
     *
     * @param found for each query ids, nearest first; fewer than k, or a negative one, have missed the rest
     */
    double at(int k, long[][] found) {
        long hits = 0;
        for (int q = 0; q < queries.length; q++) {
            float[] query = queries[q];
            double farthest = distance(query, truth.ids()[q][k - 1]);
            // What is found twice counts once.
            hits += Arrays.stream(found[q]).limit(k).distinct().filter(id -> id >= 0 && distance(query, id) <= farthest).count();
        }
        return (double) hits / ((double) queries.length * k);
    }

    private double distance(float[] query, long id) {
        float[] row = base.row(id);
        double sum = 0;
        for (int e = 0; e < row.length; e++) {
            double difference = (double) query[e] - row[e];
            sum += difference * difference;
        }
        return sum;
    }
}
