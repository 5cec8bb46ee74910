package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurvivorBenchmarkTest {
    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void distancesAreThoseToTheCentroidPlusTheCodewords(int m) {
        SurvivorBenchmark benchmark = new SurvivorBenchmark();
        benchmark.m = m;
        benchmark.prepare();
        float[] distances = benchmark.distances();
        int dsub = SurvivorBenchmark.D / m;
        for (int i = 0; i < SurvivorBenchmark.CODES; i++) {
            double expected = 0;
            for (int e = 0; e < SurvivorBenchmark.D; e++) {
                double codeword = benchmark.codebook[benchmark.codewords[i][e / dsub] + e % dsub];
                double difference = benchmark.query[e] - (benchmark.centroid[e] + codeword);
                expected += difference * difference;
            }
            assertEquals(expected, distances[i], 1e-6 * expected);
        }
    }
}
