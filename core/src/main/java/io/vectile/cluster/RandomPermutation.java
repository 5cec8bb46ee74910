package io.vectile.cluster;

import java.util.Arrays;

/**
 * The permutations by which Faiss draws training points and first centroids ({@code rand_perm}): Fisher-Yates from the
 * front, swapping place i with place {@code i + mt() % (n - i)}.
 */
public final class RandomPermutation {
    private RandomPermutation() {}

    /**
     * The first {@code count} entries of the permutation of {@code 0 .. n-1} that a seed gives. Only the places touched
     * are kept, so that drawing a sample from a billion rows takes memory for the sample alone.
     */
    public static long[] first(long n, int count, int seed) {
        MersenneTwister random = new MersenneTwister(seed);
        Displaced displaced = new Displaced(count);
        long[] first = new long[count];
        for (int i = 0; i < count; i++) {
            // The last place has no choice left, and Faiss draws no number for it.
            long other = i < n - 1 ? i + random.below(n - i) : i;
            first[i] = displaced.at(other);
            displaced.put(other, displaced.at(i));
        }
        return first;
    }

    /** The places that do not hold their own number: open addressing, at most half full. */
    private static final class Displaced {
        private final long[] places;
        private final long[] values;

        Displaced(int count) {
            int capacity = (int) Math.min(1L << 30, Long.highestOneBit(Math.max(count, 1)) << 2);
            places = new long[capacity];
            values = new long[capacity];
            Arrays.fill(places, -1);
        }

        long at(long place) {
            int slot = slot(place);
            return places[slot] == place ? values[slot] : place;
        }

        void put(long place, long value) {
            int slot = slot(place);
            places[slot] = place;
            values[slot] = value;
        }

        private int slot(long place) {
            int slot = (int) (place * 0x9e3779b97f4a7c15L >>> 33) & places.length - 1;
            while (places[slot] != place && places[slot] != -1) {
                slot = slot + 1 & places.length - 1;
            }
            return slot;
        }
    }
}
