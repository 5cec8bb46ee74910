package io.vectile;

import io.vectile.cluster.Centroids;
import io.vectile.contents.Trained;
import io.vectile.kernel.Kernels;
import io.vectile.partition.InvertedFile;

/** The cells that some queries visit, nearest first, with the query's distance to each. For one thread at a time. */
final class Probe {
    private final Trained trained;
    private final int probes;
    private final int[] cells;
    private final float[] coarse;
    private final Centroids.Scratch scratch;

    private Probe(Trained trained, int probes, int[] cells, float[] coarse, Centroids.Scratch scratch) {
        this.trained = trained;
        this.probes = probes;
        this.cells = cells;
        this.coarse = coarse;
        this.scratch = scratch;
    }

    /** In memory of a scratch, as long as there is no other probe in it. */
    static Probe in(SearchScratch scratch, Trained trained, int queries, int probes) {
        return new Probe(trained, probes, scratch.cells(queries * probes), scratch.coarse(queries * probes), scratch.centroids);
    }

    /** Of one query, beside another probe in the same scratch. */
    static Probe beside(SearchScratch scratch, Trained trained, int probes) {
        return new Probe(trained, probes, new int[probes], new float[probes], scratch.centroids);
    }

    /** How many cells a query visits; those of query i stand from slot {@code i * probes()}. */
    int probes() {
        return probes;
    }

    int cell(int slot) {
        return cells[slot];
    }

    float coarse(int slot) {
        return coarse[slot];
    }

    /** Finds the cells of n queries, the first of which is row number {@code first}; 0 where there are no cells. */
    void find(float[] queries, int first, int n) {
        if (trained.partition() instanceof InvertedFile(int nlist, boolean byInnerProduct, Centroids centroids)) {
            int d = trained.space().d();
            centroids.nearestCells(queries, first * d, d, n, probes, scratch, cells, coarse);
            if (centroids.innerProduct() != trained.space().innerProduct()) {
                measure(centroids, queries, first, n);
            } else if (trained.space().innerProduct()) {
                for (int i = 0; i < n * probes; i++) {
                    coarse[i] = -coarse[i];
                }
            }
        }
    }

    /** Cells are chosen by their own metric, which in a Faiss file may differ from that of the vectors. */
    private void measure(Centroids centroids, float[] queries, int first, int n) {
        Kernels kernels = Kernels.active();
        int d = trained.space().d();
        float[] centroid = new float[d];
        for (int i = 0; i < n * probes; i++) {
            int at = (first + i / probes) * d;
            centroids.copyRow(cells[i], centroid, 0);
            coarse[i] = trained.space().innerProduct()
                    ? -kernels.dot(queries, at, centroid, 0, d)
                    : kernels.l2(queries, at, centroid, 0, d);
        }
    }
}
