package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.kernel.Kernels;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTableBenchmarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"8x8", "9x8", "16x8", "16x4", "8x6"})
    void findsTheVectorsWhoseTableEntriesSumBelowTheThreshold(String codes) {
        ByteTableBenchmark benchmark = new ByteTableBenchmark();
        benchmark.codes = codes;
        benchmark.vectors = 6400;
        benchmark.prepare();

        long expected = 0;
        int found = 0;
        for (int v = 0; v < benchmark.vectors; v++) {
            int sum = 0;
            for (int j = 0; j < benchmark.m; j++) {
                sum += benchmark.tables[j * Kernels.TABLE + value(benchmark, v, j)] & 255;
            }
            if (sum < benchmark.threshold) {
                expected += v;
                found++;
            }
        }

        assertTrue(found > 0 && found < benchmark.vectors / 2, found + " candidates");
        assertEquals(expected, benchmark.scan());
        if (benchmark.nbits == 8) {
            benchmark.small = true;
            assertEquals(expected, benchmark.scan());
        }
    }

    /** Value j of a code, bit by bit from the little-endian stream whose byte r is row r of the vector's block. */
    private static int value(ByteTableBenchmark benchmark, int vector, int j) {
        long block = (long) (vector / Kernels.BLOCK) * benchmark.rows;
        int value = 0;
        for (int bit = 0; bit < benchmark.nbits; bit++) {
            int at = j * benchmark.nbits + bit;
            int octet = benchmark.blocks.get(ValueLayout.JAVA_BYTE,
                    (block + at / 8) * Kernels.BLOCK + vector % Kernels.BLOCK);
            value |= (octet >> at % 8 & 1) << bit;
        }
        return value;
    }
}
