package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.faiss.FaissFixture;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Seeds;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain vectors of a Faiss file are searched where they are mapped, whatever becomes of the file and whatever is in it. */
class FaissMappedFilesTest {
    /** Bytes before the vectors of an IndexFlat. */
    private static final int HEADER = 45;

    @TempDir
    Path folder;

    private static boolean isMapped(Index index) {
        return index.inspect().parts().stream().anyMatch(IndexReport.Part::mapped);
    }

    private static Index flat(Vectors x, Metric metric) {
        Index index = Index.of("Flat", x.d(), metric);
        index.add(x);
        return index;
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void mappedVectorsSurviveThatTheFileIsReplacedAndDeleted(Metric metric) throws IOException {
        Vectors x = Data.NORMAL.vectors(500, 13, new SplittableRandom(1));
        Index index = flat(x, metric);
        Path file = folder.resolve("a.index");
        FaissFiles.write(index, file);
        Index mapped = FaissFiles.read(file);
        assertTrue(isMapped(mapped));
        Neighbors before = index.search(x.rows(0, 20), 9);
        assertEquals(before, mapped.search(x.rows(0, 20), 9));
        FaissFiles.write(flat(Data.NORMAL.vectors(3, 2, new SplittableRandom(2)), Metric.L2), file);
        assertEquals(before, mapped.search(x.rows(0, 20), 9));
        FaissFiles.write(mapped, file);
        assertEquals(before, FaissFiles.read(file).search(x.rows(0, 20), 9));
        Files.delete(file);
        assertEquals(before, mapped.search(x.rows(0, 20), 9));
        assertArrayEquals(index.reconstruct(499), mapped.reconstruct(499));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d16/flat_l2", "d16/flat_ip", "d16/idmap_flat", "d16/pca_flat", "d16/ivfpq_refine",
        "more/refine_flat_2_5", "more/l2norm_flat_ip", "more/cosine_refine", "more/cosine_around_idmap", "more/flat_empty"})
    void mappedVectorsCanBeAddedTo(String name) {
        FaissFixture fixture = FaissFixture.of(name.split("/")[0], name.split("/")[1]);
        Index index = FaissFiles.read(fixture.file());
        assertEquals(fixture.ntotal() > 0, isMapped(index));
        Vectors queries = fixture.queries();
        int all = (int) fixture.ntotal() + 10;
        SearchOptions options = SearchOptions.defaults().withNprobe(100).withKFactor(1000);
        Neighbors before = index.search(queries, all, options);
        index.add(queries.rows(0, 10));
        assertEquals(fixture.ntotal() > 0, isMapped(index), "what is mapped stays there");
        assertEquals(fixture.ntotal() + 10, index.ntotal());
        Neighbors after = index.search(queries, all, options);
        Set<Long> old = new HashSet<>();
        for (long id : before.ids(0)) {
            old.add(id);
        }
        for (int q = 0; q < queries.n(); q++) {
            // What was there is found as before; what was added is ten ids more.
            int next = 0;
            for (int i = 0; i < all; i++) {
                if (old.contains(after.id(q, i))) {
                    assertEquals(before.id(q, next), after.id(q, i), fixture + ", query " + q + ", place " + i);
                    assertEquals(before.distance(q, next++), after.distance(q, i), fixture + ", query " + q + ", place " + i);
                }
            }
            assertEquals(fixture.ntotal(), next);
            assertEquals(all, Arrays.stream(after.ids(q)).distinct().count());
        }
        float[] kept = index.spec().transforms().isEmpty() && index.metric() != Metric.COSINE ? queries.row(3) : null;
        long largest = old.stream().mapToLong(Long::longValue).filter(id -> id >= 0).max().orElse(-1);
        if (kept != null) {
            assertArrayEquals(kept, index.reconstruct(largest + 4));
        }
    }

    // ---- what is no number -----------------------------------------------------------------------------------------------

