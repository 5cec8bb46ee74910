package io.vectile.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Refused;
import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.transform.OptimizedRotation.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OptimizedRotationTest {
    private static final Options SHORT = Options.defaults().withNiter(8);

    private static LinearTransform train(float[] x, int n, int dIn, int dOut, int m, List<Double> errors) {
        return OptimizedRotation.train(x, n, dIn, dOut, m, SHORT, Parallel.single(), Progress.NONE, errors::add);
    }

    /** The mean squared distance of vectors to their decodings by a product quantizer trained on them once transformed. */
    private static double error(float[] x, int n, int dIn, LinearTransform rotation, int m) {
        int d = rotation.dOut();
        float[] y = new float[n * d];
        rotation.apply(x, n, y);
        KMeans.Options options = KMeans.Options.defaults().withNiter(40).withMaxPointsPerCentroid(1000);
        ProductQuantizer pq = ProductQuantizer.train(y, n, d, m, 8, options, Parallel.available(), Progress.NONE);
        byte[] codes = new byte[n * pq.codeSize()];
        pq.encode(y, 0, n, codes, 0);
        float[] decoded = new float[n * d];
        for (int i = 0; i < n; i++) {
            pq.decode(codes, i * pq.codeSize(), decoded, i * d);
        }
        float[] back = new float[n * dIn];
        rotation.reverse(decoded, n, back);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.pow((double) x[i] - back[i], 2);
        }
        return sum / n;
    }

    private static LinearTransform identity(int d) {
        float[] matrix = new float[d * d];
        for (int e = 0; e < d; e++) {
            matrix[e * d + e] = 1;
        }
        return new LinearTransform(d, d, matrix, null);
    }

    @Test
    void losesLessThanPlainAndRandomlyRotatedPqOnCorrelatedVectors() {
        int d = 16;
        int n = 4000;
        float[] x = Samples.correlated(n, d, new SplittableRandom(1));
        List<Double> errors = new ArrayList<>();
        LinearTransform rotation = train(x, n, d, d, 4, errors);
        double optimized = error(x, n, d, rotation, 4);
        assertTrue(optimized < 0.7 * error(x, n, d, identity(d), 4));
        assertTrue(optimized < 0.9 * error(x, n, d, RandomRotation.train(d, d, 3).linear(), 4));
        assertEquals(optimized, errors.getLast(), 0.05 * optimized);
        assertEquals(0, Samples.fromOrthonormalRows(rotation.matrix(), d, d), 1e-6);
    }

    @Test
    void losesNoMoreThanPqWhereNoRotationIsBestAndTheParametricSolutionMisleads() {
        int d = 8;
        int n = 3000;
        SplittableRandom random = new SplittableRandom(2);
        float[] x = new float[n * d]; // 256 points per subspace of 4, which PQ2 hits, turned by nothing
        float[] points = Samples.normal(2 * 256 * 4, random);
        for (int i = 0; i < n * 2; i++) {
            System.arraycopy(points, (i % 2 * 256 + random.nextInt(256)) * 4, x, i * 4, 4);
        }
        List<Double> errors = new ArrayList<>();
        train(x, n, d, d, 2, errors);
        assertTrue(errors.getFirst() <= 1.0001 * error(x, n, d, identity(d), 2));
    }

    @Test
    void theErrorNeverRises() {
        int[][] shapes = {{12, 12, 3}, {12, 12, 1}, {12, 6, 2}, {6, 10, 5}, {1, 1, 1}, {70, 70, 35}};
        for (int[] shape : shapes) {
            List<Double> errors = new ArrayList<>();
            float[] x = Samples.correlated(1500, shape[0], new SplittableRandom(3));
            LinearTransform rotation = train(x, 1500, shape[0], shape[1], shape[2], errors);
            assertEquals(8, errors.size());
            for (int i = 1; i < errors.size(); i++) {
                assertTrue(errors.get(i) <= errors.get(i - 1) + 1e-5 * errors.getFirst(), errors::toString);
            }
            assertTrue(rotation.isReversible());
            assertEquals(null, rotation.bias());
        }
    }

    @Test
    void aProjectionKeepsWhatMatters() {
        int n = 2000;
        float[] x = Samples.correlated(n, 20, new SplittableRandom(4));
        LinearTransform rotation = train(x, n, 20, 8, 2, new ArrayList<>());
        double random = error(x, n, 20, RandomRotation.train(20, 8, 1).linear(), 2);
        assertTrue(error(x, n, 20, rotation, 2) < 0.5 * random);
    }

    @Test
    void theSameOnAnyNumberOfThreads() {
        float[] x = Samples.correlated(2500, 24, new SplittableRandom(5));
        Options options = Options.defaults().withNiter(3);
        LinearTransform one = OptimizedRotation.train(x, 2500, 24, 24, 6, options, Parallel.single(), Progress.NONE);
        for (int threads : new int[] {2, 5}) {
            assertEquals(one,
                    OptimizedRotation.train(x, 2500, 24, 24, 6, options, Parallel.threads(threads), Progress.NONE));
        }
    }

    @Test
    void fewEqualTinyAndLargeVectorsAreTrainedOn() {
        SplittableRandom random = new SplittableRandom(6);
        for (int n : new int[] {1, 2, 100, 256}) {
            float[] x = Samples.correlated(n, 6, random);
            LinearTransform rotation = train(x, n, 6, 6, 3, new ArrayList<>());
            assertEquals(0, Samples.fromOrthonormalRows(rotation.matrix(), 6, 6), 1e-6);
        }
        LinearTransform ofZeros = train(new float[600 * 4], 600, 4, 4, 2, new ArrayList<>());
        assertEquals(0, Samples.fromOrthonormalRows(ofZeros.matrix(), 4, 4), 1e-6);
        float[] x = Samples.correlated(600, 4, random);
        float[] expected = train(x, 600, 4, 4, 2, new ArrayList<>()).matrix();
        for (float scale : new float[] {0x1p-80f, 0x1p50f}) {
            float[] scaled = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                scaled[i] = scale * x[i];
            }
            assertArrayEquals(expected, train(scaled, 600, 4, 4, 2, new ArrayList<>()).matrix());
        }
    }

    @Test
    void saysHowFarItIsAndCanBeCancelled() {
        float[] x = Samples.correlated(600, 4, new SplittableRandom(7));
        List<Long> done = new ArrayList<>();
        Progress listener = (stage, units, total) -> {
            assertEquals("train OPQ", stage);
            assertEquals(2 * 2 * 40 + 2 * 2 * 4, total);
            done.add(units);
        };
        OptimizedRotation.train(x, 600, 4, 4, 2, Options.defaults().withNiter(3), Parallel.threads(2), listener);
        assertEquals(List.of(0L, 40L, 80L, 120L, 160L, 168L, 176L), done);
        assertThrows(CancelledException.class, () -> OptimizedRotation.train(x, 600, 4, 4, 2, Options.defaults(),
                Parallel.single(), new Progress() {
                    private long seen;

                    @Override
                    public void update(String stage, long units, long total) {
                        assertFalse(units > 168);
                        seen = units;
                    }

                    @Override
                    public boolean cancelled() {
                        return seen == 168;
                    }
                }));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        float[] x = new float[1000];
        Refused.asInput("OPQ8 needs its dimensions divisible by 8; after it there are 100", () -> train(x, 10, 100, 100, 8, new ArrayList<>()));
        Refused.asInput("OPQ0 needs its dimensions divisible by 0; after it there are 100", () -> train(x, 10, 100, 100, 0, new ArrayList<>()));
        Refused.asInput("training needs n >= 1 vectors of 100 numbers in the array; n is 11, and the array has 1000",
                () -> train(x, 11, 100, 100, 4, new ArrayList<>()));
        Refused.asInput("niter must be at least 1; got 0", () -> Options.defaults().withNiter(0));
        Refused.asInput("niterPq must be at least 1; got -1", () -> new Options(1, 1, -1, 0));
        x[3] = Float.NaN;
        Refused.asInput("training vector 0 has NaN at dimension 3; every value must be finite",
                () -> train(x, 10, 100, 100, 4, new ArrayList<>()));
    }

    @Test
    void eigenvaluesAreDealtToSubspacesOfEqualProducts() {
        // Variances 16, 8, 4, 2, of two subspaces: 16 and 2 against 8 and 4.
        double[] vectors = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
        SymmetricEigen eigen = new SymmetricEigen(new double[] {16, 8, 4, 2}, vectors);
        assertArrayEquals(new double[] {1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0},
                EigenvalueAllocation.rotation(eigen, 4, 2, 0));
        assertArrayEquals(new double[] {1, 0, 0, 0, 0, 1, 0, 0}, EigenvalueAllocation.rotation(eigen, 2, 2, 0));
    }
}
