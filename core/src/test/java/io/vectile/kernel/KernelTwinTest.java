package io.vectile.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Law: every SIMD kernel equals its scalar twin bit for bit, whatever the size and the numbers. Here the kernels on floats;
 * {@link ByteTableTwinTest} has those on byte tables.
 */
class KernelTwinTest {
    private static final int BLOCK = Kernels.BLOCK;
    private static final int[] DIMENSIONS = {1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 64, 100, 128, 129, 768};

    /** Bytes before the first block: lists in files begin anywhere. */
    static final int[] OFFSETS = {0, 64, 13};

    /** Rounds of the smallest kernels, so that they are compared once compiled, too. */
    private static final int ROUNDS = 300;

    private final Kernels scalar = KernelSets.scalar();

    /** A block with candidates, and all that a scan said about them. */
    private record Hit(int block, long lanes, List<Integer> distances) {}

    // ---- tables -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void distanceTablesAgree(Kernels simd, Fill fill) {
        Random random = new Random(5);
        for (int ksub = 2; ksub <= 4096; ksub *= 2) {
            for (int dsub : new int[] {1, 2, 3, 7, 16, 17, 33}) {
                int m = 1 + random.nextInt(ksub > 256 ? 2 : 5);
                int at = random.nextInt(5);
                float[] q = fill.numbers(at + m * dsub, random);
                int offset = OFFSETS[(ksub + dsub) % OFFSETS.length];
                int panels = (ksub + BLOCK - 1) / BLOCK;
                MemorySegment codebook = fill.segment(false, m * panels * dsub * BLOCK, offset, random);
                String shape = "m " + m + ", dsub " + dsub + ", ksub " + ksub;

                float[] expected = new float[m * ksub + 3];
                float[] actual = new float[m * ksub + 3];
                scalar.tableL2(q, at, codebook, offset, m, dsub, ksub, expected);
                simd.tableL2(q, at, codebook, offset, m, dsub, ksub, actual);
                assertSameBits(expected, actual, shape);

                for (float scale : new float[] {-2f, -1f, 0.3f}) {
                    scalar.tableDot(q, at, scale, codebook, offset, m, dsub, ksub, expected);
                    simd.tableDot(q, at, scale, codebook, offset, m, dsub, ksub, actual);
                    assertSameBits(expected, actual, shape);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void extremesAndFloorsAgree(Kernels simd, Fill fill) {
        Random random = new Random(6);
        int[] sizes = {1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 64, 100, 128, 256, 1000, 4096};
        for (int i = 0; i < ROUNDS / 10 * sizes.length; i++) {
            int n = sizes[i % sizes.length];
            int at = random.nextInt(5);
            float[] a = fill.numbers(at + n + 2, random);
            float min = scalar.min(a, at, n);
            assertSameBits(new float[] {min}, new float[] {simd.min(a, at, n)}, "min of " + n);
            assertSameBits(new float[] {scalar.maxAbs(a, at, n)}, new float[] {simd.maxAbs(a, at, n)}, "maxAbs of " + n);
            for (float scale : new float[] {0f, 1e-30f, 1e-15f, 0.7f, 100f, 254f, 1e10f, 1e38f}) {
                int outAt = random.nextInt(3);
                byte[] expected = new byte[outAt + n + 2];
                byte[] actual = new byte[outAt + n + 2];
                scalar.floorTable(a, at, n, min, scale, expected, outAt);
                simd.floorTable(a, at, n, min, scale, actual, outAt);
                assertArrayEquals(expected, actual, n + " numbers, scale " + scale);
            }
        }
    }

    // ---- blocks of plain vectors ------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void scansOfVectorsFindTheSameDistances(Kernels simd, Fill fill) {
        Random random = new Random(7);
        for (int d : DIMENSIONS) {
            for (boolean bytes : new boolean[] {false, true}) {
                for (boolean dot : new boolean[] {false, true}) {
                    scansAgree(simd, fill, d, bytes, dot, random);
                }
            }
        }
    }

    private void scansAgree(Kernels simd, Fill fill, int d, boolean bytes, boolean dot, Random random) {
        int blocks = 1 + random.nextInt(5);
        int offset = OFFSETS[d % OFFSETS.length];
        int at = random.nextInt(5);
        int width = width(random);
        MemorySegment segment = fill.segment(bytes, blocks * d * BLOCK, offset, random);
        float[] q = bytes && fill == Fill.RANDOM ? bytesAsFloats(at + d, random) : fill.numbers(at + d, random);
        String shape = "d " + d + (bytes ? ", bytes" : ", floats") + (dot ? ", dot" : ", L2");

        List<Hit> all = hits(scalar, segment, offset, bytes, dot, 0, blocks, width, d, q, at, Float.POSITIVE_INFINITY);
        assertEquals(blocks, all.size(), shape);
        assertEquals(all, hits(simd, segment, offset, bytes, dot, 0, blocks, width, d, q, at, Float.POSITIVE_INFINITY), shape);
        for (Hit hit : all) {
            for (int lane = 0; lane < BLOCK; lane += 7) {
                for (Kernels kernels : List.of(scalar, simd)) {
                    float alone = dot
                            ? kernels.laneDot(segment, offset, bytes, hit.block, width, lane, d, q, at)
                            : kernels.laneL2(segment, offset, bytes, hit.block, width, lane, d, q, at);
                    assertEquals(hit.distances.get(lane), Float.floatToRawIntBits(alone), shape);
                }
            }
        }
        for (int i = 0; i < 8; i++) {
            // A bound that one of the vectors just meets, or just misses.
            float met = Float.intBitsToFloat(all.get(random.nextInt(blocks)).distances.get(random.nextInt(BLOCK)));
            float bound = i % 2 == 0 ? met : Math.nextDown(met);
            int from = random.nextInt(blocks);
            assertEquals(hits(scalar, segment, offset, bytes, dot, from, blocks, width, d, q, at, bound),
                    hits(simd, segment, offset, bytes, dot, from, blocks, width, d, q, at, bound), shape + ", bound " + bound);
        }
    }

    /** That of a full block half of the time, else that of a narrow one. */
    static int width(Random random) {
        return random.nextBoolean() ? BLOCK : 1 + random.nextInt(BLOCK);
    }

    private static List<Hit> hits(Kernels kernels, MemorySegment segment, long offset, boolean bytes, boolean dot, int from,
            int to, int width, int d, float[] q, int at, float bound) {
        List<Hit> hits = new ArrayList<>();
        long[] mask = new long[1];
        float[] distances = new float[BLOCK];
        for (int b = from; b < to; b++) {
            b = dot
                    ? kernels.scanDot(segment, offset, bytes, b, to, width, d, q, at, bound, distances, mask)
                    : kernels.scanL2(segment, offset, bytes, b, to, width, d, q, at, bound, distances, mask);
            if (b < to) {
                // Outside the mask there are partial sums, which may differ.
                List<Integer> bits = new ArrayList<>();
                for (int lane = 0; lane < BLOCK; lane++) {
                    bits.add((mask[0] >>> lane & 1) == 0 ? 0 : Float.floatToRawIntBits(distances[lane]));
                }
                hits.add(new Hit(b, mask[0], bits));
            }
        }
        return hits;
    }

    private static float[] bytesAsFloats(int n, Random random) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = random.nextInt(256);
        }
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void wideningAgrees(Kernels simd, Fill fill) {
        Random random = new Random(8);
        int[] sizes = {64, 128, 192, 64 * 129};
        for (int i = 0; i < ROUNDS; i++) {
            int n = sizes[i % sizes.length];
            MemorySegment bytes = fill.segment(true, n, 13, random);
            MemorySegment expected = Panels.allocate(64 + 4L * n);
            MemorySegment actual = Panels.allocate(64 + 4L * n);
            scalar.widen(bytes, 13, n, expected, 64);
            simd.widen(bytes, 13, n, actual, 64);
            assertEquals(-1, expected.mismatch(actual), n + " bytes");
            assertEquals(bytes.get(ValueLayout.JAVA_BYTE, 13) & 255,
                    expected.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 64));
        }
    }

