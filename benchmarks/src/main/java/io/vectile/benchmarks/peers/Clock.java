package io.vectile.benchmarks.peers;

/** How long something takes. */
final class Clock {
    private Clock() {}

    /** Something to be timed, which may fail. */
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run() throws E;
    }

    /** Runs it and gives the seconds that passed. */
    static <E extends Exception> double seconds(Work<E> work) throws E {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
