package io.vectile.cli.explore.codes;

import io.vectile.concurrent.Progress;
import io.vectile.vectors.Vectors;

/** The mean squared distance of vectors to their mean: the error of knowing nothing of a vector but that. */
final class Variance {
    private static final int CHUNK = 1024;

    private Variance() {}

    static double of(Vectors vectors, Progress progress) {
        int d = vectors.d();
        double[] sums = new double[d];
        double squares = 0;
        float[] rows = new float[CHUNK * d];
        for (long from = 0; from < vectors.n(); from += CHUNK) {
            progress.check("look at the data");
            int count = (int) Math.min(CHUNK, vectors.n() - from);
            vectors.copyRows(from, count, rows, 0);
            for (int i = 0; i < count * d; i++) {
                sums[i % d] += rows[i];
                squares += (double) rows[i] * rows[i];
            }
            progress.update("look at the data", from + count, vectors.n());
        }
        double mean = 0;
        for (double sum : sums) {
            mean += sum / vectors.n() * (sum / vectors.n());
        }
        return squares / vectors.n() - mean;
    }
}
