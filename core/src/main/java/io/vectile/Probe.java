package io.vectile;

import io.vectile.cluster.Centroids;
import io.vectile.contents.Trained;
import io.vectile.kernel.Kernels;
import io.vectile.partition.InvertedFile;

/** The cells that some queries visit, nearest first, with the query's distance to each. */
final class Probe {
    private final Trained trained;
    private final int probes;
    private final int[] cells;
    private final float[] coarse;

    private Probe(Trained trained, int probes, int[] cells, float[] coarse) {
        this.trained = trained;
        this.probes = probes;
        this.cells = cells;
        this.coarse = coarse;
    }

    /** Of one query, in memory of a scratch, as long as there is no other probe in it. */
    static Probe in(SearchScratch scratch, Trained trained, int probes) {
        return new Probe(trained, probes, scratch.cells(probes), scratch.coarse(probes));
    }

    /** In memory of its own. */
    static Probe of(Trained trained, int queries, int probes) {
        return new Probe(trained, probes, new int[queries * probes], new float[queries * probes]);
    }

    /** How many cells a query visits; those of query i stand from slot {@code i * probes()}. */
    int probes() {
        return probes;
    }

    int cell(int slot) {
        return cells[slot];
    }

    /** The first n queries in an order in which neighbours visit much the same cells. */
    int[] order(int n) {
        return NearnessOrder.of(cells, probes, n);
    }

    float coarse(int slot) {
        return coarse[slot];
    }

    /**
     * Finds the cells of n queries; 0 where there are no cells. Threads may do so at once, each in slots of its own.
     *
     * @param first the row of the first query
     * @param slot  where its cells go
     */
    void find(float[] queries, int first, int n, int slot, Centroids.Scratch scratch) {
        if (trained.partition() instanceof InvertedFile(int nlist, boolean byInnerProduct, Centroids centroids)) {
            int d = trained.space().d();
            centroids.nearestCells(queries, first * d, d, n, probes, scratch, cells, coarse, slot);
            if (centroids.innerProduct() != trained.space().innerProduct()) {
                measure(centroids, queries, first, n, slot);
            } else if (trained.space().innerProduct()) {
                for (int i = slot; i < slot + n * probes; i++) {
                    coarse[i] = -coarse[i];
                }
            }
        }
    }

    /** Cells are chosen by their own metric, which in a Faiss file may differ from that of the vectors. */
    private void measure(Centroids centroids, float[] queries, int first, int n, int slot) {
        Kernels kernels = Kernels.active();
        int d = trained.space().d();
        float[] centroid = new float[d];
        for (int i = slot; i < slot + n * probes; i++) {
            int at = (first + (i - slot) / probes) * d;
            centroids.copyRow(cells[i], centroid, 0);
            coarse[i] = trained.space().innerProduct()
                    ? -kernels.dot(queries, at, centroid, 0, d)
                    : kernels.l2(queries, at, centroid, 0, d);
        }
    }
}
