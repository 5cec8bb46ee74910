package io.vectile.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PanelsTest {
    @Test
    void eachGroupStartsAPanel() {
        Random random = new Random(2);
        for (int n : new int[] {1, 16, 64, 65, 128}) {
            for (int d : new int[] {1, 16, 130}) {
                int groups = 3;
                float[] rows = Fill.RANDOM.numbers(groups * n * d, random);
                Panels panels = Panels.ofGroups(rows, groups, n, d);
                int inGroup = (n + 63) / 64;
                assertEquals(groups * inGroup, panels.count());
                for (int g = 0; g < groups; g++) {
                    Panels group = Panels.of(Arrays.copyOfRange(rows, g * n * d, (g + 1) * n * d), n, d);
                    assertEquals(-1, group.segment().mismatch(
                            panels.segment().asSlice(g * inGroup * panels.panelBytes(), inGroup * panels.panelBytes())));
                }
            }
        }
    }

    @Test
    void holdsEveryRowAsAColumnAndZerosBehindTheLast() {
        Random random = new Random(1);
        for (int n : new int[] {1, 63, 64, 65, 200}) {
            for (int d : new int[] {1, 3, 17, 128}) {
                float[] rows = Fill.RANDOM.numbers(n * d, random);
                Panels panels = Panels.of(rows, n, d);
                assertEquals((n + 63) / 64, panels.count());
                assertEquals(d, panels.d());
                assertEquals(panels.count() * 64L * d * 4, panels.bytes());
                for (int i = 0; i < panels.count() * 64; i++) {
                    for (int e = 0; e < d; e++) {
                        long at = ((long) (i / 64) * d + e) * 64 + i % 64;
                        float packed = panels.segment().getAtIndex(ValueLayout.JAVA_FLOAT, at);
                        assertEquals(i < n ? rows[i * d + e] : 0f, packed);
                    }
                }
                assertArrayEquals(rows, panels.toRows(n));
                float[] sum = new float[d + 1];
                for (int i = 0; i < n; i++) {
                    float[] row = new float[d + 1];
                    panels.copyRow(i, row, 1);
                    assertArrayEquals(Arrays.copyOfRange(rows, i * d, (i + 1) * d), Arrays.copyOfRange(row, 1, d + 1));
                    panels.addRow(i, 1f, sum, 1);
                    panels.addRow(i, -1f, row, 1);
                    assertArrayEquals(new float[d + 1], row);
                }
                for (int e = 0; e < d; e++) {
                    float expected = 0;
                    for (int i = 0; i < n; i++) {
                        expected += rows[i * d + e];
                    }
                    assertEquals(expected, sum[1 + e]);
                }
            }
        }
    }
}
