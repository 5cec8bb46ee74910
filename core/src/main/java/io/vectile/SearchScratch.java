package io.vectile;

import io.vectile.cluster.Centroids;
import io.vectile.codec.ListScanner;
import io.vectile.contents.Trained;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What one thread needs to search, but for what it finds: tables of a query, scores of cells. Some 30 kilobytes for PQ8, which
 * take as long to make as a search of a few lists.
 */
final class SearchScratch {
    final ListScanner scanner;
    final Centroids.Scratch centroids = new Centroids.Scratch();
    private final Trained trained;
    private int[] cells = {};
    private float[] coarse = {};

    private SearchScratch(Trained trained) {
        this.trained = trained;
        this.scanner = trained.codec().scanner(trained.space());
    }

    /** At least n ints. */
    int[] cells(int n) {
        if (cells.length < n) {
            cells = new int[n];
        }
        return cells;
    }

    /** At least n floats. */
    float[] coarse(int n) {
        if (coarse.length < n) {
            coarse = new float[n];
        }
        return coarse;
    }

    /** Keeps what is not in use, one for each processor at most. Thread safe, without locks. */
    static final class Pool {
        private final AtomicReferenceArray<SearchScratch> idle =
                new AtomicReferenceArray<>(Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

        /** One that nobody else uses, for what was trained so. */
        SearchScratch take(Trained trained) {
            SearchScratch kept = idle.getAndSet(slot(), null);
            return kept != null && kept.trained == trained ? kept : new SearchScratch(trained);
        }

        /** Takes one back that is not used any more. */
        void give(SearchScratch scratch) {
            idle.set(slot(), scratch);
        }

        private int slot() {
            return (int) Thread.currentThread().threadId() & idle.length() - 1;
        }
    }
}
