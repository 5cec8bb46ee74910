package io.vectile.storage;

import java.util.Arrays;
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
     * Empty lists.
     *
     * @param originals how the vectors themselves are kept beside their codes; null where they are not
     */
    public static ListStore empty(int lists, BlockLayout layout, BlockLayout originals) {
        CodeList[] empty = new CodeList[lists];
        // No list owns memory until it has vectors, so an empty index of many cells stays small.
        Arrays.fill(empty, CodeList.empty(layout));
        return originals == null
                ? new ListStore(new Snapshot(layout, empty, 0, null, null))
                : new ListStore(new Snapshot(layout, empty, 0, new IdColumn.Consecutive(0), CodeList.empty(originals)));
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

    void publish(Snapshot next) {
        snapshot = next;
    }

    void release() {
        writer.unlock();
    }
}
