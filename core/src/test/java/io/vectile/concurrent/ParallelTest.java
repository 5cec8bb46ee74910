package io.vectile.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "1,100", "2,1", "63,64", "64,64", "65,64", "1000,7", "10000,1"})
    void everyItemIsVisitedOnceWhateverTheThreads(int n, int grain) {
        for (int threads : new int[] {1, 2, 3, 8, 33}) {
            AtomicIntegerArray visits = new AtomicIntegerArray(n);
            Parallel.threads(threads).forEach(n, grain, (worker, from, to) -> {
                assertTrue(from < to && to - from <= grain && from % grain == 0, from + ".." + to);
                for (long i = from; i < to; i++) {
                    visits.incrementAndGet((int) i);
                }
            });
            for (int i = 0; i < n; i++) {
                assertEquals(1, visits.get(i), "item " + i + " with " + threads + " threads");
            }
        }
    }

    @Test
    void rangesReachTheLargestLong() {
        Set<Long> ends = new ConcurrentSkipListSet<>();
        Parallel.threads(3).forEach(Long.MAX_VALUE, 1L << 62, (worker, from, to) -> ends.add(to));
        assertEquals(Set.of(1L << 62, Long.MAX_VALUE), ends);
    }

    @Test
    void aWorkerNumberIsUsedByOneRangeAtATime() {
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            Parallel four = Parallel.on(executor, 4);
            AtomicIntegerArray inside = new AtomicIntegerArray(four.parallelism());
            four.forEach(5000, 1, (worker, from, to) -> {
                assertEquals(1, inside.incrementAndGet(worker));
                inside.decrementAndGet(worker);
            });
        }
    }

    @Test
    void theThreadsOfAGivenExecutorWorkBesideTheCaller() {
        try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
            Set<Integer> workers = new ConcurrentSkipListSet<>();
            CountDownLatch all = new CountDownLatch(4);
            // Each range ends only once all four have begun: a worker alone could not finish.
            Parallel.on(executor, 4).forEach(4, 1, (worker, from, to) -> {
                workers.add(worker);
                all.countDown();
                await(all);
            });
            assertEquals(Set.of(0, 1, 2, 3), workers);
        }
    }

    @Test
    void whatTheBodiesWroteIsVisibleToTheCaller() {
        long[] squares = new long[20_000]; // plain memory on purpose
        Parallel.available().forEach(squares.length, 16, (worker, from, to) -> {
            for (long i = from; i < to; i++) {
                squares[(int) i] = i * i;
            }
        });
        for (int i = 0; i < squares.length; i++) {
            assertEquals((long) i * i, squares[i]);
        }
    }

    @Test
    void callsInsideCallsEnd() {
        AtomicLong sum = new AtomicLong();
        Parallel parallel = Parallel.threads(4);
        parallel.forEach(20, 1, (worker, from, to) -> parallel.forEach(20, 1, (innerWorker, innerFrom, innerTo) ->
                parallel.forEach(20, 3, (w, f, t) -> sum.addAndGet(t - f))));
        assertEquals(8000, sum.get());
    }

    @Test
    void callsInsideCallsEndOnAnExecutorOfOneThread() {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            AtomicLong sum = new AtomicLong();
            Parallel parallel = Parallel.on(executor, 3);
            parallel.forEach(20, 1, (worker, from, to) -> parallel.forEach(20, 1, (w, f, t) -> sum.addAndGet(t - f)));
            assertEquals(400, sum.get());
        }
    }

    @Test
    void aSaturatedExecutorLeavesTheWorkToTheCaller() {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            CountDownLatch release = new CountDownLatch(1);
            executor.execute(() -> await(release));
            List<Long> starts = new ArrayList<>();
            Parallel.on(executor, 2).forEach(10, 4, (worker, from, to) -> {
                assertEquals(0, worker);
                starts.add(from);
            });
            release.countDown(); // the late helper finds the call closed
            assertEquals(List.of(0L, 4L, 8L), starts);
        }
    }

    @Test
    void aRejectingExecutorLeavesTheWorkToTheCaller() {
        AtomicLong sum = new AtomicLong();
        Parallel rejecting = Parallel.on(
                task -> {
                    throw new RejectedExecutionException();
                },
                4);
        rejecting.forEach(10, 3, (worker, from, to) -> sum.addAndGet(to - from));
        assertEquals(10, sum.get());
    }

    @Test
    void anExecutorThatRunsInTheCallerWorks() {
        AtomicLong sum = new AtomicLong();
        Parallel.on(Runnable::run, 4).forEach(10, 3, (worker, from, to) -> sum.addAndGet(to - from));
        assertEquals(10, sum.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void theExceptionOfTheLowestRangeIsRethrownWhateverTheThreads(int threads) {
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            Parallel parallel = Parallel.on(executor, threads);
            for (int round = 0; round < 200; round++) {
                IllegalStateException e = assertThrows(
                        IllegalStateException.class,
                        () -> parallel.forEach(1000, 1, (worker, from, to) -> {
                            if (from >= 100) {
                                throw new IllegalStateException("item " + from);
                            }
                        }));
                assertEquals("item 100", e.getMessage());
            }
        }
    }

    @Test
    void noRangeBeginsAfterAnException() {
        AtomicLong visited = new AtomicLong();
        Error error = new Error("stop");
        Error thrown = assertThrows(
                Error.class,
                () -> Parallel.single().forEach(1000, 1, (worker, from, to) -> {
                    visited.incrementAndGet();
                    if (from == 10) {
                        throw error;
                    }
                }));
        assertSame(error, thrown);
        assertEquals(11, visited.get());
    }

    @Test
    void noBodyRunsAfterTheCallHasThrown() {
        try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicBoolean late = new AtomicBoolean();
            for (int round = 0; round < 200; round++) {
                over.set(false);
                assertThrows(
                        IllegalStateException.class,
                        () -> Parallel.on(executor, 4).forEach(100, 1, (worker, from, to) -> {
                            if (from == 3) {
                                throw new IllegalStateException();
                            }
                            if (over.get()) {
                                late.set(true);
                            }
                        }));
                over.set(true);
            }
            assertFalse(late.get());
        }
    }

    @Test
    void anInterruptedCallerFinishesAndStaysInterrupted() {
        AtomicLong sum = new AtomicLong();
        Thread.currentThread().interrupt();
        Parallel.threads(4).forEach(1000, 1, (worker, from, to) -> sum.addAndGet(to - from));
        assertTrue(Thread.interrupted());
        assertEquals(1000, sum.get());
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Parallel.threads(0));
        assertEquals("the number of threads must be at least 1; got 0", e.getMessage());
        assertThrows(InvalidInputException.class, () -> Parallel.single().forEach(-1, 1, (worker, from, to) -> {}));
        assertThrows(InvalidInputException.class, () -> Parallel.single().forEach(1, 0, (worker, from, to) -> {}));
        assertEquals(1, Parallel.single().parallelism());
        assertEquals(7, Parallel.threads(7).parallelism());
        assertEquals(Runtime.getRuntime().availableProcessors(), Parallel.available().parallelism());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
