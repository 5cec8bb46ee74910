package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The definition of every kernel, in plain Java: the twin that tests compare with, and the fallback without SIMD. */
final class ScalarKernels implements Kernels {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int scanBytes(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] tables,
            int threshold, long[] mask) {
        ScalarByteTables whole = ScalarByteTables.of(tables, rows);
        for (int b = from; b < to; b++) {
            long below = whole.below(codes, offset + (long) b * rows * width, width, threshold);
            if (below != 0) {
                mask[0] = below;
                return b;
            }
        }
        return to;
    }

    @Override
    public int scanGroups(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least, byte[] tables,
            int threshold, long[] mask) {
        return ScalarGroups.scan(codes, offset, from, to, rows, width, least, tables, threshold, mask);
    }

    @Override
    public boolean sumBytes(MemorySegment codes, long offset, int full, int rest, int rows, byte[] tables, int threshold,
            byte[] sums, int at) {
        ScalarByteTables whole = ScalarByteTables.of(tables, rows);
        long any = 0;
        int blocks = rest == 0 ? full : full + 1;
        for (int b = 0; b < blocks; b++) {
            int width = b < full ? BLOCK : rest;
            whole.sum(codes, offset + (long) b * rows * BLOCK, width, sums, at + b * BLOCK);
            any |= below(sums, at + b * BLOCK, threshold) & -1L >>> BLOCK - width;
        }
        return any != 0;
    }

    @Override
    public int groupTableBytes(int rows) {
        return ScalarGroups.tableBytes(rows);
    }

    @Override
    public void groupTables(byte[] tables, int rows, byte[] out) {
        ScalarGroups.leastOfPairs(tables, rows, out);
    }

    @Override
    public boolean hasWholeTables() {
        return false;
    }

    @Override
    public int scanBits(MemorySegment codes, long offset, int from, int to, int m, int nbits, int blockRows, int width,
            byte[] tables, int threshold, long[] mask) {
        byte[] block = new byte[blockRows * BLOCK];
        int[] sums = new int[BLOCK];
        int codeRows = (m * nbits + 7) >>> 3;
        int low = (1 << nbits) - 1;
        byte[] last = blockRows > codeRows ? Arrays.copyOfRange(tables, m * TABLE, (m + 1) * TABLE) : null;
        for (int b = from; b < to; b++) {
            ScalarByteTables.load(codes, offset + (long) b * blockRows * width, blockRows, width, block);
            Arrays.fill(sums, 0);
            for (int j = 0; j < m; j++) {
                int row = (j * nbits >>> 3) * BLOCK;
                int shift = j * nbits & 7;
                boolean split = shift + nbits > 8;
                for (int lane = 0; lane < BLOCK; lane++) {
                    int bits = block[row + lane] & 255;
                    if (split) {
                        bits |= (block[row + BLOCK + lane] & 255) << 8;
                    }
                    sums[lane] += tables[j * TABLE + (bits >>> shift & low)] & 255;
                }
            }
            if (last != null) {
                ScalarByteTables.addOne(block, codeRows * BLOCK, last, sums);
            }
            long below = ScalarByteTables.below(sums, threshold);
            if (below != 0) {
                mask[0] = below;
                return b;
            }
        }
        return to;
    }

    @Override
    public void tableL2(float[] q, int at, MemorySegment panels, long offset, int m, int dsub, int ksub, float[] out) {
        float[] column = new float[BLOCK];
        float[] sums = new float[BLOCK];
        long from = offset;
        for (int j = 0; j < m; j++) {
            for (int first = 0; first < ksub; first += BLOCK) {
                Arrays.fill(sums, 0f);
                for (int e = 0; e < dsub; e++, from += BLOCK * Float.BYTES) {
                    MemorySegment.copy(panels, FLOAT, from, column, 0, BLOCK);
                    ScalarTiles.addSquares(q[at + j * dsub + e], column, sums, BLOCK);
                }
                System.arraycopy(sums, 0, out, j * ksub + first, Math.min(BLOCK, ksub - first));
            }
        }
    }

    @Override
    public void tableDot(float[] q, int at, float scale, MemorySegment panels, long offset, int m, int dsub, int ksub,
            float[] out) {
        float[] column = new float[BLOCK];
        float[] sums = new float[BLOCK];
        long from = offset;
        for (int j = 0; j < m; j++) {
            for (int first = 0; first < ksub; first += BLOCK) {
                Arrays.fill(sums, 0f);
                for (int e = 0; e < dsub; e++, from += BLOCK * Float.BYTES) {
                    MemorySegment.copy(panels, FLOAT, from, column, 0, BLOCK);
                    ScalarTiles.addProducts(scale * q[at + j * dsub + e], column, sums, BLOCK);
                }
                System.arraycopy(sums, 0, out, j * ksub + first, Math.min(BLOCK, ksub - first));
            }
        }
    }

    @Override
    public void maxima(float[] a, int at, int n, int groups, float[] out) {
        System.arraycopy(a, at, out, 0, groups);
        for (int first = groups; first < n; first += groups) {
            int count = Math.min(groups, n - first);
            for (int g = 0; g < count; g++) {
                out[g] = Math.max(out[g], a[at + first + g]);
            }
        }
    }

    @Override
    public float min(float[] a, int at, int n) {
        float min = a[at];
        for (int i = 1; i < n; i++) {
            min = Math.min(min, a[at + i]);
        }
        return min + 0f;
    }

    @Override
    public float maxAbs(float[] a, int at, int n) {
        float max = 0;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, Math.abs(a[at + i]));
        }
        return max;
    }

    @Override
    public void floorTable(float[] a, int at, int n, float min, float scale, byte[] out, int outAt) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] = (byte) (int) Math.min((a[at + i] - min) * scale, 255f);
        }
    }

    @Override
    public int scanL2(MemorySegment blocks, long offset, boolean bytes, int from, int to, int width, int d, float[] q, int at,
            float bound, float[] distances, long[] mask) {
        float[] row = new float[BLOCK];
        for (int b = from; b < to; b++) {
            Arrays.fill(distances, 0, BLOCK, 0f);
            for (int e = 0; e < d; e++) {
                loadRow(blocks, offset, bytes, ((long) b * d + e) * width, row);
                ScalarTiles.addSquares(q[at + e], row, distances, BLOCK);
            }
            long within = atMost(distances, bound);
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    @Override
    public int scanDot(MemorySegment blocks, long offset, boolean bytes, int from, int to, int width, int d, float[] q, int at,
            float bound, float[] distances, long[] mask) {
        float[] row = new float[BLOCK];
        for (int b = from; b < to; b++) {
            Arrays.fill(distances, 0, BLOCK, 0f);
            for (int e = 0; e < d; e++) {
                loadRow(blocks, offset, bytes, ((long) b * d + e) * width, row);
                ScalarTiles.addProducts(-q[at + e], row, distances, BLOCK);
            }
            long within = atMost(distances, bound);
            if (within != 0) {
                mask[0] = within;
                return b;
            }
        }
        return to;
    }

    private static void loadRow(MemorySegment blocks, long offset, boolean bytes, long first, float[] out) {
        if (bytes) {
            long at = offset + first;
            for (int lane = 0; lane < BLOCK; lane++) {
                out[lane] = blocks.get(ValueLayout.JAVA_BYTE, at + lane) & 255;
            }
        } else {
            MemorySegment.copy(blocks, FLOAT, offset + first * Float.BYTES, out, 0, BLOCK);
        }
    }

    private static long atMost(float[] distances, float bound) {
        long within = 0;
        for (int lane = 0; lane < BLOCK; lane++) {
            within |= (distances[lane] <= bound ? 1L : 0L) << lane;
        }
        return within;
    }

    @Override
    public float laneL2(MemorySegment blocks, long offset, boolean bytes, int block, int width, int lane, int d, float[] q,
            int at) {
        float sum = 0;
        for (int e = 0; e < d; e++) {
            float difference = q[at + e] - element(blocks, offset, bytes, ((long) block * d + e) * width + lane);
            sum = Math.fma(difference, difference, sum);
        }
        return sum;
    }

    @Override
    public float laneDot(MemorySegment blocks, long offset, boolean bytes, int block, int width, int lane, int d, float[] q,
            int at) {
        float sum = 0;
        for (int e = 0; e < d; e++) {
            sum = Math.fma(-q[at + e], element(blocks, offset, bytes, ((long) block * d + e) * width + lane), sum);
        }
        return sum;
    }

    static float element(MemorySegment blocks, long offset, boolean bytes, long index) {
        return bytes
                ? blocks.get(ValueLayout.JAVA_BYTE, offset + index) & 255
                : blocks.get(FLOAT, offset + index * Float.BYTES);
    }

    @Override
    public void widen(MemorySegment bytes, long from, int n, MemorySegment floats, long to) {
        for (int i = 0; i < n; i++) {
            floats.set(FLOAT, to + (long) i * Float.BYTES, bytes.get(ValueLayout.JAVA_BYTE, from + i) & 255);
        }
    }

    @Override
    public float l2(float[] a, int aAt, float[] b, int bAt, int d) {
        return ScalarRows.l2(a, aAt, b, bAt, d);
    }

    @Override
    public float l2ToDecoded(float[] q, int at, float[] centroids, int centroidAt, float[] codebook, int[] codewords, int m,
            int dsub) {
        return ScalarRows.l2ToDecoded(q, at, centroids, centroidAt, codebook, codewords, m, dsub);
    }

    @Override
    public boolean decodesInRegisters(int m, int dsub) {
        return false;
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int d) {
        return ScalarRows.dot(a, aAt, b, bAt, d);
    }

    @Override
    public float rowL2(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        return ScalarRows.rowL2(rows, offset, bytes, d, q, at);
    }

    @Override
    public float rowDot(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        return ScalarRows.rowDot(rows, offset, bytes, d, q, at);
    }

    @Override
    public float sequentialL2(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        return ScalarRows.sequentialL2(rows, offset, bytes, d, q, at);
    }

    @Override
    public float sequentialDot(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at) {
        return ScalarRows.sequentialDot(rows, offset, bytes, d, q, at);
    }

    @Override
    public int scanRowsL2(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at,
            float bound, long[] mask) {
        return ScalarRows.scanL2(rows, offset, from, to, lanes, d, q, at, ScalarRows.limitL2(bound, d), mask);
    }

    @Override
    public int scanRowsDot(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at,
            float bound, long[] mask) {
        float twiceNorm = ScalarRows.twiceNorm(dot(q, at, q, at, d));
        return ScalarRows.scanDot(rows, offset, from, to, lanes, d, q, at, bound, twiceNorm, mask);
    }

    @Override
    public void transposeRows(MemorySegment rows, long offset, int lanes, int d, MemorySegment panel, long to) {
        ScalarRows.transpose(rows, offset, lanes, d, panel, to);
    }

    @Override
    public void tile(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d, float[] init,
            int initAt, float[] out, int outAt, int outStride) {
        new ScalarTiles(panel, offset, false, 1, d, init, rows).products(x, at, stride, rows, initAt, out, outAt, outStride);
    }

    @Override
    public void tileBfloats(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d, float[] init,
            int initAt, float[] out, int outAt, int outStride) {
        new ScalarTiles(panel, offset, true, 1, d, init, rows).products(x, at, stride, rows, initAt, out, outAt, outStride);
    }

    @Override
    public void products(float[] x, int at, int stride, int rows, Panels panels, float[] init, float[] out, int outAt,
            int outStride) {
        new ScalarTiles(panels.segment(), 0, panels.areBfloats(), panels.count(), panels.d(), init, rows)
                .products(x, at, stride, rows, 0, out, outAt, outStride);
    }

    @Override
    public void nearest(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d,
            float[] init, int[] ids, float[] scores, int outAt) {
        ScalarTiles.nearest(x, at, stride, n, panels, offset, false, npanels, d, init, ids, scores, outAt);
    }

    @Override
    public void widenBfloats(MemorySegment panel, long from, int d, MemorySegment floats, long to) {
        ScalarTiles.widen(panel, from, d, floats, to);
    }

    @Override
    public void nearestBfloats(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d,
            float[] init, int[] ids, float[] scores, int outAt) {
        ScalarTiles.nearest(x, at, stride, n, panels, offset, true, npanels, d, init, ids, scores, outAt);
    }

    @Override
    public long below(byte[] bytes, int at, int threshold) {
        long lanes = 0;
        for (int i = 0; i < BLOCK; i++) {
            // The sign of the difference, without a branch.
            lanes |= (long) ((bytes[at + i] & 255) - threshold >>> 31) << i;
        }
        return lanes;
    }

    @Override
    public long atLeast(float[] a, int at, float bound) {
        long lanes = 0;
        for (int lane = 0; lane < BLOCK; lane++) {
            lanes |= (a[at + lane] >= bound ? 1L : 0L) << lane;
        }
        return lanes;
    }
}
