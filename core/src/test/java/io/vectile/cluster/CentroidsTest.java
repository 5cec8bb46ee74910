package io.vectile.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import io.vectile.kernel.KernelSets;
import io.vectile.kernel.Kernels;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CentroidsTest {
    private static final int[] CELLS = {1, 2, 63, 64, 65, 200, 2048};
    private static final int[] DIMENSIONS = {1, 3, 16, 17, 128};

    static Stream<Named<Kernels>> kernels() {
        return KernelSets.all().stream().map(kernels -> Named.of(kernels.name(), kernels));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void nearestCellsEqualAFullSort(Kernels kernels) {
        Random random = new Random(1);
        Centroids.Scratch scratch = new Centroids.Scratch();
        for (int k : CELLS) {
            for (int d : DIMENSIONS) {
                for (boolean innerProduct : new boolean[] {false, true}) {
                    for (boolean ties : new boolean[] {false, true}) {
                        Centroids centroids = Centroids.of(numbers(k * d, ties, random), k, d, innerProduct, kernels);
                        for (int nprobe : IntStream.of(1, 2, 48, 64, 100, k - 1, k)
                                .filter(probes -> probes >= 1 && probes <= k).distinct().toArray()) {
                            nearestCellsEqualAFullSort(centroids, nprobe, ties, scratch, random);
                        }
                    }
                }
            }
        }
    }

    private static void nearestCellsEqualAFullSort(Centroids centroids, int nprobe, boolean ties, Centroids.Scratch scratch,
            Random random) {
        int d = centroids.d();
        int at = random.nextInt(4);
        int stride = d + random.nextInt(4);
        int nq = 1 + random.nextInt(8);
        float[] q = numbers(at + nq * stride, ties, random);
        int[] cells = new int[nq * nprobe];
        float[] distances = new float[nq * nprobe];
        centroids.nearestCells(q, at, stride, nq, nprobe, scratch, cells, distances, 0);
        for (int i = 0; i < nq; i++) {
            float[] all = distancesInOrder(centroids, q, at + i * stride);
            Comparator<Integer> nearestFirst = Comparator.comparing(c -> centroids.innerProduct() ? -all[c] : all[c]);
            int[] sorted = IntStream.range(0, centroids.k()).boxed().sorted(nearestFirst).limit(nprobe)
                    .mapToInt(Integer::intValue).toArray();
            assertArrayEquals(sorted, Arrays.copyOfRange(cells, i * nprobe, (i + 1) * nprobe));
            for (int p = 0; p < nprobe; p++) {
                assertEquals(all[sorted[p]] + 0f, distances[i * nprobe + p]);
            }
        }
    }

    /** The distance's definition: one fma per dimension from {@code -|c|^2 / 2} on, doubled, and taken from |q|^2. */
    private static float[] distancesInOrder(Centroids centroids, float[] q, int at) {
        Kernels scalar = KernelSets.scalar();
        float[] rows = centroids.toRows();
        int d = centroids.d();
        float[] distances = new float[centroids.k()];
        for (int c = 0; c < distances.length; c++) {
            float score = centroids.innerProduct() ? 0f : -scalar.dot(rows, c * d, rows, c * d, d) / 2;
            for (int e = 0; e < d; e++) {
                score = Math.fma(q[at + e], rows[c * d + e], score);
            }
            distances[c] = centroids.innerProduct() ? score : Math.max(0f, scalar.dot(q, at, q, at, d) - 2 * score);
        }
        return distances;
    }

    /** Normally distributed; for ties, one of three whole numbers. */
    private static float[] numbers(int n, boolean ties, Random random) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = ties ? random.nextInt(3) - 1 : (float) random.nextGaussian();
        }
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aQueryGetsTheSameCellsAloneAndAmongOthers(Kernels kernels) {
        Random random = new Random(2);
        int nq = 20;
        for (int d : DIMENSIONS) {
            Centroids centroids = Centroids.of(numbers(200 * d, false, random), 200, d, false, kernels);
            float[] q = numbers(nq * d, false, random);
            int nprobe = 9;
            Centroids.Scratch scratch = new Centroids.Scratch();
            int[] cells = new int[nq * nprobe];
            float[] distances = new float[nq * nprobe];
            centroids.nearestCells(q, 0, d, nq, nprobe, scratch, cells, distances, 0);
            for (int i = 0; i < nq; i++) {
                int[] alone = new int[nprobe];
                float[] aloneDistances = new float[nprobe];
                centroids.nearestCells(q, i * d, d, 1, nprobe, scratch, alone, aloneDistances, 0);
                assertArrayEquals(Arrays.copyOfRange(cells, i * nprobe, (i + 1) * nprobe), alone);
                assertArrayEquals(Arrays.copyOfRange(distances, i * nprobe, (i + 1) * nprobe), aloneDistances);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void assignmentIsTheNearestCell(Kernels kernels) {
        Random random = new Random(3);
        for (boolean innerProduct : new boolean[] {false, true}) {
            for (int k : CELLS) {
                int d = 17;
                int n = 25;
                Centroids centroids = Centroids.of(numbers(k * d, false, random), k, d, innerProduct, kernels);
                float[] x = numbers(n * d, false, random);
                int[] ids = new int[n + 3];
                float[] scores = new float[n + 3];
                centroids.assign(x, 0, d, n, ids, scores, 3);
                int[] cells = new int[n];
                float[] distances = new float[n];
                centroids.nearestCells(x, 0, d, n, 1, new Centroids.Scratch(), cells, distances, 0);
                assertArrayEquals(cells, Arrays.copyOfRange(ids, 3, n + 3));
                for (int i = 0; i < n; i++) {
                    float norm = kernels.dot(x, i * d, x, i * d, d);
                    float score = scores[3 + i];
                    assertEquals(distances[i], innerProduct ? score : Math.max(0f, norm - 2 * score));
                }
            }
        }
    }

    @Test
    void distancesAreTrueDistances() {
        Random random = new Random(4);
        int d = 100;
        int k = 65;
        float[] rows = numbers(k * d, false, random);
        float[] q = numbers(d, false, random);
        int[] cells = new int[k];
        float[] distances = new float[k];
        Centroids.of(rows, k, d, false).nearestCells(q, 0, d, 1, k, new Centroids.Scratch(), cells, distances, 0);
        for (int p = 0; p < k; p++) {
            double expected = 0;
            for (int e = 0; e < d; e++) {
                expected += Math.pow(q[e] - rows[cells[p] * d + e], 2);
            }
            assertEquals(expected, distances[p], expected * 1e-5);
        }
    }

    @Test
    void aQueryThatIsACentroidIsAtDistanceZeroAndNeverBelow() {
        Random random = new Random(5);
        int d = 33;
        int k = 200;
        float[] rows = new float[k * d];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = 1000f + (float) random.nextGaussian(); // far from the origin, where rounding is largest
        }
        Centroids centroids = Centroids.of(rows, k, d, false);
        int[] cells = new int[k];
        float[] distances = new float[k];
        centroids.nearestCells(rows, 7 * d, d, 1, k, new Centroids.Scratch(), cells, distances, 0);
        for (float distance : distances) {
            assertTrue(distance >= 0f);
        }
    }

    @Test
    void holdsItsOwnCopy() {
        float[] rows = {1f, 2f, 3f, 4f, 5f, 6f};
        Centroids centroids = Centroids.of(rows, 3, 2, false);
        rows[2] = 99f;
        centroids.row(1)[0] = 98f;
        assertArrayEquals(new float[] {3f, 4f}, centroids.row(1));
        assertArrayEquals(new float[] {1f, 2f, 3f, 4f, 5f, 6f}, centroids.toRows());
        assertEquals(3, centroids.k());
        assertEquals(2, centroids.d());
        // One panel of 64 columns, and the panel's first scores.
        assertEquals(4 * (64 * 2 + 64), centroids.bytes());
        assertEquals(4 * (64 + 64), Centroids.of(new float[] {3f, 0f}, 1, 2, false).bytes());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void bfloatsAnswerAsTheSameFloats(Kernels kernels) {
        Random random = new Random(6);
        Centroids.Scratch scratch = new Centroids.Scratch();
        for (float scale : new float[] {0x1p-40f, 1f, 0x1p20f}) {
            for (boolean innerProduct : new boolean[] {false, true}) {
                for (int k : new int[] {1, 65, 200}) {
                    for (int d : DIMENSIONS) {
                        float[] rows = numbers(k * d, false, random);
                        int n = 1 + random.nextInt(100);
                        float[] x = numbers(n * d, false, random);
                        for (int i = 0; i < Math.max(rows.length, x.length); i++) {
                            rows[i % rows.length] *= i < rows.length ? scale : 1;
                            x[i % x.length] *= i < x.length ? scale : 1;
                        }
                        rows = Bfloats.round(rows, k, d);
                        Centroids bfloats = Centroids.of(rows, k, d, innerProduct, kernels);
                        Centroids floats = Centroids.ofFloats(rows, k, d, innerProduct, kernels);
                        assertEquals(floats.bytes() - bfloats.bytes(), 4L * 64 * ((k + 63) / 64) * (d / 2));
                        assertArrayEquals(rows, bfloats.toRows());
                        answersAreEqual(bfloats, floats, x, n, Math.min(k, 9), scratch);
                    }
                }
            }
        }
    }

    private static void answersAreEqual(Centroids one, Centroids other, float[] x, int n, int nprobe,
            Centroids.Scratch scratch) {
        int d = one.d();
        int[][] cells = new int[2][n * nprobe];
        float[][] distances = new float[2][n * nprobe];
        int[][] assigned = new int[2][n];
        float[][] scores = new float[2][n];
        for (int i = 0; i < 2; i++) {
            Centroids centroids = i == 0 ? one : other;
            centroids.nearestCells(x, 0, d, n, nprobe, scratch, cells[i], distances[i], 0);
            centroids.assign(x, 0, d, n, assigned[i], scores[i], 0);
        }
        assertArrayEquals(cells[0], cells[1]);
        assertArrayEquals(distances[0], distances[1]);
        assertArrayEquals(assigned[0], assigned[1]);
        assertArrayEquals(scores[0], scores[1]);
    }

    @Test
    void whatBfloatsCannotHoldToTheBitStaysAsItIs() {
        float inexact = Float.intBitsToFloat(0x3f800001);
        for (float[] rows : new float[][] {{inexact, 1f}, {1f, 1f}, {1f, inexact}, {1f, -0f}, {1f, Float.NaN}, {Float.NaN, 0f},
                {Float.POSITIVE_INFINITY, 0f}, {0f, 1f}, {Float.MIN_VALUE, 0f}, {0x1p-51f, 0f}, {-0f, 0f}}) {
            Centroids centroids = Centroids.of(rows, 1, 2, false);
            for (int i = 0; i < 2; i++) {
                assertEquals(Float.floatToRawIntBits(rows[i]), Float.floatToRawIntBits(centroids.row(0)[i]));
                assertEquals(Float.floatToRawIntBits(rows[i]), Float.floatToRawIntBits(centroids.toRows()[i]));
            }
            assertEquals(4 * (2 * 64 + 64), centroids.bytes(), () -> Arrays.toString(rows));
        }
        float withOne = Float.intBitsToFloat(Float.floatToRawIntBits(3f) | Float.floatToRawIntBits(1f) >>> 16);
        for (float[] rows : new float[][] {{withOne, 1f}, {-withOne, 1f}, {3f, 0f}, {0f, 0f}, {0x1p-50f, 0f}}) {
            assertEquals(4 * (64 + 64), Centroids.of(rows, 1, 2, false).bytes(), () -> Arrays.toString(rows));
        }
    }

    @Test
    void roundingMovesCentroidsByNextToNothingAndIsThereToStay() {
        Random random = new Random(7);
        int k = 100;
        int d = 25;
        for (float largest : new float[] {1f, 255f, 1e-6f, 3e7f}) {
            float[] rows = numbers(k * d, false, random);
            for (int i = 0; i < rows.length; i++) {
                rows[i] *= largest;
            }
            Centroids centroids = Centroids.rounded(rows, k, d, false, largest * largest * d);
            float[] rounded = centroids.toRows();
            for (int i = 0; i < rows.length; i++) {
                assertEquals(rows[i], rounded[i], Math.abs(rows[i]) / 256);
            }
            assertEquals(4L * 128 * 13 + 4 * 128, centroids.bytes());
            // What was written to a file comes back in the same form.
            assertEquals(centroids.bytes(), Centroids.of(rounded, k, d, false).bytes());
        }
    }

    @Test
    void oneDimensionFarFromTheOriginKeepsTheFloats() {
        Random random = new Random(8);
        int k = 70;
        int d = 16;
        float[] rows = numbers(k * d, false, random);
        assertEquals(2L * 128 * d + 4 * 128, Centroids.rounded(rows, k, d, false, d).bytes());
        assertArrayEquals(rows, Centroids.rounded(rows, k, d, false, 0).toRows());
        for (int c = 0; c < k; c++) {
            rows[c * d] += 1e4f;
        }
        Centroids centroids = Centroids.rounded(rows, k, d, false, d);
        assertArrayEquals(rows, centroids.toRows());
        assertEquals(4 * (128L * d + 128), centroids.bytes());
    }

    @Test
    void wrongShapesAndProbesAreRefused() {
        assertEquals("centroids need k >= 1, d >= 1 and k * d numbers; k is 2, d is 3, and there are 5",
                assertThrows(InvalidInputException.class, () -> Centroids.of(new float[5], 2, 3, false)).getMessage());
        assertThrows(InvalidInputException.class, () -> Centroids.of(new float[0], 0, 3, false));
        assertThrows(InvalidInputException.class, () -> Centroids.of(new float[0], 3, 0, false));
        Centroids centroids = Centroids.of(new float[6], 2, 3, false);
        for (int nprobe : new int[] {-1, 0, 3}) {
            assertEquals("nprobe must be from 1 to 2, the number of cells; got " + nprobe,
                    assertThrows(InvalidInputException.class, () -> centroids.nearestCells(new float[3], 0, 3, 1, nprobe,
                            new Centroids.Scratch(), new int[3], new float[3], 0)).getMessage());
        }
    }
}
