package io.vectile.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** The random numbers and permutations are those of C++ and of Faiss 1.15.1, whose outputs stand here. */
class RandomNumbersTest {
    @Test
    void outputsAreThoseOfMt19937() {
        MersenneTwister random = new MersenneTwister(5489);
        assertEquals(3499211612L, Integer.toUnsignedLong(random.nextInt()));
        assertEquals(581869302L, Integer.toUnsignedLong(random.nextInt()));
        assertEquals(3890346734L, Integer.toUnsignedLong(random.nextInt()));
        for (int i = 4; i < 10_000; i++) {
            random.nextInt();
        }
        // The value that the C++ standard requires of the 10,000th.
        assertEquals(4123659995L, Integer.toUnsignedLong(random.nextInt()));
    }

    @Test
    void floatsAreThoseOfFaiss() {
        MersenneTwister random = new MersenneTwister(1234);
        for (float expected : new float[] {0.19151945412158966f, 0.497663676738739f, 0.6221087574958801f,
                0.8178384304046631f}) {
            assertEquals(expected, random.nextFloat());
        }
    }

    @Test
    void permutationsAreThoseOfFaiss() {
        assertArrayEquals(new long[] {5, 4, 8, 2, 6, 9, 1, 7, 0, 3}, RandomPermutation.first(10, 10, 1234));
        assertArrayEquals(new long[] {83, 677, 104, 766, 459, 622, 763, 421, 481, 503, 696, 787},
                RandomPermutation.first(1000, 12, 1235));
        assertArrayEquals(new long[] {1, 0}, RandomPermutation.first(2, 2, 7));
        assertArrayEquals(new long[] {0}, RandomPermutation.first(1, 1, 7));

        long[] hundredThousand = RandomPermutation.first(100_000, 100_000, 1234);
        ByteBuffer bytes = ByteBuffer.allocate(4 * hundredThousand.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long entry : hundredThousand) {
            bytes.putInt((int) entry);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        assertEquals(3908361190L, crc.getValue());
    }

    @Test
    void aSampleIsThePrefixOfThePermutation() {
        for (int n : new int[] {1, 2, 3, 64, 1000}) {
            long[] all = RandomPermutation.first(n, n, 99);
            for (int count : new int[] {0, 1, n / 2, n}) {
                assertArrayEquals(Arrays.copyOf(all, count), RandomPermutation.first(n, count, 99));
            }
        }
    }

    @Test
    void aSampleOfMoreRowsThanIntsHasDistinctRowsFromAllOver() {
        long n = 10_000_000_000L;
        long[] rows = Arrays.stream(RandomPermutation.first(n, 10_000, 5)).sorted().distinct().toArray();
        assertEquals(10_000, rows.length);
        assertTrue(rows[0] >= 0 && rows[0] < n / 100);
        assertTrue(rows[9_999] < n && rows[9_999] > n - n / 100);
    }
}
