package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
}
