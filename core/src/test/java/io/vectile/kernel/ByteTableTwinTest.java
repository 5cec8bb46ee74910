package io.vectile.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law: the scans of codes by byte tables equal their scalar twins, and those what tables and codes are defined to mean. */
class ByteTableTwinTest {
    private static final int BLOCK = Kernels.BLOCK;

    private final Kernels scalar = KernelSets.scalar();

    /** A block with candidates. */
    private record Hit(int block, long lanes) {}

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void scanBytesFindsTheSameCandidates(Kernels simd, Fill fill) {
        Random random = new Random(1);
        for (int rows = 1; rows <= 33; rows++) {
            int blocks = 1 + random.nextInt(5);
            int offset = KernelTwinTest.OFFSETS[rows % KernelTwinTest.OFFSETS.length];
            MemorySegment codes = fill.segment(true, blocks * rows * BLOCK, offset, random);
            byte[] tables = tables(rows, random);
            for (int threshold = 1; threshold <= 255; threshold += rows <= 2 ? 1 : 1 + random.nextInt(20)) {
                int from = random.nextInt(blocks);
                int width = KernelTwinTest.width(random);
                assertEquals(hitsOfBytes(scalar, codes, offset, from, blocks, rows, width, tables, threshold),
                        hitsOfBytes(simd, codes, offset, from, blocks, rows, width, tables, threshold),
                        rows + " rows, threshold " + threshold);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void scanBytesSaturatesAtBoundaryTables(Kernels simd) {
        Random random = new Random(2);
        for (int rows : new int[] {1, 2, 8, 32}) {
            MemorySegment codes = Fill.RANDOM.segment(true, rows * BLOCK, 0, random);
            for (int entry : new int[] {0, 1, 127, 128, 254, 255}) {
                byte[] tables = new byte[rows * Kernels.TABLE];
                Arrays.fill(tables, (byte) entry);
                for (int threshold = 1; threshold <= 255; threshold++) {
                    List<Hit> all = List.of(new Hit(0, -1L));
                    List<Hit> expected = rows * entry < threshold ? all : List.of();
                    assertEquals(expected, hitsOfBytes(scalar, codes, 0, 0, 1, rows, BLOCK, tables, threshold));
                    assertEquals(expected, hitsOfBytes(simd, codes, 0, 0, 1, rows, BLOCK, tables, threshold));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#allAndFill")
    void scanGroupsFindsWhatScanBytesFinds(Kernels kernels, Fill fill) {
        Random random = new Random(5);
        for (int rows = 1; rows <= 33; rows++) {
            int blocks = 1 + random.nextInt(9);
            int offset = KernelTwinTest.OFFSETS[rows % KernelTwinTest.OFFSETS.length];
            MemorySegment codes = fill.segment(true, blocks * rows * BLOCK, offset, random);
            byte[] tables = tables(rows, random);
            if (rows % 2 == 0) {
                makeSimilar(tables, random);
            }
            byte[] least = new byte[kernels.groupTableBytes(rows)];
            kernels.groupTables(tables, rows, least);
            for (int threshold = 1; threshold <= 255; threshold += 1 + random.nextInt(20)) {
                int from = random.nextInt(blocks);
                int width = KernelTwinTest.width(random);
                List<Hit> expected = hitsOfBytes(scalar, codes, offset, from, blocks, rows, width, tables, threshold);
                List<Hit> hits = new ArrayList<>();
                long[] mask = new long[2];
                for (int b = from; (b = kernels.scanGroups(codes, offset, b, blocks, rows, width, least, tables, threshold, mask))
                        < blocks; b++) {
                    hits.add(new Hit(b, mask[0]));
                }
                assertEquals(expected, hits, rows + " rows, threshold " + threshold);
                boolean counted = mask[1] == 0 || mask[1] >= hits.size() || !kernels.hasWholeTables();
                assertTrue(mask[1] <= blocks - from && counted, "second looks: " + mask[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#allAndFill")
    void sumBytesGivesTheSumsAndWhetherAnyIsBelow(Kernels kernels, Fill fill) {
        Random random = new Random(7);
        for (int rows = 1; rows <= 33; rows++) {
            int offset = KernelTwinTest.OFFSETS[rows % KernelTwinTest.OFFSETS.length];
            int full = random.nextInt(7);
            int rest = full == 0 ? 1 + random.nextInt(BLOCK - 1) : random.nextInt(BLOCK);
            int blocks = rest == 0 ? full : full + 1;
            MemorySegment codes = fill.segment(true, (full + 1) * rows * BLOCK, offset, random);
            byte[] tables = tables(rows, random);
            byte[] sums = new byte[blocks * BLOCK + 2];
            int least = 255;
            kernels.sumBytes(codes, offset, full, rest, rows, tables, 0, sums, 1);
            for (int i = 0; i < full * BLOCK + rest; i++) {
                int width = i < full * BLOCK ? BLOCK : rest;
                int sum = 0;
                for (int r = 0; r < rows; r++) {
                    long at = offset + (long) (i / BLOCK) * rows * BLOCK + (long) r * width + i % BLOCK;
                    sum += tables[r * Kernels.TABLE + (codes.get(ValueLayout.JAVA_BYTE, at) & 255)] & 255;
                }
                assertEquals(Math.min(255, sum), sums[1 + i] & 255, rows + " rows, vector " + i + " of " + full + " blocks and " + rest);
                least = Math.min(least, sum);
            }
            assertEquals(0, sums[0]);
            assertEquals(0, sums[sums.length - 1]);
            assertFalse(kernels.sumBytes(codes, offset, full, rest, rows, tables, least, sums, 1));
            if (least < 255) {
                assertTrue(kernels.sumBytes(codes, offset, full, rest, rows, tables, least + 1, sums, 1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#all")
    void belowIsWhatIsBelow(Kernels kernels) {
        byte[] bytes = new byte[3 + BLOCK];
        new Random(9).nextBytes(bytes);
        for (int threshold = 0; threshold <= 255; threshold++) {
            long below = kernels.below(bytes, 3, threshold);
            for (int i = 0; i < BLOCK; i++) {
                assertEquals((bytes[3 + i] & 255) < threshold, (below >>> i & 1) != 0, "threshold " + threshold);
            }
        }
    }

    /** Entries that lie 64 apart are nearly the same. */
    private static void makeSimilar(byte[] tables, Random random) {
        for (int i = 0; i < tables.length; i++) {
            if (i % Kernels.TABLE >= BLOCK) {
                tables[i] = (byte) Math.min(255, (tables[i - BLOCK] & 255) + random.nextInt(3));
            }
        }
    }

    /** Without registers: the sum of the smallest of sixteen entries of each of two rows, by four bits of either. */
    @Test
    void groupTablesWithoutRegistersAddTwoRows() {
        byte[] tables = new byte[3 * Kernels.TABLE];
        new Random(8).nextBytes(tables);
        for (int code = 0; code < 2 * Kernels.TABLE; code++) {
            if (code / 4 % 16 < 4) {
                tables[code] |= (byte) 128; // the least of both rows are too much together
            }
        }
        byte[] pairs = new byte[scalar.groupTableBytes(3)];
        assertEquals(2 * Kernels.TABLE, pairs.length);
        scalar.groupTables(tables, 3, pairs);
        for (int i = 0; i < Kernels.TABLE; i++) {
            int sum = smallest(tables, 0, i % 16) + smallest(tables, 1, i / 16);
            assertEquals(Math.min(255, sum), pairs[i] & 255, "entry " + i);
            assertEquals(tables[2 * Kernels.TABLE + i], pairs[Kernels.TABLE + i], "entry " + i + " of the row left over");
        }
    }

    private static int smallest(byte[] tables, int row, int group) {
        int smallest = 255;
        for (int code = 0; code < Kernels.TABLE; code++) {
            if (code / 4 % 16 == group) {
                smallest = Math.min(smallest, tables[row * Kernels.TABLE + code] & 255);
            }
        }
        return smallest;
    }

    /** By six bits of a code where registers hold 64 entries; by bits 2 to 5, and then by six, where they hold 16. */
    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void groupTablesHaveTheSmallestEntryOfEachGroup(Kernels kernels) {
        byte[] tables = new byte[3 * Kernels.TABLE];
        new Random(6).nextBytes(tables);
        byte[] least = new byte[kernels.groupTableBytes(3)];
        kernels.groupTables(tables, 3, least);
        int coarse = kernels.hasWholeTables() ? 0 : 16;
        assertEquals(3 * (coarse + 64), least.length);
        for (int r = 0; r < 3; r++) {
            int[] expected = new int[coarse + 64];
            Arrays.fill(expected, 255);
            for (int code = 0; code < Kernels.TABLE; code++) {
                int entry = tables[r * Kernels.TABLE + code] & 255;
                if (coarse > 0) {
                    int group = code / 4 % 16;
                    expected[group] = Math.min(expected[group], entry);
                }
                int group = coarse + code % 64;
                expected[group] = Math.min(expected[group], entry);
            }
            for (int g = 0; g < expected.length; g++) {
                assertEquals(expected[g], least[r * expected.length + g] & 255, "row " + r + ", entry " + g);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void scanBitsFindsTheSameCandidates(Kernels simd, Fill fill) {
        Random random = new Random(3);
        for (int nbits = 1; nbits <= 7; nbits++) {
            for (int m = 1; m <= 32; m++) {
                int extra = m & 1;
                int blockRows = (m * nbits + 7) / 8 + extra;
                int blocks = 1 + random.nextInt(5);
                int offset = KernelTwinTest.OFFSETS[m % KernelTwinTest.OFFSETS.length];
                MemorySegment codes = fill.segment(true, blocks * blockRows * BLOCK, offset, random);
                byte[] tables = tables(m + extra, random);
                for (int threshold = 1; threshold <= 255; threshold += 1 + random.nextInt(60)) {
                    int from = random.nextInt(blocks);
                    int width = KernelTwinTest.width(random);
                    assertEquals(hitsOfBits(scalar, codes, offset, from, blocks, m, nbits, blockRows, width, tables, threshold),
                            hitsOfBits(simd, codes, offset, from, blocks, m, nbits, blockRows, width, tables, threshold),
                            m + " codes of " + nbits + " bits, threshold " + threshold);
                }
            }
        }
    }

    @Test
    void scanBitsReadsALittleEndianBitStream() {
        Random random = new Random(4);
        int m = 11;
        for (int nbits = 1; nbits <= 7; nbits++) {
            int blockRows = (m * nbits + 7) / 8;
            MemorySegment codes = Panels.allocate((long) blockRows * BLOCK);
            int[][] values = new int[BLOCK][m];
            for (int lane = 0; lane < BLOCK; lane++) {
                for (int j = 0; j < m; j++) {
                    values[lane][j] = random.nextInt(1 << nbits);
                    write(codes, lane, j * nbits, nbits, values[lane][j]);
                }
            }
            // 0 for the values of lane 17 and 255 for all others: only codes equal to lane 17's sum to less than 1.
            byte[] tables = new byte[m * Kernels.TABLE];
            Arrays.fill(tables, (byte) 255);
            for (int j = 0; j < m; j++) {
                tables[j * Kernels.TABLE + values[17][j]] = 0;
            }
            long expected = 0;
            for (int lane = 0; lane < BLOCK; lane++) {
                expected |= Arrays.equals(values[lane], values[17]) ? 1L << lane : 0;
            }
            for (Kernels kernels : KernelSets.all()) {
                assertEquals(List.of(new Hit(0, expected)),
                        hitsOfBits(kernels, codes, 0, 0, 1, m, nbits, blockRows, BLOCK, tables, 1), kernels.name());
            }
        }
    }

    private static void write(MemorySegment codes, int lane, int firstBit, int nbits, int value) {
        for (int bit = firstBit; bit < firstBit + nbits; bit++) {
            long at = (long) (bit / 8) * BLOCK + lane;
            int set = (value >> bit - firstBit & 1) << bit % 8;
            codes.set(ValueLayout.JAVA_BYTE, at, (byte) (codes.get(ValueLayout.JAVA_BYTE, at) | set));
        }
    }

    /** Entries small enough that the sums of all rows lie about the thresholds. */
    private static byte[] tables(int rows, Random random) {
        byte[] tables = new byte[rows * Kernels.TABLE];
        int limit = Math.max(2, Math.min(256, 600 / rows));
        for (int i = 0; i < tables.length; i++) {
            tables[i] = (byte) random.nextInt(limit);
        }
        return tables;
    }

    private static List<Hit> hitsOfBytes(Kernels kernels, MemorySegment codes, long offset, int from, int to, int rows,
            int width, byte[] tables, int threshold) {
        List<Hit> hits = new ArrayList<>();
        long[] mask = new long[1];
        for (int b = from; (b = kernels.scanBytes(codes, offset, b, to, rows, width, tables, threshold, mask)) < to; b++) {
            hits.add(new Hit(b, mask[0]));
        }
        return hits;
    }

    private static List<Hit> hitsOfBits(Kernels kernels, MemorySegment codes, long offset, int from, int to, int m,
            int nbits, int blockRows, int width, byte[] tables, int threshold) {
        List<Hit> hits = new ArrayList<>();
        long[] mask = new long[1];
        for (int b = from;
                (b = kernels.scanBits(codes, offset, b, to, m, nbits, blockRows, width, tables, threshold, mask)) < to; b++) {
            hits.add(new Hit(b, mask[0]));
        }
        return hits;
    }
}
