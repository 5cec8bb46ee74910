package io.vectile.storage;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** All vectors strictly nearer than a radius. */
public final class RangeHits extends Collector {
    private final float radius;
    private float[] distances = new float[16];
    private long[] refs = new long[16];
    private int size;

    public RangeHits(float radius, Snapshot snapshot) {
        super(snapshot);
        this.radius = radius;
    }

    @Override
    public float bound() {
        return radius;
    }

    @Override
    public int wanted() {
        return 0;
    }

    @Override
    public int nearest() {
        return 0;
    }

    @Override
    public boolean wantsDistances() {
        return true;
    }

    @Override
    public void offer(float distance, long ref) {
        if (!(distance < radius)) {
            return;
        }
        if (size == refs.length) {
            distances = Arrays.copyOf(distances, 2 * size);
            refs = Arrays.copyOf(refs, 2 * size);
        }
        distances[size] = distance;
        refs[size++] = ref;
    }

    /** Shows the places of all that were found, in no order. */
    public void forEachRef(LongConsumer seen) {
        for (int i = 0; i < size; i++) {
            seen.accept(refs[i]);
        }
    }

    /** Takes what another thread found. */
    public void merge(RangeHits other) {
        for (int i = 0; i < other.size; i++) {
            offer(other.distances[i], other.refs[i]);
        }
    }

    /** How many were found. */
    public int size() {
        return size;
    }

    /** Copies the hits by (distance, id) into arrays of {@link #size} elements. */
    public void drain(float[] sortedDistances, long[] sortedIds) {
        TopK order = new TopK(Math.max(1, size), snapshot(), null);
        for (int i = 0; i < size; i++) {
            order.offer(distances[i], refs[i]);
        }
        order.drain(sortedDistances, sortedIds, 0);
    }
}
