package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in the Vector API; tables, scans of plain vectors, sums along rows and matrix tiles are next door. Float loops take
 * the machine's widest registers; byte tables are looked up in registers where there are 64-byte ones with a two-register
 * permute (VPERMI2B); elsewhere small tables are, and whole ones by the scalar twin, since no portable operation does it.
 *
 * <p>Loops over blocks run down the lanes, so that no sum crosses lanes and none depends on the register width; sums along
 * rows are sixteen whatever the width.
 * Species are constants, loops count with int, and nothing here holds a vector in a field: each of these would box.
 */
final class SimdKernels implements Kernels {
    static final VectorSpecies<Byte> B = ByteVector.SPECIES_512;
    static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = F.withLanes(int.class);
    /** As many bytes as F has lanes; there is no species of four bytes, so 128-bit machines widen in scalar code. */
    static final VectorSpecies<Byte> NARROW = F.length() == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    /** The widest registers of bytes. */
    private static final VectorSpecies<Byte> P = ByteVector.SPECIES_PREFERRED;
    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    static final int L = F.length();
    /** Lanes that four registers hold: a whole block with AVX-512, half of one with AVX2. */
    static final int STRIP = 4 * L;

    /** Rows from which on a panel of bfloats is widened once for all of them. */
    private static final int WIDENED_FROM = 8 * TILE_ROWS;

    private final boolean registerTables;
    private final ScalarKernels scalar = new ScalarKernels();

    SimdKernels(boolean registerTables) {
        this.registerTables = registerTables;
    }

    /** Whether this JVM uses 64-byte registers, the condition for tables in registers. */
    static boolean hasRegisterTables() {
        return ByteVector.SPECIES_PREFERRED.length() == BLOCK;
    }

    @Override
    public String name() {
        return (registerTables ? "vbmi-" : "simd-") + F.vectorBitSize();
    }

    // ---- byte tables ------------------------------------------------------------------------------------------------

