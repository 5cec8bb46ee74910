package io.vectile.benchmarks.growth;

import io.vectile.SearchOptions;
import io.vectile.TrainingOptions;
import io.vectile.benchmarks.growth.Meter.Place;
import io.vectile.vectors.Vectors;

/**
 * How cost grows with nlist: visited are always as many cells, or always the same share of them. There are {@value #POINTS_PER_CELL}
 * training vectors for each cell, so that training grows with the square; {@value #ROUNDS} rounds of k-means instead of the usual 10,
 * because the largest takes minutes.
 */
record MoreCells(Plan plan, GrowthData data, Vectors queries) {
    static final int POINTS_PER_CELL = 39;
    static final int ROUNDS = 4;
    private static final int NPROBE = 16;
    private static final int ONE_OF = 64;

    void measure(Meter meter) {
        Vectors base = data.rows(plan.vectorsElse());
        TrainingOptions usual = TrainingOptions.defaults();
        TrainingOptions training = new TrainingOptions(usual.seed(), ROUNDS, usual.codebookIterations(), POINTS_PER_CELL);
        MeasuredIndex.warmUp(spec(plan.cells().getFirst()), data.rows(POINTS_PER_CELL * 256), base);
        for (int nlist : plan.cells()) {
            // Codebooks learn from as many of these as their 256 centroids want.
            Vectors learn = data.rows(Math.multiplyExact(POINTS_PER_CELL, Math.max(nlist, 256)));
            MeasuredIndex index = new MeasuredIndex(spec(nlist), learn, training);
            index.add(base);
            index.pack();
            search(meter, "nprobe " + NPROBE, nlist, index, NPROBE);
            search(meter, "1 of " + ONE_OF + " cells", nlist, index, Math.max(1, nlist / ONE_OF));
        }
    }

    private static String spec(int nlist) {
        return "IVF" + nlist + ",PQ8";
    }

    private void search(Meter meter, String series, int nlist, MeasuredIndex index, int nprobe) {
        meter.search(new Place(series, "IVF(nlist),PQ8", nlist), index, queries, 10, SearchOptions.defaults().withNprobe(nprobe));
    }
}
