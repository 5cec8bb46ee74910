package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.Neighbors;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchBenchmarkTest {
    private static final int D = SearchBenchmark.D;
    private static final int K = SearchBenchmark.K;
    private static final int VECTORS = 2000;
    private static final double ROUNDING = 1e-5;

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ8", "IVF1024,Flat", "IVF1024,PQ8"})
    void answersAreThoseOfBruteForceOverTheDecodedVectors(String spec) {
        SearchBenchmark benchmark = new SearchBenchmark();
        benchmark.spec = spec;
        benchmark.nprobe = 1024; // every cell, so that brute force sees what the search sees
        benchmark.vectors = VECTORS;
        benchmark.prepare();
        float[][] decoded = new float[VECTORS][];
        Arrays.setAll(decoded, benchmark.index::reconstruct);

        Neighbors batch = benchmark.batch();
        assertEquals(SearchBenchmark.QUERIES, batch.queries());
        for (int q = 1; q < 20; q++) {
            double[] truth = distances(benchmark.queries.row(q), decoded);
            double[] nearest = Arrays.stream(truth).sorted().limit(K).toArray();
            Neighbors one = benchmark.oneQuery(); // begins with query 1
            for (int i = 0; i < K; i++) {
                assertEquals(nearest[i], one.distance(0, i), ROUNDING * nearest[i]);
                assertEquals(nearest[i], truth[(int) one.id(0, i)], ROUNDING * nearest[i]);
                assertEquals(one.id(0, i), batch.id(q, i));
                assertEquals(one.distance(0, i), batch.distance(q, i));
            }
        }
    }

    private static double[] distances(float[] query, float[][] vectors) {
        return Arrays.stream(vectors).mapToDouble(x -> {
            double sum = 0;
            for (int e = 0; e < D; e++) {
                sum += ((double) query[e] - x[e]) * (query[e] - x[e]);
            }
            return sum;
        }).toArray();
    }
}
