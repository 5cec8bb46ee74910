package io.vectile;

import io.vectile.contents.Trained;
import io.vectile.kernel.Kernels;
import io.vectile.storage.Collector;
import io.vectile.storage.Originals;
import io.vectile.storage.RowStore;
import io.vectile.storage.Snapshot;
import java.util.function.LongConsumer;

/**
 * Measures candidates that were found by their codes again, against the vectors themselves. Thread safe.
 */
final class Refiner {
    private final Kernels kernels = Kernels.active();
    private final Snapshot snapshot;
    private final Originals originals;
    private final boolean innerProduct;
    private final float[] queries;
    private final int d;

    /** @param queries rows of d numbers as the originals are, row-major */
    Refiner(Trained trained, Snapshot snapshot, float[] queries) {
        this.snapshot = snapshot;
        this.originals = snapshot.originals();
        this.innerProduct = trained.space().innerProduct();
        this.queries = queries;
        this.d = trained.d();
    }

    /** Measures the candidates of a query that it is shown and offers them. */
    LongConsumer into(int query, Collector out) {
        int at = query * d;
        return ref -> {
            long ordinal = snapshot.ordinal(ref);
            RowStore rows = originals.store(ordinal);
            long row = rows.at(originals.row(ordinal));
            float distance = innerProduct
                    ? -kernels.rowDot(rows.segment(), row, rows.isBytes(), d, queries, at)
                    : kernels.rowL2(rows.segment(), row, rows.isBytes(), d, queries, at);
            out.offer(distance, ref);
        };
    }

    /** A radius for candidates, such that smaller is nearer: farther by k_factor, whatever its sign. */
    static float widen(float within, float kFactor) {
        return within > 0 ? within * kFactor : within / kFactor;
    }
}
