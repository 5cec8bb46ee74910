package io.vectile.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.concurrent.Parallel;
import io.vectile.vectors.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolarFactorTest {
    private static double[] polar(double[] m, int rows, int columns) {
        return PolarFactor.of(m, rows, columns, Parallel.single(), () -> {});
    }

    private static double[] normal(int numbers, SplittableRandom random) {
        return random.doubles(numbers, -1, 1).toArray();
    }

    private static double[] product(double[] a, int rows, int inner, double[] b, int columns) {
        return Matrices.product(a, rows, inner, b, columns, Parallel.single());
    }

    private static double trace(double[] r, double[] m) {
        double sum = 0;
        for (int i = 0; i < m.length; i++) {
            sum += r[i] * m[i];
        }
        return sum;
    }

    private static double fromOrthonormal(double[] r, int rows, int columns) {
        return rows <= columns ? Samples.fromOrthonormalRows(r, rows, columns)
                : Samples.fromOrthonormalRows(Matrices.transposed(r, rows, columns), columns, rows);
    }

    @Test
    void theRestIsSymmetricAndPositive() {
        Seeds.forAll(40, random -> {
            int rows = random.nextInt(1, 40);
            int columns = random.nextInt(1, rows + 1);
            double[] m = normal(rows * columns, random);
            double[] r = polar(m, rows, columns);
            assertEquals(0, fromOrthonormal(r, rows, columns), 1e-13);
            double[] rest = product(Matrices.transposed(r, rows, columns), columns, rows, m, columns); // M = R rest
            assertArrayEquals(rest, Matrices.transposed(rest, columns, columns), 1e-7);
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j < i; j++) {
                    rest[j * columns + i] = rest[i * columns + j];
                }
            }
            assertTrue(SymmetricEigen.of(rest, columns, Parallel.single(), () -> {}).values()[columns - 1] > -1e-7);
        });
    }

    @Test
    void noOtherRotationHasALargerTrace() {
        Seeds.forAll(40, random -> {
            int rows = random.nextInt(1, 20);
            int columns = random.nextInt(1, 20);
            double[] m = normal(rows * columns, random);
            double[] r = polar(m, rows, columns);
            assertEquals(0, fromOrthonormal(r, rows, columns), 1e-13);
            double best = trace(r, m);
            for (int seed = 0; seed < 20; seed++) {
                assertTrue(trace(RandomRotation.draw(columns, rows, seed), m) <= best + 1e-12);
            }
        });
    }

    @Test
    void aRotationIsItsOwn() {
        double[] rotation = RandomRotation.draw(24, 24, 3);
        assertArrayEquals(rotation, polar(rotation, 24, 24), 1e-13);
        double[] scaled = new double[rotation.length];
        Matrices.addMultiple(1e30, rotation, 0, scaled, 0, scaled.length);
        assertArrayEquals(rotation, polar(scaled, 24, 24), 1e-13);
    }

    @Test
    void matricesWithoutFullRankHaveOneToo() {
        SplittableRandom random = new SplittableRandom(6);
        for (int rank = 0; rank <= 8; rank++) {
            for (int rows : new int[] {8, 13}) {
                double[] m = product(normal(rows * rank, random), rows, rank, normal(rank * 9, random), 9);
                double[] r = polar(m, rows, 9);
                assertEquals(0, fromOrthonormal(r, rows, 9), 1e-13);
                for (int seed = 0; seed < 20; seed++) {
                    assertTrue(trace(RandomRotation.draw(9, rows, seed), m) <= trace(r, m) + 1e-9);
                }
            }
        }
    }
}
