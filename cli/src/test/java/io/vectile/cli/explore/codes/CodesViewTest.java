package io.vectile.cli.explore.codes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.explore.SmallSample;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.data.OpenedIndex;
import io.vectile.cli.explore.http.Asking;
import io.vectile.concurrent.Progress;
import io.vectile.error.VectileException;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodesViewTest {
    private final ExploredData data = SmallSample.data();
    private final CodesView view = new CodesView(LoadingData.done(data));

    private Index library(int m, int nbits) {
        Index index = Index.of("PQ" + m + "x" + nbits, data.base().d());
        index.train(data.training());
        index.add(data.base());
        return index;
    }

    private Asking ask(String what, int m, int nbits, String more) {
        return Asking.of(view, "/api/codes/" + what, String.format(Locale.ROOT, "{\"m\": %d, \"nbits\": %d%s}", m, nbits, more));
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 10", "16, 8, 10", "1, 8, 5", "64, 4, 10", "4, 2, 20", "32, 6, 1", "2, 1, 10"})
    void theReplayOfWhatBytesLetThroughIsTheLibrarysAnswer(int m, int nbits, int k) {
        Index index = library(m, nbits);
        for (int query = 0; query < 20; query++) {
            Asking steps = ask("search", m, nbits, ", \"query\": " + query + ", \"k\": " + k);
            Neighbors expected = index.search(data.queries().row(query), k);
            List<?> results = (List<?>) steps.answer().get("results");
            int[] rows = results.stream().mapToInt(result -> ((Double) ((Map<?, ?>) result).get("row")).intValue()).toArray();
            double[] distances = results.stream().mapToDouble(result -> (Double) ((Map<?, ?>) result).get("distance")).toArray();
            assertArrayEquals(expected.ids(0), IntStream.of(rows).asLongStream().toArray(), "query " + query);
            for (int i = 0; i < k; i++) {
                assertEquals(expected.distance(0, i), distances[i], 1e-5 * distances[i]);
            }
            assertEquals(true, steps.answer().get("equal"));
        }
    }

    @Test
    void bytesRuleOutMostCodesAndEveryCodeIsCounted() {
        Asking steps = ask("search", 16, 8, ", \"query\": 0, \"k\": 10");
        double[] histogram = steps.numbers("histogram");
        assertEquals(256, histogram.length);
        assertEquals(4000, Arrays.stream(histogram).sum());
        double passed = Arrays.stream(histogram, 0, 255).sum();
        assertTrue(passed >= 10 && passed < 1000, passed + " codes pass the first bound");
        double survivors = steps.number("survivors");
        assertTrue(survivors > 0 && survivors <= passed, survivors + " codes are measured");
        assertEquals(survivors, steps.numbers("survivor_distances").length);
    }

    @Test
    void aVectorsStepsAreThoseOfItsQuantizer() {
        Index index = library(8, 8);
        int row = 17;
        Asking steps = ask("vector", 8, 8, ", \"row\": " + row);
        float[] vector = data.base().row(row);
        float[] table = index.quantizer().orElseThrow().asymmetricTable(vector);
        double error = 0;
        List<?> parts = (List<?>) steps.answer().get("parts");
        assertEquals(8, parts.size());
        for (int j = 0; j < 8; j++) {
            Map<?, ?> part = (Map<?, ?>) parts.get(j);
            List<?> nearest = (List<?>) part.get("nearest");
            int from = j * 256;
            int[] expected = IntStream.range(0, 256).boxed()
                    .sorted((a, b) -> Float.compare(table[from + a], table[from + b])).limit(5).mapToInt(c -> c).toArray();
            assertArrayEquals(expected, nearest.stream().mapToInt(one -> ((Double) ((Map<?, ?>) one).get("centroid")).intValue()).toArray());
            assertEquals((double) expected[0], part.get("code"));
            error += (Double) part.get("error");
        }
        float[] decoded = index.reconstruct(row);
        assertArrayEquals(IntStream.range(0, 128).mapToDouble(i -> decoded[i]).toArray(), steps.numbers("decoded"), 1e-4);
        assertArrayEquals(IntStream.range(0, 128).mapToDouble(i -> vector[i]).toArray(), steps.numbers("vector"));
        double distance = IntStream.range(0, 128).mapToDouble(i -> Math.pow(vector[i] - decoded[i], 2)).sum();
        assertEquals(distance, error, 1e-5 * distance);
    }

    @Test
    void memoryAndErrorAreThoseOfTheIndex() {
        Asking summary = ask("train", 8, 6, "");
        assertEquals("PQ8x6", summary.answer().get("spec"));
        assertEquals(6, summary.number("code_bytes"));
        assertEquals(64 * 128 * 4, summary.number("codebook_bytes"));
        double expected = library(8, 6).quantizationError(data.base());
        assertEquals(expected, summary.number("error"), 1e-6 * expected);
        assertEquals(expected, Arrays.stream(summary.numbers("errors")).sum(), 1e-6 * expected);
    }

    @Test
    void everyNumberOfPartsIsTriedAndMorePartsLoseLess() {
        Asking sweep = Asking.of(view, "/api/codes/sweep", "{\"nbits\": 4}");
        double[] m = sweep.parts().stream().mapToDouble(part -> (Double) ((Map<?, ?>) part).get("m")).toArray();
        double[] errors = sweep.parts().stream().mapToDouble(part -> (Double) ((Map<?, ?>) part).get("error")).toArray();
        assertArrayEquals(new double[] {1, 2, 4, 8, 16, 32, 64}, m);
        for (int i = 1; i < errors.length; i++) {
            assertTrue(errors[i] < errors[i - 1], Arrays.toString(errors));
        }
    }

    @Test
    void theVarianceIsTheErrorOfTheMean() {
        double[] mean = new double[128];
        for (int i = 0; i < 4000; i++) {
            float[] row = data.base().row(i);
            for (int e = 0; e < 128; e++) {
                mean[e] += row[e] / 4000.0;
            }
        }
        double sum = 0;
        for (int i = 0; i < 4000; i++) {
            float[] row = data.base().row(i);
            for (int e = 0; e < 128; e++) {
                sum += Math.pow(row[e] - mean[e], 2);
            }
        }
        Asking start = Asking.of(view, "/api/codes/start", "{}");
        assertEquals(sum / 4000, start.number("variance"), 1e-6 * sum / 4000);
        assertEquals(List.of(1, 2, 4, 8, 16, 32, 64), start.wholes("parts"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "train  | {\"m\": 7, \"nbits\": 8}                | PQ7 needs d divisible by 7; d is 128",
        "train  | {\"m\": 65, \"nbits\": 8}               | m must be from 1 to 64; got 65",
        "train  | {\"m\": 8, \"nbits\": 9}                | nbits must be from 1 to 8; got 9",
        "vector | {\"m\": 8, \"nbits\": 8, \"row\": 4000} | row must be from 0 to 3999; got 4000",
        "search | {\"m\": 8, \"nbits\": 8, \"query\": 50, \"k\": 1}  | query must be from 0 to 49; got 50",
        "search | {\"m\": 8, \"nbits\": 8, \"query\": 1, \"k\": 0}   | k must be from 1 to 100; got 0",
    })
    void whatIsOutOfBoundsIsRefused(String what, String fields, String message) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> Asking.of(view, "/api/codes/" + what, fields));
        assertEquals(message, refused.getMessage());
    }

    /** Ids with gaps, so that rows and ids cannot be taken for one another. */
    @Test
    void anIndexOfSuchCodesShowsItsOwnQuantizer() {
        Index index = Index.of("PQ8x6", data.base().d());
        index.train(data.training());
        index.add(data.base(), LongStream.range(0, data.base().n()).map(i -> 3 * i + 1).toArray());
        CodesView own = new CodesView(LoadingData.done(OpenedIndex.read("an.vtl", index, Progress.NONE)));
        Asking summary = Asking.of(own, "/api/codes/train", "{\"m\": 8, \"nbits\": 6}");
        assertEquals(0, summary.number("error"), "decoded vectors are what their codes say");
        Asking steps = Asking.of(own, "/api/codes/search", "{\"m\": 8, \"nbits\": 6, \"query\": 5, \"k\": 10}");
        assertEquals(true, steps.answer().get("equal"));
        float[] query = index.reconstruct(3 * (5 * 4) + 1); // of 4,000 vectors each fourth is a query
        assertEquals(LongStream.of(index.search(query, 10).ids(0)).mapToObj(id -> (int) (id - 1) / 3).toList(), steps.wholes("library"));
    }

    @Test
    void ofALargerIndexTheAnswersAreThoseAmongTheVectorsLookedAt() {
        Index index = library(8, 6);
        Vectors base = data.base().rows(0, 1000);
        OpenedIndex some = new OpenedIndex("an.vtl", index, LongStream.range(0, 1000).toArray());
        CodesView own = new CodesView(LoadingData.done(
                new ExploredData("an.vtl", base, data.queries(), base, data.metric(), data.truth(), Optional.of(some))));
        for (int query = 0; query < 10; query++) {
            Asking steps = Asking.of(own, "/api/codes/search", "{\"m\": 8, \"nbits\": 6, \"query\": " + query + ", \"k\": 10}");
            assertEquals(true, steps.answer().get("equal"));
            long[] expected = index.search(data.queries().row(query), 10, SearchOptions.defaults().withFilter(IdFilter.range(0, 1000))).ids(0);
            assertEquals(LongStream.of(expected).mapToObj(id -> (int) id).toList(), steps.wholes("library"));
        }
    }

    @Test
    void tooFewVectorsForACodebookAreExplained() {
        ExploredData few = new ExploredData("few", data.base().rows(0, 100), data.queries(), data.base().rows(0, 100), data.metric(),
                data.truth(), data.index());
        CodesView small = new CodesView(LoadingData.done(few));
        VectileException refused = assertThrows(VectileException.class,
                () -> Asking.of(small, "/api/codes/train", "{\"m\": 8, \"nbits\": 8}"));
        assertEquals("PQ8 needs at least 256 training vectors; got 100", refused.getMessage());
    }
}
