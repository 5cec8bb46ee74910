package io.vectile.cli;

import io.vectile.cli.Converters.AtLeastOne;
import io.vectile.concurrent.Parallel;
import picocli.CommandLine.Option;

/** How many threads a command may use that is not there to measure. */
final class ThreadsOption {
    @Option(names = "--threads", paramLabel = "N", converter = AtLeastOne.class, description = "Threads; default all.")
    private Integer threads;

    Parallel parallel() {
        return threads == null ? Parallel.available() : Parallel.threads(threads);
    }
}
