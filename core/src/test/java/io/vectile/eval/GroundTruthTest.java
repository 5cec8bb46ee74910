package io.vectile.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.Refused;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Seeds;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroundTruthTest {
    /** Few different numbers, so that rows tie. */
    private static Vectors vectors(int n, int d, SplittableRandom random) {
        float[] rows = new float[n * d];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(5) - 1;
        }
        return Vectors.of(rows, d);
    }

    private static GroundTruth compute(Vectors base, Vectors queries, int k, Metric metric) {
        return GroundTruth.compute(base, queries, k, metric, Parallel.threads(2), Progress.NONE);
    }

    private static double distance(float[] x, float[] y, Metric metric) {
        double l2 = 0;
        double dot = 0;
        double normX = 0;
        double normY = 0;
        for (int e = 0; e < x.length; e++) {
            l2 += Math.pow(x[e] - y[e], 2);
            dot += x[e] * y[e];
            normX += x[e] * x[e];
            normY += y[e] * y[e];
        }
        return switch (metric) {
            case L2 -> l2;
            case INNER_PRODUCT -> dot;
            case COSINE -> normX == 0 || normY == 0 ? 0 : dot / Math.sqrt(normX * normY);
        };
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void equalsBruteForce(Metric metric) {
        Seeds.forAll(40, random -> {
            int d = random.nextInt(1, 40);
            int n = random.nextInt(1, 300);
            int k = random.nextBoolean() ? n : random.nextInt(1, n + 1);
            Vectors base = vectors(n, d, random);
            Vectors queries = vectors(random.nextInt(1, 20), d, random);
            GroundTruth truth = compute(base, queries, k, metric);
            assertEquals(queries.n(), truth.queries());
            assertEquals(k, truth.k());
            for (int q = 0; q < truth.queries(); q++) {
                float[] query = queries.row(q);
                double[] all = IntStream.range(0, n).mapToDouble(i -> distance(query, base.row(i), metric)).toArray();
                // Whole numbers are exact in float; equal cosines of different rows need not be equal floats.
                Comparator<Integer> nearestFirst = Comparator.comparing(i -> metric == Metric.L2 ? all[i] : -all[i]);
                int[] sorted = IntStream.range(0, n).boxed().sorted(nearestFirst).limit(k).mapToInt(i -> i).toArray();
                for (int i = 0; i < k; i++) {
                    assertEquals(all[sorted[i]], truth.distances()[q][i], 1e-6);
                    assertEquals(all[sorted[i]], all[(int) truth.ids()[q][i]], 1e-6);
                    if (metric != Metric.COSINE) {
                        assertEquals(sorted[i], truth.ids()[q][i]);
                    }
                }
                assertEquals(k, Arrays.stream(truth.ids()[q]).distinct().count());
            }
        });
    }

    @Test
    void aBaseOfSeveralSlicesIsLikeOneOfOne() {
        SplittableRandom random = new SplittableRandom(1);
        Vectors base = vectors(150_000, 3, random);
        Vectors queries = vectors(7, 3, random);
        List<Long> reports = new ArrayList<>();
        GroundTruth truth = GroundTruth.compute(base, queries, 2000, Metric.L2, Parallel.threads(3), (stage, done, total) -> {
            assertEquals("groundtruth", stage);
            assertEquals(150_000, total);
            reports.add(done);
        });
        assertEquals(List.of(0L, 65_536L, 131_072L, 150_000L), reports);
        Index flat = Index.of("Flat", 3);
        flat.add(base);
        Neighbors neighbors = flat.search(queries, 2000);
        for (int q = 0; q < queries.n(); q++) {
            assertArrayEquals(neighbors.ids(q), truth.ids()[q]);
            assertArrayEquals(neighbors.distances(q), truth.distances()[q]);
        }
    }

    @Test
    void canBeCancelled() {
        Vectors base = vectors(100, 3, new SplittableRandom(1));
        assertThrows(CancelledException.class, () -> GroundTruth.compute(base, base, 1, Metric.L2, Parallel.single(), new Progress() {
            @Override
            public void update(String stage, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        }));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Vectors base = vectors(10, 3, new SplittableRandom(1));
        Vectors queries = vectors(2, 4, new SplittableRandom(1));
        Refused.asInput("the queries have d = 4; the base has d = 3", () -> compute(base, queries, 1, Metric.L2));
        Refused.asInput("k must be from 1 to 10, the rows of the base; got 11", () -> compute(base, base, 11, Metric.L2));
        Refused.asInput("k must be from 1 to 10, the rows of the base; got 0", () -> compute(base, base, 0, Metric.L2));
        Vectors bad = Vectors.of(new float[] {1, 2, 3, 4, Float.NaN, 6}, 3);
        Refused.asInput("base vector 1 has NaN at dimension 1; every value must be finite",
                () -> compute(bad, base, 1, Metric.L2));
        Refused.asInput("query 1 has NaN at dimension 1; every value must be finite", () -> compute(base, bad, 1, Metric.L2));
    }

    @Test
    void isReadFromAFilesRows() {
        GroundTruth truth = GroundTruth.of(IntVectors.of(new int[][] {{3, 1, 2}, {9, 8, 7}}));
        assertEquals(2, truth.queries());
        assertEquals(3, truth.k());
        assertArrayEquals(new long[][] {{3, 1, 2}, {9, 8, 7}}, truth.ids());
        assertTrue(truth.distances()[0].length == 0);
    }
}
