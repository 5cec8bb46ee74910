package io.vectile.storage;

/**
 * What a scan feeds: it says how far is still near enough, and takes the vectors found. Distances are such that smaller
 * is nearer (an inner product comes negated). Belongs to one search on one thread.
 */
public abstract sealed class Collector permits TopK, RangeHits {
    private final Snapshot snapshot;

    /** @param snapshot what turns refs into ids; null where refs are ids */
    Collector(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The largest distance that can still count; positive infinity while everything does. */
    public abstract float bound();

    /** How many it takes in any case, before anything is too far; until then the bound is infinite, or another's. */
    public abstract int wanted();

    /** The k of which this takes the k nearest, where nothing was found yet and nobody else looks; 0 otherwise. */
    public abstract int nearest();

    /**
     * Whether the distances of those found matter, or only which they are. If not, a vector that is one of them for certain
     * may come with a distance that is at least its own, and less than that of any that is not.
     */
    public abstract boolean wantsDistances();

    /** Takes a vector if it is near enough. */
    public abstract void offer(float distance, long ref);

    final Snapshot snapshot() {
        return snapshot;
    }

    /** Puts ids in the place of n refs. */
    final void toIds(long[] refs, int at, int n) {
        if (snapshot != null) {
            snapshot.toIds(refs, at, n);
        }
    }

    final long id(long ref) {
        return snapshot == null ? ref : snapshot.id(ref);
    }
}
