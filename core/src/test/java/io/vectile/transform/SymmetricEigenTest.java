package io.vectile.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.concurrent.Parallel;
import io.vectile.error.CancelledException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SymmetricEigenTest {
    private static IntStream sizes() {
        return IntStream.rangeClosed(1, 64);
    }

    private static SymmetricEigen decompose(double[] a, int d) {
        return SymmetricEigen.of(a.clone(), d, Parallel.single(), () -> {});
    }

    private static double[] random(int d, double scale, SplittableRandom random) {
        double[] a = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                a[i * d + j] = a[j * d + i] = scale * random.nextGaussian();
            }
        }
        return a;
    }

    /** A is the sum of value times vector times its transpose, the vectors are orthonormal, the values descend. */
    private static void assertDecomposes(double[] a, int d) {
        SymmetricEigen eigen = decompose(a, d);
        double largest = Math.max(Math.abs(eigen.values()[0]), Math.abs(eigen.values()[d - 1]));
        assertEquals(0, Samples.fromOrthonormalRows(eigen.vectors(), d, d), 2e-14);
        double[] sum = new double[d * d];
        for (int k = 0; k < d; k++) {
            assertTrue(k == 0 || eigen.values()[k] <= eigen.values()[k - 1]);
            for (int i = 0; i < d; i++) {
                Matrices.addMultiple(eigen.values()[k] * eigen.vectors()[k * d + i], eigen.vectors(), k * d, sum, i * d, d);
            }
        }
        assertArrayEquals(a, sum, 2e-14 * (largest == 0 ? 1 : largest));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void reconstructsRandomMatricesOfAllScales(int d) {
        SplittableRandom random = new SplittableRandom(d);
        assertDecomposes(random(d, 1, random), d);
        assertDecomposes(random(d, 1e-200, random), d);
        assertDecomposes(random(d, 1e200, random), d);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void reconstructsDegenerateMatrices(int d) {
        SplittableRandom random = new SplittableRandom(d);
        double[] identity = new double[d * d];
        double[] rankOne = new double[d * d];
        double[] ones = new double[d * d];
        double[] exchange = new double[d * d];
        double[] blocks = new double[d * d];
        double[] steep = new double[d * d];
        double[] vector = random.doubles(d).toArray();
        for (int i = 0; i < d; i++) {
            identity[i * d + i] = 1;
            exchange[i * d + d - 1 - i] = 1;
            steep[i * d + i] = Math.pow(10, -i);
            for (int j = 0; j < d; j++) {
                rankOne[i * d + j] = vector[i] * vector[j];
                ones[i * d + j] = 1;
                blocks[i * d + j] = i / 3 == j / 3 ? 1 + i / 3 : 0;
            }
        }
        for (double[] a : Stream.of(new double[d * d], identity, rankOne, ones, exchange, blocks, steep).toList()) {
            assertDecomposes(a, d);
        }
    }

    @Test
    void findsKnownValuesAndVectors() {
        double half = Math.sqrt(0.5);
        SymmetricEigen eigen = decompose(new double[] {2, -1, -1, 2}, 2);
        assertArrayEquals(new double[] {3, 1}, eigen.values(), 1e-15);
        assertEquals(half, Math.abs(eigen.vectors()[0]), 1e-15);
        assertEquals(-eigen.vectors()[0], eigen.vectors()[1], 1e-15);
        assertArrayEquals(new double[] {half, half}, new double[] {eigen.vectors()[2], eigen.vectors()[3]}, 1e-15);
        // The second difference of d points: 2 - 2 cos(k pi / (d + 1)).
        int d = 50;
        double[] difference = new double[d * d];
        for (int i = 0; i < d; i++) {
            difference[i * d + i] = 2;
            if (i > 0) {
                difference[i * d + i - 1] = difference[(i - 1) * d + i] = -1;
            }
        }
        double[] expected = IntStream.range(0, d).mapToDouble(k -> 2 - 2 * Math.cos((d - k) * Math.PI / (d + 1))).toArray();
        assertArrayEquals(expected, decompose(difference, d).values(), 1e-13);
    }

    @Test
    void theLargestNumberOfAVectorIsPositive() {
        int d = 20;
        SymmetricEigen eigen = decompose(random(d, 1, new SplittableRandom(8)), d);
        for (int i = 0; i < d; i++) {
            double largest = 0;
            for (int e = 0; e < d; e++) {
                double value = eigen.vectors()[i * d + e];
                largest = Math.abs(value) > Math.abs(largest) ? value : largest;
            }
            assertTrue(largest > 0);
        }
    }

    @Test
    void theSameOnAnyNumberOfThreads() {
        int d = 300; // large enough to be shared
        double[] a = random(d, 1, new SplittableRandom(4));
        SymmetricEigen one = decompose(a, d);
        for (int threads : new int[] {2, 3, 8}) {
            SymmetricEigen many = SymmetricEigen.of(a.clone(), d, Parallel.threads(threads), () -> {});
            assertArrayEquals(one.values(), many.values());
            assertArrayEquals(one.vectors(), many.vectors());
        }
        assertDecomposes(a, d);
    }

    @Test
    void canBeEnded() {
        int d = 20;
        int[] calls = {0};
        assertThrows(CancelledException.class, () -> SymmetricEigen.of(random(d, 1, new SplittableRandom(4)), d,
                Parallel.single(), () -> {
                    if (++calls[0] == 2 * d) { // within the QR steps
                        throw new CancelledException("enough");
                    }
                }));
    }
}
