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
    private void look(CodeList list, int number, int plus, int... bytes) {
        int at = start.open(list, number, number, 0, list.blockCount(), plus);
        for (int b = 0; b < list.blockCount(); b++) {
            start.lanes(at + b, list.lanes(b));
            for (int lane = 0; lane < list.count(b); lane++) {
                start.sums()[(at + b) * Kernels.BLOCK + lane] = (byte) bytes[b * Kernels.BLOCK + lane];
            }
        }
    }

    private void measure(int wanted) {
        start.measure(wanted, (list, number, coarse, block, lanes) -> {
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
        look(first, 7, 0, 200, 10, 90, 12);
        look(second, 9, 5, 7, 60, 7); // 12, 65 and 12 with what the list adds
        assertFalse(start.isEmpty());
        measure(3);
        assertEquals(List.of("7:1", "7:3", "9:0", "9:2"), measured);
        assertTrue(start.isEmpty());
        assertEquals(0b1010, start.done(start.find(first, 7), 0));
        assertEquals(0b101, start.done(start.find(second, 9), 0));
        assertEquals(0, start.done(start.find(first, 8), 0));
        assertEquals(0, start.done(start.find(first, 7), 1));
    }

    @Test
    void whatWasMeasuredIsNotMeasuredAgainByALaterLook() {
        look(listOf(2), 1, 0, 3, 4);
        measure(5);
        look(listOf(2), 2, 0, 8, 9);
        measure(3);
        assertEquals(List.of("1:0", "1:1", "2:0", "2:1"), measured);
        start.clear();
        assertEquals(-1, start.find(listOf(2), 1));
        measure(1);
        assertEquals(4, measured.size());
    }

    @Test
    void whatIsFarIsLeftOutHoweverManyAreWanted() {
        look(listOf(3), 1, 0, 255, 254, 0);
        look(listOf(2), 2, 1000, 3, 255);
        measure(5);
        assertEquals(List.of("1:1", "1:2", "2:0"), measured);
    }

    @Test
    void ofManyBlocksTheSmallestAreMeasured() {
        int n = 40 * Kernels.BLOCK;
        int[] bytes = new Random(4).ints(n, 0, 256).toArray();
        int[] sorted = IntStream.of(bytes).sorted().toArray();
        look(listOf(n), 0, 300, bytes);
        measure(100);
        List<String> expected = IntStream.range(0, n).filter(i -> bytes[i] <= sorted[99]).mapToObj(i -> "0:" + i).toList();
        assertEquals(expected, measured);
        assertEquals(n, start.seen());
    }
}
