package io.vectile.storage;

import java.util.function.LongPredicate;

/**
 * What a scan feeds: it says how far is still near enough, and takes the vectors found. Distances are such that smaller
 * is nearer (an inner product comes negated). Belongs to one search on one thread.
 */
public abstract sealed class Collector permits TopK, RangeHits {
    private final LongPredicate filter;
    private final Snapshot snapshot;

    /**
     * @param snapshot what turns refs into ids; null where refs are ids
     * @param filter   which ids may be found; null for all
     */
    Collector(Snapshot snapshot, LongPredicate filter) {
        this.snapshot = snapshot;
        this.filter = filter;
    }

    /** The largest distance that can still count; positive infinity while everything does. */
    public abstract float bound();

    /** Takes a vector if it is near enough. */
    public abstract void offer(float distance, long ref);

    /** Of the given lanes of a block those that the filter lets through. */
    public final long admit(int list, int block, long lanes) {
        if (filter == null) {
            return lanes;
        }
        long admitted = 0;
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            if (filter.test(id(Snapshot.ref(list, (long) block * Long.SIZE + lane)))) {
                admitted |= 1L << lane;
            }
        }
        return admitted;
    }

    final Snapshot snapshot() {
        return snapshot;
    }

    final long id(long ref) {
        return snapshot == null ? ref : snapshot.id(ref);
    }
}
