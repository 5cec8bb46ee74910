package io.vectile.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Sets of removed positions against {@link BitSet}. */
class TombstonesTest {
    private static final int PAGE = 4096;
    /** Around words, pages, and the end of some tables. */
    private static final long[] BORDERS = {0, 1, 62, 63, 64, 65, 127, 128, PAGE - 65, PAGE - 64, PAGE - 63, PAGE - 1, PAGE,
        PAGE + 1, PAGE + 63, PAGE + 64, 2 * PAGE - 1, 2 * PAGE, 5 * PAGE - 1, 5 * PAGE, 40L * PAGE};

    private static void assertSameSet(BitSet expected, Tombstones set, SplittableRandom random) {
        assertEquals(expected.cardinality(), set.count());
        assertEquals(expected.isEmpty(), set.isEmpty());
        LongStream.concat(LongStream.of(BORDERS), random.longs(300, 0, expected.length() + 3L * PAGE)).forEach(position -> {
            assertEquals(expected.get((int) position), set.has(position), () -> "position " + position);
            long[] word = expected.get((int) position, (int) position + 64).toLongArray();
            assertEquals(word.length == 0 ? 0 : word[0], set.word(position), () -> "word from " + position);
            long to = position + random.nextLong(3L * PAGE);
            assertEquals(expected.get((int) position, (int) to).cardinality(), set.count(position, to),
                    () -> position + " to " + to);
        });
        assertEquals(expected.cardinality(), set.count(0, Long.MAX_VALUE));
    }

    @Test
    void removalsAddUpAndOldVersionsStayAsTheyWere() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int bound = random.nextInt(1, 30 * PAGE);
            List<Tombstones> versions = new ArrayList<>(List.of(Tombstones.NONE));
            List<BitSet> expected = new ArrayList<>(List.of(new BitSet()));
            for (int v = 1; v < 12; v++) {
                // Half the versions are of one page; numbers may come twice, and may be there already.
                int least = random.nextBoolean() ? 0 : random.nextInt(bound);
                int past = random.nextBoolean() ? bound : Math.min(bound, least + PAGE);
                long[] removed = random.longs(random.nextInt(2000), least, Math.max(past, least + 1)).sorted().toArray();
                BitSet all = (BitSet) expected.getLast().clone();
                LongStream.of(removed).forEach(position -> all.set((int) position));
                versions.add(versions.getLast().with(removed));
                expected.add(all);
            }
            for (int v = 0; v < versions.size(); v++) {
                assertSameSet(expected.get(v), versions.get(v), random);
            }
        }
    }

    @Test
    void bordersOfWordsAndPagesAreWhereTheyShouldBe() {
        SplittableRandom random = new SplittableRandom(1);
        BitSet all = new BitSet();
        Tombstones set = Tombstones.NONE;
        for (long position : BORDERS) {
            all.set((int) position);
            set = set.with(new long[] {position});
            assertSameSet(all, set, random);
        }
        assertSameSet(all, Tombstones.NONE.with(BORDERS), random);
    }

    @Test
    void fullPagesHaveEveryPosition() {
        BitSet all = new BitSet();
        all.set(PAGE / 2, 3 * PAGE + 7);
        Tombstones set = Tombstones.NONE.with(LongStream.range(PAGE / 2, 3 * PAGE + 7).toArray());
        assertSameSet(all, set, new SplittableRandom(2));
    }

    @Test
    void pagesWithoutPositionsTakeNoMemory() {
        assertEquals(0, Tombstones.NONE.bytes());
        Tombstones one = Tombstones.NONE.with(new long[] {9L * PAGE});
        assertEquals(10 * Long.BYTES + PAGE / 8, one.bytes());
        assertEquals(10 * Long.BYTES + 2 * PAGE / 8, one.with(new long[] {5, 6, 9L * PAGE + 1}).bytes());
    }

    @Test
    void nothingNewGivesTheSameSet() {
        assertSame(Tombstones.NONE, Tombstones.NONE.with(new long[0]));
        Tombstones set = Tombstones.NONE.with(new long[] {3, 3, 4});
        assertEquals(2, set.count());
        assertSame(set, set.with(new long[] {3, 4}));
    }

    @Test
    void farPositionsAreNotThere() {
        Tombstones set = Tombstones.NONE.with(new long[] {3});
        assertFalse(set.has(Long.MAX_VALUE));
        assertEquals(0, set.word(Long.MAX_VALUE));
        assertEquals(0, set.count(Long.MAX_VALUE - 5, Long.MAX_VALUE));
        assertEquals(0, set.count(4, 4));
        assertEquals(0, set.count(4, 3));
        assertTrue(set.has(3));
    }

    @Test
    void positionsOutOfOrderOrRangeAreRefused() {
        for (long[] wrong : new long[][] {{4, 3}, {-1}, {3, Long.MIN_VALUE}, {1L << 43}, {Long.MAX_VALUE}}) {
            assertThrows(IllegalArgumentException.class, () -> Tombstones.NONE.with(wrong));
        }
    }
}
