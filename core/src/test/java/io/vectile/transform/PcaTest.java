package io.vectile.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Refused;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.IndexStateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PcaTest {
    private static Pca train(float[] x, int n, int dIn, int dOut, float power, boolean rotated) {
        return Pca.train(x, n, dIn, dOut, power, rotated, 7, Parallel.single(), Progress.NONE);
    }

    private static float[] apply(Transform transform, float[] x, int n) {
        float[] y = new float[n * transform.dOut()];
        transform.apply(x, n, y);
        return y;
    }

    @Test
    void findsTheAxesOfAnAnisotropicGaussian() {
        int d = 12;
        int n = 20_000;
        SplittableRandom random = new SplittableRandom(1);
        float[] axes = RandomRotation.train(d, d, 3).linear().matrix();
        float[] x = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < d; a++) {
                double along = Math.pow(2, d - a) * random.nextGaussian(); // standard deviations halve
                for (int e = 0; e < d; e++) {
                    x[i * d + e] += (float) (along * axes[a * d + e]);
                }
            }
            for (int e = 0; e < d; e++) {
                x[i * d + e] += 1000 * (e - 5);
            }
        }
        Pca pca = train(x, n, d, d, 0f, false);
        for (int a = 0; a < d; a++) {
            double variance = Math.pow(4, d - a);
            assertEquals(variance, pca.eigenvalues()[a], 0.05 * variance);
            double cosine = 0;
            for (int e = 0; e < d; e++) {
                cosine += pca.basis()[a * d + e] * axes[a * d + e];
                assertEquals(1000 * (e - 5), pca.mean()[e], 100);
            }
            assertEquals(1, Math.abs(cosine), 1e-3);
        }
        assertArrayEquals(pca.basis(), pca.linear().matrix());
    }

    @Test
    void decorrelates() {
        int d = 20;
        int n = 3000;
        float[] x = Samples.correlated(n, d, new SplittableRandom(2));
        Pca pca = train(x, n, d, 8, 0f, false);
        double[] covariance = Samples.covariance(apply(pca, x, n), n, 8);
        for (int a = 0; a < 8; a++) {
            for (int b = 0; b < 8; b++) {
                double expected = a == b ? pca.eigenvalues()[a] : 0;
                assertEquals(expected, covariance[a * 8 + b], 1e-5 * pca.eigenvalues()[0]);
            }
        }
        float[] center = apply(pca, pca.mean(), 1);
        assertArrayEquals(new float[8], center, 1e-4f);
    }

    @Test
    void whiteningGivesUnitVariances() {
        int d = 20;
        int n = 3000;
        float[] x = Samples.correlated(n, d, new SplittableRandom(3));
        double[] unit = new double[20 * 20];
        for (int e = 0; e < d; e++) {
            unit[e * d + e] = 1;
        }
        for (boolean rotated : new boolean[] {false, true}) {
            Pca pca = train(x, n, d, d, -0.5f, rotated);
            assertArrayEquals(unit, Samples.covariance(apply(pca, x, n), n, d), 1e-3);
            assertFalse(pca.isReversible());
        }
    }

    @Test
    void rotationAfterPcaKeepsItsSpace() {
        int n = 500;
        float[] x = Samples.correlated(n, 10, new SplittableRandom(4));
        Pca plain = train(x, n, 10, 4, 0f, false);
        Pca rotated = train(x, n, 10, 4, 0f, true);
        assertNotEquals(plain.linear(), rotated.linear());
        assertTrue(rotated.isReversible());
        float[] back = new float[n * 10];
        float[] rotatedBack = new float[n * 10];
        plain.reverse(apply(plain, x, n), n, back);
        rotated.reverse(apply(rotated, x, n), n, rotatedBack);
        assertArrayEquals(back, rotatedBack, 1e-4f);
    }

    @Test
    void reverseOfAllDirectionsGivesTheVectorBack() {
        float[] x = Samples.correlated(300, 10, new SplittableRandom(5));
        Pca pca = train(x, 300, 10, 10, 0f, false);
        float[] back = new float[x.length];
        pca.reverse(apply(pca, x, 300), 300, back);
        assertArrayEquals(x, back, 1e-4f);
    }

    @Test
    void fewerVectorsThanDimensionsLeaveZeroVariance() {
        int d = 40;
        for (int n : new int[] {1, 2, 9}) {
            float[] x = Samples.correlated(n, d, new SplittableRandom(n));
            Pca pca = train(x, n, d, d, 0f, false);
            assertEquals(0, Samples.fromOrthonormalRows(pca.basis(), d, d), 1e-6);
            for (int i = 0; i < d; i++) {
                if (i < n - 1) {
                    assertTrue(pca.eigenvalues()[i] > 1e-4f);
                } else {
                    assertEquals(0f, pca.eigenvalues()[i], 1e-5f);
                }
            }
            float[] back = new float[x.length];
            pca.reverse(apply(pca, x, n), n, back);
            assertArrayEquals(x, back, 1e-4f);
            float[] white = apply(train(x, n, d, d, -0.5f, false), x, n);
            for (int i = 0; i < n * d; i++) {
                assertTrue(Float.isFinite(white[i]));
                assertTrue(i % d < n - 1 || white[i] == 0f);
            }
        }
    }

    @Test
    void equalAndTinyAndLargeVectorsAreTrainedOn() {
        SplittableRandom random = new SplittableRandom(6);
        float[] equal = new float[100 * 3];
        for (int i = 0; i < equal.length; i++) {
            equal[i] = 0.1f * (i % 3 + 1);
        }
        assertArrayEquals(new float[3], train(equal, 100, 3, 3, 0f, false).eigenvalues());
        assertArrayEquals(new float[6], apply(train(equal, 100, 3, 3, -0.5f, false), equal, 2));
        float[] x = Samples.correlated(400, 6, random);
        for (float scale : new float[] {0x1p-80f, 0x1p50f}) {
            float[] scaled = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                scaled[i] = x[i] * scale;
            }
            assertArrayEquals(train(x, 400, 6, 6, 0f, false).basis(), train(scaled, 400, 6, 6, 0f, false).basis());
        }
    }

    @Test
    void theSameOnAnyNumberOfThreads() {
        float[] x = Samples.correlated(3000, 70, new SplittableRandom(7));
        Pca one = train(x, 3000, 70, 20, -0.5f, true);
        for (int threads : new int[] {2, 5}) {
            Pca many = Pca.train(x, 3000, 70, 20, -0.5f, true, 7, Parallel.threads(threads), Progress.NONE);
            assertEquals(one, many);
            assertEquals(one.hashCode(), many.hashCode());
        }
        assertNotEquals(one, Pca.train(x, 3000, 70, 20, -0.5f, true, 8, Parallel.single(), Progress.NONE));
    }

    @Test
    void saysHowFarItIsAndCanBeCancelled() {
        float[] x = Samples.correlated(3000, 10, new SplittableRandom(8));
        List<Long> done = new ArrayList<>();
        Pca.train(x, 3000, 10, 2, 0f, false, 1, Parallel.threads(2), (stage, units, total) -> {
            assertEquals("train PCA", stage);
            done.add(units);
            assertEquals(3160, total);
        });
        assertEquals(List.of(0L, 1024L, 2048L, 3000L, 3160L), done);
        Progress stopper = new Progress() {
            private long seen;

            @Override
            public void update(String stage, long units, long total) {
                seen = units;
            }

            @Override
            public boolean cancelled() {
                return seen == 3000; // all summed, nothing decomposed
            }
        };
        assertThrows(CancelledException.class,
                () -> Pca.train(x, 3000, 10, 2, 0f, false, 1, Parallel.single(), stopper));
    }

    @Test
    void anUntrainedOneRefusesToWork() {
        Pca untrained = Pca.untrained(5, 3, -0.5f, true);
        assertFalse(untrained.isTrained());
        assertEquals(0, untrained.bytes());
        assertThrows(IndexStateException.class, () -> untrained.apply(new float[5], 1, new float[3]));
        assertEquals(untrained, Pca.untrained(5, 3, -0.5f, true));
        assertNotEquals(untrained, Pca.untrained(5, 3, 0f, true));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        float[] x = Samples.normal(40, new SplittableRandom(9));
        Refused.asInput("PCA needs dOut of at most dIn; dOut is 5, dIn is 4", () -> train(x, 10, 4, 5, 0f, false));
        Refused.asInput("training needs n >= 1 vectors of 4 numbers in the array; n is 11, and the array has 40",
                () -> train(x, 11, 4, 2, 0f, false));
        Refused.asInput("training needs n >= 1 vectors of 4 numbers in the array; n is 0, and the array has 40",
                () -> train(x, 0, 4, 2, 0f, false));
        Refused.asInput("PCA needs a finite power of the eigenvalues; got NaN", () -> train(x, 10, 4, 2, Float.NaN, false));
        float[] broken = x.clone();
        broken[22] = Float.POSITIVE_INFINITY;
        Refused.asInput("training vector 5 has Infinity at dimension 2; every value must be finite",
                () -> train(broken, 10, 4, 2, 0f, false));
        broken[22] = 1e19f;
        assertTrue(assertThrows(io.vectile.error.InvalidInputException.class, () -> train(broken, 10, 4, 2, 0f, false))
                .getMessage().startsWith("training vector 5 has squared length "));
        LinearTransform linear = new LinearTransform(3, 2, new float[6], new float[2]);
        float[] three = new float[3];
        Refused.asInput("a PCA from 3 dimensions has 3 numbers of mean; got 2",
                () -> new Pca(linear, 0f, 0f, false, 0, new float[2], three, new float[9]));
        Refused.asInput("a PCA from 3 dimensions has 3 numbers of eigenvalues; got none",
                () -> new Pca(linear, 0f, 0f, false, 0, three, null, new float[9]));
        Refused.asInput("a PCA from 3 to 2 dimensions has a basis of 2 to 3 rows of 3 numbers; got 3 numbers",
                () -> new Pca(linear, 0f, 0f, false, 0, three, three, new float[3]));
        Refused.asInput("a PCA that is not trained has no mean, eigenvalues or basis; got a basis",
                () -> new Pca(new LinearTransform(3, 2, null, null), 0f, 0f, false, 0, null, null, new float[9]));
        assertTrue(new Pca(linear, 0f, 0f, false, 0, three, three, new float[6]).isTrained());
        assertEquals(linear.bytes() + (3 + 3 + 6) * 4,
                new Pca(linear, 0f, 0f, false, 0, three, Arrays.copyOf(three, 3), new float[6]).bytes());
    }
}
