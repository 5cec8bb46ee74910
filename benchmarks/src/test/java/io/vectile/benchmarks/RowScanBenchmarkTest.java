package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.kernel.Kernels;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowScanBenchmarkTest {
    /** 49 whole blocks, and one of 34. */
    private static final int VECTORS = 3170;

    @ParameterizedTest
    @ValueSource(ints = {100, 128})
    void findsTheTenNearestAndTheLeastDistance(int d) {
        RowScanBenchmark benchmark = benchmark(d);
        long[] squared = new long[VECTORS];
        long[] negated = new long[VECTORS];
        for (int v = 0; v < VECTORS; v++) {
            for (int e = 0; e < d; e++) {
                // Of integers, and below 2^24 in all: no order of adding rounds.
                long q = (long) benchmark.query[e];
                long x = benchmark.rows[v * d + e] & 255;
                squared[v] += (q - x) * (q - x);
                negated[v] -= q * x;
            }
        }
        assertEquals(sumOfNearest(squared), benchmark.scanL2());
        assertEquals(sumOfNearest(negated), benchmark.scanDot());
        assertEquals(Arrays.stream(squared).min().getAsLong(), benchmark.rowL2());
    }

    private static long sumOfNearest(long[] distances) {
        long tenth = Arrays.stream(distances).sorted().skip(9).findFirst().getAsLong();
        long sum = 0;
        for (int v = 0; v < VECTORS; v++) {
            sum += distances[v] <= tenth ? v : 0;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 128})
    void thePanelIsOfTheLastVectorsAndTheSumOfAllNumbers(int d) {
        RowScanBenchmark benchmark = benchmark(d);
        benchmark.transpose();
        int first = VECTORS / Kernels.BLOCK * Kernels.BLOCK;
        for (int lane = 0; lane < Kernels.BLOCK; lane++) {
            for (int e = 0; e < d; e++) {
                float expected = first + lane < VECTORS ? benchmark.rows[(first + lane) * d + e] & 255 : 0;
                assertEquals(expected, benchmark.panel.getAtIndex(ValueLayout.JAVA_FLOAT, e * Kernels.BLOCK + lane));
            }
        }
        long sum = 0;
        for (int i = 0; i < benchmark.rows.length; i += 2) {
            long low = Float.floatToRawIntBits(benchmark.rows[i] & 255);
            long high = Float.floatToRawIntBits(benchmark.rows[i + 1] & 255);
            sum += high << 32 | low;
        }
        assertEquals(sum, benchmark.read());
    }

    private static RowScanBenchmark benchmark(int d) {
        RowScanBenchmark benchmark = new RowScanBenchmark();
        benchmark.d = d;
        benchmark.vectors = VECTORS;
        benchmark.prepare();
        return benchmark;
    }
}
