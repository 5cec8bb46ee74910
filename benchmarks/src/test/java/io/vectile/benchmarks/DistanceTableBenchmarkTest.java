package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistanceTableBenchmarkTest {
    private static final int D = DistanceTableBenchmark.D;
    private static final int KSUB = DistanceTableBenchmark.KSUB;

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void squaredDistancesAreThoseToAllCentroids(int m) {
        DistanceTableBenchmark benchmark = prepared(m);
        assertArrayEquals(distances(benchmark), benchmark.squaredDistances());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void innerProductsAreThoseWithAllCentroids(int m) {
        DistanceTableBenchmark benchmark = prepared(m);
        float[] expected = new float[m * KSUB];
        for (int e = 0; e < D; e++) {
            for (int c = 0; c < KSUB; c++) {
                int entry = e / (D / m) * KSUB + c;
                float scaled = DistanceTableBenchmark.DOT_SCALE * benchmark.query[e];
                expected[entry] = Math.fma(scaled, codeword(benchmark, e, c), expected[entry]);
            }
        }
        assertArrayEquals(expected, benchmark.innerProducts());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void floorsAreStepsAboveTheLeastEntryOfEachSubspace(int m) {
        DistanceTableBenchmark benchmark = prepared(m);
        float[] table = distances(benchmark);
        byte[] expected = new byte[m * KSUB];
        for (int j = 0; j < m; j++) {
            float least = Float.POSITIVE_INFINITY;
            for (int c = 0; c < KSUB; c++) {
                least = Math.min(least, table[j * KSUB + c]);
            }
            for (int c = 0; c < KSUB; c++) {
                expected[j * KSUB + c] = (byte) Math.min(255, (int) ((table[j * KSUB + c] - least) * benchmark.scale));
            }
        }
        assertArrayEquals(expected, benchmark.floors());
    }

    private static DistanceTableBenchmark prepared(int m) {
        DistanceTableBenchmark benchmark = new DistanceTableBenchmark();
        benchmark.m = m;
        benchmark.prepare();
        return benchmark;
    }

    /** Number e of centroid c of its subspace, which is e / dsub. */
    private static float codeword(DistanceTableBenchmark benchmark, int e, int c) {
        int dsub = D / benchmark.m;
        return benchmark.codebook[(e / dsub * KSUB + c) * dsub + e % dsub];
    }

    private static float[] distances(DistanceTableBenchmark benchmark) {
        int m = benchmark.m;
        float[] expected = new float[m * KSUB];
        for (int e = 0; e < D; e++) {
            for (int c = 0; c < KSUB; c++) {
                int entry = e / (D / m) * KSUB + c;
                float difference = benchmark.query[e] - codeword(benchmark, e, c);
                expected[entry] = Math.fma(difference, difference, expected[entry]);
            }
        }
        return expected;
    }
}
