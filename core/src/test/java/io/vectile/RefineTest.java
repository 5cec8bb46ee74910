package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.kernel.Kernels;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code RFlat}: the best candidates of the codes, measured again against the vectors themselves. */
class RefineTest {
    private static final int D = 20;

    private record Hit(long id, float distance) {}

    private static Vectors vectors(Data data, int n, long seed) {
        return data.vectors(n, D, new SplittableRandom(seed));
    }

    private static long bytesOf(Index index, String part) {
        return index.inspect().parts().stream().filter(p -> p.name().equals(part)).findFirst().orElseThrow().bytes();
    }

    /** By definition: what the index without refining finds, measured against the vectors, the k best of it. */
    private static List<Hit> expected(long[] candidates, Vectors base, float[] query, Metric metric) {
        List<Hit> hits = new ArrayList<>();
        for (long id : candidates) {
            if (id >= 0) {
                float[] row = base.row(id);
                float distance = metric == Metric.L2
                        ? Kernels.active().l2(row, 0, query, 0, D)
                        : -Kernels.active().dot(row, 0, query, 0, D);
                hits.add(new Hit(id, distance));
            }
        }
        hits.sort(Comparator.comparingDouble(Hit::distance).thenComparingLong(Hit::id));
        return hits;
    }

    @ParameterizedTest
    @CsvSource({"PQ4x4, L2, NORMAL, 1", "PQ4x4, L2, NORMAL, 4.5", "PQ2x10, INNER_PRODUCT, NORMAL, 3",
        "'IVF6,PQ4x4', L2, BYTES, 2", "'IVF6,PQ5', INNER_PRODUCT, NORMAL, 7", "'IVF6,Flat', L2, NORMAL, 2",
        "'IVF6,PQ5', L2, DUPLICATES, 3", "Flat, L2, BYTES, 2"})
    void measuresTheBestCandidatesAgain(String spec, Metric metric, Data data, float kFactor) {
        Vectors base = vectors(data, 1100, 1);
        Vectors queries = vectors(data, 25, 2);
        Index codes = Index.of(spec, D, metric).train(base);
        Index index = Index.of(spec + ",RFlat", D, metric).train(base);
        codes.add(base);
        index.add(base.rows(0, 500));
        index.add(base.rows(500, 1100));
        SearchOptions options = SearchOptions.defaults().withNprobe(3);
        Neighbors candidates = codes.search(queries, (int) (10 * kFactor), options);
        Neighbors found = index.search(queries, 10, options.withKFactor(kFactor));
        for (int q = 0; q < 25; q++) {
            List<Hit> hits = expected(candidates.ids(q), base, queries.row(q), metric);
            for (int i = 0; i < 10; i++) {
                assertEquals(hits.get(i).id(), found.id(q, i), "query " + q + ", place " + i);
                float distance = hits.get(i).distance();
                assertEquals(metric == Metric.L2 ? distance : 0f - distance, found.distance(q, i));
            }
            assertArrayEquals(found.ids(q), index.search(queries.row(q), 10, options.withKFactor(kFactor).withThreads(2)).ids(0));
        }
    }

    @Test
    void aLargeEnoughFactorGivesTheTrueNeighbours() {
        Vectors base = vectors(Data.NORMAL, 600, 3);
        Vectors queries = vectors(Data.NORMAL, 20, 4);
        Index exact = Index.of("Flat", D);
        exact.add(base);
        Index index = Index.builder(D).pq(2, 3).refineFlat(60).build().train(base);
        index.add(base);
        Neighbors truth = exact.search(queries, 10);
        Neighbors found = index.search(queries, 10);
        for (int q = 0; q < 20; q++) {
            assertArrayEquals(truth.ids(q), found.ids(q));
        }
    }

