package io.vectile.stress.soak;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one writer's vectors were after each of its changes: written down before the call that makes the change begins, counted
 * as complete once that has returned. One thread writes; any number read the newest {@value #KEPT} states.
 */
final class History {
    /** States kept. A writer stays at most {@link #LEAD} ahead of the oldest search under way, so that none is missed. */
    static final int KEPT = 64;
    static final int LEAD = 12;

    private final AtomicReferenceArray<Content> states = new AtomicReferenceArray<>(KEPT);
    private volatile long started;
    private volatile long completed;
    private final AtomicLong witnessed = new AtomicLong();

    History() {
        states.set(0, Content.NONE);
    }

    /** Writes down what will be there, before the change. */
    void begin(Content next) {
        long version = started + 1;
        states.set((int) (version % KEPT), next);
        started = version;
    }

    /** The change is there. */
    void end() {
        completed = started;
    }

    /** The number of the last change that was begun: what a search that ends now can have seen at most. */
    long started() {
        return started;
    }

    /** What a search that begins now sees at least: changes that are complete, or that another search has seen. */
    long settled() {
        return Math.max(completed, witnessed.get());
    }

    /** A search has seen a change. */
    void witness(long version) {
        witnessed.accumulateAndGet(version, Math::max);
    }

    Content state(long version) {
        return states.get((int) (version % KEPT));
    }
}
