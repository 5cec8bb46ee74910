package io.vectile.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.kernel.Kernels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cells of {@link PrunedAssignment} are those that all centroids compared by tiles give. */
class PrunedAssignmentTest {
    private static final int K = 600;
    private static final int N = 500;

    /** Rows whose variance falls from direction to direction, in axes that are none of the coordinates'. */
    private static float[] falling(Random random, int n, int d, double fall) {
        float[] rows = new float[n * d];
        for (int i = 0; i < n; i++) {
            double[] parts = new double[d];
            for (int e = 0; e < d; e++) {
                parts[e] = random.nextGaussian() * Math.pow(fall, e);
            }
            for (int e = 0; e < d; e++) {
                rows[i * d + e] = (float) (parts[e] + parts[(e + 1) % d] - 0.5 * parts[(e + d / 2) % d]);
            }
        }
        return rows;
    }

    private static long assertSame(float[] rows, float[] x, int d, Kernels kernels) {
        int k = rows.length / d;
        int n = x.length / d;
        Centroids centroids = Centroids.of(rows, k, d, false, kernels);
        int[] expected = new int[n];
        int[] actual = new int[n];
        float[] expectedScores = new float[n];
        float[] scores = new float[n];
        centroids.assign(x, 0, d, n, expected, expectedScores, 0);
        long measured = PrunedAssignment.of(centroids, kernels).assign(x, 0, d, n, actual, scores, 0);
        assertArrayEquals(expected, actual);
        for (int i = 0; i < n; i++) {
            float norm = kernels.dot(x, i * d, x, i * d, d);
            assertEquals(expectedScores[i], scores[i], 1e-5f * (norm + centroids.maxSquaredNorm()), "score " + i);
        }
        return measured;
    }

    @ParameterizedTest
    @CsvSource({"64, 0.9", "128, 0.93", "96, 0.97", "131, 0.8"})
    void structureIsUsed(int d, double fall) {
        Random random = new Random(d);
        float[] rows = falling(random, K, d, fall);
        float[] x = falling(random, N, d, fall);
        long simd = assertSame(rows, x, d, Kernels.active());
        long scalar = assertSame(rows, x, d, Kernels.plain());
        assertTrue(simd < N * K / 24 && simd >= N, simd + " measured");
        assertEquals(simd, scalar);
    }

    @Test
    void withoutStructureTilesCompareAll() {
        Random random = new Random(5);
        float[] rows = falling(random, K, 128, 1);
        float[] x = falling(random, N, 128, 1);
        long measured = assertSame(rows, x, 128, Kernels.active());
        assertTrue(measured < 20L * K, "it ends after the first rows: " + measured);
    }

    /** Whole numbers in a small range: many centroids are equally near, some are the same. */
    @Test
    void ofEquallyNearTheFirstIsTaken() {
        Random random = new Random(6);
        float[] rows = new float[K * 64];
        float[] x = new float[N * 64];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 64 < 3 ? random.nextInt(4) : 0;
        }
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 64 < 3 ? random.nextInt(4) : random.nextInt(2);
        }
        assertSame(rows, x, 64, Kernels.active());
    }

    @ParameterizedTest
    @CsvSource({"1e-15", "1e15", "1"})
    void anyScaleWillDo(float scale) {
        Random random = new Random(7);
        float[] rows = falling(random, K, 64, 0.9);
        float[] x = falling(random, N, 64, 0.9);
        for (int i = 0; i < rows.length; i++) {
            rows[i] *= scale;
        }
        for (int i = 0; i < x.length; i++) {
            x[i] *= scale;
        }
        assertSame(rows, x, 64, Kernels.active());
    }

    /** There tiles lose the difference; the answer is theirs all the same. */
    @Test
    void farFromTheOriginTheAnswerIsThatOfTiles() {
        Random random = new Random(8);
        float[] rows = falling(random, K, 64, 0.9);
        float[] x = falling(random, N, 64, 0.9);
        for (int i = 0; i < rows.length; i++) {
            rows[i] += 10_000;
        }
        for (int i = 0; i < x.length; i++) {
            x[i] += 10_000;
        }
        assertSame(rows, x, 64, Kernels.active());
    }

    @Test
    void equalCentroidsHaveNoDirections() {
        float[] rows = new float[K * 64];
        assertSame(rows, falling(new Random(9), N, 64, 0.9), 64, Kernels.active());
    }

    @Test
    void isForManyVectorsAndCellsOfManyDimensions() {
        Centroids cells = Centroids.of(falling(new Random(1), 512, 64, 0.9), 512, 64, false);
        assertTrue(PrunedAssignment.isFor(cells, 2048));
        assertFalse(PrunedAssignment.isFor(cells, 2047));
        assertFalse(PrunedAssignment.isFor(Centroids.of(new float[512 * 63], 512, 63, false), 1 << 20));
        assertFalse(PrunedAssignment.isFor(Centroids.of(new float[511 * 64], 511, 64, false), 1 << 20));
        assertFalse(PrunedAssignment.isFor(Centroids.of(new float[512 * 64], 512, 64, true), 1 << 20));
    }

    @Test
    void axesAreOrthonormalAndThoseOfTheLargestVariances() {
        int d = 40;
        Random random = new Random(3);
        float[] rows = new float[2000 * d];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (random.nextGaussian() * (i % d % 10 == 3 ? 10 : 1)) + 7;
        }
        float[] mean = Centroids.meanOf(rows, 2000, d);
        assertEquals(7, mean[0], 0.2);
        float[] axes = PrincipalAxes.of(rows, 2000, d, mean, 4);
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
                assertEquals(a == b ? 1 : 0, Kernels.active().dot(axes, a * d, axes, b * d, d), 1e-6);
            }
            double within = 0;
            for (int e = 3; e < d; e += 10) {
                within += axes[a * d + e] * axes[a * d + e];
            }
            assertTrue(within > 0.99, "axis " + a + " lies in the wide directions: " + within);
        }
    }
}
