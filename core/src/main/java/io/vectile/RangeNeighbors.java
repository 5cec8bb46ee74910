package io.vectile;

/**
 * All vectors of an index within a radius of each query, nearest first, equal distances by smaller id: below the radius
 * for L2, above it for inner product and cosine, strictly. Immutable and thread safe.
 */
public final class RangeNeighbors {
    private final long[][] ids;
    private final float[][] distances;

    RangeNeighbors(long[][] ids, float[][] distances) {
        this.ids = ids;
        this.distances = distances;
    }

    /** How many queries. */
    public int queries() {
        return ids.length;
    }

    /** How many vectors a query found. */
    public int size(int query) {
        return ids[query].length;
    }

    /** The id in place {@code i} (0 is nearest) of a query. */
    public long id(int query, int i) {
        return ids[query][i];
    }

    /** The distance in place {@code i} of a query. */
    public float distance(int query, int i) {
        return distances[query][i];
    }

    /** A query's ids. */
    public long[] ids(int query) {
        return ids[query].clone();
    }

    /** A query's distances. */
    public float[] distances(int query) {
        return distances[query].clone();
    }
}
