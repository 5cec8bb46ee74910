package io.vectile.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Refused;
import io.vectile.vectors.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomRotationTest {
    @Test
    void rowsAreOrthonormalOrColumnsWhereThereAreFewer() {
        Seeds.forAll(60, random -> {
            int dIn = random.nextInt(1, 90);
            int dOut = random.nextInt(1, 90);
            double[] a = RandomRotation.draw(dIn, dOut, random.nextInt());
            double off = dOut <= dIn ? Samples.fromOrthonormalRows(a, dOut, dIn)
                    : Samples.fromOrthonormalRows(Matrices.transposed(a, dOut, dIn), dIn, dOut);
            assertEquals(0, off, 1e-14);
            assertTrue(RandomRotation.train(dIn, dOut, 1).isReversible());
        });
    }

    @Test
    void fewerOutputsAreTheFirstOfMore() {
        double[] whole = RandomRotation.draw(30, 30, 5);
        assertArrayEquals(Arrays.copyOf(whole, 11 * 30), RandomRotation.draw(30, 11, 5));
    }

    @Test
    void theSeedDecidesAndNothingElse() {
        assertEquals(RandomRotation.train(9, 9, 4), RandomRotation.train(9, 9, 4));
        assertNotEquals(RandomRotation.train(9, 9, 4), RandomRotation.train(9, 9, 5));
        // The same numbers on every machine and every JDK: files are compared.
        float[] expected = {-0.6672619f, 0.4309032f, -0.60752285f, -0.6383925f, 0.08930921f, 0.7645122f, 0.38368812f,
                0.8979679f, 0.21549274f};
        assertArrayEquals(expected, RandomRotation.train(3, 3, 1234).linear().matrix());
    }

    @Test
    void noDirectionIsPreferred() {
        int draws = 4000;
        double[] squares = new double[4];
        double[] sums = new double[4];
        for (int seed = 0; seed < draws; seed++) {
            double[] a = RandomRotation.draw(2, 2, seed);
            for (int i = 0; i < 4; i++) {
                sums[i] += a[i] / draws;
                squares[i] += a[i] * a[i] / draws;
            }
        }
        assertArrayEquals(new double[4], sums, 0.05); // four standard deviations: of the mean sqrt(1/2 / 4000) each
        assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.5}, squares, 0.025);
    }

    @Test
    void badShapesAreRefusedAndUntrainedOnesCanBe() {
        Refused.asInput("a transform needs at least 1 dimension on either side; got 3 and 0",
                () -> RandomRotation.train(3, 0, 1));
        assertFalse(new RandomRotation(new LinearTransform(3, 3, null, null)).isTrained());
    }
}
