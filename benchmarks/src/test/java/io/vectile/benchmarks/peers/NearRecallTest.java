package io.vectile.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import org.junit.jupiter.api.Test;

class NearRecallTest {
    // Rows 1 and 2 are equally far from the query, and so are 3 and 4.
    private final Vectors base = Vectors.of(new float[] {0, 0}, new float[] {0, 1}, new float[] {1, 0}, new float[] {3, 0}, new float[] {0, 3});
    private final float[][] query = {{0, 0}};
    private final NearRecall recall = new NearRecall(base, query,
            GroundTruth.compute(base, Vectors.of(query), 4, Metric.L2, Parallel.single(), Progress.NONE));

    private double at(int k, long... found) {
        return recall.at(k, new long[][] {found});
    }

    @Test
    void anyOfThoseEquallyNearIsAHit() {
        assertEquals(1, at(2, 0, 1));
        assertEquals(1, at(2, 0, 2));
        assertEquals(1, at(4, 0, 2, 1, 4));
        assertEquals(0.5, at(2, 0, 3));
    }

    @Test
    void whatIsMissingOrFoundTwiceIsNoHit() {
        assertEquals(0.5, at(2, 0));
        assertEquals(0.5, at(2, 0, -1));
        assertEquals(0.5, at(2, 0, 0));
        assertEquals(0, at(1, 1, 0), "only the first k count");
        assertEquals(0, at(2));
    }

    @Test
    void eachQueryNeedsItsTruth() {
        assertThrows(IllegalArgumentException.class, () -> new NearRecall(base, new float[2][2],
                GroundTruth.compute(base, Vectors.of(query), 4, Metric.L2, Parallel.single(), Progress.NONE)));
    }
}
