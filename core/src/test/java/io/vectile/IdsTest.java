package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that are counted up, and ids of one's own. */
class IdsTest {
    private static final int D = 4;

    /** A row that says which it is, and that every codec of the test keeps apart from the others. */
    private static Vectors rows(int from, int to) {
        float[] rows = new float[(to - from) * D];
        for (int i = from; i < to; i++) {
            Arrays.fill(rows, (i - from) * D, (i - from + 1) * D, 3f * i);
        }
        return Vectors.of(rows, D);
    }

    /** Trained so that each of the rows 0 to 63 is a centroid of its own. */
    private static Index index(String spec) {
        return Index.of(spec, D).train(rows(0, 64));
    }

    /** The ids in the order of the rows they were given to. */
    private static long[] idsInOrder(Index index) {
        float[] beforeAll = {-1f, -1f, -1f, -1f};
        int n = (int) index.ntotal();
        return index.search(beforeAll, Math.max(1, n), SearchOptions.defaults().withNprobe(100)).ids(0);
    }

    private static void holds(Index index, long... ids) {
        assertEquals(ids.length, index.ntotal());
        assertArrayEquals(ids, idsInOrder(index));
        for (int i = 0; i < ids.length; i++) {
            assertEquals(3f * i, index.reconstruct(ids[i])[0], 1e-4f, "id " + ids[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ2x6", "IVF4,Flat", "IVF4,PQ2x6"})
    void countUpFromOnePastTheLargestEverGiven(String spec) {
        Index index = index(spec);
        index.add(rows(0, 3));
        holds(index, 0, 1, 2);
        index.add(rows(3, 5), new long[] {100, 50});
        holds(index, 0, 1, 2, 100, 50);
        index.add(rows(5, 7));
        holds(index, 0, 1, 2, 100, 50, 101, 102);
        index.add(rows(7, 8), new long[] {7});
        index.add(rows(8, 9));
        holds(index, 0, 1, 2, 100, 50, 101, 102, 7, 103);
        index.add(rows(9, 9));
        index.add(rows(9, 9), new long[0]);
        index.add(rows(9, 10));
        holds(index, 0, 1, 2, 100, 50, 101, 102, 7, 103, 104);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ2x6", "IVF4,Flat", "IVF4,PQ2x6"})
    void widenWhereTheyPassThirtyOneBits(String spec) {
        Index index = index(spec);
        index.add(rows(0, 2), new long[] {Integer.MAX_VALUE, 0});
        index.add(rows(2, 3));
        holds(index, Integer.MAX_VALUE, 0, 1L << 31);
        index.add(rows(3, 5), new long[] {Long.MAX_VALUE - 1, 5});
        index.add(rows(5, 6));
        holds(index, Integer.MAX_VALUE, 0, 1L << 31, Long.MAX_VALUE - 1, 5, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "IVF4,PQ2x6"})
    void areNotCountedPastTheLargestLong(String spec) {
        Index index = index(spec);
        index.add(rows(0, 1), new long[] {Long.MAX_VALUE - 1});
        Refused.asInput("ids count up from one past the largest, 9223372036854775806; 2 more pass 9223372036854775807, so give ids of your own",
                () -> index.add(rows(1, 3)));
        index.add(rows(1, 2));
        Refused.asInput("ids count up from one past the largest, 9223372036854775807; 1 more pass 9223372036854775807, so give ids of your own",
                () -> index.add(rows(2, 3)));
        Refused.asInput("every id must be new; the index holds 9223372036854775807 already",
                () -> index.add(rows(2, 3), new long[] {Long.MAX_VALUE}));
        index.add(rows(2, 3), new long[] {3});
        holds(index, Long.MAX_VALUE - 1, Long.MAX_VALUE, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ2x6", "IVF4,Flat", "IVF4,PQ2x6"})
    void thatRepeatOrDoNotFitAreRefusedAndNothingChanges(String spec) {
        Index index = index(spec);
        index.add(rows(0, 3), new long[] {10, 30, 20});
        Neighbors before = index.search(rows(0, 10), 5, SearchOptions.defaults().withNprobe(4));

        Refused.asInput("every id must be new; 7 is given twice", () -> index.add(rows(3, 6), new long[] {7, 8, 7}));
        Refused.asInput("every id must be new; the index holds 20 already", () -> index.add(rows(3, 5), new long[] {40, 20}));
        Refused.asInput("ids must be at least 0; got -3", () -> index.add(rows(3, 6), new long[] {5, -3, -1}));
        Refused.asInput("3 vectors need as many ids; got 2", () -> index.add(rows(3, 6), new long[] {1, 2}));
        Refused.asInput("0 vectors need as many ids; got 1", () -> index.add(rows(3, 3), new long[] {1}));

        assertEquals(before, index.search(rows(0, 10), 5, SearchOptions.defaults().withNprobe(4)));
        holds(index, 10, 30, 20);
        index.add(rows(3, 4));
        holds(index, 10, 30, 20, 31);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ2x6", "IVF4,Flat", "IVF4,PQ2x6"})
    void areTheCallersArrayNoLonger(String spec) {
        Index index = index(spec);
        long[] ids = {3, 1, 2};
        index.add(rows(0, 3), ids);
        Arrays.fill(ids, 9);
        holds(index, 3, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "IVF5,PQ2x4"})
    void ofAnyKindInAnyOrderAreAllFoundAgain(String spec) {
        SplittableRandom random = new SplittableRandom(3);
        Vectors training = Data.NORMAL.vectors(200, D, random);
        Index index = Index.of(spec, D, Metric.L2).train(training);
        List<Long> all = new ArrayList<>();
        long largest = -1;
        for (int call = 0; call < 40; call++) {
            int n = random.nextInt(70);
            Vectors part = Data.NORMAL.vectors(n, D, random);
            if (random.nextBoolean()) {
                index.add(part);
                for (int i = 0; i < n; i++) {
                    all.add(++largest);
                }
            } else {
                long first = largest + 1 + random.nextLong(1L << random.nextInt(1, 36));
                long[] ids = LongStream.range(0, n).map(i -> first + 3 * i).toArray();
                for (int i = n - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    long swapped = ids[i];
                    ids[i] = ids[j];
                    ids[j] = swapped;
                }
                index.add(part, ids);
                Arrays.stream(ids).forEach(all::add);
                largest = n == 0 ? largest : first + 3L * (n - 1);
            }
        }
        assertEquals(all.size(), index.ntotal());
        long[] found = index.search(new float[D], all.size(), SearchOptions.defaults().withNprobe(5)).ids(0);
        Arrays.sort(found);
        assertArrayEquals(all.stream().mapToLong(Long::longValue).sorted().toArray(), found);
        for (long id : all) {
            assertEquals(D, index.reconstruct(id).length);
        }
        Refused.inThisState("the index holds no vector with id " + (largest + 1) + "; it holds " + all.size(),
                () -> index.reconstruct(all.stream().mapToLong(Long::longValue).max().orElseThrow() + 1));
    }
}
