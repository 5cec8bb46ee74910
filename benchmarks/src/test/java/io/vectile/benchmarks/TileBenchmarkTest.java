package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileBenchmarkTest {
    private static final int COLUMNS = TileBenchmark.COLUMNS;

    @ParameterizedTest
    @ValueSource(ints = {16, 128})
    void productsAreThoseOfAllRowsAndColumns(int d) {
        TileBenchmark benchmark = prepared(d);
        assertArrayEquals(products(benchmark), benchmark.products());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 128})
    void nearestIsTheFirstColumnWithTheLargestProduct(int d) {
        TileBenchmark benchmark = prepared(d);
        float[] products = products(benchmark);
        int[] expected = new int[benchmark.rows];
        for (int r = 0; r < benchmark.rows; r++) {
            for (int c = 1; c < COLUMNS; c++) {
                if (products[r * COLUMNS + c] > products[r * COLUMNS + expected[r]]) {
                    expected[r] = c;
                }
            }
        }
        assertArrayEquals(expected, benchmark.nearest());
    }

    /** 64 rows: ten whole tiles and one of four. */
    private static TileBenchmark prepared(int d) {
        TileBenchmark benchmark = new TileBenchmark();
        benchmark.d = d;
        benchmark.rows = 64;
        benchmark.prepare();
        return benchmark;
    }

    private static float[] products(TileBenchmark benchmark) {
        int d = benchmark.d;
        float[] products = new float[benchmark.rows * COLUMNS];
        for (int r = 0; r < benchmark.rows; r++) {
            for (int c = 0; c < COLUMNS; c++) {
                float sum = benchmark.init[c];
                for (int e = 0; e < d; e++) {
                    sum = Math.fma(benchmark.x[r * d + e], benchmark.columns[c * d + e], sum);
                }
                products[r * COLUMNS + c] = sum;
            }
        }
        return products;
    }
}
