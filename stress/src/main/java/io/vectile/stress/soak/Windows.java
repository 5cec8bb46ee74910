package io.vectile.stress.soak;

import java.util.concurrent.atomic.AtomicLongArray;

/** Which states searches under way may still be held against. Thread safe; a searcher has one window at a time. */
final class Windows {
    private static final long CLOSED = Long.MAX_VALUE;

    private final History[] writers;
    private final AtomicLongArray from;

    Windows(int searchers, History... writers) {
        this.writers = writers;
        this.from = new AtomicLongArray(searchers * writers.length);
        for (int i = 0; i < from.length(); i++) {
            from.set(i, CLOSED);
        }
    }

    /** Begins: the oldest state of each writer that a search which begins now can see. */
    long[] open(int searcher) {
        long[] oldest = new long[writers.length];
        for (int w = 0; w < writers.length; w++) {
            // Published first, then held against how far the writer is: it may have gone on before it could see this.
            do {
                oldest[w] = writers[w].settled();
                from.set(searcher * writers.length + w, oldest[w]);
            } while (writers[w].started() - oldest[w] > History.LEAD);
        }
        return oldest;
    }

    /** The answer is checked. */
    void close(int searcher) {
        for (int w = 0; w < writers.length; w++) {
            from.set(searcher * writers.length + w, CLOSED);
        }
    }

    /** Whether a writer may begin its next change, or must wait for a search under way to be checked. */
    boolean mayGoOn(int writer) {
        long oldest = CLOSED;
        for (int i = writer; i < from.length(); i += writers.length) {
            oldest = Math.min(oldest, from.get(i));
        }
        return oldest == CLOSED || writers[writer].started() - oldest < History.LEAD;
    }
}
