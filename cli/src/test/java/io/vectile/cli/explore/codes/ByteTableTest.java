package io.vectile.cli.explore.codes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByteTableTest {
    @Test
    void entriesCountStepsAboveTheLeastOfTheirPart() {
        // Least 10 and 20: a bound of 284 makes steps of (284 - 30) / 254 = 1, widened by next to nothing.
        ByteTable bytes = new ByteTable(new float[] {10, 11.5f, 300, 20, 274.9f, 25}, 2, 284);
        assertArrayEquals(new int[] {0, 1, 255, 0, 254, 4}, bytes.entries());
        assertEquals(30, bytes.leastSum());
        assertEquals(1, bytes.step(), 1e-4);
        assertEquals(254, bytes.threshold(284));
        assertEquals(126, bytes.threshold(30 + 126.9));
        assertEquals(-1, bytes.threshold(20));
    }

    /** What bytes leave out lies beyond the bound, for certain; what they let through lies no nearer than they say. */
    @Test
    void aSumOfBytesNeverSaysMoreThanTheDistance() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 2000; trial++) {
            int m = random.nextInt(1, 33);
            int ksub = 1 << random.nextInt(1, 9);
            float[] table = new float[m * ksub];
            for (int i = 0; i < table.length; i++) {
                table[i] = (float) (random.nextDouble() * random.nextDouble() * 1e5);
            }
            double bound = random.nextDouble() * m * 5e4;
            ByteTable bytes = new ByteTable(table, m, bound);
            for (int code = 0; code < 50; code++) {
                int sum = 0;
                double distance = 0;
                for (int j = 0; j < m; j++) {
                    int c = random.nextInt(ksub);
                    sum += bytes.entries()[j * ksub + c];
                    distance += table[j * ksub + c];
                }
                if (sum > bytes.threshold(bound)) {
                    assertTrue(distance > bound, distance + " is within " + bound + ", and its sum is " + sum);
                } else {
                    assertTrue(bytes.leastSum() + sum * bytes.step() <= distance * (1 + 1e-9), sum + " steps say more than " + distance);
                }
            }
        }
    }

    @Test
    void aBoundBelowEveryDistanceLetsTheLeastThroughAtMost() {
        ByteTable bytes = new ByteTable(new float[] {10, 12, 20, 21}, 2, 30);
        assertArrayEquals(new int[] {0, 255, 0, 255}, bytes.entries());
    }
}
