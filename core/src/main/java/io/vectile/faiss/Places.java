package io.vectile.faiss;

import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;

/** Places of vectors in lists as a Faiss direct map has them: {@code list << 32 | offset}, -1 for none. */
final class Places {
    private Places() {}

    static long of(int list, long offset) {
        return (long) list << 32 | offset;
    }

    static int listOf(long place) {
        return (int) (place >> 32);
    }

    static long offsetOf(long place) {
        return place & 0xffffffffL;
    }

    /** Whether the lists have an id at a place. */
    static boolean has(FaissNode.InvertedLists lists, long place, long id) {
        int list = listOf(place);
        long offset = offsetOf(place);
        return list >= 0 && list < lists.sizes().length && offset < lists.sizes()[list] && lists.id(list, offset) == id;
    }

    /** The place of each id from 0 to ntotal; null where the lists have other ids. */
    static MemorySegment array(FaissNode.InvertedLists lists, long ntotal) {
        MemorySegment places = empty(ntotal);
        for (int l = 0; l < lists.sizes().length; l++) {
            for (long p = 0; p < lists.sizes()[l]; p++) {
                long id = lists.id(l, p);
                if (id < 0 || id >= ntotal) {
                    return null;
                }
                places.set(FaissParts.LONG, id * Long.BYTES, of(l, p));
            }
        }
        return places;
    }

    /** Places of n ids, none of them known yet. */
    static MemorySegment empty(long n) {
        return Panels.allocate(n * Long.BYTES).asSlice(0, n * Long.BYTES).fill((byte) -1);
    }
}
