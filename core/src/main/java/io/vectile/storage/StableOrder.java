package io.vectile.storage;

/** The order of some keys, equal ones as they came: a merge sort of places, since Java sorts primitive keys alone. */
public final class StableOrder {
    private StableOrder() {}

    /** The places of keys, by rising key. */
    public static int[] of(long[] keys) {
        int[] from = new int[keys.length];
        int[] to = new int[keys.length];
        for (int i = 0; i < from.length; i++) {
            from[i] = i;
        }
        for (long width = 1; width < keys.length; width *= 2) {
            for (long start = 0; start < keys.length; start += 2 * width) {
                int middle = (int) Math.min(start + width, keys.length);
                int end = (int) Math.min(start + 2 * width, keys.length);
                merge(keys, from, (int) start, middle, end, to);
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(long[] keys, int[] from, int start, int middle, int end, int[] to) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            if (left < middle && (right >= end || keys[from[left]] <= keys[from[right]])) {
                to[i] = from[left++];
            } else {
                to[i] = from[right++];
            }
        }
    }
}
