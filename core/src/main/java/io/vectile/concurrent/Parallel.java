package io.vectile.concurrent;

import io.vectile.error.InvalidInputException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many threads one call may use, and whose they are.
 *
 * <p>The calling thread always works too, and alone if it must: no thread is ever waited for that has not begun to
 * work. So a call inside a call, a saturated executor and one that rejects everything all come to an end.
 *
 * <p>Immutable and safe for use by many threads at once; it owns no thread and needs no closing.
 */
public final class Parallel {

    private static final Parallel SINGLE = new Parallel(Runnable::run, 1);

    private final Executor executor;
    private final int parallelism;

    private Parallel(Executor executor, int parallelism) {
        if (parallelism < 1) {
            throw new InvalidInputException("the number of threads must be at least 1; got " + parallelism);
        }
        this.executor = Objects.requireNonNull(executor, "executor");
        this.parallelism = parallelism;
    }

    /**
     * The calling thread alone.
     *
     * @return one thread
     */
    public static Parallel single() {
        return SINGLE;
    }

    /**
     * The calling thread and up to {@code n - 1} threads of the JDK's common pool, as many as that has free.
     *
     * @param n the most threads that work at once, at least 1
     * @return {@code n} threads
     */
    public static Parallel threads(int n) {
        return n == 1 ? SINGLE : new Parallel(ForkJoinPool.commonPool(), n);
    }

    /**
     * As many threads as the JVM sees processors.
     *
     * @return {@code threads(processors)}
     */
    public static Parallel available() {
        return threads(Runtime.getRuntime().availableProcessors());
    }

    /**
     * The calling thread and up to {@code parallelism - 1} threads of an executor, which stays the caller's own.
     *
     * @param executor where the other threads come from
     * @param parallelism the most threads that work at once, at least 1
     * @return these threads
     */
    public static Parallel on(Executor executor, int parallelism) {
        return new Parallel(executor, parallelism);
    }

    /**
     * The most threads that work at once.
     *
     * @return at least 1
     */
    public int parallelism() {
        return parallelism;
    }

    /** Work on a range of items. */
    @FunctionalInterface
    public interface Body {
        /**
         * Works on the items {@code from} (inclusive) to {@code to} (exclusive).
         *
         * @param worker in 0 to {@link Parallel#parallelism()} - 1; no two ranges run under one number at once, so scratch
         *     memory may be indexed by it
         * @param from the first item
         * @param to one past the last item
         */
        void run(int worker, long from, long to);
    }

    /**
     * Gives every item of {@code 0 .. n-1} to {@code body} once, in ranges of {@code grain} items (the last may be
     * shorter), in any order, on up to {@link #parallelism()} threads. All that the bodies did is visible to the caller
     * afterwards.
     *
     * <p>The ranges depend on {@code n} and {@code grain} alone, never on the number of threads. If a body throws, no
     * further range begins, and the exception is rethrown here once the running ranges have ended; of several, that of
     * the lowest range, which is the same one whatever the number of threads.
     *
     * @param n the number of items, at least 0
     * @param grain the items of one range, at least 1
     * @param body the work
     */
    public void forEach(long n, long grain, Body body) {
        if (n < 0 || grain < 1) {
            throw new InvalidInputException(
                    "a parallel loop needs n >= 0 and grain >= 1; n is " + n + ", grain is " + grain);
        }
        Objects.requireNonNull(body, "body");
        Loop loop = new Loop(n, grain, body);
        try {
            recruit(loop);
            loop.work(0);
        } finally {
            loop.closeAndAwait();
        }
        loop.rethrow();
    }

    private void recruit(Loop loop) {
        int workers = (int) Math.min(parallelism, loop.ranges);
        try {
            for (int worker = 1; worker < workers; worker++) {
                int number = worker;
                executor.execute(() -> loop.help(number));
            }
        } catch (RejectedExecutionException rejected) {
            // No thread to be had: the caller and those recruited so far do it all.
        }
    }

    /** One call of {@link #forEach}: who is inside, which range comes next, and what went wrong. */
    private static final class Loop {
        private final long n;
        private final long grain;
        private final Body body;
        private final long ranges;
        private final AtomicLong nextRange = new AtomicLong();

        // Guarded by this. Helpers are counted on entry, so that those still queued elsewhere are not waited for.
        private int helpersInside;
        private boolean closed;
        private Throwable failure;
        private long failedRange = Long.MAX_VALUE;

        Loop(long n, long grain, Body body) {
            this.n = n;
            this.grain = grain;
            this.body = body;
            this.ranges = n / grain + (n % grain == 0 ? 0 : 1);
        }

        void help(int worker) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                helpersInside++;
            }
            try {
                work(worker);
            } finally {
                synchronized (this) {
                    helpersInside--;
                    notifyAll();
                }
            }
        }

        void work(int worker) {
            for (long range; (range = nextRange.getAndIncrement()) < ranges; ) {
                long from = range * grain;
                long to = from + Math.min(grain, n - from);
                try {
                    body.run(worker, from, to);
                } catch (Throwable thrown) {
                    fail(range, thrown);
                }
            }
        }

        /** Ranges are claimed in order: those below a failed one have begun, and only those above are left out. */
        private synchronized void fail(long range, Throwable thrown) {
            nextRange.set(ranges);
            if (range < failedRange) {
                failedRange = range;
                failure = thrown;
            }
        }

        synchronized void closeAndAwait() {
            closed = true;
            boolean interrupted = false;
            while (helpersInside > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true; // the bodies still use the caller's memory, so they must end first
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure); // a checked exception thrown behind javac's back
            }
        }
    }
}
