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
    /** Candidates measured at a time, and bytes of each that are touched before. */
    private static final int TOGETHER = 32;
    private static final int TOUCHED = 1024;

    private final Kernels kernels = Kernels.active();
    private final Snapshot snapshot;
    private final Originals originals;
    private final boolean innerProduct;
    private final float[] queries;
    private final int d;
    /** A sum of what was touched, of any thread: nobody asks for it, but the compiler cannot know. */
    private int touched;

    /** @param queries rows of d numbers as the originals are, row-major */
    Refiner(Trained trained, Snapshot snapshot, float[] queries) {
        this.snapshot = snapshot;
        this.originals = snapshot.originals();
        this.innerProduct = trained.space().innerProduct();
        this.queries = queries;
        this.d = trained.d();
    }

    /** Measures the candidates of a query that it is shown, and offers them; the last of them when it is finished. */
    Pass pass(int query, Collector out) {
        return new Pass(query * d, out);
    }

    /**
     * Candidates lie anywhere in memory. A few at a time are touched, one read after the other without waiting, and then
     * measured, when they have come.
     */
    final class Pass implements LongConsumer {
        private final int at;
        private final Collector out;
        private final long[] refs = new long[TOGETHER];
        private final long[] ordinals = new long[TOGETHER];
        private final RowStore[] stores = new RowStore[TOGETHER];
        private final long[] rows = new long[TOGETHER];
        private final long[] touching = new long[TOGETHER];
        private int waiting;
        private int sum;

        private Pass(int at, Collector out) {
            this.at = at;
            this.out = out;
        }

        @Override
        public void accept(long ref) {
            refs[waiting++] = ref;
            if (waiting == TOGETHER) {
                measure();
            }
        }

        /** Measures what still waits. */
        void finish() {
            measure();
            touched = sum;
        }

        private void measure() {
            System.arraycopy(refs, 0, ordinals, 0, waiting);
            snapshot.toOrdinals(ordinals, 0, waiting);
            for (int i = 0; i < waiting; i++) {
                stores[i] = originals.store(ordinals[i]);
                rows[i] = stores[i].at(originals.row(ordinals[i]));
            }
            touch(originals.base());
            touch(originals.added());
            for (int i = 0; i < waiting; i++) {
                RowStore store = stores[i];
                float distance = innerProduct
                        ? -kernels.rowDot(store.segment(), rows[i], store.isBytes(), d, queries, at)
                        : kernels.rowL2(store.segment(), rows[i], store.isBytes(), d, queries, at);
                out.offer(distance, refs[i]);
            }
            waiting = 0;
        }

        /** Touches the rows that a store has. */
        private void touch(RowStore store) {
            int n = 0;
            for (int i = 0; i < waiting; i++) {
                if (stores[i] == store) {
                    touching[n++] = rows[i];
                }
            }
            if (n > 0) {
                sum += store.touch(touching, n, TOUCHED);
            }
        }
    }

    /** A radius for candidates, such that smaller is nearer: farther by k_factor, whatever its sign. */
    static float widen(float within, float kFactor) {
        return within > 0 ? within * kFactor : within / kFactor;
    }
}
