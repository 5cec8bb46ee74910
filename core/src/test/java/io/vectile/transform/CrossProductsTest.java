package io.vectile.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.concurrent.Parallel;
import io.vectile.kernel.KernelSets;
import io.vectile.kernel.Kernels;
import io.vectile.vectors.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CrossProductsTest {
    private static CrossProducts.Rows rows(float[] x, int d) {
        return (i, to, at) -> System.arraycopy(x, i * d, to, at, d);
    }

    private static double[] sum(float[] y, int dy, float[] x, int dx, int n, Kernels kernels, int threads) {
        return CrossProducts.of(rows(y, dy), dy, rows(x, dx), dx, n, kernels, Parallel.threads(threads), done -> {});
    }

    @Test
    void sumsTheProductsOfAllPairs() {
        Seeds.forAll(40, random -> {
            int dy = random.nextInt(1, 150);
            int dx = random.nextInt(1, 150);
            int n = random.nextInt(1, 2500);
            float[] y = Samples.normal(n * dy, random);
            float[] x = Samples.normal(n * dx, random);
            double[] sums = sum(y, dy, x, dx, n, Kernels.active(), 2);
            for (int tries = 0; tries < 50; tries++) {
                int a = random.nextInt(dy);
                int b = random.nextInt(dx);
                double exact = 0;
                for (int i = 0; i < n; i++) {
                    exact += (double) y[i * dy + a] * x[i * dx + b];
                }
                assertEquals(exact, sums[a * dx + b], 2e-6 * Math.sqrt(n));
            }
        });
    }

    @Test
    void ofRowsWithThemselvesIsSymmetricAndTheSame() {
        Seeds.forAll(20, random -> {
            int d = random.nextInt(1, 150);
            int n = random.nextInt(1, 1500);
            float[] x = Samples.normal(n * d, random);
            long[] done = {0};
            double[] own = CrossProducts.of(rows(x, d), d, n, Kernels.active(), Parallel.threads(3), c -> done[0] += c);
            assertArrayEquals(sum(x, d, x, d, n, Kernels.active(), 1), own);
            assertArrayEquals(Matrices.transposed(own, d, d), own);
            assertEquals(n, done[0]);
        });
    }

    @Test
    void theSameBitsWithAllKernelsAndThreads() {
        SplittableRandom random = new SplittableRandom(2);
        float[] y = Samples.normal(1300 * 30, random);
        float[] x = Samples.normal(1300 * 70, random);
        double[] expected = sum(y, 30, x, 70, 1300, KernelSets.scalar(), 1);
        for (Kernels kernels : KernelSets.all()) {
            assertArrayEquals(expected, sum(y, 30, x, 70, 1300, kernels, 4), kernels.name());
        }
    }

    /** Half of the dimensions are sums of the others: their eigenvalues are zero but for rounding. */
    @Test
    void whatRoundingMakesOfZeroVarianceStaysBelowTheNoise() {
        for (int n : new int[] {30, 500, 20_000}) {
            int d = 64;
            SplittableRandom random = new SplittableRandom(n);
            float[] mixing = Samples.normal(d * d / 2, random);
            float[] x = new float[n * d];
            for (int i = 0; i < n; i++) {
                float[] few = Samples.normal(d / 2, random);
                double[] row = Samples.product(mixing, null, d / 2, d, few, 0);
                for (int e = 0; e < d; e++) {
                    x[i * d + e] = (float) row[e];
                }
            }
            double[] sums = CrossProducts.of(rows(x, d), d, n, Kernels.active(), Parallel.single(), done -> {});
            double trace = 0;
            for (int e = 0; e < d; e++) {
                trace += sums[e * d + e];
            }
            double[] values = SymmetricEigen.of(sums, d, Parallel.single(), () -> {}).values();
            int rank = Math.min(n, d / 2);
            double noise = CrossProducts.noise(trace, d, n);
            assertTrue(values[rank - 1] > 10 * noise);
            assertTrue(values[rank] < noise && values[d - 1] > -noise);
        }
    }
}
