package io.vectile.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.error.InvalidInputException;
import io.vectile.vectors.IntVectors.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IntVectorsTest {
    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(InvalidInputException.class, call).getMessage());
    }

    @Test
    void bothWidthsReadAlike() {
        for (IntVectors rows : new IntVectors[] {
            IntVectors.of(new int[] {1, -2, 3, 4}, 2),
            IntVectors.of(new long[] {1, -2, 3, 4}, 2),
            IntVectors.of(new int[] {1, -2}, new int[] {3, 4}),
            IntVectors.of(new long[] {1, -2}, new long[] {3, 4})
        }) {
            assertEquals(2, rows.n());
            assertEquals(2, rows.d());
            assertEquals(-2, rows.get(0, 1));
            assertEquals(3, rows.get(1, 0));
            assertArrayEquals(new int[] {1, -2}, rows.rowInts(0));
            assertArrayEquals(new long[] {3, 4}, rows.rowLongs(1));
            assertArrayEquals(new long[] {3, 4}, rows.rows(1, 2).rowLongs(0));
        }
    }

    @Test
    void longsBeyondAnIntAreReadAsLongsAndRefusedAsInts() {
        IntVectors rows = IntVectors.of(new long[] {7, 1L << 40}, 2);
        assertEquals(ElementType.INT64, rows.type());
        assertEquals("1 x 2 int64", rows.toString());
        assertEquals(1L << 40, rows.get(0, 1));
        refused("row 0 has 1099511627776 at column 1, which does not fit in 32 bits; rowLongs and npy files of int64 hold it",
                () -> rows.rowInts(0));
    }

    @Test
    void aSegmentIsReadAtAnyAlignmentAndStride() {
        MemorySegment segment = MemorySegment.ofArray(new byte[64]);
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, 3, -5);
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, 12, 6);
        IntVectors rows = IntVectors.of(segment, ElementType.INT32, 2, 1, 3, 9);
        assertEquals(-5, rows.get(0, 0));
        assertEquals(6, rows.get(1, 0));
        assertArrayEquals(new int[] {6}, rows.rowInts(1));
    }

    @Test
    void badShapesAndPlacesAreRefused() {
        IntVectors rows = IntVectors.of(new int[6], 3);
        refused("row 2 does not exist; there are 2 rows", () -> rows.get(2, 0));
        refused("row -1 does not exist; there are 2 rows", () -> rows.rowLongs(-1));
        refused("column 3 does not exist; rows have 3 numbers", () -> rows.get(0, 3));
        refused("column -1 does not exist; rows have 3 numbers", () -> rows.get(0, -1));
        refused("an array of 7 numbers is not a whole number of rows of d = 3", () -> IntVectors.of(new int[7], 3));
        refused("d is 0; it must be 1 to 1048576", () -> IntVectors.of(new long[7], 0));
        refused("row 1 has 2 numbers and row 0 has 1; all rows must have the same length",
                () -> IntVectors.of(new int[] {1}, new int[] {2, 3}));
        refused("row 1 has 0 numbers and row 0 has 1; all rows must have the same length",
                () -> IntVectors.of(new long[] {1}, new long[0]));
    }
}
