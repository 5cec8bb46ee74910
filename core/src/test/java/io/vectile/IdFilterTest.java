package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdFilterTest {
    private static void letsThrough(IdFilter filter, long... ids) {
        long[] asked = LongStream.of(Long.MIN_VALUE, -1, 0, 1, 2, 3, 4, 63, 64, Integer.MAX_VALUE, 1L << 31, (1L << 32) + 3,
                Long.MAX_VALUE).filter(filter).toArray();
        assertArrayEquals(ids, asked);
    }

    @Test
    void eachKindLetsThroughWhatItSays() {
        letsThrough(IdFilter.of(id -> id % 2 == 1), 1, 3, 63, Integer.MAX_VALUE, (1L << 32) + 3, Long.MAX_VALUE);
        letsThrough(IdFilter.in(64, 1, Long.MAX_VALUE, 5), 1, 64, Long.MAX_VALUE);
        letsThrough(IdFilter.in());
        letsThrough(IdFilter.in(Set.of(3L, 1L << 31)), 3, 1L << 31);
        letsThrough(IdFilter.range(1, 4), 1, 2, 3);
        letsThrough(IdFilter.range(4, 4));
        letsThrough(IdFilter.range(2, Long.MAX_VALUE), 2, 3, 4, 63, 64, Integer.MAX_VALUE, 1L << 31, (1L << 32) + 3);
        BitSet bits = new BitSet();
        bits.set(3);
        bits.set(64);
        letsThrough(IdFilter.bitmap(bits), 3, 64);
        letsThrough(IdFilter.bitmap(new BitSet()));
    }

    @Test
    void aListOfIdsIsCopied() {
        long[] ids = {2, 1};
        IdFilter filter = IdFilter.in(ids);
        ids[0] = 64;
        letsThrough(filter, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ2x4", "IVF5,Flat", "IVF5,PQ2x4"})
    void whatAPredicateThrowsComesOutAndTheIndexGoesOn(String spec) {
        Index index = Index.of(spec, 4).train(Data.NORMAL.vectors(200, 4, new SplittableRandom(1)));
        index.add(Data.NORMAL.vectors(200, 4, new SplittableRandom(1)));
        Neighbors before = index.search(new float[4], 5);
        IllegalStateException thrown = new IllegalStateException("from the caller");
        SearchOptions options = SearchOptions.defaults().withFilter(id -> {
            throw thrown;
        });
        for (int threads : new int[] {1, 3}) {
            assertSame(thrown, assertThrows(IllegalStateException.class,
                    () -> index.search(new float[4], 5, options.withThreads(threads))));
            assertSame(thrown, assertThrows(IllegalStateException.class,
                    () -> index.search(Data.NORMAL.vectors(9, 4, new SplittableRandom(2)), 5, options.withThreads(threads))));
        }
        assertEquals(before, index.search(new float[4], 5));
    }
}
