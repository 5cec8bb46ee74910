package io.vectile.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cluster.KMeans.Options;
import io.vectile.cluster.KMeans.Result;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.vectors.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KMeansTest {
    private static final Options DEFAULTS = Options.defaults();

    private static Result train(float[] x, int d, int k, Options options) {
        return KMeans.train(x, x.length / d, d, k, options, Parallel.single(), Progress.NONE);
    }

    /** Whole numbers below {@code limit}, which any language with an MT19937 can draw again. */
    private static float[] wholeNumbers(int seed, int n, int limit) {
        MersenneTwister random = new MersenneTwister(seed);
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = Integer.toUnsignedLong(random.nextInt()) % limit;
        }
        return numbers;
    }

    private static float[] gaussians(int seed, int n) {
        Random random = new Random(seed);
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** CRC-32 over the centroids that Faiss 1.15.1 finds (Clustering with its defaults, over these whole numbers). */
    @ParameterizedTest
    @CsvSource({
        "42, 600, 4, 6, 5, 25, false, 0x2d017ea7, 0",
        "43, 3000, 3, 4, 40, 25, false, 0x5bdd1b83, 16",
        "44, 30000, 8, 100, 64, 10, false, 0x454a762c, 0",
        "45, 5000, 16, 256, 128, 10, false, 0x5a191237, 0",
        "46, 3000, 8, 50, 20, 10, true, 0x3431fae4, 0",
    })
    void centroidsAreThoseOfFaiss(int seed, int n, int d, int limit, int k, int niter, boolean spherical, long crc,
            int splits) {
        Result result = train(wholeNumbers(seed, n * d, limit), d, k, DEFAULTS.withNiter(niter).withSpherical(spherical));
        ByteBuffer bytes = ByteBuffer.allocate(k * d * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(result.centroids());
        CRC32 found = new CRC32();
        found.update(bytes.array());
        assertEquals(Long.toHexString(crc), Long.toHexString(found.getValue()));
        assertEquals(splits, result.totalSplits());
    }

    @Test
    void aWellSeparatedMixtureIsFound() {
        int d = 5;
        int k = 4;
        float[] means = wholeNumbers(7, k * d, 1000);
        float[] x = gaussians(8, 1000 * d);
        for (int i = 0; i < 1000; i++) {
            for (int e = 0; e < d; e++) {
                x[i * d + e] += means[i % k * d + e];
            }
        }
        // Of some seeds, since one start may put two centroids into one heap and none into another.
        double best = Double.POSITIVE_INFINITY;
        float[] centroids = null;
        for (int seed = 0; seed < 40; seed++) {
            Result result = train(x, d, k, DEFAULTS.withSeed(seed));
            double objective = result.objective()[result.iterations() - 1];
            if (objective < best) {
                best = objective;
                centroids = result.centroids();
            }
        }
        for (int c = 0; c < k; c++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int other = 0; other < k; other++) {
                double distance = 0;
                for (int e = 0; e < d; e++) {
                    distance += Math.pow(means[c * d + e] - centroids[other * d + e], 2);
                }
                nearest = Math.min(nearest, distance);
            }
            assertTrue(nearest < 0.5, "mean " + c + " is " + nearest + " from the nearest centroid");
        }
        assertEquals(1000 * d, best, 1000 * d * 0.1);
    }

    @Test
    void theObjectiveFallsUnlessACellWasSplit() {
        for (int seed = 0; seed < 10; seed++) {
            Result result = train(gaussians(seed, 2000 * 6), 6, 60, DEFAULTS.withSeed(seed));
            for (int i = 1; i < result.iterations(); i++) {
                double before = result.objective()[i - 1];
                assertTrue(result.splits()[i - 1] > 0 || result.objective()[i] <= before * (1 + 1e-6));
            }
        }
    }

    @Test
    void theObjectiveIsTheSumOfSquaredDistancesAndImbalanceThatOfSizes() {
        int d = 7;
        int k = 10;
        float[] x = gaussians(3, 500 * d);
        Result first = train(x, d, k, DEFAULTS.withNiter(1));
        Result second = train(x, d, k, DEFAULTS.withNiter(2));
        double objective = 0;
        int[] sizes = new int[k];
        for (int i = 0; i < 500; i++) {
            double nearest = Double.POSITIVE_INFINITY;
            int cell = -1;
            for (int c = 0; c < k; c++) {
                double distance = 0;
                for (int e = 0; e < d; e++) {
                    distance += Math.pow(x[i * d + e] - first.centroids()[c * d + e], 2);
                }
                if (distance < nearest) {
                    nearest = distance;
                    cell = c;
                }
            }
            objective += nearest;
            sizes[cell]++;
        }
        double squares = Arrays.stream(sizes).mapToDouble(size -> (double) size * size).sum();
        assertEquals(objective, second.objective()[1], objective * 1e-5);
        assertEquals(squares * k / (500.0 * 500), second.imbalance()[1], 1e-12);
        assertEquals(first.objective()[0], second.objective()[0]);
    }

    @Test
    void endsWhenTheObjectiveNoLongerChanges() {
        float[] x = wholeNumbers(5, 400 * 2, 10);
        Result result = train(x, 2, 8, DEFAULTS.withNiter(1000));
        int rounds = result.iterations();
        assertTrue(rounds < 1000);
        assertEquals(result.objective()[rounds - 2], result.objective()[rounds - 1]);
        for (int i = 1; i < rounds - 1; i++) {
            assertTrue(result.objective()[i - 1] != result.objective()[i]);
        }
        assertEquals(rounds, result.imbalance().length);
        assertEquals(rounds, result.splits().length);
        assertArrayEquals(result.centroids(), train(x, 2, 8, DEFAULTS.withNiter(rounds - 1)).centroids(), 1e-5f);
    }

    @Test
    void asManyPointsAsCentroidsAreTheCentroids() {
        assertArrayEquals(new float[] {5, 3, 9}, train(new float[] {5, 3, 9}, 1, 3, DEFAULTS.withGrowing(true)).centroids());
        float[] x = gaussians(9, 30 * 4);
        for (boolean spherical : new boolean[] {false, true}) {
            Result result = train(x, 4, 30, DEFAULTS.withSpherical(spherical));
            assertArrayEquals(x, result.centroids());
            assertEquals(1, result.iterations());
            assertEquals(0.0, result.objective()[0]);
            assertEquals(1.0, result.imbalance()[0]);
            assertTrue(result.fewPoints());
        }
    }

    @Test
    void oneCentroidIsTheMean() {
        Result result = train(new float[] {1f, 10f, 2f, 20f, 6f, 60f}, 2, 1, DEFAULTS);
        assertArrayEquals(new float[] {3f, 30f}, result.centroids());
    }

    @Test
    void moreThanTheMostPointsPerCentroidAreSampled() {
        int d = 3;
        int k = 4;
        Options options = DEFAULTS.withMaxPointsPerCentroid(50).withSeed(77);
        float[] x = gaussians(10, 1000 * d);
        Result all = train(Arrays.copyOf(x, 200 * d), d, k, options);
        assertEquals(200, all.points());

        Result result = train(x, d, k, options);
        assertEquals(200, result.points());
        float[] sample = new float[200 * d];
        long[] rows = RandomPermutation.first(1000, 200, 77);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(x, (int) rows[i] * d, sample, i * d, d);
        }
        assertArrayEquals(train(sample, d, k, options).centroids(), result.centroids());
    }

    @Test
    void pointsGrowFromAnEighthToAllInTheLastThirdOfRounds() {
        int before = 0;
        for (int round = 0; round < 10; round++) {
            int points = KMeans.pointsOf(round, 10, 20, 8000);
            assertTrue(points > before || points == 8000, "round " + round + ": " + points);
            before = points;
        }
        assertEquals(1000, KMeans.pointsOf(0, 10, 20, 8000));
        assertEquals(8000, KMeans.pointsOf(7, 10, 20, 8000));
        assertTrue(KMeans.pointsOf(6, 10, 20, 8000) < 8000);
        assertEquals(3900, KMeans.pointsOf(0, 10, 100, 8000), "at least 39 for each centroid");
        assertEquals(8000, KMeans.pointsOf(0, 10, 4000, 8000));
        assertEquals(8000, KMeans.pointsOf(0, 1, 20, 8000), "the last round takes all");
        assertEquals(8000, KMeans.pointsOf(1, 2, 20, 8000), "the last round takes all");
    }

    /** Points in groups, group after group: a part of them in their own order would know nothing of the later groups. */
    @Test
    void growingPointsEndInAboutTheSameObjective() {
        int n = 16000;
        int d = 6;
        float[] x = gaussians(77, n * d);
        for (int i = 0; i < x.length; i++) {
            x[i] += i / (d * 1000) * 3;
        }
        Result all = train(x, d, 64, DEFAULTS);
        Result grown = train(x, d, 64, DEFAULTS.withGrowing(true)); // 250 points for each centroid
        assertEquals(n, grown.points());
        double first = grown.objective()[0] / all.objective()[0];
        assertTrue(first > 0.13 && first < 0.18, "the first round took " + first + " of the points");
        double last = grown.objective()[grown.iterations() - 1] / all.objective()[all.iterations() - 1];
        assertTrue(last < 1.01, "the objective is " + last + " times that of all points in all rounds");
        Result threads = KMeans.train(x, n, d, 64, DEFAULTS.withGrowing(true), Parallel.threads(3), Progress.NONE);
        assertArrayEquals(grown.centroids(), threads.centroids());
    }

    @Test
    void fewPointsAreSaidToBeFew() {
        assertTrue(train(gaussians(11, 77), 1, 2, DEFAULTS).fewPoints());
        assertFalse(train(gaussians(11, 78), 1, 2, DEFAULTS).fewPoints());
        assertTrue(train(gaussians(11, 78), 1, 2, DEFAULTS.withMinPointsPerCentroid(40)).fewPoints());
    }

    @Test
    void sphericalCentroidsHaveLengthOne() {
        int d = 9;
        Result result = train(gaussians(12, 3000 * d), d, 30, DEFAULTS.withSpherical(true));
        for (int c = 0; c < 30; c++) {
            double norm = 0;
            for (int e = 0; e < d; e++) {
                norm += Math.pow(result.centroids()[c * d + e], 2);
            }
            assertEquals(1.0, norm, 1e-6);
        }
        double[] objective = result.objective();
        assertTrue(objective[objective.length - 1] > objective[0]);
    }

    @Test
    void fewerDistinctPointsThanCentroidsEndInFiniteCentroids() {
        int d = 6;
        float[] x = new float[150 * d];
        float[] distinct = wholeNumbers(13, 3 * d, 5);
        for (int i = 0; i < 150; i++) {
            System.arraycopy(distinct, i % 3 * d, x, i * d, d);
        }
        for (boolean spherical : new boolean[] {false, true}) {
            for (int k : new int[] {4, 12, 149}) {
                Result result = train(x, d, k, DEFAULTS.withSpherical(spherical));
                assertTrue(result.totalSplits() > 0);
                for (float value : result.centroids()) {
                    assertTrue(Float.isFinite(value));
                }
            }
            Result zeros = train(new float[150 * d], d, 12, DEFAULTS.withSpherical(spherical));
            assertArrayEquals(new float[12 * d], zeros.centroids());
        }
    }

    @Test
    void splitHalvesALargeCellForEachEmptyOne() {
        float[] centroids = {8f, 8f, 8f, 0f, 0f, 0f, 1f, 1f, 1f};
        float[] sizes = {1000f, 0f, 1f};
        assertEquals(1, Lloyd.split(centroids, sizes, 3, 1001));
        float up = 8f * (1 + 1 / 1024f);
        float down = 8f * (1 - 1 / 1024f);
        assertArrayEquals(new float[] {down, up, down, up, down, up, 1f, 1f, 1f}, centroids);
        assertArrayEquals(new float[] {500f, 500f, 1f}, sizes);
    }

    @Test
    void splitTakesTheLargestCellWhereTheWalkFindsNone() {
        // Each cell has one point at most but for halves of halves: the walk's likelihoods are all below zero or tiny.
        float[] centroids = {1f, 0f, 3f};
        float[] sizes = {0.5f, 0f, 1f};
        assertEquals(1, Lloyd.split(centroids, sizes, 1, 1000));
        assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f}, sizes);
        assertEquals(3f * (1 + 1 / 1024f), centroids[1]);
    }

    @Test
    void aSliceOfRowsTrainsLikeTheSliceAlone() {
        int d = 12;
        int dsub = 4;
        float[] x = gaussians(14, 3 + 500 * d);
        for (int j = 0; j < d / dsub; j++) {
            float[] slice = new float[500 * dsub];
            for (int i = 0; i < 500; i++) {
                System.arraycopy(x, 3 + i * d + j * dsub, slice, i * dsub, dsub);
            }
            Result whole = train(slice, dsub, 16, DEFAULTS);
            Result sliced = KMeans.train(x, 3 + j * dsub, d, 500, dsub, 16, DEFAULTS, Parallel.single(), Progress.NONE);
            assertArrayEquals(whole.centroids(), sliced.centroids());
            assertArrayEquals(whole.objective(), sliced.objective());
        }
    }

    @Test
    void bytesTrainLikeTheFloatsTheyAre() {
        float[] x = wholeNumbers(15, 3000 * 8, 256);
        byte[] bytes = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            bytes[i] = (byte) (int) x[i];
        }
        Options options = DEFAULTS.withMaxPointsPerCentroid(100).withNiter(5);
        Result result = KMeans.train(Vectors.ofBytes(bytes, 8), 16, options, Parallel.single(), Progress.NONE);
        assertArrayEquals(train(x, 8, 16, options).centroids(), result.centroids());
    }

    @Test
    void tooFewPointsAreRefused() {
        assertRefused("k-means with 2048 centroids needs at least 2048 training vectors; got 500",
                () -> train(new float[500], 1, 2048, DEFAULTS));
        assertRefused("k-means with 1 centroids needs at least 1 training vectors; got 0",
                () -> train(new float[0], 1, 1, DEFAULTS));
        assertRefused("k-means needs at least 1 centroid; got 0", () -> train(new float[5], 1, 0, DEFAULTS));
    }

    @Test
    void aValueThatIsNotFiniteIsRefusedWithItsRow() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] x = gaussians(16, 1000 * 5);
            x[900 * 5] = Float.NaN;
            x[717 * 5 + 3] = bad;
            String message = "training vector 717 has " + bad + " at dimension 3; every value must be finite";
            assertRefused(message, () -> train(x, 5, 20, DEFAULTS));
            // Also where points are sampled in an order of their own.
            assertRefused(message, () -> train(x, 5, 20, DEFAULTS.withMaxPointsPerCentroid(49)));
        }
    }

    @Test
    void numbersWhoseSquaresOverflowAreRefusedWithTheirRow() {
        float[] x = gaussians(17, 300);
        x[33] = 1e19f;
        assertRefused("training vector 11 has squared length 1.0E38; k-means needs squared lengths of at most "
                + Float.MAX_VALUE / 16, () -> train(x, 3, 4, DEFAULTS));
    }

    @Test
    void slicesOutsideTheArrayAreRefused() {
        assertRefused("10 points of 4 numbers, every 8 from index 5, do not lie in an array of 80",
                () -> KMeans.train(new float[80], 5, 8, 10, 4, 2, DEFAULTS, Parallel.single(), Progress.NONE));
        for (int[] shape : new int[][] {{-1, 8, 10, 4}, {0, 3, 10, 4}, {0, 8, -1, 4}, {0, 8, 10, 0}, {0, 1 << 30, 10, 4}}) {
            assertThrows(InvalidInputException.class, () -> KMeans.train(new float[80], shape[0], shape[1], shape[2],
                    shape[3], 2, DEFAULTS, Parallel.single(), Progress.NONE));
        }
    }

    @Test
    void centroidsThatFitNoArrayAreRefused() {
        assertThrows(InvalidInputException.class,
                () -> KMeans.train((row, dst, at) -> {}, 1L << 40, 1 << 20, 1 << 12, DEFAULTS, Parallel.single(),
                        Progress.NONE, Kernels.active()));
        assertThrows(InvalidInputException.class,
                () -> KMeans.train((row, dst, at) -> {}, 1L << 40, 1, 1 << 28, DEFAULTS, Parallel.single(), Progress.NONE,
                        Kernels.active()));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertRefused("niter must be at least 1; got 0", () -> DEFAULTS.withNiter(0));
        assertRefused("minPointsPerCentroid must be at least 1; got 0", () -> DEFAULTS.withMinPointsPerCentroid(0));
        assertRefused("maxPointsPerCentroid must be at least 1; got -5", () -> DEFAULTS.withMaxPointsPerCentroid(-5));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(InvalidInputException.class, call).getMessage());
    }
}