    /** Overwrites some of the values of mapped vectors in a file of an IndexFlat. */
    private Index withValues(Vectors x, Metric metric, List<Integer> rows, float value, int column) throws IOException {
        Path file = folder.resolve("a.index");
        Index index = flat(x, metric);
        FaissFiles.write(index, file);
        byte[] bytes = Files.readAllBytes(file);
        int start = bytes.length - (int) x.n() * x.d() * Float.BYTES;
        assertTrue(metric == Metric.COSINE || start == HEADER);
        for (int row : rows) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(start + (row * x.d() + column) * Float.BYTES, value);
        }
        Files.write(file, bytes);
        return FaissFiles.read(file);
    }

    @ParameterizedTest
    @CsvSource({"L2, NaN", "L2, Infinity", "L2, -Infinity", "L2, 3e38", "INNER_PRODUCT, NaN", "INNER_PRODUCT, Infinity",
        "INNER_PRODUCT, -Infinity", "INNER_PRODUCT, 3e38", "COSINE, NaN", "COSINE, Infinity"})
    void whatIsNoNumberIsNeverAnsweredAndHidesNoNeighbour(Metric metric, float value) {
        Seeds.forAll(12, random -> {
            int d = 1 + random.nextInt(40);
            int n = 1 + random.nextInt(300);
            Vectors x = Data.NORMAL.vectors(n, d, random);
            List<Integer> broken = random.ints(1 + random.nextInt(5), 0, n).distinct().boxed().toList();
            Index index = withValues(x, metric, broken, value, random.nextInt(d));
            Index whole = flat(x, metric);
            Vectors queries = Data.NORMAL.vectors(10, d, random);
            IdFilter others = id -> !broken.contains((int) id);
            int k = 1 + random.nextInt(n + 3);
            Neighbors expected = whole.search(queries, n, SearchOptions.defaults().withFilter(others));
            Neighbors batch = index.search(queries, k);
            for (int q = 0; q < queries.n(); q++) {
                Neighbors single = index.search(queries.row(q), k, SearchOptions.defaults().withThreads(1 + random.nextInt(2)));
                assertArrayEquals(batch.ids(q), single.ids(0), "query " + q + " alone");
                assertArrayEquals(batch.distances(q), single.distances(0), "query " + q + " alone");
                int next = 0;
                for (int i = 0; i < k; i++) {
                    assertFalse(Float.isNaN(batch.distance(q, i)), "place " + i + " is no number");
                    long id = batch.id(q, i);
                    if (id >= 0 && !broken.contains((int) id)) {
                        assertEquals(expected.id(q, next), id, "the next that is whole, in place " + i);
                        assertEquals(expected.distance(q, next++), batch.distance(q, i));
                    }
                }
                // Those that are whole lack only where the others took their places, which no NaN does.
                long taken = Arrays.stream(batch.ids(q)).filter(id -> id >= 0 && broken.contains((int) id)).count();
                assertEquals(Math.min(n - broken.size(), k - taken), next, "neighbours that are whole");
                assertTrue(!Float.isNaN(value) || taken == 0, "a vector with NaN is no neighbour");
                RangeNeighbors within = index.rangeSearch(queries.row(q), metric == Metric.L2 ? 1e30f : -1e30f);
                assertEquals(n - broken.size(), Arrays.stream(within.ids(0)).filter(others).count());
            }
        });
    }

    @Test
    void originalsThatAreNoNumbersAreNeverAnswered() throws IOException {
        FaissFixture fixture = FaissFixture.of("more", "refine_pq4x6_2_5");
        byte[] bytes = fixture.read();
        // The originals of 100 vectors of d = 8, and k_factor, come last.
        int start = bytes.length - Float.BYTES - 100 * 8 * Float.BYTES;
        for (int row = 0; row < 100; row += 3) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(start + row * 8 * Float.BYTES + 8, Float.NaN);
        }
        Index index = FaissFiles.read(Files.write(folder.resolve("a.index"), bytes));
        SearchOptions all = SearchOptions.defaults().withKFactor(1);
        Neighbors expected = FaissFiles.read(fixture.file())
                .search(fixture.queries(), 100, all.withFilter(id -> id % 3 != 0));
        Neighbors found = index.search(fixture.queries(), 100, all);
        assertEquals(expected, found);
        for (int q = 0; q < fixture.queries().n(); q++) {
            assertEquals(expected.ids(q)[0], index.search(fixture.queries().row(q), 100, all).id(0, 0));
            RangeNeighbors within = index.rangeSearch(fixture.queries().row(q), 1e30f);
            assertArrayEquals(Arrays.copyOf(expected.ids(q), 66), within.ids(0));
        }
    }
}
