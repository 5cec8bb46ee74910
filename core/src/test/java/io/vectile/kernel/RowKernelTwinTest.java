package io.vectile.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Law: the kernels over row-major vectors equal their scalar twins, single rows those over arrays and blocks bit for bit,
 * and a scan of rows names every row that its measure would find.
 *
 * <p>Every segment ends with its last row, so that a kernel which reads on throws.
 */
class RowKernelTwinTest {
    private static final int BLOCK = Kernels.BLOCK;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Bytes before the first row; 45 is the header of a flat Faiss index. */
    private static final int[] OFFSETS = {0, 45, 64, 2};

    /** Rounds of the single rows, so that they are compared once compiled, too. */
    private static final int ROUNDS = 8;

    /** Zeros but for lane 5, which holds the row that is measured. */
    private final MemorySegment block = Panels.allocate(130L * BLOCK * Float.BYTES);

    private final Kernels scalar = KernelSets.scalar();

    /** A block with candidates. */
    private record Hit(int block, long lanes) {}

    /** A scan's input: n rows of d floats in memory from {@code offset} to its end, and on the heap, and a query. */
    private record Rows(MemorySegment segment, int offset, float[] numbers, int n, int d, float[] q, int at) {
        static Rows of(float[] numbers, int n, int d, int offset, float[] q, int at) {
            MemorySegment segment = Panels.allocate(offset + (long) n * d * Float.BYTES);
            MemorySegment.copy(numbers, 0, segment, FLOAT, offset, n * d);
            return new Rows(segment, offset, numbers, n, d, q, at);
        }

        static Rows filled(Fill fill, int n, int d, int offset, Random random) {
            int at = random.nextInt(5);
            return of(fill.numbers(n * d, random), n, d, offset, fill.numbers(at + d, random), at);
        }

        int blocks() {
            return (n + BLOCK - 1) / BLOCK;
        }

        /** Rows of the last block. */
        int lanes() {
            return n - (blocks() - 1) * BLOCK;
        }

        long row(int i) {
            return offset + (long) i * d * Float.BYTES;
        }

        /** All distances as the survivors of a scan are measured. */
        float[] measured(Kernels kernels, boolean dot) {
            float[] distances = new float[n];
            for (int i = 0; i < n; i++) {
                distances[i] = dot
                        ? kernels.sequentialDot(segment, row(i), false, d, q, at)
                        : kernels.sequentialL2(segment, row(i), false, d, q, at);
            }
            return distances;
        }

        List<Hit> candidates(Kernels kernels, boolean dot, int from, float bound) {
            List<Hit> hits = new ArrayList<>();
            long[] mask = new long[1];
            for (int b = from; b < blocks(); b++) {
                b = dot
                        ? kernels.scanRowsDot(segment, offset, b, blocks(), lanes(), d, q, at, bound, mask)
                        : kernels.scanRowsL2(segment, offset, b, blocks(), lanes(), d, q, at, bound, mask);
                if (b < blocks()) {
                    hits.add(new Hit(b, mask[0]));
                }
            }
            return hits;
        }
    }

