package io.vectile.cli.explore.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.explore.SmallSample;
import io.vectile.cli.explore.data.BuiltIndexes;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.data.OpenedIndex;
import io.vectile.cli.explore.http.Asking;
import io.vectile.cluster.Centroids;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.eval.GroundTruth;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchViewTest {
    private static final int QUERIES = 20;

    private final ExploredData data = SmallSample.data();
    private final SearchView view = view(data);
    private final GroundTruth truth = GroundTruth.compute(data.base(), data.queries(), 100, data.metric(), Parallel.single(), Progress.NONE);

    private static SearchView view(ExploredData data) {
        LoadingData loading = LoadingData.done(data);
        return new SearchView(loading, new BuiltIndexes(loading));
    }

    private static Asking find(SearchView view, int query, int k, int nprobe, int kFactor, String spec) {
        return Asking.of(view, "/api/search/find", String.format(Locale.ROOT,
                "{\"query\": %d, \"k\": %d, \"nprobe\": %d, \"k_factor\": %d, \"specs\": [%s]}", query, k, nprobe, kFactor,
                spec.isEmpty() ? "" : "\"" + spec + "\""));
    }

    private static Map<?, ?> column(Asking asking, int i) {
        return (Map<?, ?>) asking.parts().get(i);
    }

    private static long[] wholes(Map<?, ?> column, String name) {
        return ((List<?>) column.get(name)).stream().mapToLong(number -> ((Double) number).longValue()).toArray();
    }

    private static double[] numbers(Map<?, ?> column, String name) {
        return ((List<?>) column.get(name)).stream().mapToDouble(number -> (Double) number).toArray();
    }

    private static List<Map<?, ?>> missed(Map<?, ?> column) {
        return ((List<?>) column.get("missed")).stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList();
    }

    private static int whole(Map<?, ?> fields, String name) {
        return ((Double) fields.get(name)).intValue();
    }

    private Index library(String spec) {
        Index index = Index.of(spec, 128);
        index.train(data.training());
        index.add(data.base());
        return index;
    }

    @ParameterizedTest
    @CsvSource({"'PQ8', 10, 1, 1", "'IVF16,PQ8', 10, 2, 1", "'IVF16,PQ16,RFlat', 20, 4, 2", "'Flat', 10, 1, 1", "'OPQ8,IVF16,PQ8', 5, 3, 1"})
    void columnsAreTheTruthAndTheLibrarysAnswers(String spec, int k, int nprobe, int kFactor) {
        Index index = library(spec);
        String search = (spec.contains("IVF") ? "nprobe=" + nprobe : "") + (spec.contains("RFlat") ? ",k_factor=" + kFactor : "");
        for (int query = 0; query < QUERIES; query++) {
            Asking asking = find(view, query, k, nprobe, kFactor, spec);
            Map<?, ?> first = column(asking, 0);
            assertArrayEquals(Arrays.copyOf(truth.ids()[query], k), wholes(first, "ids"));
            Map<?, ?> answer = column(asking, 1);
            assertEquals(search, answer.get("search"));
            Neighbors expected = index.search(data.queries().row(query), k, SearchOptions.parse(search));
            assertArrayEquals(expected.ids(0), wholes(answer, "ids"));
            for (int i = 0; i < k; i++) {
                assertEquals(expected.distance(0, i), numbers(answer, "distances")[i], 1e-6 * expected.distance(0, i));
            }
            int at = query;
            long[] ranks = IntStream.range(0, k).mapToLong(i -> IntStream.range(0, 100)
                    .filter(rank -> truth.ids()[at][rank] == expected.id(0, i)).map(rank -> rank + 1).findFirst().orElse(0)).toArray();
            assertArrayEquals(ranks, wholes(answer, "ranks"));
            Set<Long> shown = new HashSet<>();
            ((Map<?, ?>) first.get("vectors")).keySet().forEach(id -> shown.add(Long.valueOf((String) id)));
            ((Map<?, ?>) answer.get("vectors")).keySet().forEach(id -> assertTrue(shown.add(Long.valueOf((String) id)), id + " is sent twice"));
            for (long id : wholes(answer, "ids")) {
                assertTrue(shown.contains(id), id + " has no picture");
            }
        }
    }

    /** Found by questions to the index; here from its cells and its decodings. */
    @ParameterizedTest
    @ValueSource(strings = {"IVF16,PQ8", "PQ8", "IVF32,PQ4x4"})
    void theReasonOfAMissIsWhatCellsAndDecodingsSay(String spec) {
        Index index = library(spec);
        int k = 10;
        int nprobe = 2;
        int cells = index.spec().nlist();
        int counted = 0;
        for (int query = 0; query < QUERIES; query++) {
            float[] asked = data.queries().row(query);
            int[] order = cells == 0 ? new int[] {0} : cellsByDistance(index, asked);
            Map<?, ?> answer = column(find(view, query, k, nprobe, 1, spec), 1);
            Set<Integer> visited = new HashSet<>(IntStream.of(order).limit(cells == 0 ? 1 : nprobe).boxed().toList());
            List<Integer> nearestCodes = IntStream.range(0, 4000).filter(row -> visited.contains(cellOf(index, row))).boxed()
                    .sorted(Comparator.<Integer>comparingDouble(row -> distance(asked, index.reconstruct(row))).thenComparing(row -> row)).toList();
            for (Map<?, ?> miss : missed(answer)) {
                int row = whole(miss, "id");
                assertEquals(row, truth.ids()[query][whole(miss, "rank") - 1]);
                int cell = cellOf(index, row);
                if (visited.contains(cell)) {
                    assertEquals("code", miss.get("why"));
                    assertEquals(nearestCodes.indexOf(row) + 1, whole(miss, "code_rank"), 1, "query " + query + ", row " + row);
                    double expected = distance(asked, index.reconstruct(row));
                    assertEquals(expected, (Double) miss.get("code_distance"), 1e-4 * expected);
                    assertTrue(whole(miss, "code_rank") > k);
                } else {
                    assertEquals("cell", miss.get("why"));
                    assertEquals(IntStream.range(0, cells).filter(i -> order[i] == cell).findFirst().orElseThrow() + 1, whole(miss, "cell_rank"));
                }
                counted++;
            }
        }
        assertTrue(counted > 20, counted + " misses looked at");
    }

    private static int[] cellsByDistance(Index index, float[] query) {
        int cells = index.spec().nlist();
        int[] order = new int[cells];
        index.cells().orElseThrow().nearestCells(query, 0, 128, 1, cells, new Centroids.Scratch(), order, new float[cells], 0);
        return order;
    }

    private int cellOf(Index index, int row) {
        if (index.cells().isEmpty()) {
            return 0;
        }
        int[] cell = new int[1];
        index.cells().get().assign(data.base().row(row), 0, 128, 1, cell, new float[1], 0);
        return cell[0];
    }

    private static double distance(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> (double) (a[i] - b[i]) * (a[i] - b[i])).sum();
    }

    /** With one candidate more than the reason says it would have been found, with one less not. */
    @Test
    void aCandidateThatWasNotMeasuredAgainIsMissedByItsRank() {
        Index index = library("IVF16,PQ4,RFlat");
        int k = 10;
        int counted = 0;
        for (int query = 0; query < QUERIES; query++) {
            float[] asked = data.queries().row(query);
            for (Map<?, ?> miss : missed(column(find(view, query, k, 4, 2, "IVF16,PQ4,RFlat"), 1))) {
                if (miss.get("why").equals("candidate")) {
                    int rank = whole(miss, "code_rank");
                    long id = whole(miss, "id");
                    assertTrue(rank > 2 * k);
                    assertTrue(finds(index, asked, rank, id));
                    assertFalse(finds(index, asked, rank - 1, id));
                    counted++;
                }
            }
        }
        assertTrue(counted > 5, counted + " misses looked at");
    }

    private static boolean finds(Index index, float[] query, int candidates, long id) {
        return Arrays.stream(index.search(query, candidates, SearchOptions.parse("nprobe=4,k_factor=1")).ids(0)).anyMatch(one -> one == id);
    }

    @Test
    void flatMissesNothing() {
        Map<?, ?> flat = column(find(view, 7, 50, 1, 1, "Flat"), 1);
        assertEquals(List.of(), flat.get("missed"));
        assertArrayEquals(IntStream.rangeClosed(1, 50).asLongStream().toArray(), wholes(flat, "ranks"));
    }

    @Test
    void anOpenedIndexAnswersBesideOthersByItsOwnIds() {
        Index index = Index.of("IVF16,PQ8", 128);
        index.train(data.training());
        index.add(data.base(), IntStream.range(0, 4000).mapToLong(i -> 1000 + 7L * i).toArray());
        ExploredData opened = OpenedIndex.read("mine.vtl", index, Progress.NONE);
        SearchView own = view(opened);
        Asking start = Asking.of(own, "/api/search/start", "{}");
        assertEquals(Map.of("spec", "IVF16,PQ8", "nlist", 16.0, "refine", false), start.answer().get("opened"));
        Asking asking = find(own, 3, 10, 16, 1, "PQ4");
        assertEquals("mine.vtl", column(asking, 1).get("column"));
        Neighbors expected = index.search(opened.queries().row(3), 10, SearchOptions.parse("nprobe=16"));
        assertArrayEquals(expected.ids(0), wholes(column(asking, 1), "ids"));
        assertArrayEquals(expected.ids(0), wholes(column(asking, 0), "ids")); // its vectors are its own decodings
        for (long id : wholes(column(asking, 2), "ids")) {
            assertEquals(0, (id - 1000) % 7);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "50 | 10 | 1 | 1  | PQ8  | query must be from 0 to 49; got 50",
        "0  | 0  | 1 | 1  | PQ8  | k must be from 1 to 50; got 0",
        "0  | 51 | 1 | 1  | PQ8  | k must be from 1 to 50; got 51",
        "0  | 10 | 0 | 1  | PQ8  | nprobe must be from 1 to 1048576; got 0",
        "0  | 10 | 1 | 65 | PQ8  | k_factor must be from 1 to 64; got 65",
        "0  | 10 | 1 | 1  | PQ7  | PQ7 needs d divisible by 7; d is 128",
    })
    void whatIsOutOfBoundsIsRefused(int query, int k, int nprobe, int kFactor, String spec, String message) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> find(view, query, k, nprobe, kFactor, spec));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void withoutIndexesTheTruthStandsAlone() {
        assertEquals(1, find(view, 0, 10, 1, 1, "").parts().size());
    }

    @Test
    void longVectorsArePicturedByTheMeansOfTheirParts() {
        float[] vector = new float[300];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = i;
        }
        float[] shortened = Pictures.shortened(vector);
        assertEquals(Pictures.MOST_NUMBERS, shortened.length);
        assertEquals(0.5f, shortened[0]); // of 0 and 1
        assertEquals(298f, shortened[127]); // of 297, 298 and 299
        assertEquals(5, Pictures.shortened(new float[5]).length);
    }
}
