package io.vectile.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.error.InvalidInputException;
import io.vectile.vectors.Vectors.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(InvalidInputException.class, call).getMessage());
    }

    @Test
    void anArrayIsRowsOfD() {
        Vectors vectors = Vectors.of(new float[] {1, 2, 3, 4, 5, 6}, 3);
        assertEquals(2, vectors.n());
        assertEquals(3, vectors.d());
        assertEquals(ElementType.FLOAT32, vectors.type());
        assertEquals("2 x 3 float32", vectors.toString());
        assertArrayEquals(new float[] {4, 5, 6}, vectors.row(1));
    }

    @Test
    void anArrayIsNotCopied() {
        float[] data = {1, 2};
        Vectors vectors = Vectors.of(data, 2);
        data[1] = 7;
        assertArrayEquals(new float[] {1, 7}, vectors.row(0));
    }

    @Test
    void rowsOfRowsAreCopied() {
        float[][] data = {{1, 2}, {3, 4}, {5, 6}};
        Vectors vectors = Vectors.of(data);
        data[1][0] = 9;
        assertEquals(3, vectors.n());
        assertArrayEquals(new float[] {3, 4}, vectors.row(1));
        assertArrayEquals(new float[] {8, 9}, Vectors.of(new float[] {8, 9}).row(0));
    }

    @Test
    void bytesAreUnsigned() {
        Vectors vectors = Vectors.ofBytes(new byte[] {0, 127, (byte) 128, (byte) 255}, 2);
        assertEquals(ElementType.UINT8, vectors.type());
        assertArrayEquals(new float[] {0, 127}, vectors.row(0));
        assertArrayEquals(new float[] {128, 255}, vectors.row(1));
    }

    @Test
    void noRowsAreAllowedWhereDIsKnown() {
        Vectors none = Vectors.of(new float[0], 8);
        assertEquals(0, none.n());
        none.copyRows(0, 0, new float[0], 0);
        none.requireFinite("vector");
        assertEquals(0, none.rows(0, 0).n());
        assertEquals(0, none.select(new long[0]).n());
        refused("row 0 does not exist; there are 0 rows", () -> none.row(0));
    }

    @Test
    void copyRowsFillsJustItsPlace() {
        Vectors vectors = Vectors.ofBytes(new byte[] {1, 2, 3, 4, 5, 6}, 2);
        float[] dst = {-1, -1, -1, -1, -1, -1};
        vectors.copyRows(1, 2, dst, 1);
        assertArrayEquals(new float[] {-1, 3, 4, 5, 6, -1}, dst);
        vectors.copyRow(0, dst, 4);
        assertArrayEquals(new float[] {-1, 3, 4, 5, 1, 2}, dst);
    }

    @Test
    void aViewOfRowsNumbersThemFromZero() {
        Vectors middle = Vectors.of(new float[] {0, 1, 2, 3, 4}, 1).rows(1, 4);
        assertEquals(3, middle.n());
        assertArrayEquals(new float[] {1}, middle.row(0));
        assertArrayEquals(new float[] {2}, middle.rows(1, 3).row(0));
        assertEquals(0, middle.rows(3, 3).n());
        refused("row 3 does not exist; there are 3 rows", () -> middle.row(3));
        refused("rows 2 to 4 (exclusive) do not exist; there are 3 rows", () -> middle.rows(2, 4));
        refused("rows 2 to 1 (exclusive) do not exist; there are 3 rows", () -> middle.rows(2, 1));
    }

    @Test
    void selectKeepsOrderRepetitionsAndType() {
        Vectors chosen = Vectors.ofBytes(new byte[] {1, 2, 3, 4, 5, 6}, 2).select(new long[] {2, 0, 2});
        assertEquals(ElementType.UINT8, chosen.type());
        float[] all = new float[6];
        chosen.copyRows(0, 3, all, 0);
        assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6}, all);
        refused("row 3 does not exist; there are 3 rows", () -> chosen.select(new long[] {0, 3}));
        refused("row -1 does not exist; there are 3 rows", () -> chosen.select(new long[] {-1}));
    }

    @Test
    void badShapesAreRefusedWithTheNumbersThatDoNotFit() {
        refused("an array of 7 numbers is not a whole number of rows of d = 3", () -> Vectors.of(new float[7], 3));
        refused("d is 0; it must be 1 to 1048576", () -> Vectors.of(new float[7], 0));
        refused("d is -2; it must be 1 to 1048576", () -> Vectors.ofBytes(new byte[4], -2));
        refused("d is 1048577; it must be 1 to 1048576", () -> Vectors.of(new float[0], Vectors.MAX_D + 1));
        refused("row 2 has 1 numbers and row 0 has 2; all rows must have the same length",
                () -> Vectors.of(new float[] {1, 2}, new float[] {3, 4}, new float[] {5}));
        refused("row 1 is null", () -> Vectors.of(new float[] {1, 2}, null));
        refused("no rows were given, so their length is unknown; at least one is needed", () -> Vectors.of(new float[0][]));
        refused("d is 0; it must be 1 to 1048576", () -> Vectors.of(new float[3][0]));
    }

    @Test
    void rowsOutsideAreRefused() {
        Vectors vectors = Vectors.of(new float[6], 2);
        float[] dst = new float[6];
        refused("row 3 does not exist; there are 3 rows", () -> vectors.copyRow(3, dst, 0));
        refused("row -1 does not exist; there are 3 rows", () -> vectors.copyRow(-1, dst, 0));
        refused("rows 1 to 4 (exclusive) do not exist; there are 3 rows", () -> vectors.copyRows(1, 3, dst, 0));
        refused("rows 1 to 0 (exclusive) do not exist; there are 3 rows", () -> vectors.copyRows(1, -1, dst, 0));
        refused("3 rows of 2 numbers do not fit in an array of 6 from index 1", () -> vectors.copyRows(0, 3, dst, 1));
        refused("1 rows of 2 numbers do not fit in an array of 6 from index -1", () -> vectors.copyRow(0, dst, -1));
        refused("1 rows of 2 numbers do not fit in an array of 6 from index 2147483647",
                () -> vectors.copyRow(0, dst, Integer.MAX_VALUE));
    }

    @Test
    void aSegmentIsReadAtAnyAlignmentAndStride() {
        try (Arena arena = Arena.ofShared()) {
            for (int offset = 0; offset < 9; offset++) {
                MemorySegment segment = arena.allocate(100);
                for (int row = 0; row < 3; row++) {
                    for (int i = 0; i < 2; i++) {
                        segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + row * 13L + i * 4L, row * 10 + i);
                    }
                }
                Vectors vectors = Vectors.of(segment, ElementType.FLOAT32, 3, 2, offset, 13);
                float[] all = new float[6];
                vectors.copyRows(0, 3, all, 0);
                assertArrayEquals(new float[] {0, 1, 10, 11, 20, 21}, all);
                assertArrayEquals(new float[] {20, 21}, vectors.rows(1, 3).row(1));
                assertArrayEquals(new float[] {10, 11}, vectors.select(new long[] {1}).row(0));
            }
        }
    }

    @Test
    void rowsThatLeaveTheirSegmentAreRefused() {
        MemorySegment segment = MemorySegment.ofArray(new byte[20]);
        assertDoesNotThrow(() -> Vectors.of(segment, ElementType.UINT8, 2, 8, 2, 10));
        refused("2 rows of 8 uint8, one every 10 bytes from byte 3, do not fit in a segment of 20 bytes",
                () -> Vectors.of(segment, ElementType.UINT8, 2, 8, 3, 10));
        refused(Long.MAX_VALUE + " rows of 8 uint8, one every 8 bytes from byte 0, do not fit in a segment of 20 bytes",
                () -> Vectors.of(segment, ElementType.UINT8, Long.MAX_VALUE, 8, 0, 8));
        refused("2 rows of 1 uint8, one every " + Long.MAX_VALUE + " bytes from byte 0, do not fit in a segment of 20 bytes",
                () -> Vectors.of(segment, ElementType.UINT8, 2, 1, 0, Long.MAX_VALUE));
        refused("a stride of 7 bytes is too small for rows of 2 float32; it must be 8 or more",
                () -> Vectors.of(segment, ElementType.FLOAT32, 2, 2, 0, 7));
        refused("offset 21 lies outside a segment of 20 bytes", () -> Vectors.of(segment, ElementType.UINT8, 0, 1, 21, 1));
        refused("offset -1 lies outside a segment of 20 bytes", () -> Vectors.of(segment, ElementType.UINT8, 1, 1, -1, 1));
        refused("the number of rows is -1; it must be 0 or more", () -> Vectors.of(segment, ElementType.UINT8, -1, 1, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aValueThatIsNotFiniteIsNamedWithItsRowAndDimension(float value) {
        float[] data = new float[20 * 5];
        data[17 * 5 + 3] = value;
        data[19 * 5] = Float.NaN;
        refused("base vector 17 has " + value + " at dimension 3; every value must be finite",
                () -> Vectors.of(data, 5).requireFinite("base vector"));
    }

    @Test
    void everyFinitePatternOfBitsPasses() {
        Vectors.of(new float[] {0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, Float.MIN_NORMAL}, 3)
                .requireFinite("vector");
        Vectors.ofBytes(new byte[] {(byte) 0xff, (byte) 0x7f, (byte) 0x80, 0}, 4).requireFinite("vector");
    }

    @Test
    void aValueThatIsNotFiniteIsFoundWhereverItIs() {
        Seeds.forAll(300, random -> {
            int d = random.nextInt(1, 60) * (random.nextInt(10) == 0 ? 200 : 1);
            int n = random.nextInt(1, 400);
            int strideBytes = d * 4 + random.nextInt(3) * 4;
            MemorySegment segment = MemorySegment.ofArray(new byte[n * strideBytes]);
            Vectors vectors = Vectors.of(segment, ElementType.FLOAT32, n, d, 0, strideBytes);
            vectors.requireFinite("vector");
            int row = random.nextInt(n);
            int i = random.nextInt(d);
            segment.set(ValueLayout.JAVA_INT_UNALIGNED, (long) row * strideBytes + i * 4L, 0x7f80_0000 | random.nextInt());
            float bad = vectors.row(row)[i];
            refused("vector " + row + " has " + bad + " at dimension " + i + "; every value must be finite",
                    () -> vectors.requireFinite("vector"));
        });
    }

    @Test
    void everyWayOfReadingRowsGivesTheSameNumbers() {
        Seeds.forAll(300, random -> {
            int d = random.nextInt(1, 40) * (random.nextInt(10) == 0 ? 300 : 1);
            int n = random.nextInt(0, 50);
            int gap = random.nextInt(3);
            int offset = random.nextInt(5);
            byte[] memory = new byte[offset + n * (d + gap)];
            random.nextBytes(memory);
            Vectors vectors = Vectors.of(MemorySegment.ofArray(memory), ElementType.UINT8, n, d, offset, d + gap);
            float[] expected = new float[n * d];
            for (int row = 0; row < n; row++) {
                for (int i = 0; i < d; i++) {
                    expected[row * d + i] = Byte.toUnsignedInt(memory[offset + row * (d + gap) + i]);
                }
            }
            float[] all = new float[n * d];
            vectors.copyRows(0, n, all, 0);
            assertArrayEquals(expected, all);
            assertArrayEquals(expected, floats(Vectors.of(expected, d)));
            long[] everyRow = new long[n];
            float[] oneByOne = new float[n * d];
            for (int row = 0; row < n; row++) {
                everyRow[row] = row;
                vectors.copyRow(row, oneByOne, row * d);
            }
            assertArrayEquals(expected, oneByOne);
            assertArrayEquals(expected, floats(vectors.select(everyRow)));
            int cut = random.nextInt(n + 1);
            float[] halves = new float[n * d];
            vectors.rows(0, cut).copyRows(0, cut, halves, 0);
            vectors.rows(cut, n).copyRows(0, n - cut, halves, cut * d);
            assertArrayEquals(expected, halves);
        });
    }

    static float[] floats(Vectors vectors) {
        float[] all = new float[Math.toIntExact(vectors.n() * vectors.d())];
        vectors.copyRows(0, (int) vectors.n(), all, 0);
        return all;
    }
}
