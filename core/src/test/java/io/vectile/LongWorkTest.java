package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.contents.SearchDefaults;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training, adding and measuring say how far they are, and can be stopped at any point without a trace. */
class LongWorkTest {
    private static final int D = 8;
    private static final int N = 5000;

    private static final Vectors BASE = Data.NORMAL.vectors(N, D, new SplittableRandom(1));

    /** Notes the last report of each stage, and asks to stop after so many reports. */
    private static final class Listener implements Progress {
        private final Map<String, long[]> last = new LinkedHashMap<>();
        private final List<String> wrong = new ArrayList<>();
        private final int stopAfter;
        private int reports;

        Listener(int stopAfter) {
            this.stopAfter = stopAfter;
        }

        @Override
        public synchronized void update(String stage, long done, long total) {
            long[] before = last.put(stage, new long[] {done, total});
            if (done < 0 || done > total || before != null && (done < before[0] || total != before[1])) {
                wrong.add(stage + " " + done + " of " + total);
            }
            reports++;
        }

        @Override
        public synchronized boolean cancelled() {
            return reports >= stopAfter;
        }

        void reachedTotalIn(String... stages) {
            assertEquals(List.of(), wrong);
            assertArrayEquals(stages, last.keySet().toArray());
            last.forEach((stage, report) -> assertEquals(report[1], report[0], stage));
        }
    }

    private static BuildOptions options(Listener listener, int threads) {
        return BuildOptions.defaults().withThreads(threads).withProgress(listener);
    }

    private static Index untrained(String spec) {
        return new Index(IndexSpec.parse(spec), D, Metric.L2, SearchDefaults.USUAL.withNprobe(3), new TrainingOptions(1, 4, 4, 256));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4x5", "IVF20,Flat", "IVF20,PQ4x5"})
    void progressReachesTheTotalOfEachStage(String spec) {
        for (int threads : new int[] {1, 3}) {
            Index index = untrained(spec);
            Listener training = new Listener(Integer.MAX_VALUE);
            index.train(BASE, options(training, threads));
            training.reachedTotalIn(switch (spec) {
                case "Flat" -> new String[] {};
                case "PQ4x5" -> new String[] {"train PQ"};
                case "IVF20,Flat" -> new String[] {"k-means"};
                default -> new String[] {"k-means", "train PQ"};
            });
            Listener adding = new Listener(Integer.MAX_VALUE);
            index.add(BASE, options(adding, threads));
            adding.reachedTotalIn("add");
            assertEquals(N, adding.last.get("add")[1]);
            Listener measuring = new Listener(Integer.MAX_VALUE);
            index.quantizationError(BASE, options(measuring, threads));
            measuring.reachedTotalIn("measure");
            Listener nothing = new Listener(Integer.MAX_VALUE);
            index.add(BASE.rows(0, 0), options(nothing, threads));
            nothing.reachedTotalIn("add");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PQ4x5", "IVF20,Flat", "IVF20,PQ4x5"})
    void cancelledTrainingLeavesTheIndexAsItWas(String spec) {
        Index uninterrupted = untrained(spec).train(BASE);
        Listener all = new Listener(Integer.MAX_VALUE);
        untrained(spec).train(BASE, options(all, 1));
        Index index = untrained(spec);
        for (int stopAfter = 0; stopAfter < all.reports - 1; stopAfter++) {
            Listener listener = new Listener(stopAfter);
            int threads = 1 + stopAfter % 3;
            assertThrows(CancelledException.class, () -> index.train(BASE, options(listener, threads)));
            assertFalse(index.isTrained());
        }
        index.train(BASE);
        assertEquals(uninterrupted.quantizationError(BASE), index.quantizationError(BASE));

        // One that is trained, and empty, keeps its training.
        Vectors others = Data.FAR.vectors(N, D, new SplittableRandom(2));
        assertThrows(CancelledException.class, () -> index.train(others, options(new Listener(2), 2)));
        assertEquals(uninterrupted.quantizationError(BASE), index.quantizationError(BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4x5", "IVF20,Flat", "IVF20,PQ4x5"})
    void cancelledAddingLeavesTheIndexAsItWas(String spec) {
        Vectors bytes = Data.BYTES.vectors(100, D, new SplittableRandom(3));
        Vectors queries = Data.NORMAL.vectors(20, D, new SplittableRandom(4));
        Index uninterrupted = untrained(spec).train(BASE);
        uninterrupted.add(bytes);
        Index index = untrained(spec).train(BASE);
        index.add(bytes);
        long resident = index.inspect().residentBytes();
        for (int round = 0; round < 2; round++) {
            Neighbors before = index.search(queries, 300);
            // Reports come after 0, 1024, 2048, 3072, 4096 and 5000 vectors.
            for (int stopAfter = 0; stopAfter < 6; stopAfter++) {
                Listener listener = new Listener(stopAfter);
                int threads = 1 + stopAfter % 3;
                CancelledException cancelled =
                        assertThrows(CancelledException.class, () -> index.add(BASE, options(listener, threads)));
                assertEquals("cancelled during add", cancelled.getMessage());
                assertEquals(uninterrupted.ntotal(), index.ntotal());
                assertEquals(before, index.search(queries, 300));
                assertEquals(resident, index.inspect().residentBytes());
            }
            uninterrupted.add(BASE);
            index.add(BASE);
            assertEquals(uninterrupted.search(queries, 300), index.search(queries, 300));
            resident = index.inspect().residentBytes();
        }
        assertEquals(100 + 2 * N, index.ntotal());
        index.reconstruct(100 + 2 * N - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "IVF20,PQ4x5"})
    void measuringCanBeCancelled(String spec) {
        Index index = untrained(spec).train(BASE);
        assertThrows(CancelledException.class, () -> index.quantizationError(BASE, options(new Listener(2), 1)));
        assertTrue(index.isTrained());
    }
}
