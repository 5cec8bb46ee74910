package io.vectile;

import java.util.Arrays;
import java.util.Objects;

/**
 * The k nearest of each query, nearest first, equal distances by smaller id. Where fewer than k were found the rest of the
 * row is id {@value #NO_ID} with the metric's worst distance: {@code 3.4028235e38} for L2, {@code -3.4028235e38} for inner
 * product and cosine.
 *
 * <p>Distances are squared L2, inner products or cosines, by the index's metric. Immutable and thread safe.
 */
public final class Neighbors {
    /** The id of a place that no vector fills. */
    public static final long NO_ID = -1;

    private final int queries;
    private final int k;
    private final long[] ids;
    private final float[] distances;

    Neighbors(int queries, int k, long[] ids, float[] distances) {
        this.queries = queries;
        this.k = k;
        this.ids = ids;
        this.distances = distances;
    }

    /** How many queries. */
    public int queries() {
        return queries;
    }

    /** How many places per query. */
    public int k() {
        return k;
    }

    /** The id in place {@code i} (0 is nearest) of a query. */
    public long id(int query, int i) {
        return ids[at(query, i)];
    }

    /** The distance in place {@code i} of a query. */
    public float distance(int query, int i) {
        return distances[at(query, i)];
    }

    private int at(int query, int i) {
        Objects.checkIndex(query, queries);
        Objects.checkIndex(i, k);
        return query * k + i;
    }

    /** A query's ids, {@code long[k]}. */
    public long[] ids(int query) {
        int at = at(query, 0);
        return Arrays.copyOfRange(ids, at, at + k);
    }

    /** A query's distances, {@code float[k]}. */
    public float[] distances(int query) {
        int at = at(query, 0);
        return Arrays.copyOfRange(distances, at, at + k);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Neighbors n && queries == n.queries && k == n.k && Arrays.equals(ids, n.ids)
                && Arrays.equals(distances, n.distances);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids) * 31 + Arrays.hashCode(distances);
    }

    /** The first query's answer, readable. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(queries + " x " + k + " neighbors");
        for (int i = 0; i < Math.min(k, 10) && queries > 0; i++) {
            text.append(i == 0 ? ": " : ", ").append(ids[i]).append(" (").append(distances[i]).append(')');
        }
        return text.toString();
    }
}
