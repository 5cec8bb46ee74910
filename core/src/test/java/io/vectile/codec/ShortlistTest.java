package io.vectile.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.storage.CodeList;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is on the list, and what of it may be one of the k nearest. */
class ShortlistTest {
    private static final float INFINITE = Float.POSITIVE_INFINITY;

    private final Shortlist shortlist = new Shortlist();

    private static CodeList list() {
        return CodeList.ofRows(MemorySegment.ofArray(new byte[1]), 1, 1, 1);
    }

    private List<String> near() {
        List<String> near = new ArrayList<>();
        for (int i = 0; i < shortlist.lists(); i++) {
            for (int v = shortlist.first(i); v >= 0; v = shortlist.next(v)) {
                near.add(shortlist.number(i) + ":" + shortlist.place(v));
            }
        }
        return near;
    }

    @Test
    void theBoundIsTheKthSmallestUpperOneAndWhatIsAboveItIsLeftOut() {
        shortlist.clear(2);
        shortlist.of(list(), 7);
        shortlist.add(1f, 5f, 10);
        assertEquals(INFINITE, shortlist.bound());
        assertEquals(1, shortlist.wanted());
        shortlist.add(2f, 4f, 11);
        assertEquals(5f, shortlist.bound());
        shortlist.of(list(), 9);
        shortlist.add(4.5f, 6f, 12);
        assertEquals(List.of("7:11", "7:10", "9:12"), near());
        shortlist.add(0f, 3f, 13);
        assertEquals(4f, shortlist.bound());
        assertEquals(List.of("7:11", "7:10", "9:13"), near());
    }

    @Test
    void aListThatComesAgainIsTheSameOne() {
        CodeList list = list();
        shortlist.clear(3);
        shortlist.of(list, 7);
        shortlist.add(1f, 2f, 1);
        shortlist.of(list, 8);
        shortlist.add(1f, 2f, 2);
        shortlist.rewind();
        shortlist.of(list, 7);
        shortlist.add(1f, 2f, 3);
        assertEquals(2, shortlist.lists());
        assertEquals(List.of("7:3", "7:1", "8:2"), near());
    }

    /** 1 to 3 and 2 to 4 are the nearest two, whatever else there is; of the others only one can be the third. */
    @Test
    void certainAreThoseBelowWhichNoMoreThanKCanBe() {
        shortlist.clear(3);
        shortlist.of(list(), 1);
        shortlist.add(1f, 3f, 0);
        shortlist.add(2f, 4f, 1);
        assertEquals(INFINITE, shortlist.certain());
        shortlist.add(5f, 7f, 2);
        assertEquals(INFINITE, shortlist.certain());
        shortlist.add(6f, 8f, 3);
        assertEquals(6f, shortlist.certain());
    }

    @Test
    void withoutAnUpperBoundAVectorCountsForNone() {
        shortlist.clear(1);
        shortlist.of(list(), 1);
        shortlist.add(1f, INFINITE, 0);
        assertEquals(INFINITE, shortlist.bound());
        shortlist.add(2f, 3f, 1);
        assertEquals(3f, shortlist.bound());
        assertEquals(List.of("1:1", "1:0"), near());
    }

    @Test
    void ofManyTheBoundIsThatOfASort() {
        Random random = new Random(3);
        for (int k : new int[] {1, 2, 7, 100}) {
            shortlist.clear(k);
            shortlist.of(list(), 0);
            float[] upper = new float[500];
            for (int i = 0; i < upper.length; i++) {
                upper[i] = random.nextInt(100);
                shortlist.add(-1f, upper[i], i);
            }
            Arrays.sort(upper);
            assertEquals(upper[k - 1], shortlist.bound());
            assertEquals(0, shortlist.wanted());
            assertEquals(upper.length, near().size());
        }
    }
}
