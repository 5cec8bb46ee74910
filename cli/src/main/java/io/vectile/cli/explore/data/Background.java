package io.vectile.cli.explore.data;

import io.vectile.BuildOptions;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;

/** How long work runs beside which the page must answer: on all processors but one. */
public final class Background {
    private Background() {}

    /** The threads of such work. */
    public static Parallel parallel() {
        return Parallel.threads(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** The same, for training and adding. */
    public static BuildOptions options(Progress progress) {
        return BuildOptions.defaults().withParallel(parallel()).withProgress(progress);
    }
}
