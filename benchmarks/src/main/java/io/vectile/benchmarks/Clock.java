package io.vectile.benchmarks;

/** How long something takes. */
public final class Clock {
    private Clock() {}

    /** Something to be timed, which may fail. */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /** Runs it and gives the seconds that passed. */
    public static <E extends Exception> double seconds(Work<E> work) throws E {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
