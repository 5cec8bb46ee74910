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

    /** Takes a vector if it is near enough. */
    public abstract void offer(float distance, long ref);

    final Snapshot snapshot() {
        return snapshot;
    }

    final long id(long ref) {
        return snapshot == null ? ref : snapshot.id(ref);
    }
}
