package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter says what may be found, and costs no more than that needs. */
class FilteredSearchTest {
    private static final int D = 8;

    private static Index filled(String spec, int n) {
        Vectors x = Data.NORMAL.vectors(n, D, new SplittableRandom(1));
        Index index = Index.of(spec, D).train(x.rows(0, Math.min(n, 2000)));
        index.add(x);
        return index;
    }

    private static long[] found(Neighbors neighbors) {
        return Arrays.stream(neighbors.ids(0)).filter(id -> id >= 0).toArray();
    }

    /** The one list is cut into pieces of 512 blocks, so there are several. */
    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4", "PQ2x10"})
    void theThreadsOfOneQueryShareIt(String spec) {
        Index index = filled(spec, 80_000);
        index.add(Data.NORMAL.vectors(40_000, D, new SplittableRandom(2)));
        BitSet some = new BitSet();
        LongStream.range(0, 120_000).filter(id -> id * 7919 % 13 == 0).forEach(id -> some.set((int) id));
        for (IdFilter filter : new IdFilter[] {IdFilter.of(id -> id % 1000 == 1), IdFilter.bitmap(some), IdFilter.range(79_000, 81_000),
            IdFilter.in(3, 50_000, 90_000, 119_999), IdFilter.in(LongStream.range(0, 60_000).map(i -> 2 * i).toArray())}) {
            for (int q = 0; q < 10; q++) {
                float[] query = Data.NORMAL.vectors(1, D, new SplittableRandom(q)).row(0);
                SearchOptions options = SearchOptions.defaults().withFilter(filter);
                Neighbors alone = index.search(query, 20, options.withThreads(1));
                assertEquals(alone, index.search(query, 20, options.withThreads(3)));
                assertTrue(Arrays.stream(found(alone)).allMatch(filter::test));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IVF40,Flat", "IVF40,PQ4"})
    void asManyAreFoundAsThereAre(String spec) {
        Index index = filled(spec, 5000);
        long[] twelve = LongStream.range(0, 12).map(i -> i * 401 + 3).toArray();
        float[] query = Data.NORMAL.vectors(1, D, new SplittableRandom(9)).row(0);
        for (IdFilter filter : new IdFilter[] {IdFilter.in(twelve), IdFilter.of(id -> Arrays.binarySearch(twelve, id) >= 0)}) {
            SearchOptions options = SearchOptions.defaults().withNprobe(1).withFilter(filter);
            assertEquals(10, found(index.search(query, 10, options)).length);
            long[] all = found(index.search(query, 20, options));
            Arrays.sort(all);
            assertArrayEquals(twelve, all);
        }
        assertEquals(0, found(index.search(query, 10, SearchOptions.defaults().withFilter(IdFilter.of(id -> false)))).length);
        index.remove(twelve);
        assertEquals(0, found(index.search(query, 10, SearchOptions.defaults().withFilter(IdFilter.in(twelve)))).length);
    }

    @Test
    void aTestIsOnlyAskedAboutWhatAScanDoesNotRuleOut() {
        Index index = filled("IVF40,PQ4", 5000);
        AtomicInteger asked = new AtomicInteger();
        IdFilter all = id -> asked.incrementAndGet() > 0;
        float[] query = Data.NORMAL.vectors(1, D, new SplittableRandom(9)).row(0);
        SearchOptions everything = SearchOptions.defaults().withNprobe(40);
        assertEquals(index.search(query, 10, everything), index.search(query, 10, everything.withFilter(all)));
        // Of 5000 vectors, the first block or so of which the bound is not known yet, and then candidates.
        assertTrue(asked.get() < 1000, "asked " + asked.get() + " times");
    }

    @Test
    void ofManyQueriesAListIsAskedOnce() {
        Index index = filled("IVF40,PQ4", 5000);
        AtomicInteger asked = new AtomicInteger();
        IdFilter odd = id -> (asked.incrementAndGet() & 0) + id % 2 == 1;
        index.search(Data.NORMAL.vectors(200, D, new SplittableRandom(9)), 10,
                SearchOptions.defaults().withNprobe(40).withThreads(1).withFilter(odd));
        assertEquals(5000, asked.get());
    }
}
