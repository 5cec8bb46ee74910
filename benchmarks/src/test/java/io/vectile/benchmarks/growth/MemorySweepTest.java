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
    void sweepsAddUpToWhatTheirBytesDo() {
        // It throws where a sum is another.
        double bytes = MemorySweep.bytesPerSecond(1 << 16, 0);
        assertTrue(bytes > 0 && Double.isFinite(bytes), bytes + " bytes a second");
    }

    @Test
    void shortSweepsAreRepeated() {
        assertEquals(64 << 20, MemorySweep.repeats(1 << 16) * (1 << 16));
        assertEquals(2, MemorySweep.repeats((64 << 20) - 4096));
        assertEquals(1, MemorySweep.repeats(64 << 20));
        assertEquals(1, MemorySweep.repeats(1 << 30));
    }
}