    @Override
    public int scanBytes(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] tables,
            int threshold, long[] mask) {
        if (!registerTables) {
            return scalar.scanBytes(codes, offset, from, to, rows, width, tables, threshold, mask);
        }
        return SimdByteTables.scan(codes, offset, from, to, rows, width, tables, threshold, mask);
    }

    @Override
    public int scanGroups(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least, byte[] tables,
            int threshold, long[] mask) {
        if (!registerTables) {
            return SimdNibbles.scan(codes, offset, from, to, rows, width, least, tables, threshold, mask);
        }
        return rows < SimdGroups.ROWS
                ? SimdByteTables.scan(codes, offset, from, to, rows, width, tables, threshold, mask)
                : SimdGroups.scan(codes, offset, from, to, rows, width, least, tables, threshold, mask);
    }

    @Override
    public boolean sumBytes(MemorySegment codes, long offset, int full, int rest, int rows, byte[] tables, int threshold,
            byte[] sums, int at) {
        return registerTables
                ? SimdByteTables.sum(codes, offset, full, rest, rows, tables, threshold, sums, at)
                : scalar.sumBytes(codes, offset, full, rest, rows, tables, threshold, sums, at);
    }

    @Override
    public int groupTableBytes(int rows) {
        return registerTables ? rows * BLOCK : SimdNibbles.tableBytes(rows);
    }

    @Override
    public void groupTables(byte[] tables, int rows, byte[] out) {
        if (registerTables) {
            SimdGroups.leastOfFour(tables, rows, out);
        } else {
            SimdNibbles.leastOfGroups(tables, rows, out);
        }
    }

    @Override
    public boolean hasWholeTables() {
        return registerTables;
    }

    @Override
    public int scanBits(MemorySegment codes, long offset, int from, int to, int m, int nbits, int blockRows, int width,
            byte[] tables, int threshold, long[] mask) {
        if (!registerTables) {
            return scalar.scanBits(codes, offset, from, to, m, nbits, blockRows, width, tables, threshold, mask);
        }
        return SimdByteTables.scanBits(codes, offset, from, to, m, nbits, blockRows, width, tables, threshold, mask);
    }

    // ---- tables -----------------------------------------------------------------------------------------------------

    @Override
    public void tableL2(float[] q, int at, MemorySegment panels, long offset, int m, int dsub, int ksub, float[] out) {
        if (ksub < L) {
            scalar.tableL2(q, at, panels, offset, m, dsub, ksub, out);
        } else {
            SimdTables.l2(q, at, panels, offset, m, dsub, ksub, out);
        }
    }

    @Override
    public void tableDot(float[] q, int at, float scale, MemorySegment panels, long offset, int m, int dsub, int ksub,
            float[] out) {
        if (ksub < L) {
            scalar.tableDot(q, at, scale, panels, offset, m, dsub, ksub, out);
        } else {
            SimdTables.dot(q, at, scale, panels, offset, m, dsub, ksub, out);
        }
    }

    static FloatVector load(MemorySegment blocks, long at) {
        return FloatVector.fromMemorySegment(F, blocks, at, LE);
    }

    /** The floats from {@code at} whose lanes are set, zeros else; nothing else is read. */
    static FloatVector load(MemorySegment blocks, long at, VectorMask<Float> there) {
        return FloatVector.fromMemorySegment(F, blocks, at, LE, there);
    }

    /** Kept below 35 bytes of code: a larger method need not be inlined behind a loop, and its arguments would be boxed. */
    static void store(FloatVector first, FloatVector second, float[] out, int at) {
        first.intoArray(out, at);
        second.intoArray(out, at + L);
    }

    @Override
    public void maxima(float[] a, int at, int n, int groups, float[] out) {
        for (int g = 0; g < groups; g += L) {
            FloatVector max = FloatVector.fromArray(F, a, at + g);
            for (int i = g + groups; i < n; i += groups) {
                max = max.max(FloatVector.fromArray(F, a, at + i));
            }
            max.intoArray(out, g);
        }
    }

    @Override
    public float min(float[] a, int at, int n) {
        if (n < L || n % L != 0) {
            return scalar.min(a, at, n);
        }
        // Java's minimum of floats is six instructions, since it tells zeros of different signs apart.
        FloatVector min = FloatVector.fromArray(F, a, at);
        for (int i = L; i < n; i += L) {
            FloatVector next = FloatVector.fromArray(F, a, at + i);
            min = min.blend(next, next.lt(min));
        }
        return min.reduceLanes(VectorOperators.MIN) + 0f;
    }

    @Override
    public float maxAbs(float[] a, int at, int n) {
        if (n < L || n % L != 0) {
            return scalar.maxAbs(a, at, n);
        }
        // Without signs the bits of floats are in the order of the floats.
        IntVector max = IntVector.zero(I);
        for (int i = 0; i < n; i += L) {
            max = max.max(FloatVector.fromArray(F, a, at + i).reinterpretAsInts().and(Integer.MAX_VALUE));
        }
        return Float.intBitsToFloat(max.reduceLanes(VectorOperators.MAX));
    }

    @Override
    public void floorTable(float[] a, int at, int n, float min, float scale, byte[] out, int outAt) {
        if (L < 8 || n % L != 0) {
            scalar.floorTable(a, at, n, min, scale, out, outAt);
            return;
        }
        for (int i = 0; i < n; i += L) {
            FloatVector steps = FloatVector.fromArray(F, a, at + i).sub(min).mul(scale);
            IntVector floors = ((IntVector) steps.convert(VectorOperators.F2I, 0)).min(255);
            ((ByteVector) floors.convertShape(VectorOperators.I2B, NARROW, 0)).intoArray(out, outAt + i);
        }
    }

    // ---- blocks of plain vectors ------------------------------------------------------------------------------------

    @Override
    public int scanL2(MemorySegment blocks, long offset, boolean bytes, int from, int to, int width, int d, float[] q, int at,
            float bound, float[] distances, long[] mask) {
        if (!bytes) {
            return SimdScans.l2Floats(blocks, offset, from, to, width, d, q, at, bound, distances, mask);
        }
        return L < 8
                ? scalar.scanL2(blocks, offset, true, from, to, width, d, q, at, bound, distances, mask)
                : SimdScans.l2Bytes(blocks, offset, from, to, width, d, q, at, bound, distances, mask);
    }

    @Override
    public int scanDot(MemorySegment blocks, long offset, boolean bytes, int from, int to, int width, int d, float[] q, int at,
            float bound, float[] distances, long[] mask) {
        if (!bytes) {
            return SimdScans.dotFloats(blocks, offset, from, to, width, d, q, at, bound, distances, mask);
        }
        return L < 8
                ? scalar.scanDot(blocks, offset, true, from, to, width, d, q, at, bound, distances, mask)
                : SimdScans.dotBytes(blocks, offset, from, to, width, d, q, at, bound, distances, mask);
    }

    @Override
    public float laneL2(MemorySegment blocks, long offset, boolean bytes, int block, int width, int lane, int d, float[] q,
            int at) {
        return scalar.laneL2(blocks, offset, bytes, block, width, lane, d, q, at);
    }

    @Override
    public float laneDot(MemorySegment blocks, long offset, boolean bytes, int block, int width, int lane, int d, float[] q,
            int at) {
        return scalar.laneDot(blocks, offset, bytes, block, width, lane, d, q, at);
    }

    @Override
    public void widen(MemorySegment bytes, long from, int n, MemorySegment floats, long to) {
        if (L < 8) {
            scalar.widen(bytes, from, n, floats, to);
            return;
        }
        for (int i = 0; i < n; i += L) {
            SimdScans.widenBytes(bytes, from + i).intoMemorySegment(floats, to + (long) i * Float.BYTES, LE);
        }
    }

    // ---- pairs and rows ---------------------------------------------------------------------------------------------

    @Override
    public float l2(float[] a, int aAt, float[] b, int bAt, int d) {
        return L < 8 ? scalar.l2(a, aAt, b, bAt, d) : SimdPairs.l2(a, aAt, b, bAt, d);
    }

    @Override
    public float l2ToDecoded(float[] q, int at, float[] centroids, int centroidAt, float[] codebook, int[] codewords, int m,
            int dsub) {
        if (!decodesInRegisters(m, dsub)) {
            return scalar.l2ToDecoded(q, at, centroids, centroidAt, codebook, codewords, m, dsub);
        }
        if (L == 8) {
            return SimdPairs.l2ToDecoded8(q, at, centroids, centroidAt, codebook, codewords, m, dsub);
        }
        return dsub == 8
                ? SimdPairs.l2ToDecodedPairs(q, at, centroids, centroidAt, codebook, codewords, m)
                : SimdPairs.l2ToDecoded16(q, at, centroids, centroidAt, codebook, codewords, m, dsub);
    }

    @Override
    public boolean decodesInRegisters(int m, int dsub) {
        return switch (L) {
            case 16 -> (dsub & 15) == 0 || dsub == 8 && (m & 1) == 0;
            case 8 -> (dsub & 7) == 0 && (m * dsub & 15) == 0;
            default -> false;
        };
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int d) {
        return L < 8 ? scalar.dot(a, aAt, b, bAt, d) : SimdPairs.dot(a, aAt, b, bAt, d);
    }

    @Override
    public float rowL2(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        if (L < 8) {
            return scalar.rowL2(rows, offset, bytes, d, q, at);
        }
        return bytes ? SimdPairs.l2Bytes(rows, offset, d, q, at) : SimdPairs.l2Floats(rows, offset, d, q, at);
    }

    @Override
    public float rowDot(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        if (L < 8) {
            return scalar.rowDot(rows, offset, bytes, d, q, at);
        }
        return bytes ? SimdPairs.dotBytes(rows, offset, d, q, at) : SimdPairs.dotFloats(rows, offset, d, q, at);
    }

    @Override
    public float sequentialL2(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        return scalar.sequentialL2(rows, offset, bytes, d, q, at);
    }

    @Override
    public float sequentialDot(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        return scalar.sequentialDot(rows, offset, bytes, d, q, at);
    }

    @Override
    public int scanRowsL2(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at,
            float bound, long[] mask) {
        return L < 8
                ? scalar.scanRowsL2(rows, offset, from, to, lanes, d, q, at, bound, mask)
                : SimdRows.scanL2(rows, offset, from, to, lanes, d, q, at, ScalarRows.limitL2(bound, d), mask);
    }

    @Override
    public int scanRowsDot(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at,
            float bound, long[] mask) {
        if (L < 8) {
            return scalar.scanRowsDot(rows, offset, from, to, lanes, d, q, at, bound, mask);
        }
        float twiceNorm = ScalarRows.twiceNorm(SimdPairs.dot(q, at, q, at, d));
        return SimdRows.scanDot(rows, offset, from, to, lanes, d, q, at, bound, twiceNorm, mask);
    }

    @Override
    public void transposeRows(MemorySegment rows, long offset, int lanes, int d, MemorySegment panel, long to) {
        SimdRows.transpose(rows, offset, lanes, d, panel, to);
    }

    // ---- tiles ------------------------------------------------------------------------------------------------------

    @Override
    public void tile(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d, float[] init,
            int initAt, float[] out, int outAt, int outStride) {
        if (L == 16) {
            if (rows <= 2) {
                SimdTiles.tile2(x, at, stride, rows, panel, offset, d, init, initAt, out, outAt, outStride, 0);
            } else {
                SimdTiles.tile6(x, at, stride, rows, panel, offset, d, init, initAt, out, outAt, outStride);
            }
            return;
        }
        for (int r = 0; r < rows; r += 2) {
            for (int c = 0; c < BLOCK; c += STRIP) {
                SimdTiles.tile2(x, at + r * stride, stride, Math.min(2, rows - r), panel, offset, d, init, initAt, out,
                        outAt + r * outStride, outStride, c);
            }
        }
    }

    @Override
    public void tileBfloats(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d, float[] init,
            int initAt, float[] out, int outAt, int outStride) {
        for (int r = 0; r < rows; r += 2) {
            int rowAt = at + r * stride;
            int rowOut = outAt + r * outStride;
            for (int c = 0; c < BLOCK; c += STRIP) {
                if (rows - r == 1) {
                    SimdBfloatTiles.tile1(x, rowAt, panel, offset, d, init, initAt, out, rowOut, c);
                } else {
                    SimdBfloatTiles.tile2(x, rowAt, stride, panel, offset, d, init, initAt, out, rowOut, outStride, c);
                }
            }
        }
    }

    @Override
    public void nearest(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d,
            float[] init, int[] ids, float[] scores, int outAt) {
        if (SimdNearest.isFor(n, npanels, d)) {
            SimdNearest.nearest(x, at, stride, n, panels, offset, npanels, d, init, ids, scores, outAt);
            return;
        }
        float[] tile = new float[TILE_ROWS * BLOCK];
        for (int i = 0; i < n; i += TILE_ROWS) {
            int rows = Math.min(TILE_ROWS, n - i);
            for (int r = 0; r < rows; r++) {
                ids[outAt + i + r] = 0;
                scores[outAt + i + r] = Float.NEGATIVE_INFINITY;
            }
            for (int p = 0; p < npanels; p++) {
                tile(x, at + i * stride, stride, rows, panels, offset + (long) p * d * BLOCK * Float.BYTES, d, init,
                        p * BLOCK, tile, 0, BLOCK);
                for (int r = 0; r < rows; r++) {
                    SimdTiles.takeLarger(tile, r * BLOCK, p * BLOCK, ids, scores, outAt + i + r);
                }
            }
        }
    }

    @Override
    public void widenBfloats(MemorySegment panel, long from, int d, MemorySegment floats, long to) {
        SimdBfloatTiles.widen(panel, from, d, floats, to);
    }

    @Override
    public void nearestBfloats(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d,
            float[] init, int[] ids, float[] scores, int outAt) {
        MemorySegment widened = n < WIDENED_FROM ? null : Panels.allocate((long) d * BLOCK * Float.BYTES);
        float[] tile = new float[TILE_ROWS * BLOCK];
        Arrays.fill(ids, outAt, outAt + n, 0);
        Arrays.fill(scores, outAt, outAt + n, Float.NEGATIVE_INFINITY);
        for (int p = 0; p < npanels; p++) {
            long panel = offset + p * Panels.panelBytes(d, true);
            if (widened != null) {
                SimdBfloatTiles.widen(panels, panel, d, widened, 0);
            }
            for (int i = 0; i < n; i += TILE_ROWS) {
                int rows = Math.min(TILE_ROWS, n - i);
                if (widened == null) {
                    tileBfloats(x, at + i * stride, stride, rows, panels, panel, d, init, p * BLOCK, tile, 0, BLOCK);
                } else {
                    tile(x, at + i * stride, stride, rows, widened, 0, d, init, p * BLOCK, tile, 0, BLOCK);
                }
                for (int r = 0; r < rows; r++) {
                    SimdTiles.takeLarger(tile, r * BLOCK, p * BLOCK, ids, scores, outAt + i + r);
                }
            }
        }
    }

    @Override
    public long below(byte[] bytes, int at, int threshold) {
        ByteVector limit = ByteVector.broadcast(P, (byte) threshold);
        long lanes = 0;
        for (int i = 0; i < BLOCK; i += P.length()) {
            lanes |= ByteVector.fromArray(P, bytes, at + i).compare(VectorOperators.ULT, limit).toLong() << i;
        }
        return lanes;
    }

    @Override
    public long atLeast(float[] a, int at, float bound) {
        return SimdTiles.lanesAtLeast(a, at, bound);
    }
}
