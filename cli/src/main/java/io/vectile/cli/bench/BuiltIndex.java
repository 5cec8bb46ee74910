package io.vectile.cli.bench;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.IndexReport;
import io.vectile.concurrent.Progress;
import io.vectile.vectors.Vectors;

/**
 * An index with its vectors in it, and what making it took.
 *
 * @param given             the spec as results will call it
 * @param trainSeconds      time to train
 * @param addSeconds        time to add all vectors
 * @param report            what it is made of and weighs
 * @param quantizationError mean squared distance of a vector to its decoding
 */
public record BuiltIndex(String given, Index index, double trainSeconds, double addSeconds, IndexReport report, double quantizationError) {
    /** The error of more vectors does not differ in the digits that matter. */
    private static final int MOST_ERROR_ROWS = 100_000;

    /** Trains an empty index and adds the base vectors. */
    public static BuiltIndex build(String given, Index index, Vectors train, Vectors base, BuildOptions options) {
        BuildOptions staged = options.withProgress(staged(given, options.progress()));
        double trainSeconds = seconds(() -> index.train(train, staged));
        double addSeconds = seconds(() -> index.add(base, staged));
        // One add to an empty index packs it, as far as the first 16 million vectors: what it weighs is that of a packed index.
        index.compact();
        Vectors sample = base.rows(0, Math.min(MOST_ERROR_ROWS, base.n()));
        return new BuiltIndex(given, index, trainSeconds, addSeconds, index.inspect(), index.quantizationError(sample, staged));
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Says in each stage which index it is about. */
    private static Progress staged(String index, Progress progress) {
        return new Progress() {
            @Override
            public void update(String stage, long done, long total) {
                progress.update(index + " " + stage, done, total);
            }

            @Override
            public boolean cancelled() {
                return progress.cancelled();
            }
        };
    }
}
