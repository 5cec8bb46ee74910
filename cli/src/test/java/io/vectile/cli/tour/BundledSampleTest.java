package io.vectile.cli.tour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.vectors.IntVectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledSampleTest {
    private static final TourData SAMPLE = BundledSample.read();

    @Test
    void theSampleHasTheShapeThatItsReadmeSays() {
        assertEquals("50000 x 128 uint8", SAMPLE.base().toString());
        assertEquals("1000 x 128 uint8", SAMPLE.queries().toString());
        assertEquals("1000 x 100 int32", SAMPLE.truth().orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 499, 998, 999})
    void theGroundTruthIsBruteForce(int query) {
        IntVectors truth = SAMPLE.truth().orElseThrow();
        float[] wanted = SAMPLE.queries().row(query);
        long[] keys = IntStream.range(0, 50_000).mapToLong(row -> {
            float[] candidate = SAMPLE.base().row(row);
            long distance = 0;
            for (int i = 0; i < wanted.length; i++) {
                long difference = (long) wanted[i] - (long) candidate[i];
                distance += difference * difference;
            }
            return distance << 32 | row;
        }).sorted().limit(100).toArray();
        assertArrayEquals(IntStream.range(0, 100).map(i -> (int) keys[i]).toArray(), truth.rowInts(query));
    }
}
