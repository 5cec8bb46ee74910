package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearnessOrderTest {
    @Test
    void queriesOfOneCellFollowOneAnotherAndThenThoseOfTheNearestCellThatIsLeft() {
        int[] cells = {
            5, 9, 2, // query 0
            2, 9, 5,
            5, 2, 9,
            7, 1, 0,
            9, 5, 7,
        };
        // Cell 2 is the first; its query visits 9 next, whose query visits 5 next, whose last visits 2 and 9: both are done.
        assertArrayEquals(new int[] {1, 4, 0, 2, 3}, NearnessOrder.of(cells, 3, 5));
    }

    @Test
    void ofOneCellEachItIsTheOrderOfCells() {
        assertArrayEquals(new int[] {2, 0, 3, 1}, NearnessOrder.of(new int[] {4, 8, 1, 4}, 1, 4));
    }

    @Test
    void everyQueryComesOnceAndNoCellTwice() {
        Random random = new Random(5);
        for (int n : new int[] {1, 2, 37, 1000}) {
            for (int probes : new int[] {1, 4, 20}) {
                int[] cells = IntStream.range(0, n).flatMap(i -> distinct(random, probes, 60)).toArray();
                int[] order = NearnessOrder.of(cells, probes, n);
                int[] sorted = order.clone();
                Arrays.sort(sorted);
                assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
                Set<Integer> left = new HashSet<>();
                for (int i = 1; i < n; i++) {
                    int before = cells[order[i - 1] * probes];
                    int now = cells[order[i] * probes];
                    if (before != now) {
                        left.add(before);
                    }
                    assertEquals(false, left.contains(now), "cell " + now + " comes again");
                }
            }
        }
    }

    private static IntStream distinct(Random random, int n, int below) {
        return random.ints(0, below).distinct().limit(n);
    }
}
