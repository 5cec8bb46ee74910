package io.vectile.storage;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** The k nearest by (distance, id): a binary heap with the farthest on top. */
public final class TopK extends Collector {
    private final float[] distances;
    private final long[] refs;
    private final Shared shared;
    private final boolean wantsDistances;
    private int size;

    /**
     * @param shared the bound of several threads that search for one query; null where one thread does
     */
    public TopK(int k, Snapshot snapshot, Shared shared) {
        this(k, snapshot, shared, true);
    }

    private TopK(int k, Snapshot snapshot, Shared shared, boolean wantsDistances) {
        super(snapshot);
        this.distances = new float[k];
        this.refs = new long[k];
        this.shared = shared;
        this.wantsDistances = wantsDistances;
    }

    /** Of which only {@link #forEachRef} is asked: who they are, and not how far. */
    public static TopK ofRefs(int k, Snapshot snapshot, Shared shared) {
        return new TopK(k, snapshot, shared, false);
    }

    /** The smallest k-th distance that any of several threads has seen: nothing farther can be among the k nearest. */
    public static final class Shared {
        private final AtomicInteger bits = new AtomicInteger(Float.floatToRawIntBits(Float.POSITIVE_INFINITY));

        float get() {
            return Float.intBitsToFloat(bits.getPlain());
        }

        void lower(float bound) {
            int seen = bits.get();
            while (bound < Float.intBitsToFloat(seen) && !bits.compareAndSet(seen, Float.floatToRawIntBits(bound))) {
                seen = bits.get();
            }
        }
    }

    @Override
    public float bound() {
        float own = size < distances.length ? Float.POSITIVE_INFINITY : distances[0];
        return shared == null ? own : Math.min(own, shared.get());
    }

    @Override
    public int wanted() {
        return bound() == Float.POSITIVE_INFINITY ? distances.length - size : 0;
    }

    @Override
    public int nearest() {
        return size == 0 && shared == null ? distances.length : 0;
    }

    @Override
    public boolean wantsDistances() {
        return wantsDistances;
    }

    @Override
    public void offer(float distance, long ref) {
        if (Float.isNaN(distance)) {
            return; // a vector of a mapped file may hold what is no number
        }
        if (size < distances.length) {
            siftUp(size++, distance, ref);
        } else if (before(distance, ref, 0)) {
            siftDown(distances.length, distance, ref);
        } else {
            return;
        }
        if (shared != null && size == distances.length) {
            shared.lower(distances[0]);
        }
    }

    /** Shows the places of all that were found, in no order. */
    public void forEachRef(LongConsumer seen) {
        for (int i = 0; i < size; i++) {
            seen.accept(refs[i]);
        }
    }

    /** How many were found. */
    public int size() {
        return size;
    }

    /** Forgets what was found. */
    public void clear() {
        size = 0;
    }

    /** Takes what another thread found. */
    public void merge(TopK other) {
        for (int i = 0; i < other.size; i++) {
            offer(other.distances[i], other.refs[i]);
        }
    }

    /** Whether a vector comes before the one in a slot. Ids are looked up only where distances are equal. */
    private boolean before(float distance, long ref, int slot) {
        return distance < distances[slot] || (distance == distances[slot] && id(ref) < id(refs[slot]));
    }

    private void siftUp(int slot, float distance, long ref) {
        int at = slot;
        while (at > 0) {
            int parent = (at - 1) >> 1;
            if (before(distance, ref, parent)) {
                break;
            }
            distances[at] = distances[parent];
            refs[at] = refs[parent];
            at = parent;
        }
        distances[at] = distance;
        refs[at] = ref;
    }

    private void siftDown(int n, float distance, long ref) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= n) {
                break;
            }
            if (child + 1 < n && before(distances[child], refs[child], child + 1)) {
                child++;
            }
            if (!before(distance, ref, child)) {
                break;
            }
            distances[at] = distances[child];
            refs[at] = refs[child];
            at = child;
        }
        distances[at] = distance;
        refs[at] = ref;
    }

    /**
     * Empties the heap into result arrays, nearest first.
     *
     * @return how many there were
     */
    public int drain(float[] sortedDistances, long[] sortedIds, int at) {
        int found = size;
        for (int i = found - 1; i >= 0; i--) {
            sortedDistances[at + i] = distances[0];
            sortedIds[at + i] = refs[0];
            siftDown(i, distances[i], refs[i]);
        }
        toIds(sortedIds, at, found);
        size = 0;
        return found;
    }
}
