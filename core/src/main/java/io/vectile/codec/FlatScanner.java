package io.vectile.codec;

import io.vectile.kernel.Kernels;
import io.vectile.storage.CodeList;
import io.vectile.storage.Collector;
import io.vectile.storage.Snapshot;

/** Measures plain vectors exactly, giving up a block as soon as all its partial distances are past the bound. */
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
        boolean bytes = list.layout().elementBytes() == 1;
        int d = space.d();
        // <q, c + r> = <q, c> + <q, r>; the L2 distance to c + r is that of q - c to r.
        float add = space.isResidual() && space.innerProduct() ? coarse : 0f;
        if (shifted != query) {
            System.arraycopy(query, 0, shifted, 0, d);
            space.toResidual(shifted, 0, number);
        }
        int block = fromBlock;
        while (block < toBlock) {
            float bound = out.bound();
            // One unit in the last place more, for what the subtraction loses.
            float within = add == 0 || bound == Float.POSITIVE_INFINITY
                    ? bound
                    : bound - add + 2 * (Math.ulp(bound) + Math.ulp(add));
            block = space.innerProduct()
                    ? kernels.scanDot(list.blocks(), 0, bytes, block, toBlock, d, query, 0, within, distances, mask)
                    : kernels.scanL2(list.blocks(), 0, bytes, block, toBlock, d, shifted, 0, within, distances, mask);
            if (block < toBlock) {
                long lanes = out.admit(number, block, mask[0] & list.lanes(block));
                for (; lanes != 0; lanes &= lanes - 1) {
                    int lane = Long.numberOfTrailingZeros(lanes);
                    out.offer(add + distances[lane], Snapshot.ref(number, (long) block * Kernels.BLOCK + lane));
                }
                block++;
            }
        }
    }
}