    // ---- pairs and tiles --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void distancesToDecodedResidualsAgree(Kernels simd, Fill fill) {
        Random random = new Random(15);
        for (int dsub : new int[] {1, 3, 8, 15, 16, 17, 32, 48}) {
            for (int m : new int[] {1, 2, 5, 8, 9, 16}) {
                int d = m * dsub;
                float[] q = fill.numbers(d + 3, random);
                float[] centroids = fill.numbers(3 * d, random);
                float[] codebook = fill.numbers(m * 20 * dsub, random);
                int[] codewords = new int[m];
                float[] decoded = new float[d];
                for (int j = 0; j < m; j++) {
                    // The first and the last of the codebook among them: nothing is read past its ends.
                    codewords[j] = (j * 20 + (j == 0 ? 0 : j == m - 1 ? 19 : random.nextInt(20))) * dsub;
                    System.arraycopy(codebook, codewords[j], decoded, j * dsub, dsub);
                }
                for (int e = 0; e < d; e++) {
                    decoded[e] += centroids[2 * d + e];
                }
                float expected = scalar.l2(q, 3, decoded, 0, d);
                assertSameBits(new float[] {expected, expected}, new float[] {
                        scalar.l2ToDecoded(q, 3, centroids, 2 * d, codebook, codewords, m, dsub),
                        simd.l2ToDecoded(q, 3, centroids, 2 * d, codebook, codewords, m, dsub)}, m + " x " + dsub);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void pairsAgree(Kernels simd, Fill fill) {
        Random random = new Random(9);
        for (int i = 0; i < ROUNDS * DIMENSIONS.length; i++) {
            int d = DIMENSIONS[i % DIMENSIONS.length];
            int aAt = random.nextInt(5);
            int bAt = random.nextInt(5);
            float[] a = fill.numbers(aAt + d, random);
            float[] b = fill.numbers(bAt + d, random);
            assertSameBits(new float[] {scalar.l2(a, aAt, b, bAt, d), scalar.dot(a, aAt, b, bAt, d)},
                    new float[] {simd.l2(a, aAt, b, bAt, d), simd.dot(a, aAt, b, bAt, d)}, "d " + d);
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void tilesAgreeAndStayWithinTheirRows(Kernels simd, Fill fill) {
        Random random = new Random(10);
        for (int d : DIMENSIONS) {
            for (int rows = 1; rows <= Kernels.TILE_ROWS; rows++) {
                int at = random.nextInt(5);
                int stride = d + random.nextInt(4);
                int offset = OFFSETS[(d + rows) % OFFSETS.length];
                float[] x = fill.numbers(at + rows * stride, random);
                MemorySegment panel = fill.segment(false, d * BLOCK, offset, random);
                int initAt = random.nextInt(5);
                float[] init = fill.numbers(initAt + BLOCK, random);
                init[initAt + BLOCK - 1] = Float.NEGATIVE_INFINITY;
                int outAt = random.nextInt(5);
                int outStride = BLOCK + random.nextInt(70);
                float[] expected = new float[outAt + Kernels.TILE_ROWS * outStride];
                Arrays.fill(expected, 42f);
                float[] actual = expected.clone();
                scalar.tile(x, at, stride, rows, panel, offset, d, init, initAt, expected, outAt, outStride);
                simd.tile(x, at, stride, rows, panel, offset, d, init, initAt, actual, outAt, outStride);
                assertSameBits(expected, actual, "d " + d + ", rows " + rows);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void productsWithAllPanelsAreThoseOfTheirTiles(Kernels simd, Fill fill) {
        Random random = new Random(18);
        for (int d : DIMENSIONS) {
            for (boolean bfloats : List.of(false, true)) {
                int n = 1 + random.nextInt(11 * BLOCK);
                float[] columns = fill.numbers(n * d, random);
                Panels panels = bfloats
                        ? Panels.at(bfloats((n + BLOCK - 1) / BLOCK, d, 0, random), n, d, true)
                        : Panels.of(columns, n, d);
                int rows = 1 + random.nextInt(Kernels.TILE_ROWS);
                int stride = d + random.nextInt(4);
                float[] x = fill.numbers(3 + rows * stride, random);
                float[] init = fill.numbers(panels.count() * BLOCK, random);
                int outStride = init.length + random.nextInt(70);
                float[] expected = new float[2 + rows * outStride];
                Arrays.fill(expected, 42f);
                float[] ofScalar = expected.clone();
                float[] ofSimd = expected.clone();
                for (int p = 0; p < panels.count(); p++) {
                    MemorySegment segment = panels.segment();
                    long panel = p * panels.panelBytes();
                    int to = 2 + p * BLOCK;
                    if (bfloats) {
                        simd.tileBfloats(x, 3, stride, rows, segment, panel, d, init, p * BLOCK, expected, to, outStride);
                    } else {
                        simd.tile(x, 3, stride, rows, segment, panel, d, init, p * BLOCK, expected, to, outStride);
                    }
                }
                scalar.products(x, 3, stride, rows, panels, init, ofScalar, 2, outStride);
                simd.products(x, 3, stride, rows, panels, init, ofSimd, 2, outStride);
                String shape = "d " + d + ", " + n + (bfloats ? " columns of bfloats" : " columns");
                assertSameBits(expected, ofScalar, shape);
                assertSameBits(expected, ofSimd, shape);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void aRowGetsTheSameTileAloneAndAmongOthers(Kernels simd) {
        Random random = new Random(11);
        for (int d : DIMENSIONS) {
            float[] x = Fill.RANDOM.numbers(Kernels.TILE_ROWS * d, random);
            MemorySegment panel = Fill.RANDOM.segment(false, d * BLOCK, 0, random);
            float[] init = Fill.RANDOM.numbers(BLOCK, random);
            float[] together = new float[Kernels.TILE_ROWS * BLOCK];
            float[] alone = new float[Kernels.TILE_ROWS * BLOCK];
            simd.tile(x, 0, d, Kernels.TILE_ROWS, panel, 0, d, init, 0, together, 0, BLOCK);
            for (int r = 0; r < Kernels.TILE_ROWS; r++) {
                simd.tile(x, r * d, d, 1, panel, 0, d, init, 0, alone, r * BLOCK, BLOCK);
            }
            assertSameBits(together, alone, "d " + d);
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void maximaOfGroupsAgree(Kernels simd, Fill fill) {
        Random random = new Random(16);
        for (int groups = BLOCK; groups <= 3 * BLOCK; groups += BLOCK) {
            for (int n = groups; n <= 8 * BLOCK; n += BLOCK) {
                int at = random.nextInt(5);
                float[] numbers = fill.numbers(at + n, random);
                float[] expected = new float[groups];
                Arrays.fill(expected, Float.NEGATIVE_INFINITY);
                for (int i = 0; i < n; i++) {
                    expected[i % groups] = Math.max(expected[i % groups], numbers[at + i]);
                }
                for (Kernels kernels : List.of(scalar, simd)) {
                    float[] maxima = new float[groups];
                    kernels.maxima(numbers, at, n, groups, maxima);
                    assertSameBits(expected, maxima, groups + " groups of " + n);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void bfloatsAreWidenedToTheSameNumbers(Kernels kernels) {
        Random random = new Random(15);
        for (int d : DIMENSIONS) {
            int offset = OFFSETS[d % OFFSETS.length];
            MemorySegment panel = bfloats(1, d, offset, random);
            MemorySegment widened = Panels.allocate((d * BLOCK + 2L) * Float.BYTES);
            kernels.widenBfloats(panel, offset, d, widened, Float.BYTES);
            assertEquals(-1, floats(panel, offset, 1, d).mismatch(widened.asSlice(Float.BYTES, (long) d * BLOCK * Float.BYTES)), "d " + d);
            assertEquals(0, widened.get(ValueLayout.JAVA_INT, 0), "what lies before");
            assertEquals(0, widened.getAtIndex(ValueLayout.JAVA_INT, d * BLOCK + 1), "what lies behind");
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void tilesOfBfloatsAgreeAndAreThoseOfTheSameFloats(Kernels simd, Fill fill) {
        Random random = new Random(14);
        for (int d : DIMENSIONS) {
            for (int rows = 1; rows <= Kernels.TILE_ROWS; rows++) {
                int at = random.nextInt(5);
                int stride = d + random.nextInt(4);
                int offset = OFFSETS[(d + rows) % OFFSETS.length];
                float[] x = fill.numbers(at + rows * stride, random);
                MemorySegment panel = bfloats(1, d, offset, random);
                int initAt = random.nextInt(5);
                float[] init = fill.numbers(initAt + BLOCK, random);
                init[initAt + BLOCK - 1] = Float.NEGATIVE_INFINITY;
                int outAt = random.nextInt(5);
                int outStride = BLOCK + random.nextInt(70);
                float[] expected = new float[outAt + Kernels.TILE_ROWS * outStride];
                Arrays.fill(expected, 42f);
                float[] actual = expected.clone();
                float[] ofFloats = expected.clone();
                String shape = "d " + d + ", rows " + rows;
                scalar.tileBfloats(x, at, stride, rows, panel, offset, d, init, initAt, expected, outAt, outStride);
                simd.tileBfloats(x, at, stride, rows, panel, offset, d, init, initAt, actual, outAt, outStride);
                assertSameBits(expected, actual, shape);
                scalar.tile(x, at, stride, rows, floats(panel, offset, 1, d), 0, d, init, initAt, ofFloats, outAt,
                        outStride);
                assertSameBits(expected, ofFloats, shape);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void nearestOfBfloatsAgreesAndIsThatOfTheSameFloats(Kernels simd, Fill fill) {
        Random random = new Random(15);
        for (int d : DIMENSIONS) {
            for (int npanels = 1; npanels <= 5; npanels += 2) {
                int n = 1 + random.nextInt(100);
                int at = random.nextInt(5);
                int stride = d + random.nextInt(4);
                int offset = OFFSETS[d % OFFSETS.length];
                float[] x = fill.numbers(at + n * stride, random);
                MemorySegment panels = bfloats(npanels, d, offset, random);
                float[] init = fill.numbers(npanels * BLOCK, random);
                int columns = (npanels - 1) * BLOCK + 1 + random.nextInt(BLOCK);
                Arrays.fill(init, columns, init.length, Float.NEGATIVE_INFINITY);
                int outAt = random.nextInt(5);
                int[][] ids = new int[3][outAt + n + 1];
                float[][] scores = new float[3][outAt + n + 1];
                MemorySegment floats = floats(panels, offset, npanels, d);
                scalar.nearestBfloats(x, at, stride, n, panels, offset, npanels, d, init, ids[0], scores[0], outAt);
                simd.nearestBfloats(x, at, stride, n, panels, offset, npanels, d, init, ids[1], scores[1], outAt);
                scalar.nearest(x, at, stride, n, floats, 0, npanels, d, init, ids[2], scores[2], outAt);
                String shape = "d " + d + ", panels " + npanels + ", n " + n;
                for (int i = 1; i < 3; i++) {
                    assertArrayEquals(ids[0], ids[i], shape);
                    assertSameBits(scores[0], scores[i], shape);
                }
            }
        }
    }

    /** Panels of words whose halves are any numbers of moderate size, or zeros. */
    private static MemorySegment bfloats(int npanels, int d, int offset, Random random) {
        long words = npanels * Panels.panelBytes(d, true) / Integer.BYTES;
        MemorySegment segment = Panels.allocate(offset + words * Integer.BYTES);
        for (long i = 0; i < words; i++) {
            int first = random.nextInt(4) == 0 ? 0 : Float.floatToRawIntBits((float) random.nextGaussian());
            int second = random.nextInt(4) == 0 ? 0 : Float.floatToRawIntBits((float) random.nextGaussian());
            segment.set(ValueLayout.JAVA_INT_UNALIGNED, offset + i * Integer.BYTES, first & 0xffff0000 | second >>> 16);
        }
        return segment;
    }

    /** The same panels in floats. */
    private static MemorySegment floats(MemorySegment bfloats, int offset, int npanels, int d) {
        MemorySegment segment = Panels.allocate((long) npanels * d * BLOCK * Float.BYTES);
        for (int p = 0; p < npanels; p++) {
            for (int i = 0; i < d * BLOCK; i++) {
                long at = offset + p * Panels.panelBytes(d, true) + (i / BLOCK / 2 * BLOCK + i % BLOCK) * 4L;
                int word = bfloats.get(ValueLayout.JAVA_INT_UNALIGNED, at);
                segment.setAtIndex(ValueLayout.JAVA_INT, (long) p * d * BLOCK + i, i / BLOCK % 2 == 0 ? word : word << 16);
            }
        }
        return segment;
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void nearestAgrees(Kernels simd, Fill fill) {
        nearestAgrees(simd, fill, DIMENSIONS, 1, 14);
    }

    /** Of many rows with few dimensions, rows lie in lanes. */
    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void nearestOfManyRowsAgrees(Kernels simd, Fill fill) {
        nearestAgrees(simd, fill, new int[] {1, 2, 3, 4, 7, 8, 12, 16, 31, 32, 33}, 60, 150);
    }

    private void nearestAgrees(Kernels simd, Fill fill, int[] dimensions, int least, int most) {
        Random random = new Random(12);
        for (int d : dimensions) {
            for (int npanels = 1; npanels <= 5; npanels += 2) {
                int n = random.nextInt(least, most + 1);
                int at = random.nextInt(5);
                int stride = d + random.nextInt(4);
                int offset = OFFSETS[d % OFFSETS.length];
                float[] x = fill.numbers(at + n * stride, random);
                MemorySegment panels = fill.segment(false, npanels * d * BLOCK, offset, random);
                float[] init = fill.numbers(npanels * BLOCK, random);
                int columns = (npanels - 1) * BLOCK + 1 + random.nextInt(BLOCK);
                Arrays.fill(init, columns, init.length, Float.NEGATIVE_INFINITY);
                int outAt = random.nextInt(5);
                int[] expectedIds = new int[outAt + n + 1];
                int[] actualIds = new int[outAt + n + 1];
                float[] expected = new float[outAt + n + 1];
                float[] actual = new float[outAt + n + 1];
                scalar.nearest(x, at, stride, n, panels, offset, npanels, d, init, expectedIds, expected, outAt);
                simd.nearest(x, at, stride, n, panels, offset, npanels, d, init, actualIds, actual, outAt);
                String shape = "d " + d + ", panels " + npanels + ", n " + n;
                assertArrayEquals(expectedIds, actualIds, shape);
                assertSameBits(expected, actual, shape);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void nearestOfEqualColumnsIsTheFirst(Kernels simd) {
        float[] init = new float[3 * BLOCK];
        init[70] = 5f;
        init[71] = 5f;
        init[130] = 5f;
        for (int d : new int[] {1, 4, 8, 16}) {
            MemorySegment panels = Panels.allocate(3L * d * BLOCK * Float.BYTES);
            for (Kernels kernels : List.of(scalar, simd)) {
                int[] ids = new int[70];
                kernels.nearest(new float[70 * d], 0, d, 70, panels, 0, 3, d, init, ids, new float[70], 0);
                assertTrue(Arrays.stream(ids).allMatch(id -> id == 70), kernels.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#named")
    void nearestGivesTheScoreOfTheFirstAmongZerosOfBothSigns(Kernels simd) {
        MemorySegment panel = Panels.allocate(BLOCK * Float.BYTES);
        float[] init = new float[BLOCK];
        init[0] = -0f;
        for (Kernels kernels : List.of(scalar, simd)) {
            int[] ids = {7};
            float[] scores = new float[1];
            kernels.nearest(new float[] {-1f}, 0, 1, 1, panel, 0, 1, 1, init, ids, scores, 0);
            assertEquals(0, ids[0], kernels.name());
            assertSameBits(new float[] {-0f}, scores, kernels.name());
            float[] many = new float[64];
            kernels.nearest(filled(64 * 8, -1f), 0, 8, 64, Panels.allocate(8L * BLOCK * Float.BYTES), 0, 1, 8, init, new int[64], many, 0);
            assertSameBits(filled(64, -0f), many, kernels.name());
        }
    }

    @ParameterizedTest
    @MethodSource("io.vectile.kernel.KernelSets#simdAndFill")
    void atLeastAgrees(Kernels simd, Fill fill) {
        Random random = new Random(13);
        for (int i = 0; i < 50; i++) {
            float[] a = fill.numbers(i + BLOCK, random);
            a[i + random.nextInt(BLOCK)] = Float.NEGATIVE_INFINITY;
            for (float bound : new float[] {a[i + 5], Math.nextUp(a[i + 9]), 0f, -0f, Float.NEGATIVE_INFINITY,
                    Float.POSITIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE}) {
                assertEquals(scalar.atLeast(a, i, bound), simd.atLeast(a, i, bound), "bound " + bound);
            }
        }
    }

    private static float[] filled(int n, float value) {
        float[] all = new float[n];
        Arrays.fill(all, value);
        return all;
    }

    private static void assertSameBits(float[] expected, float[] actual, String shape) {
        assertArrayEquals(bits(expected), bits(actual), shape);
    }

    private static int[] bits(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }
}
