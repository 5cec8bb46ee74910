package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.vectors.Metric;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatScanBenchmarkTest {
    private static final int D = FlatScanBenchmark.D;

    @ParameterizedTest
    @CsvSource({"float, L2", "byte, L2", "float, INNER_PRODUCT", "byte, INNER_PRODUCT"})
    void findsTheVectorsWithinTheBound(String elements, Metric metric) {
        FlatScanBenchmark benchmark = new FlatScanBenchmark();
        benchmark.elements = elements;
        benchmark.metric = metric;
        benchmark.vectors = 3200;
        benchmark.prepare();

        long expected = 0;
        int found = 0;
        for (int v = 0; v < benchmark.vectors; v++) {
            if (distance(benchmark, v) <= benchmark.bound) {
                expected += v;
                found++;
            }
        }

        assertTrue(found >= 10 && found < 20, found + " within the bound of the tenth");
        assertEquals(expected, benchmark.scan());
    }

    /** Of integers, so that no order of adding rounds. */
    private static long distance(FlatScanBenchmark benchmark, int vector) {
        long sum = 0;
        for (int e = 0; e < D; e++) {
            long q = (long) benchmark.query[e];
            long x = benchmark.rows[vector * D + e] & 255;
            sum += benchmark.metric == Metric.L2 ? (q - x) * (q - x) : -q * x;
        }
        return sum;
    }
}