    @Test
    void ownIdsAndFiltersAreThoseOfTheVectors() {
        Vectors base = vectors(Data.NORMAL, 300, 5);
        long[] ids = LongStream.range(0, 300).map(i -> 1_000_000_000_000L - 7 * i).toArray();
        Index counted = Index.of("IVF4,PQ4,RFlat", D).train(vectors(Data.NORMAL, 600, 6));
        Index own = Index.of("IVF4,PQ4,RFlat", D).train(vectors(Data.NORMAL, 600, 6));
        counted.add(base);
        own.add(base.rows(0, 100), LongStream.of(ids).limit(100).toArray());
        own.add(base.rows(100, 300), LongStream.of(ids).skip(100).toArray());
        SearchOptions wide = SearchOptions.defaults().withNprobe(4).withKFactor(50);
        for (int q = 0; q < 10; q++) {
            float[] query = vectors(Data.NORMAL, 10, 7).row(q);
            long[] expected = counted.search(query, 300, wide).ids(0);
            long[] found = own.search(query, 300, wide).ids(0);
            for (int i = 0; i < 300; i++) {
                assertEquals(ids[(int) expected[i]], found[i]);
            }
            Neighbors odd = own.search(query, 300, wide.withFilter(id -> (id & 1) == 1));
            assertEquals(150, LongStream.of(odd.ids(0)).filter(id -> id >= 0).count());
            assertTrue(LongStream.of(odd.ids(0)).allMatch(id -> (id & 1) == 1 || id == -1));
        }
        for (int i = 0; i < 300; i++) {
            assertArrayEquals(base.row(i), own.reconstruct(ids[i]));
        }
        Refused.asInput("every id must be new; the index holds " + ids[42] + " already",
                () -> own.add(base.rows(0, 1), new long[] {ids[42]}));
        own.add(base.rows(0, 1));
        assertArrayEquals(base.row(0), own.reconstruct(1_000_000_000_001L));
    }

    @Test
    void rangeSearchWidensForCandidatesAndHoldsToTheRadius() {
        for (Metric metric : new Metric[] {Metric.L2, Metric.INNER_PRODUCT}) {
            Vectors base = vectors(Data.NORMAL, 500, 8);
            Index codes = Index.of("PQ4x6", D, metric).train(base);
            Index index = Index.of("PQ4x6,RFlat", D, metric).train(base);
            codes.add(base);
            index.add(base);
            for (float radius : metric == Metric.L2 ? new float[] {15, 25} : new float[] {4, -2}) {
                float widened = metric == Metric.L2 || radius < 0 ? radius * 1.5f : radius / 1.5f;
                float[] query = vectors(Data.NORMAL, 1, 9).row(0);
                List<Hit> hits = expected(codes.rangeSearch(query, widened).ids(0), base, query, metric);
                long[] within = hits.stream().filter(hit -> metric == Metric.L2 ? hit.distance() < radius
                        : -hit.distance() > radius).mapToLong(Hit::id).toArray();
                assertTrue(within.length > 0);
                assertArrayEquals(within,
                        index.rangeSearch(query, radius, SearchOptions.defaults().withKFactor(1.5f)).ids(0));
            }
        }
    }

    @Test
    void originalsOfWholeNumbersTakeAByteEachUntilAnotherComes() {
        Index index = Index.of("PQ4x4,RFlat", D).train(vectors(Data.BYTES, 300, 10));
        index.add(vectors(Data.BYTES, 300, 10));
        assertEquals(300 * D, bytesOf(index, "originals"));
        float[] before = index.reconstruct(17);
        Vectors fractions = vectors(Data.NORMAL, 5, 11);
        index.add(fractions);
        assertTrue(bytesOf(index, "originals") >= 305 * D * 4, () -> index.inspect().toString());
        assertArrayEquals(before, index.reconstruct(17));
        assertArrayEquals(fractions.row(3), index.reconstruct(303));
        assertEquals(305 * D * 4L + 45, index.inspect().fileBytes() - codesOnly(305));
    }

    /** Bytes of the same index's file without the originals: IndexRefine's header, k_factor and the IndexPQ. */
    private static long codesOnly(long n) {
        return 37 + 4 + 37 + 24 + 8 + D * 16 * 4 + 8 + n * 2 + 9;
    }

    @Test
    void cosineMeasuresUnitVectors() {
        Vectors base = vectors(Data.NORMAL, 400, 12);
        Index exact = Index.of("Flat", D, Metric.COSINE);
        exact.add(base);
        Index index = Index.of("PCA10,IVF4,PQ5,RFlat", D, Metric.COSINE).train(base);
        index.add(base);
        SearchOptions all = SearchOptions.defaults().withNprobe(4).withKFactor(40);
        Neighbors truth = exact.search(vectors(Data.NORMAL, 15, 13), 10);
        Neighbors found = index.search(vectors(Data.NORMAL, 15, 13), 10, all);
        for (int q = 0; q < 15; q++) {
            assertArrayEquals(truth.ids(q), found.ids(q));
            assertArrayEquals(truth.distances(q), found.distances(q), 1e-6f);
        }
    }
}
