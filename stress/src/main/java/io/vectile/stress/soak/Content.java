package io.vectile.stress.soak;

import java.util.Arrays;

/**
 * The vectors that are there: which of the pool, under which ids. Immutable and thread safe.
 *
 * @param ids     ascending
 * @param vectors of each id, the number in the pool
 */
record Content(long[] ids, int[] vectors) {
    static final Content NONE = new Content(new long[0], new int[0]);

    int size() {
        return ids.length;
    }

    /** Where an id is, or below 0. */
    int find(long id) {
        return Arrays.binarySearch(ids, id);
    }

    /** With vectors added or replaced. */
    Content with(long[] changed, int[] others) {
        Integer[] order = new Integer[changed.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(changed[a], changed[b]));
        long[] sortedIds = new long[changed.length];
        int[] sorted = new int[changed.length];
        for (int i = 0; i < order.length; i++) {
            sortedIds[i] = changed[order[i]];
            sorted[i] = others[order[i]];
        }
        return merge(this, new Content(sortedIds, sorted));
    }

    /** Without some ids. */
    Content without(long[] gone) {
        long[] sorted = gone.clone();
        Arrays.sort(sorted);
        long[] keptIds = new long[ids.length];
        int[] kept = new int[ids.length];
        int n = 0;
        for (int i = 0; i < ids.length; i++) {
            if (Arrays.binarySearch(sorted, ids[i]) < 0) {
                keptIds[n] = ids[i];
                kept[n++] = vectors[i];
            }
        }
        return new Content(Arrays.copyOf(keptIds, n), Arrays.copyOf(kept, n));
    }

    /** Both together; of an id in both, the vector of the second. */
    static Content merge(Content a, Content b) {
        long[] ids = new long[a.size() + b.size()];
        int[] vectors = new int[ids.length];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            boolean second = j < b.size() && (i == a.size() || b.ids[j] <= a.ids[i]);
            if (second) {
                if (i < a.size() && a.ids[i] == b.ids[j]) {
                    i++;
                }
                ids[n] = b.ids[j];
                vectors[n++] = b.vectors[j++];
            } else {
                ids[n] = a.ids[i];
                vectors[n++] = a.vectors[i++];
            }
        }
        return n == ids.length ? new Content(ids, vectors) : new Content(Arrays.copyOf(ids, n), Arrays.copyOf(vectors, n));
    }
}
