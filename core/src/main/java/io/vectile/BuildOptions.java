package io.vectile;

import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import java.util.Objects;

/**
 * How a long call (train, add) runs: on which threads, and who hears how far it is. Nothing here changes the result.
 *
 * @param parallel threads; by default all processors
 * @param progress listener, which may also cancel; by default nobody
 */
public record BuildOptions(Parallel parallel, Progress progress) {
    private static final BuildOptions DEFAULTS = new BuildOptions(Parallel.available(), Progress.NONE);

    public BuildOptions {
        Objects.requireNonNull(parallel, "parallel");
        Objects.requireNonNull(progress, "progress");
    }

    /** All processors, no listener. */
    public static BuildOptions defaults() {
        return DEFAULTS;
    }

    /** On up to n threads. */
    public BuildOptions withThreads(int n) {
        return new BuildOptions(Parallel.threads(n), progress);
    }

    /** On the caller's own threads. */
    public BuildOptions withParallel(Parallel threads) {
        return new BuildOptions(threads, progress);
    }

    /** With a listener. */
    public BuildOptions withProgress(Progress listener) {
        return new BuildOptions(parallel, listener);
    }
}
