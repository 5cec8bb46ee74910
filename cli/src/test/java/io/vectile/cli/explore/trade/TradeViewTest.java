package io.vectile.cli.explore.trade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.IndexSpec;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.bench.Recalls;
import io.vectile.cli.bench.Stopwatch.Effort;
import io.vectile.cli.explore.SmallSample;
import io.vectile.cli.explore.data.BuiltIndexes;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.data.MemoryAllowed;
import io.vectile.cli.explore.http.Asking;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.IntVectors;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradeViewTest {
    /** As little as is measured at all: nothing is asserted of times. */
    private static final Effort LEAST = new Effort(1, Duration.ZERO, Duration.ofMillis(1), 1, 5, Duration.ofMillis(1), 1, Duration.ofMillis(1));
    private static final Measuring.Efforts EFFORTS = new Measuring.Efforts(LEAST, LEAST);

    private final ExploredData data = SmallSample.data();
    private final LoadingData loading = LoadingData.done(data);
    private final BuiltIndexes indexes = new BuiltIndexes(loading);
    private final TradeView view = new TradeView(loading, indexes, EFFORTS);

    private Asking ask(String what, String fields) {
        return Asking.of(view, "/api/trade/" + what, fields);
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    @Test
    void itBeginsWithEachKindOfIndexInAShapeThatSuitsTheData() {
        Asking start = ask("start", "{}");
        List<?> specs = ((List<?>) start.answer().get("specs")).stream().map(spec -> map(spec).get("spec")).toList();
        assertEquals(List.of("Flat", "PQ8", "IVF64,PQ8", "IVF64,PQ16,RFlat"), specs);
        assertEquals("1, 2, 4, 8, 16", start.answer().get("nprobe"));
        assertEquals(List.of(), start.answer().get("points"));
        assertTrue(((List<?>) start.answer().get("suggestions")).contains("OPQ8,PQ8"));
    }

    @Test
    void aPointHasTheRecallAndTheBytesOfTheIndexItNames() {
        Asking measured = ask("measure", "{\"specs\": [\"IVF16,PQ8\"], \"nprobe\": \"2, 16\", \"k_factor\": \"1\", \"again\": 0}");
        List<Object> parts = measured.parts();
        assertEquals(Map.of("index", "IVF16,PQ8", "building", true), parts.getFirst());
        assertEquals(3, parts.size());

        Index index = Index.of("IVF16,PQ8", 128);
        index.train(data.training());
        index.add(data.base());
        GroundTruth truth = GroundTruth.compute(data.base(), data.queries(), 100, data.metric(), Parallel.single(), Progress.NONE);
        for (int i = 0; i < 2; i++) {
            Map<?, ?> point = map(parts.get(i + 1));
            String search = List.of("nprobe=2", "nprobe=16").get(i);
            assertEquals(search, point.get("search"));
            Neighbors asked = index.search(data.queries(), 10, SearchOptions.parse(search));
            Neighbors deep = index.search(data.queries(), 100, SearchOptions.parse(search));
            assertEquals(Recalls.of(truth, asked, deep), point.get("recall"));
            assertEquals(index.inspect().bytesPerVector(), point.get("bytes_per_vector"));
            assertTrue((Double) map(point.get("single_ms")).get("p50") > 0);
            assertTrue((Double) point.get("batch_ms") > 0);
            assertEquals(1.0, point.get("threads"));
            assertEquals(10.0, point.get("k"));
            assertEquals("./vectile build --index IVF16,PQ8 --base base.fvecs --search " + search + " --out ivf16-pq8.vtl", point.get("build"));
        }
    }

    @Test
    void whatWasMeasuredIsNotMeasuredAgainUnlessOneAsks() {
        String fields = "{\"specs\": [\"PQ4\"], \"nprobe\": \"1\", \"k_factor\": \"1\", \"again\": %d}";
        Object first = ask("measure", fields.formatted(0)).parts().getLast();
        assertEquals(List.of(first), ask("start", "{}").answer().get("points"));
        assertEquals(List.of(first), ask("measure", fields.formatted(0)).parts());
        Object again = ask("measure", fields.formatted(1)).parts().getLast();
        assertEquals(map(first).get("recall"), map(again).get("recall"));
        assertEquals(List.of(again), ask("start", "{}").answer().get("points"));
    }

    @Test
    void theIndexThatWasMeasuredIsTheOneThatOtherViewsGet() {
        ask("measure", "{\"specs\": [\"PQ4\"], \"nprobe\": \"1\", \"k_factor\": \"1\", \"again\": 0}");
        assertSame(indexes.get(IndexSpec.parse("PQ4"), Progress.NONE), indexes.get(IndexSpec.parse("PQ4"), Progress.NONE));
        assertEquals("PQ4", ((List<?>) ask("start", "{}").answer().get("suggestions")).getFirst());
    }

    @Test
    void aTruthThatCameWithTheDataIsTaken() {
        int[] rows = new int[50 * 10];
        Arrays.setAll(rows, i -> i % 10); // wrong, so that recall tells
        ExploredData wrong = new ExploredData("wrong", data.base(), data.queries(), data.training(), data.metric(),
                Optional.of(IntVectors.of(rows, 10)), Optional.empty());
        LoadingData loaded = LoadingData.done(wrong);
        Asking measured = Asking.of(new TradeView(loaded, new BuiltIndexes(loaded), EFFORTS), "/api/trade/measure",
                "{\"specs\": [\"Flat\"], \"nprobe\": \"1\", \"k_factor\": \"1\", \"again\": 0}");
        Map<?, ?> recall = map(map(measured.parts().getLast()).get("recall"));
        assertTrue((Double) recall.get("10@10") < 0.1, recall::toString);
        assertEquals(Set.of("1@1", "1@10", "1@100", "10@10"), recall.keySet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "PQ7               | PQ7 needs d divisible by 7; d is 128",
        "IVF5000,Flat      | IVF5000 needs at least 5000 training vectors; got 4000",
        "PQ2x12            | PQ2x12 needs at least 4096 training vectors; got 4000",
        "ivf16, pq8        | index spec \"ivf16, pq8\": \"ivf16\" is no codec that Vectile knows; did you mean IVF16,PQ8?",
        "IVF16,PQ8,Foo     | index spec \"IVF16,PQ8,Foo\": \"Foo\" follows PQ8, where the spec should end; a spec is [transform,...][IVFn,]codec[,RFlat] with codec Flat, PQm or PQmxb, and transform PCAd, OPQm, RR or L2norm, such as Flat, PQ8, PQ16x4, IVF2048,PQ8 or OPQ8,IVF2048,PQ8,RFlat",
    })
    void aWrongSpecIsExplainedAsTheLibraryDoesBeforeAnythingStarts(String spec, String message) {
        assertEquals(Map.of("problem", message), ask("spec", "{\"spec\": \"" + spec + "\"}").answer());
        RuntimeException measured = assertThrows(RuntimeException.class, () -> ask("measure",
                "{\"specs\": [\"Flat\", \"" + spec + "\"], \"nprobe\": \"1\", \"k_factor\": \"1\", \"again\": 0}"));
        assertEquals(message, measured.getMessage());
        assertEquals(List.of(), ask("start", "{}").answer().get("points"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "measure  | {\"specs\": [], \"nprobe\": \"1\", \"k_factor\": \"1\", \"again\": 0} | at least 1 spec is needed; got none",
        "measure  | {\"specs\": [\"PQ1\",\"PQ2\",\"PQ4\",\"PQ8\",\"PQ16\",\"PQ32\",\"PQ64\",\"Flat\",\"PQ1x4\",\"PQ2x4\",\"PQ4x4\",\"PQ8x4\",\"PQ16x4\"], \"nprobe\": \"1\", \"k_factor\": \"1\", \"again\": 0} | specs must have at most 12 items; got 13",
        "measure  | {\"specs\": [\"IVF32,PQ1,RFlat\",\"IVF32,PQ2,RFlat\"], \"nprobe\": \"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\", \"k_factor\": \"1 2 3 4 5 6\", \"again\": 0} | at most 150 points are measured at a time; these specs and search options make 192",
        "measure  | {\"specs\": [\"Flat\"], \"nprobe\": \"1\", \"k_factor\": \"1\", \"again\": 2} | again must be one of 0, 1; got 2",
    })
    void whatIsOutOfBoundsIsRefused(String what, String fields, String message) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> ask(what, fields));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void settingsAreGivenBackAsTheyWereUnderstood() {
        assertEquals("1, 4, 2", ask("settings", "{\"nprobe\": \" 1,4 2,4 \"}").answer().get("nprobe"));
        assertEquals("1, 2.5", ask("settings", "{\"k_factor\": \"1.0,2.50\"}").answer().get("k_factor"));
        assertEquals(Map.of("problem", "nprobe must be at least 1; got 0"), ask("settings", "{\"nprobe\": \"0\"}").answer());
    }

    @Test
    void whatWillNotFitInMemoryIsRefusedWithBothNumbers() {
        BuiltIndexes small = new BuiltIndexes(loading, new MemoryAllowed(1_000_000, 3_000_000));
        TradeView tight = new TradeView(loading, small, EFFORTS);
        Asking held = Asking.of(tight, "/api/trade/spec", "{\"spec\": \"Flat\"}");
        assertEquals("Flat needs about 2.2 MB of memory for these vectors; the explorer gives its indexes 1.0 MB", held.answer().get("problem"));
        Asking heap = Asking.of(tight, "/api/trade/spec", "{\"spec\": \"PQ8\"}");
        assertEquals("PQ8 needs about 4.4 MB of the heap while it is trained; the explorer gives it 3.0 MB, half of the heap, which "
                + "VECTILE_OPTS=-Xmx changes", heap.answer().get("problem"));
        Asking start = Asking.of(tight, "/api/trade/start", "{}");
        assertEquals(List.of(), start.answer().get("specs"));
    }
}
