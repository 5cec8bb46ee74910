package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer looks like where there are fewer than k to be found, or none, or no query. */
class FewerThanKTest {
    private static final int D = 6;

    private static Index trained(String spec, Metric metric) {
        return Index.of(spec, D, metric).train(Data.NORMAL.vectors(100, D, new SplittableRandom(1)));
    }

    @ParameterizedTest
    @CsvSource({"L2, 3.4028235e38", "INNER_PRODUCT, -3.4028235e38", "COSINE, -3.4028235e38"})
    void theRestIsPaddedAsTheFieldDoes(Metric metric, float worst) {
        for (String spec : new String[] {"Flat", "PQ3x4", "IVF5,Flat", "IVF5,PQ3x4"}) {
            Index index = trained(spec, metric);
            long[] nobody = new long[4];
            float[] nowhere = new float[4];
            Arrays.fill(nobody, Neighbors.NO_ID);
            Arrays.fill(nowhere, worst);
            for (int queries : new int[] {1, 2, 7}) {
                Neighbors empty = index.search(Data.NORMAL.vectors(queries, D, new SplittableRandom(2)), 4);
                assertEquals(queries, empty.queries());
                assertEquals(4, empty.k());
                for (int q = 0; q < queries; q++) {
                    assertArrayEquals(nobody, empty.ids(q));
                    assertArrayEquals(nowhere, empty.distances(q));
                }
            }
            index.add(Data.NORMAL.vectors(3, D, new SplittableRandom(3)));
            Neighbors three = index.search(new float[D], 4, SearchOptions.defaults().withNprobe(5));
            assertArrayEquals(new long[] {0, 1, 2}, Arrays.stream(three.ids(0), 0, 3).sorted().toArray());
            assertEquals(-1, three.id(0, 3));
            assertEquals(worst, three.distance(0, 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ3x4", "IVF5,Flat", "IVF5,PQ3x4"})
    void anEmptyIndexHasNothingWithinAnyRadius(String spec) {
        Index index = trained(spec, Metric.L2);
        assertTrue(index.isTrained());
        assertEquals(0, index.rangeSearch(new float[D], Float.MAX_VALUE).size(0));
        assertEquals(0, index.inspect().bytesPerVector());
        assertEquals(spec + " over 0 x 6 (l2)", index.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ3x4", "IVF5,Flat", "IVF5,PQ3x4"})
    void noQueryHasNoAnswer(String spec) {
        Index index = trained(spec, Metric.L2);
        index.add(Data.NORMAL.vectors(50, D, new SplittableRandom(1)));
        Vectors none = Vectors.of(new float[0], D);
        assertEquals(0, index.search(none, 3).queries());
        assertEquals(3, index.search(none, 3).k());
        assertEquals(0, index.rangeSearch(none, 3f, SearchOptions.defaults()).queries());
        assertEquals(0.0, index.quantizationError(none));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ3x4", "IVF5,Flat", "IVF5,PQ3x4"})
    void aZeroVectorHasTheCosineZeroToAll(String spec) {
        Index index = trained(spec, Metric.COSINE);
        index.add(Data.NORMAL.vectors(10, D, new SplittableRandom(1)));
        Neighbors all = index.search(new float[D], 10, SearchOptions.defaults().withNprobe(5));
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, all.ids(0));
        assertArrayEquals(new float[10], all.distances(0));
    }
}