    // ---- single rows ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void rowsOfFloatsMeasureAsArraysAndLanesDo(Kernels simd, Fill fill) {
        Random random = new Random(21);
        for (int round = 0; round < ROUNDS; round++) {
            for (int d = 1; d <= 130; d++) {
                Rows rows = Rows.filled(fill, 3, d, OFFSETS[(d + round) % OFFSETS.length], random);
                for (int i = 0; i < rows.n; i++) {
                    measuresAgree(simd, rows.segment, rows.row(i), false, Arrays.copyOfRange(rows.numbers, i * d, i * d + d),
                            rows.q, rows.at);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void rowsOfBytesMeasureAsArraysAndLanesDo(Kernels simd, Fill fill) {
        Random random = new Random(22);
        for (int round = 0; round < ROUNDS; round++) {
            for (int d = 1; d <= 130; d++) {
                int offset = OFFSETS[(d + round) % OFFSETS.length];
                MemorySegment segment = fill.segment(true, 3 * d, offset, random);
                float[] q = fill.numbers(3 + d, random);
                for (int i = 0; i < 3; i++) {
                    long row = offset + (long) i * d;
                    float[] numbers = new float[d];
                    for (int e = 0; e < d; e++) {
                        numbers[e] = segment.get(ValueLayout.JAVA_BYTE, row + e) & 255;
                    }
                    measuresAgree(simd, segment, row, true, numbers, q, 3);
                }
            }
        }
    }

    private void measuresAgree(Kernels simd, MemorySegment rows, long row, boolean bytes, float[] numbers, float[] q,
            int at) {
        int d = numbers.length;
        for (int e = 0; e < d; e++) {
            block.set(FLOAT, (e * BLOCK + 5L) * Float.BYTES, numbers[e]);
        }
        float[] expected = {scalar.l2(q, at, numbers, 0, d), scalar.dot(q, at, numbers, 0, d),
                scalar.laneL2(block, 0, false, 0, Kernels.BLOCK, 5, d, q, at), scalar.laneDot(block, 0, false, 0, Kernels.BLOCK, 5, d, q, at)};
        for (Kernels kernels : List.of(scalar, simd)) {
            assertSameBits(expected, new float[] {
                    kernels.rowL2(rows, row, bytes, d, q, at), kernels.rowDot(rows, row, bytes, d, q, at),
                    kernels.sequentialL2(rows, row, bytes, d, q, at), kernels.sequentialDot(rows, row, bytes, d, q, at)},
                    kernels.name() + ", d " + d);
        }
        assertSameBits(Arrays.copyOf(expected, 2),
                new float[] {simd.l2(q, at, numbers, 0, d), simd.dot(q, at, numbers, 0, d)}, "arrays, d " + d);
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void aMissingNumberDoesNotTurnANegativeZeroPositive(Kernels simd) {
        // The sums of products that vanish below zero are -0, and remain so where the second sixteen have no number.
        for (int d = 17; d <= 31; d++) {
            float[] q = new float[d];
            float[] x = new float[d];
            Arrays.fill(q, 1e-30f);
            Arrays.fill(x, -1e-30f);
            Rows rows = Rows.of(x, 1, d, 45, q, 0);
            for (Kernels kernels : List.of(scalar, simd)) {
                assertSameBits(new float[] {-0f, -0f}, new float[] {kernels.dot(q, 0, x, 0, d),
                        kernels.rowDot(rows.segment, 45, false, d, q, 0)}, kernels.name() + ", d " + d);
            }
        }
    }

    // ---- scans ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void scansNameTheSameRowsAndMissNone(Kernels simd, Fill fill) {
        Random random = new Random(23);
        for (int d = 1; d <= 130; d++) {
            int n = random.nextInt(3) * BLOCK + 1 + random.nextInt(BLOCK);
            scansAgree(simd, Rows.filled(fill, n, d, OFFSETS[d % OFFSETS.length], random), random);
        }
        for (int lanes = 1; lanes <= BLOCK; lanes++) {
            for (int d : new int[] {3, 16, 33}) {
                scansAgree(simd, Rows.filled(fill, lanes, d, 45, random), random);
            }
        }
    }

    /** Numbers far apart in size, among them all that are not numbers or whose squares are none. */
    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void scansNameTheSameRowsAndMissNoneWhereSumsOverflowOrVanish(Kernels simd) {
        Random random = new Random(24);
        float[] odd = {0f, -0f, Float.MIN_VALUE, Float.MIN_NORMAL, 1e-30f, 1e-23f, 1e-19f, 1f, 1e10f, 1e18f,
                1.8e19f, 1.85e19f, 1e23f, 1e38f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN};
        for (int round = 0; round < 400; round++) {
            int d = 1 + random.nextInt(40);
            int kinds = 1 + random.nextInt(odd.length);
            int n = 1 + random.nextInt(100);
            float[] q = new float[d];
            float scale = odd[random.nextInt(odd.length - 2)];
            for (int e = 0; e < d; e++) {
                q[e] = round % 3 == 0 ? odd[random.nextInt(kinds)] : scale * (float) random.nextGaussian();
            }
            float[] numbers = new float[n * d];
            for (int i = 0; i < n; i++) {
                // Half of the rows of numbers of one size, the others of all sizes.
                float size = odd[random.nextInt(odd.length - 2)];
                for (int e = 0; e < d; e++) {
                    numbers[i * d + e] = (i % 2 == 0 ? size : odd[random.nextInt(kinds)])
                            * (random.nextInt(3) == 0 ? (float) random.nextGaussian() : random.nextBoolean() ? 1 : -1);
                }
            }
            scansAgree(simd, Rows.of(numbers, n, d, 45, q, 0), random);
        }
    }

    private void scansAgree(Kernels simd, Rows rows, Random random) {
        for (boolean dot : new boolean[] {false, true}) {
            float[] measured = rows.measured(simd, dot);
            // Bounds that one of the rows just meets, or just misses, and the outermost.
            float met = measured[random.nextInt(rows.n)];
            float alsoMet = measured[random.nextInt(rows.n)];
            for (float bound : new float[] {met, Math.nextDown(met), alsoMet, 0f, Float.MAX_VALUE, -Float.MAX_VALUE,
                    Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                String shape = (dot ? "dot" : "L2") + ", " + rows.n + " rows of " + rows.d + ", bound " + bound;
                int from = random.nextInt(rows.blocks());
                List<Hit> hits = rows.candidates(scalar, dot, from, bound);
                assertEquals(hits, rows.candidates(simd, dot, from, bound), shape);
                long[] lanes = new long[rows.blocks()];
                hits.forEach(hit -> lanes[hit.block] = hit.lanes);
                for (int i = from * BLOCK; i < rows.n; i++) {
                    boolean named = (lanes[i / BLOCK] >>> i % BLOCK & 1) != 0;
                    assertTrue(named || !(measured[i] <= bound), shape + " misses row " + i + " at " + measured[i]);
                }
                assertEquals(0, rows.lanes() == BLOCK ? 0 : lanes[rows.blocks() - 1] >>> rows.lanes(), shape);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void scansNameHardlyMoreRowsThanThereAreWithinTheBound(Kernels simd) {
        Random random = new Random(25);
        for (int d : new int[] {3, 16, 100, 128, 768}) {
            Rows rows = Rows.filled(Fill.RANDOM, 3000, d, 45, random);
            for (boolean dot : new boolean[] {false, true}) {
                float[] sorted = rows.measured(simd, dot);
                Arrays.sort(sorted);
                for (int k : new int[] {1, 10, 1500}) {
                    int named = rows.candidates(simd, dot, 0, sorted[k - 1]).stream()
                            .mapToInt(hit -> Long.bitCount(hit.lanes)).sum();
                    assertTrue(named >= k && named <= k + 3, "d " + d + ": " + named + " named for " + k);
                }
            }
        }
    }

    @Test
    void aRowThatIsNoNumberIsNeverNamed() {
        for (int d : new int[] {1, 7, 16, 40}) {
            for (boolean inQuery : new boolean[] {false, true}) {
                float[] numbers = Fill.RANDOM.numbers(BLOCK * d, new Random(26));
                float[] q = Fill.RANDOM.numbers(d, new Random(27));
                if (inQuery) {
                    q[d - 1] = Float.NaN;
                } else {
                    for (int i = 0; i < BLOCK; i++) {
                        numbers[i * d + i % d] = Float.NaN;
                    }
                }
                Rows rows = Rows.of(numbers, BLOCK, d, 45, q, 0);
                for (Kernels kernels : KernelSets.all()) {
                    assertEquals(List.of(), rows.candidates(kernels, false, 0, Float.POSITIVE_INFINITY));
                    assertEquals(List.of(), rows.candidates(kernels, true, 0, Float.POSITIVE_INFINITY));
                }
            }
        }
    }

    @Test
    void anInfiniteDistanceIsNamedUnderAnInfiniteBoundAlone() {
        float[] numbers = {Float.POSITIVE_INFINITY, 2e19f, 1f};
        Rows rows = Rows.of(numbers, 3, 1, 45, new float[] {0f}, 0);
        for (Kernels kernels : KernelSets.all()) {
            assertEquals(List.of(new Hit(0, 7)), rows.candidates(kernels, false, 0, Float.POSITIVE_INFINITY));
            assertEquals(List.of(new Hit(0, 4)), rows.candidates(kernels, false, 0, 3e38f));
        }
    }

    @Test
    void aRowIsNamedWhereTheOtherOrderRoundsASubnormalSumUp() {
        // In units of the smallest float: in order 1 + 1 = 2, and 2 + 0.5 = 2; in sixteen parts 1 + 0.5 = 2, and 2 + 1 = 3.
        float[] x = new float[17];
        x[0] = x[1] = (float) Math.scalb(Math.sqrt(2), -75);
        x[16] = Math.scalb(1f, -75);
        Rows rows = Rows.of(x, 1, 17, 45, new float[17], 0);
        for (Kernels kernels : KernelSets.all()) {
            assertEquals(2 * Float.MIN_VALUE, rows.measured(kernels, false)[0]);
            assertEquals(3 * Float.MIN_VALUE, kernels.rowL2(rows.segment, 45, false, 17, rows.q, 0));
            assertEquals(List.of(new Hit(0, 1)), rows.candidates(kernels, false, 0, 2 * Float.MIN_VALUE));
        }
    }

    @Test
    void aRowWhoseLengthOverflowsIsAlwaysMeasuredByItsInnerProduct() {
        // 1e38 + 1e38 + 1e38 - 1e38 - ... stays finite in order, and is infinite less infinite in sixteen parts.
        int d = 128;
        float[] x = new float[d];
        for (int e = 0; e < d; e++) {
            x[e] = (e & 1) == 0 ? 3e38f : -3e38f;
        }
        float[] q = new float[d];
        Arrays.fill(q, 1f);
        Rows rows = Rows.of(x, 1, d, 45, q, 0);
        for (Kernels kernels : KernelSets.all()) {
            assertEquals(0f, rows.measured(kernels, true)[0]);
            assertFalse(Float.isFinite(kernels.rowDot(rows.segment, 45, false, d, q, 0)));
            assertEquals(List.of(new Hit(0, 1)), rows.candidates(kernels, true, 0, -1f));
        }
    }

    // ---- transposing ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void transposedRowsAreColumnsAndZerosBehindTheLast(Kernels simd, Fill fill) {
        Random random = new Random(28);
        for (int i = 0; i < 300; i++) {
            int d = i < 260 ? 1 + i / 2 : 768 - i;
            int lanes = i % 4 == 0 ? BLOCK : 1 + random.nextInt(BLOCK);
            Rows rows = Rows.filled(fill, lanes, d, OFFSETS[i % OFFSETS.length], random);
            float[] expected = new float[d * BLOCK];
            for (int lane = 0; lane < lanes; lane++) {
                for (int e = 0; e < d; e++) {
                    expected[e * BLOCK + lane] = rows.numbers[lane * d + e];
                }
            }
            for (Kernels kernels : List.of(scalar, simd)) {
                int to = i % 2 * 13;
                MemorySegment panel = Panels.allocate(to + (long) d * BLOCK * Float.BYTES + 1);
                panel.fill((byte) 42);
                kernels.transposeRows(rows.segment, rows.offset, lanes, d, panel, to);
                float[] actual = new float[d * BLOCK];
                MemorySegment.copy(panel, FLOAT, to, actual, 0, actual.length);
                assertSameBits(expected, actual, kernels.name() + ", " + lanes + " rows of " + d);
                assertEquals(42, panel.get(ValueLayout.JAVA_BYTE, panel.byteSize() - 1));
                assertTrue(to == 0 || panel.get(ValueLayout.JAVA_BYTE, to - 1) == 42);
            }
        }
    }

    private static void assertSameBits(float[] expected, float[] actual, String shape) {
        int[] expectedBits = new int[expected.length];
        int[] actualBits = new int[actual.length];
        for (int i = 0; i < expected.length; i++) {
            expectedBits[i] = Float.floatToIntBits(expected[i]);
        }
        for (int i = 0; i < actual.length; i++) {
            actualBits[i] = Float.floatToIntBits(actual[i]);
        }
        assertArrayEquals(expectedBits, actualBits, shape);
    }
}
