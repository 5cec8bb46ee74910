package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairBenchmarkTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 100, 128, 768})
    void valuesAreThoseOfTheQueryAndEachRow(int d) {
        PairBenchmark benchmark = new PairBenchmark();
        benchmark.d = d;
        benchmark.prepare();
        for (int i = 0; i < PairBenchmark.PAIRS; i++) {
            // Of integers, and below 2^24 in all: no order of adding rounds much, and mostly none does.
            double squared = 0;
            double product = 0;
            for (int e = 0; e < d; e++) {
                double q = benchmark.query[e];
                double x = benchmark.rows[i * d + e];
                squared += (q - x) * (q - x);
                product += q * x;
            }
            assertEquals(squared, benchmark.squaredDistance()[i], 1e-6 * squared);
            assertEquals(product, benchmark.innerProduct()[i], 1e-6 * product);
        }
    }
}
