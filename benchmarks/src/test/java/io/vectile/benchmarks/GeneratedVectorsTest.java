package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GeneratedVectorsTest {
    @Test
    void theSameSeedGivesTheSameVectorsAndOnceOnly() {
        GeneratedVectors first = new GeneratedVectors(32, 1);
        GeneratedVectors second = new GeneratedVectors(32, 1);
        byte[] rows = first.bytes(100);
        assertArrayEquals(rows, second.bytes(100));
        assertFalse(Arrays.equals(rows, first.bytes(100)));
    }

    @Test
    void fractionsAreTheSameVectorsNotRounded() {
        byte[] whole = new GeneratedVectors(32, 1).bytes(100);
        float[] fractions = new GeneratedVectors(32, 1).fractions(100);
        int broken = 0;
        for (int i = 0; i < whole.length; i++) {
            assertEquals(Math.clamp(fractions[i], 0, 255), whole[i] & 255, 0.5f);
            broken += fractions[i] != Math.rint(fractions[i]) ? 1 : 0;
        }
        assertTrue(broken > 0.9 * whole.length);
    }
}
