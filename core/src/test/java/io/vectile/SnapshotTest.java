package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.contents.SearchDefaults;
import io.vectile.concurrent.Progress;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search beside an add sees all of that call or nothing of it. */
class SnapshotTest {
    private static final int D = 8;
    private static final int CALLS = 25;
    private static final int SEARCHERS = 2;

    /** One call of add. Ids are of the caller's own in every second index, and wide from the tenth call on. */
    private record Part(Vectors rows, long[] ids) {}

    private static List<Part> parts(boolean ownIds) {
        SplittableRandom random = new SplittableRandom(5);
        List<Part> parts = new ArrayList<>();
        long next = 0;
        for (int call = 0; call < CALLS; call++) {
            int n = random.nextInt(1, 150);
            // Bytes first, then floats of ever larger lengths: plain vectors are widened, and bounds lowered, on the way.
            float[] rows = new float[n * D];
            Data kind = call < 5 ? Data.BYTES : Data.NORMAL;
            kind.fill(rows, D, random);
            for (int i = 0; i < rows.length && call >= 5; i++) {
                rows[i] *= 20f * call;
            }
            long[] ids = new long[n];
            for (int i = 0; i < n; i++) {
                ids[i] = ownIds && call >= 10 ? (1L << 33) - next : next;
                next++;
            }
            parts.add(new Part(Vectors.of(rows, D), ownIds ? ids : null));
        }
        return parts;
    }

    private static void add(Index index, Part part) {
        if (part.ids() == null) {
            index.add(part.rows());
        } else {
            index.add(part.rows(), part.ids());
        }
    }

    private static Index trained(String spec) {
        Index index = new Index(IndexSpec.parse(spec), D, Metric.L2, SearchDefaults.USUAL.withNprobe(6), new TrainingOptions(1, 4, 4, 256));
        return index.train(Data.BYTES.vectors(600, D, new SplittableRandom(6)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4", "PQ4x5", "PQ2x9", "IVF6,Flat", "IVF6,PQ4", "IVF6,PQ4x5", "IVF6,PQ2x9"})
    void everyAnswerIsThatOfAStateBetweenTwoCalls(String spec) throws Exception {
        for (boolean ownIds : new boolean[] {false, true}) {
            List<Part> parts = parts(ownIds);
            int total = parts.stream().mapToInt(part -> (int) part.rows().n()).sum();
            Vectors queries = Data.BYTES.vectors(5, D, new SplittableRandom(7));
            for (int k : new int[] {3, total}) {
                List<Neighbors> states = new ArrayList<>();
                Index alone = trained(spec);
                states.add(alone.search(queries, k));
                for (Part part : parts) {
                    add(alone, part);
                    states.add(alone.search(queries, k));
                }
                Index shared = trained(spec);
                assertEquals(states.getFirst(), shared.search(queries, k));
                searchWhileAdding(shared, parts, queries, k, states);
            }
        }
    }

    /** The filter of a search, which is asked while lists are scanned, adds: what the search reads then changes under it. */
    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4", "PQ4x5", "PQ2x9", "IVF6,Flat", "IVF6,PQ4", "IVF6,PQ4x5", "IVF6,PQ2x9"})
    void aSearchUnderWayAnswersAsIfNothingWereAdded(String spec) {
        Vectors queries = Data.BYTES.vectors(5, D, new SplittableRandom(7));
        for (boolean ownIds : new boolean[] {false, true}) {
            for (int threads : new int[] {1, 3}) {
                for (int k : new int[] {1, 10, 10_000}) {
                    Index index = trained(spec);
                    for (Part part : parts(ownIds)) {
                        Neighbors before = index.search(queries, k);
                        AtomicBoolean added = new AtomicBoolean();
                        SearchOptions options = SearchOptions.defaults().withThreads(threads).withFilter(id -> {
                            if (added.compareAndSet(false, true)) {
                                add(index, part);
                            }
                            return true;
                        });
                        assertEquals(before, index.search(queries, k, options));
                        if (!added.get()) { // nothing there yet that a filter could be asked about
                            add(index, part);
                        }
                    }
                }
            }
        }
    }

    /** The listener of an add, which hears of every thousand vectors written, searches. */
    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4", "PQ4x5", "PQ2x9", "IVF6,Flat", "IVF6,PQ4", "IVF6,PQ4x5", "IVF6,PQ2x9"})
    void anAddUnderWayIsNotSeen(String spec) {
        Vectors queries = Data.BYTES.vectors(5, D, new SplittableRandom(7));
        Index index = trained(spec);
        AtomicInteger searches = new AtomicInteger();
        for (Data data : new Data[] {Data.BYTES, Data.BYTES, Data.NORMAL, Data.NORMAL}) {
            for (int threads : new int[] {1, 3}) {
                Neighbors before = index.search(queries, 2000);
                Progress listener = (stage, done, total) -> {
                    assertEquals(before, index.search(queries, 2000));
                    searches.incrementAndGet();
                };
                index.add(data.vectors(3000, D, new SplittableRandom(8)),
                        BuildOptions.defaults().withThreads(threads).withProgress(listener));
            }
        }
        assertEquals(8 * 4, searches.get());
        assertEquals(8 * 3000, index.ntotal());
    }

    /** In every round one thread adds one part while the others search, at least once each. */
    private static void searchWhileAdding(Index index, List<Part> parts, Vectors queries, int k, List<Neighbors> states)
            throws Exception {
        CyclicBarrier round = new CyclicBarrier(SEARCHERS + 1);
        AtomicInteger added = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(SEARCHERS + 1)) {
            List<Future<?>> ends = new ArrayList<>();
            ends.add(threads.submit((Callable<Void>) () -> {
                for (Part part : parts) {
                    round.await();
                    try {
                        add(index, part);
                    } finally {
                        added.incrementAndGet();
                    }
                }
                return null;
            }));
            for (int s = 0; s < SEARCHERS; s++) {
                ends.add(threads.submit((Callable<Void>) () -> {
                    List<String> torn = new ArrayList<>();
                    for (int call = 0; call < parts.size(); call++) {
                        round.await();
                        boolean last;
                        do {
                            last = added.get() > call;
                            Neighbors answer = index.search(queries, k, SearchOptions.defaults().withThreads(1));
                            if (!answer.equals(states.get(call + 1)) && (last || !answer.equals(states.get(call)))) {
                                torn.add("in call " + call + (last ? ", done" : "") + ": " + found(answer) + " found, of "
                                        + found(states.get(call)) + " before and " + found(states.get(call + 1)) + " after");
                            }
                        } while (!last);
                    }
                    assertTrue(torn.isEmpty(), torn.toString());
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        assertEquals(states.getLast(), index.search(queries, k));
    }

    private static long found(Neighbors answer) {
        return Arrays.stream(answer.ids(0)).filter(id -> id >= 0).count();
    }
}
