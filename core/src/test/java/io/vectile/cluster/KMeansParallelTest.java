package io.vectile.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cluster.KMeans.Options;
import io.vectile.cluster.KMeans.Result;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.KernelSets;
import io.vectile.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Threads and kernel sets change nothing but the time; progress and cancellation work from all of them. */
class KMeansParallelTest {
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        threads = Executors.newFixedThreadPool(6);
    }

    @AfterAll
    static void stop() {
        threads.shutdown();
    }

    private static Result train(float[] x, int d, int k, Options options, Parallel parallel, Progress progress,
            Kernels kernels) {
        return KMeans.train((row, dst, at) -> System.arraycopy(x, (int) row * d, dst, at, d), x.length / d, d, k, options,
                parallel, progress, kernels);
    }

    /** Far from the origin, so that rounding shows; some points twice, and cells to split. */
    private static float[] points(int n, int d) {
        Random random = new Random(1);
        float[] x = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int e = 0; e < d; e++) {
                x[i * d + e] = random.nextInt(4) == 0 ? random.nextInt(3) : 20f + (float) random.nextGaussian();
            }
            if (i % 5 == 4) {
                System.arraycopy(x, (i - 3) * d, x, i * d, d);
            }
        }
        return x;
    }

    @Test
    void theResultIsTheSameForAnyNumberOfThreadsAndAnyKernels() {
        for (int d : new int[] {1, 5, 16, 33}) {
            float[] x = points(4000, d);
            for (boolean spherical : new boolean[] {false, true}) {
                Options options = Options.defaults().withNiter(6).withMaxPointsPerCentroid(45).withSpherical(spherical);
                Result expected = train(x, d, 70, options, Parallel.single(), Progress.NONE, KernelSets.scalar());
                for (Kernels kernels : KernelSets.all()) {
                    for (int count : new int[] {1, 2, 3, 7}) {
                        Result actual =
                                train(x, d, 70, options, Parallel.on(threads, count), Progress.NONE, kernels);
                        String where = "d " + d + ", " + count + " threads, " + kernels.name();
                        assertArrayEquals(bits(expected.centroids()), bits(actual.centroids()), where);
                        assertArrayEquals(expected.objective(), actual.objective(), 0.0, where);
                        assertArrayEquals(expected.imbalance(), actual.imbalance(), 0.0, where);
                        assertArrayEquals(expected.splits(), actual.splits(), where);
                    }
                }
            }
        }
    }

    private static int[] bits(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }

    /** Notes what it hears, and fails the test where two threads speak at once. */
    private static final class Listener implements Progress {
        final List<Long> done = new ArrayList<>();
        final AtomicInteger asked = new AtomicInteger();
        final AtomicBoolean overlap = new AtomicBoolean();
        private final AtomicInteger inside = new AtomicInteger();
        private final int cancelAfter;

        Listener(int cancelAfter) {
            this.cancelAfter = cancelAfter;
        }

        @Override
        public void update(String stage, long rounds, long total) {
            enter();
            assertEquals("k-means", stage);
            assertEquals(8, total);
            done.add(rounds);
            inside.decrementAndGet();
        }

        @Override
        public boolean cancelled() {
            enter();
            boolean cancelled = asked.incrementAndGet() > cancelAfter;
            inside.decrementAndGet();
            return cancelled;
        }

        private void enter() {
            if (inside.incrementAndGet() > 1) {
                overlap.set(true);
            }
        }
    }

    @Test
    void progressIsHeardOncePerRoundByOneThreadAtATime() {
        float[] x = points(5000, 4);
        for (int count : new int[] {1, 3, 7}) {
            Listener listener = new Listener(Integer.MAX_VALUE);
            Options options = Options.defaults().withNiter(8).withMaxPointsPerCentroid(1000);
            train(x, 4, 40, options, Parallel.on(threads, count), listener, Kernels.active());
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), listener.done);
            assertFalse(listener.overlap.get());
        }
    }

    @Test
    void progressIsCompleteWhenTheEndComesEarly() {
        Listener listener = new Listener(Integer.MAX_VALUE);
        train(new float[] {1f, 2f, 11f, 12f}, 1, 2, Options.defaults().withNiter(8), Parallel.single(), listener,
                Kernels.active());
        assertTrue(listener.done.size() < 8);
        assertEquals(8, listener.done.getLast());

        Listener copying = new Listener(Integer.MAX_VALUE);
        train(new float[] {1f, 2f}, 1, 2, Options.defaults().withNiter(8), Parallel.single(), copying, Kernels.active());
        assertEquals(List.of(8L), copying.done);
    }

    @Test
    void cancellingEndsTheCallWithinAChunk() {
        float[] x = points(5000, 4);
        Options options = Options.defaults().withNiter(8).withMaxPointsPerCentroid(1000);
        for (int count : new int[] {1, 3}) {
            Listener whole = new Listener(Integer.MAX_VALUE);
            train(x, 4, 40, options, Parallel.on(threads, count), whole, Kernels.active());
            for (int after : new int[] {0, 1, 5, 17, 30, whole.asked.get() / 2}) {
                Listener listener = new Listener(after);
                assertEquals("cancelled during k-means",
                        assertThrows(CancelledException.class, () -> train(x, 4, 40, options, Parallel.on(threads, count),
                                listener, Kernels.active())).getMessage());
                // Those threads that were at work ask once more, each.
                assertTrue(listener.asked.get() <= after + count);
                assertTrue(listener.done.size() < 8);
            }
        }
        Listener early = new Listener(20);
        assertThrows(CancelledException.class,
                () -> train(x, 4, 40, options, Parallel.single(), early, Kernels.active()));
        assertEquals(List.of(), early.done, "20 chunks are not one round");
    }

    @Test
    void theFirstBadRowIsNamedWhateverTheThreads() {
        float[] x = points(5000, 4);
        for (int row : new int[] {4711, 815, 2000, 816}) {
            x[row * 4 + 1] = Float.NaN;
        }
        for (int count : new int[] {1, 2, 7}) {
            assertEquals("training vector 815 has NaN at dimension 1; every value must be finite",
                    assertThrows(InvalidInputException.class, () -> train(x, 4, 40, Options.defaults(),
                            Parallel.on(threads, count), Progress.NONE, Kernels.active())).getMessage());
        }
    }
}
