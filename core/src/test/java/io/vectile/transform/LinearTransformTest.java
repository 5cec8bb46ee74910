package io.vectile.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Refused;
import io.vectile.error.IndexStateException;
import io.vectile.kernel.KernelSets;
import io.vectile.kernel.Kernels;
import io.vectile.vectors.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearTransformTest {
    /** Around the widths of tiles and panels. */
    private static final int[] SIZES = {1, 2, 5, 16, 63, 64, 65, 96, 127, 128, 130, 200};

    private static int size(SplittableRandom random) {
        return SIZES[random.nextInt(SIZES.length)];
    }

    private static LinearTransform any(int dIn, int dOut, SplittableRandom random) {
        float[] bias = random.nextBoolean() ? null : Samples.normal(dOut, random);
        return new LinearTransform(dIn, dOut, Samples.normal(dIn * dOut, random), bias);
    }

    @Test
    void appliesTheMatrixAndTheBias() {
        Seeds.forAll(200, random -> {
            int dIn = size(random);
            int dOut = size(random);
            int n = random.nextInt(1, 20);
            LinearTransform linear = any(dIn, dOut, random);
            float[] x = Samples.normal(n * dIn, random);
            float[] y = new float[n * dOut + 1];
            y[n * dOut] = 7f;
            linear.apply(x, n, y);
            for (int i = 0; i < n; i++) {
                double[] exact = Samples.product(linear.matrix(), linear.bias(), dIn, dOut, x, i);
                for (int o = 0; o < dOut; o++) {
                    assertEquals(exact[o], y[i * dOut + o], 1e-5 * (1 + Math.sqrt(dIn)));
                }
            }
            assertEquals(7f, y[n * dOut]); // and nothing past the last row
        });
    }

    @Test
    void aRowAloneEqualsThatRowInABatchBitForBit() {
        Seeds.forAll(100, random -> {
            int dIn = size(random);
            int dOut = size(random);
            int n = random.nextInt(1, 20);
            LinearTransform linear = any(dIn, dOut, random);
            float[] x = Samples.normal(n * dIn, random);
            float[] batch = new float[n * dOut];
            linear.apply(x, n, batch);
            for (int i = 0; i < n; i++) {
                float[] single = new float[dOut];
                linear.apply(Arrays.copyOfRange(x, i * dIn, (i + 1) * dIn), 1, single);
                assertArrayEquals(Arrays.copyOfRange(batch, i * dOut, (i + 1) * dOut), single);
            }
        });
    }

    @Test
    void allKernelSetsGiveTheSameBits() {
        Seeds.forAll(50, random -> {
            int dIn = size(random);
            int dOut = size(random);
            int n = random.nextInt(1, 14);
            float[] matrix = Samples.normal(dIn * dOut, random);
            float[] bias = Samples.normal(dOut, random);
            float[] x = Samples.normal(n * dIn, random);
            float[] expected = new float[n * dOut];
            new LinearTransform(dIn, dOut, matrix, bias, KernelSets.scalar()).apply(x, n, expected);
            for (Kernels kernels : KernelSets.all()) {
                float[] y = new float[n * dOut];
                new LinearTransform(dIn, dOut, matrix, bias, kernels).apply(x, n, y);
                assertArrayEquals(expected, y, kernels.name());
            }
        });
    }

    @Test
    void rowsInTheMiddleOfAnArrayAreTransformedInPlaceOfTheirOwn() {
        SplittableRandom random = new SplittableRandom(3);
        LinearTransform linear = any(7, 70, random);
        float[] x = Samples.normal(20 * 7, random);
        float[] whole = new float[20 * 70];
        linear.apply(x, 20, whole);
        float[] part = new float[20 * 70];
        linear.apply(x, 5, 11, part);
        float[] expected = new float[20 * 70];
        System.arraycopy(whole, 5 * 70, expected, 5 * 70, 11 * 70);
        assertArrayEquals(expected, part);
    }

    @Test
    void reverseGivesBackWhatAnOrthonormalMatrixTook() {
        Seeds.forAll(30, random -> {
            int dIn = size(random);
            int dOut = Math.max(dIn, size(random)); // nothing is lost
            float[] bias = Samples.normal(dOut, random);
            LinearTransform linear = new LinearTransform(dIn, dOut,
                    RandomRotation.train(dIn, dOut, random.nextInt()).linear().matrix(), bias);
            assertTrue(linear.isReversible());
            int n = random.nextInt(1, 9);
            float[] x = Samples.normal(n * dIn, random);
            float[] y = new float[n * dOut];
            float[] back = new float[n * dIn];
            linear.apply(x, n, y);
            linear.reverse(y, n, back);
            assertArrayEquals(x, back, 1e-5f);
        });
    }

    @Test
    void reverseOfAProjectionIsTheNearestPointOfItsSpace() {
        SplittableRandom random = new SplittableRandom(5);
        LinearTransform linear = RandomRotation.train(40, 12, 9).linear();
        float[] x = Samples.normal(40, random);
        float[] y = new float[12];
        float[] back = new float[40];
        float[] again = new float[12];
        linear.apply(x, 1, y);
        linear.reverse(y, 1, back);
        linear.apply(back, 1, again);
        assertArrayEquals(y, again, 1e-5f);
        double along = 0; // the difference is at a right angle to the space
        for (int e = 0; e < 40; e++) {
            along += (double) back[e] * (x[e] - back[e]);
        }
        assertEquals(0, along, 1e-5);
    }

    @Test
    void aMatrixThatIsNotOrthonormalHasNoWayBack() {
        float[] matrix = {1, 0, 0, 1 + 3e-5f};
        assertFalse(new LinearTransform(2, 2, matrix, null).isReversible());
        LinearTransform nearly = new LinearTransform(2, 2, new float[] {1, 3e-5f, 0, 1 + 1e-5f}, null);
        assertTrue(nearly.isReversible());
        LinearTransform stretched = new LinearTransform(3, 2, new float[] {2, 0, 0, 0, 1, 0}, null);
        String message = assertThrows(IndexStateException.class, () -> stretched.reverse(new float[2], 1, new float[3]))
                .getMessage();
        assertEquals("a linear transform from 3 to 2 dimensions can be reversed where its matrix is orthonormal; this one"
                + " is not", message);
        assertFalse(new LinearTransform(1, 1, new float[] {Float.NaN}, null).isReversible());
    }

    @Test
    void anUntrainedMapRefusesToWork() {
        LinearTransform untrained = new LinearTransform(4, 3, null, null);
        assertFalse(untrained.isTrained());
        assertFalse(untrained.isReversible());
        assertEquals(0, untrained.bytes());
        String message = "the linear transform from 4 to 3 dimensions is not trained; train it first";
        assertEquals(message, assertThrows(IndexStateException.class,
                () -> untrained.apply(new float[4], 1, new float[3])).getMessage());
        assertEquals(message, assertThrows(IndexStateException.class,
                () -> untrained.reverse(new float[3], 1, new float[4])).getMessage());
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        Refused.asInput("a transform needs at least 1 dimension on either side; got 0 and 3",
                () -> new LinearTransform(0, 3, null, null));
        Refused.asInput("a linear transform from 4 to 3 dimensions has a matrix of 12 numbers; got 11",
                () -> new LinearTransform(4, 3, new float[11], null));
        Refused.asInput("a linear transform to 3 dimensions has a bias of 3 numbers; got 4",
                () -> new LinearTransform(4, 3, new float[12], new float[4]));
        Refused.asInput("a matrix of 65536 times 65536 numbers does not fit into one array",
                () -> new LinearTransform(65536, 65536, null, null));
    }

    @Test
    void equalsByTheBitsOfItsNumbers() {
        float[] matrix = {1, 2, 3, 4, 5, 6};
        LinearTransform linear = new LinearTransform(3, 2, matrix, null);
        assertEquals(linear, new LinearTransform(3, 2, matrix, null));
        assertEquals(linear.hashCode(), new LinearTransform(3, 2, matrix, null).hashCode());
        assertNotEquals(linear, new LinearTransform(2, 3, matrix, null));
        assertNotEquals(linear, new LinearTransform(3, 2, matrix, new float[2]));
        assertNotEquals(linear, new LinearTransform(3, 2, null, null));
        matrix[5] = 7; // it has a copy
        assertNotEquals(linear, new LinearTransform(3, 2, matrix, null));
    }
}
