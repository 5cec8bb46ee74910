package io.vectile.cli.tour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.Index;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TwelveNumbersTest {
    private final Vectors base = BundledSample.read().base();
    private final TwelveNumbers example = TwelveNumbers.of(base);

    @Test
    void theExampleIsTheSameForEveryone() {
        assertArrayEquals(new float[] {39, 43, 87, 45, 27, 35, 44, 41, 44, 60, 92, 31}, example.vector());
        assertArrayEquals(new int[] {6, 0, 0, 6}, example.ids());
        assertEquals(3716, example.error(), 1);
        assertEquals(2382, example.meanError(), 1);
        assertEquals(14363, example.variance(), 1);
    }

    @Test
    void eachIdNamesTheNearestCentroid() {
        float[] codebook = example.quantizer().codebook();
        for (int j = 0; j < 4; j++) {
            float[] part = Arrays.copyOfRange(example.vector(), 3 * j, 3 * j + 3);
            int nearest = 0;
            for (int c = 1; c < 8; c++) {
                if (distance(part, codebook, j, c) < distance(part, codebook, j, nearest)) {
                    nearest = c;
                }
            }
            assertEquals(nearest, example.ids()[j], "part " + j);
            assertArrayEquals(centroid(codebook, j, nearest), Arrays.copyOfRange(example.decoded(), 3 * j, 3 * j + 3));
        }
        assertEquals(TwelveNumbers.squaredDistance(example.vector(), example.decoded()), example.error());
    }

    /** What the tour takes apart is what an index does: same codebooks, same decoding. */
    @Test
    void anIndexOfTheSameSpecDecodesTheVectorAlike() {
        float[][] rows = new float[2048][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(base.row(i * (base.n() / 2048)), 40, 52));
        Index index = Index.of("PQ4x3", 12).train(rows);
        index.add(new float[][] {example.vector()});
        assertArrayEquals(example.decoded(), index.reconstruct(0));
        assertEquals(example.meanError(), index.quantizationError(Vectors.of(rows)), 1e-3 * example.meanError());
    }

    private static float[] centroid(float[] codebook, int part, int c) {
        return Arrays.copyOfRange(codebook, (part * 8 + c) * 3, (part * 8 + c) * 3 + 3);
    }

    private static double distance(float[] subvector, float[] codebook, int part, int c) {
        return TwelveNumbers.squaredDistance(subvector, centroid(codebook, part, c));
    }
}
