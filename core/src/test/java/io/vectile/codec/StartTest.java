package io.vectile.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.kernel.Kernels;
import io.vectile.storage.CodeList;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What seems nearest of several lists is measured, once, and as much of it as is wanted. */
class StartTest {
    private final Start start = new Start();
    private final List<String> measured = new ArrayList<>();

    private static CodeList listOf(int n) {
        return CodeList.ofRows(MemorySegment.ofArray(new byte[n]), 1, 1, n);
    }

    /** Lets a list of whole blocks follow, with the given bytes for its vectors. */
    private void look(CodeList list, int number, int wanted, int plus, int... bytes) {
        start.open(list, number, number, 0, list.blockCount(), wanted);
        for (int b = 0; b < list.blockCount(); b++) {
            byte[] sums = new byte[Kernels.BLOCK + 1];
            for (int lane = 0; lane < list.count(b); lane++) {
                sums[lane + 1] = (byte) bytes[b * Kernels.BLOCK + lane];
            }
            start.add(b, list.lanes(b), sums, 1, plus);
        }
        start.close();
    }

    private void measure() {
        start.measure((list, number, coarse, block, lanes) -> {
            assertEquals(number, coarse);
            for (long rest = lanes; rest != 0; rest &= rest - 1) {
                measured.add(number + ":" + (block * Kernels.BLOCK + Long.numberOfTrailingZeros(rest)));
            }
        });
    }

    @Test
    void theNearestOfAllListsAreMeasuredAndThoseAsNearAsTheLast() {
        CodeList first = listOf(4);
        CodeList second = listOf(3);
        look(first, 7, 3, 0, 200, 10, 90, 12);
        assertEquals(90, start.limit());
        look(second, 9, 3, 5, 7, 60, 7); // 12, 65 and 12 with what the list adds
        assertEquals(12, start.limit());
        assertFalse(start.isEmpty());
        measure();
        assertEquals(List.of("7:1", "7:3", "9:0", "9:2"), measured);
        assertTrue(start.isEmpty());
        assertEquals(0b1010, start.done(start.find(first, 7), 0));
        assertEquals(0b101, start.done(start.find(second, 9), 0));
        assertEquals(0, start.done(start.find(first, 8), 0));
        assertEquals(0, start.done(start.find(first, 7), 1));
    }

    @Test
    void whatWasMeasuredIsNotMeasuredAgainByALaterLook() {
        look(listOf(2), 1, 5, 0, 3, 4);
        measure();
        look(listOf(2), 2, 3, 0, 8, 9);
        measure();
        assertEquals(List.of("1:0", "1:1", "2:0", "2:1"), measured);
        start.clear();
        assertEquals(-1, start.find(listOf(2), 1));
        measure();
        assertEquals(4, measured.size());
    }

    @Test
    void ofManyBlocksTheSmallestAreMeasured() {
        int n = 40 * Kernels.BLOCK;
        int[] bytes = new Random(4).ints(n, 0, 256).toArray();
        int[] sorted = IntStream.of(bytes).sorted().toArray();
        look(listOf(n), 0, 100, 300, bytes);
        measure();
        List<String> expected = IntStream.range(0, n).filter(i -> bytes[i] <= sorted[99]).mapToObj(i -> "0:" + i).toList();
        assertEquals(expected, measured);
        assertEquals(300 + sorted[99], start.limit());
        assertEquals(n, start.lanes());
    }
}
