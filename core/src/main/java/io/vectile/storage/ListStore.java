package io.vectile.storage;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lists of an index. Readers take the current {@link #snapshot} and never wait; writers take turns through
 * {@link #append}, and what they wrote appears as one new snapshot.
 */
public final class ListStore {
    private final ReentrantLock writer = new ReentrantLock();
    private volatile Snapshot snapshot;

    /** Lists that are there already. */
    public ListStore(Snapshot start) {
        snapshot = start;
    }

    /**
     * Empty lists, which own no memory until they have vectors.
     *
     * @param originals numbers per vector where the vectors themselves are kept beside their codes; 0 where they are not
     */
    public static ListStore empty(int lists, BlockLayout layout, int originals) {
        Packed packed = Packed.empty(lists, layout);
        if (originals == 0) {
            return new ListStore(new Snapshot(packed, layout, null, null));
        }
        RowStore none = RowStore.of(MemorySegment.NULL, originals, Float.BYTES, 0);
        Snapshot.Labels counted = new Snapshot.Labels(new IdColumn.Consecutive(0), 0);
        return new ListStore(new Snapshot(packed, layout, counted, new Originals(none, none)));
    }

    /** What a search that starts now sees. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** Starts a change; the caller must {@link Appender#close} it, and it counts only once committed. */
    public Appender append() {
        writer.lock();
        return new Appender(this, snapshot);
    }

    /** Packs the lists anew: what is removed gives its room back, tails join their lists, ids are sorted and coded. */
    public void compact(BoundRow bounds) {
        writer.lock();
        try {
            if (snapshot.isPacked()) {
                return;
            }
            snapshot = Compaction.of(snapshot, bounds);
        } finally {
            writer.unlock();
        }
    }

    void publish(Snapshot next) {
        snapshot = next;
    }

    void release() {
        writer.unlock();
    }
}
