package io.vectile.codec;

import io.vectile.kernel.Kernels;
import io.vectile.storage.CodeList;
import io.vectile.storage.Collector;

/** Measures plain vectors exactly. */
final class FlatScanner implements ListScanner {
    private final Kernels kernels = Kernels.active();
    private final Space space;
    private final float[] query;
    private final float[] shifted;
    private final float[] distances = new float[Kernels.BLOCK];
    private final long[] mask = new long[1];

    FlatScanner(Space space) {
        this.space = space;
        this.query = new float[space.d()];
        this.shifted = space.isResidual() && !space.innerProduct() ? new float[space.d()] : query;
    }

    @Override
    public void query(float[] q, int at) {
        System.arraycopy(q, at, query, 0, query.length);
    }

    @Override
    public void scan(CodeList list, int number, float coarse, int fromBlock, int toBlock, Collector out) {
        int d = space.d();
        // <q, c + r> = <q, c> + <q, r>; the L2 distance to c + r is that of q - c to r.
        float add = space.isResidual() && space.innerProduct() ? coarse : 0f;
        if (shifted != query) {
            System.arraycopy(query, 0, shifted, 0, d);
            space.toResidual(shifted, 0, number);
        }
        int from = list.nextAdmitted(fromBlock, toBlock);
        while (from < toBlock) {
            int end = list.runEnd(from, toBlock);
            if (list.layout().rowMajor()) {
                scanRows(list, number, add, from, end, out);
            } else {
                scanBlocks(list, number, add, from, end, out);
            }
            from = list.nextAdmitted(end, toBlock);
        }
    }

    private void scanBlocks(CodeList list, int number, float add, int from, int to, Collector out) {
        boolean bytes = list.layout().elementBytes() == 1;
        int d = space.d();
        int width = list.width(from);
        int block = from;
        while (block < to) {
            float within = within(out.bound(), add);
            long at = list.blockAt(block);
            block += space.innerProduct()
                    ? kernels.scanDot(list.blocks(), at, bytes, 0, to - block, width, d, query, 0, within, distances, mask)
                    : kernels.scanL2(list.blocks(), at, bytes, 0, to - block, width, d, shifted, 0, within, distances, mask);
            if (block < to) {
                for (long lanes = list.lanes(block, mask[0]); lanes != 0; lanes &= lanes - 1) {
                    int lane = Long.numberOfTrailingZeros(lanes);
                    out.offer(add + distances[lane], list.ref(number, block, lane));
                }
                block++;
            }
        }
    }

    /** One unit in the last place more, for what the subtraction loses. */
    private static float within(float bound, float add) {
        return add == 0 || bound == Float.POSITIVE_INFINITY ? bound : bound - add + 2 * (Math.ulp(bound) + Math.ulp(add));
    }

    /** Row after row: a quick sum rules out, what may be near enough is measured as in a block. */
    private void scanRows(CodeList list, int number, float add, int from, int to, Collector out) {
        boolean bytes = list.layout().elementBytes() == 1;
        int d = space.d();
        int lanes = list.count(to - 1);
        int block = from;
        while (block < to) {
            float within = within(out.bound(), add);
            block = space.innerProduct()
                    ? kernels.scanRowsDot(list.blocks(), list.blockAt(0), block, to, lanes, d, query, 0, within, mask)
                    : kernels.scanRowsL2(list.blocks(), list.blockAt(0), block, to, lanes, d, shifted, 0, within, mask);
            if (block < to) {
                for (long rest = list.lanes(block, mask[0]); rest != 0; rest &= rest - 1) {
                    int lane = Long.numberOfTrailingZeros(rest);
                    long row = list.rowAt((long) block * Kernels.BLOCK + lane);
                    float distance = space.innerProduct()
                            ? kernels.sequentialDot(list.blocks(), row, bytes, d, query, 0)
                            : kernels.sequentialL2(list.blocks(), row, bytes, d, shifted, 0);
                    out.offer(add + distance, list.ref(number, block, lane));
                }
                block++;
            }
        }
    }
}
