package io.vectile.benchmarks.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemorySweepTest {
    @Test
    void aSweepReadsEveryLong() {
        for (int longs : new int[] {0, 1, 7, 31, 32, 33, 64, 100, 1000}) {
            long[] values = new SplittableRandom(longs).longs(longs).toArray();
            assertEquals(Arrays.stream(values).sum(), MemorySweep.sum(MemorySegment.ofArray(values)), longs + " longs");
        }
    }

    @Test
    void bytesPerSecondAreThoseOfMemory() {
        double bytes = MemorySweep.bytesPerSecond(1 << 16);
        assertTrue(bytes > 1e6 && bytes < 1e13, bytes + " bytes a second");
    }
}
