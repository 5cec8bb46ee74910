package io.vectile.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BfloatsTest {

    @Test
    void secondNumbersAreTheNearestBfloatsAndFirstOnesTheNearestFloatsWithTheirBits() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            float scale = (float) Math.pow(10, random.nextInt(-10, 10));
            float[] row = {(float) random.nextGaussian() * scale, (float) random.nextGaussian() * scale};
            float[] rounded = Bfloats.round(row, 1, 2);
            assertNearest(row[1], rounded[1]);
            assertNearest(row[0], rounded[0]);
            int second = Float.floatToRawIntBits(rounded[1]);
            assertEquals(0, second & 0xffff);
            assertEquals(second >>> 16, Float.floatToRawIntBits(rounded[0]) & 0xffff);
            assertTrue(Bfloats.hold(rounded, 1, 2));
            assertArrayEquals(rounded, Bfloats.round(rounded, 1, 2));
        }
    }

    /** No float with the same lower half is nearer. */
    private static void assertNearest(float number, float rounded) {
        double away = Math.abs((double) rounded - number);
        for (int step : new int[] {-1, 1}) {
            float other = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) + (step << 16));
            assertTrue(away <= Math.abs((double) other - number), number + " to " + rounded);
        }
        assertTrue(away <= Math.abs(number) / 256, number + " to " + rounded);
    }

    @Test
    void theLastOfAnOddNumberOfDimensionsIsABfloat() {
        float[] rounded = Bfloats.round(new float[] {1.7f, -2.3f, 1.003f, 0.3f, 0.7f, -1.003f}, 2, 3);
        assertEquals(1f, rounded[2]);
        assertEquals(-1f, rounded[5]);
        assertTrue(Bfloats.hold(rounded, 2, 3));
        assertFalse(Bfloats.hold(new float[] {0f, 0f, Math.nextUp(1f)}, 1, 3));
    }

    @Test
    void nothingButZeroIsSmallerThanWhatProductsOfFloatsStayNormalWith() {
        for (float first : new float[] {0f, -0f, 1e-30f, -1e-30f, Float.MIN_VALUE, 0x1p-50f, 1f}) {
            for (float second : new float[] {0f, -0f, 1e-30f, -1e-30f, Float.MIN_VALUE, 0x1p-50f, 1f, -1f}) {
                float[] rounded = Bfloats.round(new float[] {first, second}, 1, 2);
                for (int i = 0; i < 2; i++) {
                    assertTrue(Float.floatToRawIntBits(rounded[i]) == 0 || Math.abs(rounded[i]) >= 0x1p-50f, first + ", " + second);
                    assertEquals(i == 0 ? first : second, rounded[i], Math.max(0x1p-49f, (i == 0 ? first : Math.abs(second)) / 256));
                }
                assertTrue(Bfloats.hold(rounded, 1, 2));
            }
        }
    }

    @Test
    void theLargestStayFinite() {
        float[] rounded = Bfloats.round(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE, 1f}, 2, 2);
        for (float number : rounded) {
            assertTrue(Float.isFinite(number));
        }
        assertTrue(Bfloats.hold(rounded, 2, 2));
    }
}
