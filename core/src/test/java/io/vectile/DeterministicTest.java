package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vectile.contents.SearchDefaults;
import io.vectile.concurrent.Parallel;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same seed and data give the same codes and the same answers, bit for bit, however the work is shared out. */
class DeterministicTest {
    private static final int N = 1500;
    private static final int D = 24;
    private static final int K = 20;

    static Stream<Arguments> indexes() {
        return Stream.of("Flat", "PQ6", "PQ8x5", "PQ4x10", "IVF37,Flat", "IVF37,PQ6", "IVF37,PQ12x4", "IVF37,PQ2x10")
                .flatMap(spec -> Stream.of(Metric.values()).map(metric -> Arguments.of(spec, metric)));
    }

    private static Vectors base() {
        return Data.NORMAL.vectors(N, D, new SplittableRandom(1));
    }

    private static Vectors queries() {
        return Data.NORMAL.vectors(101, D, new SplittableRandom(2));
    }

    private static Index filled(String spec, Metric metric, BuildOptions options) {
        Index index = new Index(IndexSpec.parse(spec), D, metric, SearchDefaults.USUAL.withNprobe(5), new TrainingOptions(7, 3, 2, 30));
        index.train(base(), options);
        index.add(base(), options);
        return index;
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void anyNumberOfThreadsGivesTheSameCodesAndAnswers(String spec, Metric metric) {
        Index expected = filled(spec, metric, BuildOptions.defaults().withThreads(1));
        Neighbors answers = expected.search(queries(), K, SearchOptions.defaults().withThreads(1));
        double error = expected.quantizationError(queries(), BuildOptions.defaults().withThreads(1));
        try (ExecutorService own = Executors.newFixedThreadPool(4)) {
            for (Parallel parallel : List.of(Parallel.threads(2), Parallel.threads(3), Parallel.threads(7), Parallel.on(own, 5))) {
                BuildOptions options = BuildOptions.defaults().withParallel(parallel);
                Index index = filled(spec, metric, options);
                sameDecodings(expected, index);
                assertEquals(answers, index.search(queries(), K, SearchOptions.defaults().withParallel(parallel)));
                assertEquals(error, index.quantizationError(queries(), options));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void aQueryGetsTheSameAnswerAloneAndAmongOthers(String spec, Metric metric) {
        Index index = filled(spec, metric, BuildOptions.defaults());
        Neighbors together = index.search(queries(), K);
        RangeNeighbors rangeTogether = index.rangeSearch(queries(), 20f, SearchOptions.defaults());
        for (int q = 0; q < queries().n(); q++) {
            for (int threads : new int[] {1, 2, 3, 7}) {
                SearchOptions options = SearchOptions.defaults().withThreads(threads);
                Neighbors alone = index.search(queries().row(q), K, options);
                assertArrayEquals(together.ids(q), alone.ids(0));
                assertArrayEquals(together.distances(q), alone.distances(0));
                RangeNeighbors range = index.rangeSearch(queries().row(q), 20f, options);
                assertArrayEquals(rangeTogether.ids(q), range.ids(0));
                assertArrayEquals(rangeTogether.distances(q), range.distances(0));
            }
        }
        for (int few : new int[] {2, 3, 4, 5, 50}) {
            Neighbors part = index.search(queries().rows(0, few), K);
            for (int q = 0; q < few; q++) {
                assertArrayEquals(together.ids(q), part.ids(q));
                assertArrayEquals(together.distances(q), part.distances(q));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void oneCallOfAddDoesWhatManyDo(String spec, Metric metric) {
        Index atOnce = filled(spec, metric, BuildOptions.defaults());
        Index inParts = new Index(IndexSpec.parse(spec), D, metric, SearchDefaults.USUAL.withNprobe(5), new TrainingOptions(7, 3, 2, 30));
        inParts.train(base());
        SplittableRandom random = new SplittableRandom(3);
        for (int from = 0; from < N; ) {
            int to = Math.min(N, from + random.nextInt(1, random.nextBoolean() ? 5 : 400));
            inParts.add(base().rows(from, to));
            from = to;
        }
        sameDecodings(atOnce, inParts);
        assertEquals(atOnce.search(queries(), K), inParts.search(queries(), K));
        assertEquals(atOnce.search(queries(), N, SearchOptions.defaults().withNprobe(37)),
                inParts.search(queries(), N, SearchOptions.defaults().withNprobe(37)));
    }

    @Test
    void anotherSeedGivesAnotherTraining() {
        Index first = Index.builder(D).ivf(20).pq(6, 4).seed(1).build().train(base());
        Index second = Index.builder(D).ivf(20).pq(6, 4).seed(2).build().train(base());
        assertNotEquals(first.quantizationError(base()), second.quantizationError(base()));
    }

    private static void sameDecodings(Index expected, Index actual) {
        assertEquals(expected.ntotal(), actual.ntotal());
        for (long id = 0; id < expected.ntotal(); id++) {
            assertArrayEquals(expected.reconstruct(id), actual.reconstruct(id), "id " + id);
        }
    }
}
