package io.vectile.codec;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import io.vectile.storage.CodeList;
import io.vectile.storage.Collector;
import java.lang.foreign.MemorySegment;

/**
 * Compares many queries with plain vectors at once: a block of 64 vectors times six queries is one matrix tile. The
 * tile's {@code <q, x> - |x|^2 / 2} is rounded otherwise than the distance itself, so it only rules out; what may be near
 * enough is measured as {@link FlatScanner} measures it, and a batch answers as its queries one by one do.
 *
 * <p>Belongs to one thread.
 */
public final class FlatBatch {
    private static final float ULP = 0x1p-23f;

    private final Kernels kernels = Kernels.active();
    private final int d;
    private final boolean innerProduct;
    private final MemorySegment widened;
    private final float[] zeros;
    private final float[] norms = new float[Kernels.BLOCK];
    private final float[] init = new float[Kernels.BLOCK];
    private final float[] scores = new float[Kernels.TILE_ROWS * Kernels.BLOCK];
    private final long[] mask = new long[1];

    public FlatBatch(int d, boolean innerProduct) {
        this.d = d;
        this.innerProduct = innerProduct;
        this.widened = Panels.allocate((long) d * Kernels.BLOCK * Float.BYTES);
        this.zeros = new float[d];
    }

    /**
     * Offers to each query's collector the vectors of a list within its bound.
     *
     * @param firstRef the ref of the list's first vector; the others count on from it
     * @param queries  n rows of d floats from {@code at}
     * @param out      one collector per query
     */
    public void scan(CodeList list, long firstRef, float[] queries, int at, int n, Collector[] out) {
        float[] queryNorms = new float[n];
        for (int i = 0; i < n; i++) {
            queryNorms[i] = kernels.dot(queries, at + i * d, queries, at + i * d, d);
        }
        boolean bytes = list.layout().elementBytes() == 1;
        for (int b = 0; b < list.blockCount(); b++) {
            long there = list.lanes(b);
            if (there == 0) {
                continue;
            }
            MemorySegment panel = list.blocks();
            long panelAt = list.blockAt(b);
            if (bytes || list.layout().rowMajor() || b >= list.fullBlocks()) {
                fillPanel(list, b);
                panel = widened;
                panelAt = 0;
            }
            float largest = prepare(panel, panelAt);
            for (int i = 0; i < n; i += Kernels.TILE_ROWS) {
                int rows = Math.min(Kernels.TILE_ROWS, n - i);
                kernels.tile(queries, at + i * d, d, rows, panel, panelAt, d, init, 0, scores, 0, Kernels.BLOCK);
                for (int r = 0; r < rows; r++) {
                    Collector collector = out[i + r];
                    long lanes = candidates(r, collector.bound(), queryNorms[i + r], largest) & there;
                    if (lanes != 0) {
                        measure(firstRef + (long) b * Kernels.BLOCK, lanes, panel, panelAt, queries, at + (i + r) * d, collector);
                    }
                }
            }
        }
    }

    /** Makes a panel of floats of a block that is none. */
    private void fillPanel(CodeList list, int b) {
        int n = list.count(b);
        if (list.layout().rowMajor()) {
            kernels.transposeRows(list.blocks(), list.blockAt(b), n, d, widened, 0);
        } else if (b < list.fullBlocks()) {
            kernels.widen(list.blocks(), list.blockAt(b), d * Kernels.BLOCK, widened, 0);
        } else {
            list.copyNarrow(b, widened);
        }
    }

    /** Sets the tile's initial scores for a panel. Returns its largest squared norm. */
    private float prepare(MemorySegment panel, long panelAt) {
        kernels.scanL2(panel, panelAt, false, 0, 1, Kernels.BLOCK, d, zeros, 0, Float.POSITIVE_INFINITY, norms, mask);
        if (!innerProduct) {
            for (int lane = 0; lane < Kernels.BLOCK; lane++) {
                init[lane] = -0.5f * norms[lane];
            }
        }
        return kernels.maxAbs(norms, 0, Kernels.BLOCK);
    }

    /**
     * The lanes of a tile's row with scores that a vector within the bound can have. Rounding is allowed for in units of
     * the norms, and below the normal floats, where the unit no longer shrinks with them, by far more than it can be
     * there. Norms past the largest float, or of what a file has that is no number, rule nothing out.
     */
    private long candidates(int row, float bound, float queryNorm, float largest) {
        float norms = queryNorm + largest;
        if (!(norms < Float.POSITIVE_INFINITY)) {
            return -1L;
        }
        float exact = innerProduct ? -bound : 0.5f * (queryNorm - bound);
        return kernels.atLeast(scores, row * Kernels.BLOCK, exact - (d + 8) * ULP * norms - Float.MIN_NORMAL);
    }

    /** Measures lanes of a block as floats, which equal the bytes that they may be made of. */
    private void measure(long firstRef, long lanes, MemorySegment panel, long panelAt, float[] queries, int at,
            Collector out) {
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            float distance = innerProduct
                    ? kernels.laneDot(panel, panelAt, false, 0, Kernels.BLOCK, lane, d, queries, at)
                    : kernels.laneL2(panel, panelAt, false, 0, Kernels.BLOCK, lane, d, queries, at);
            out.offer(distance, firstRef + lane);
        }
    }
}
