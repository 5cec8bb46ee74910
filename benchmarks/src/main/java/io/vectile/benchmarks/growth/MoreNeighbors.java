package io.vectile.benchmarks.growth;

import io.vectile.SearchOptions;
import io.vectile.benchmarks.growth.Meter.Place;
import io.vectile.vectors.Vectors;

/** How cost grows with k, the neighbours asked for. */
record MoreNeighbors(Plan plan, GrowthData data, Vectors queries) {
    void measure(Meter meter) {
        Vectors base = data.rows(plan.vectorsElse());
        int nprobe = plan.nprobes().getLast();
        search(meter, "PQ8", "PQ8", base, SearchOptions.defaults());
        search(meter, plan.ivf("PQ8") + " nprobe " + nprobe, plan.ivf("PQ8"), base, SearchOptions.defaults().withNprobe(nprobe));
        search(meter, "Flat", "Flat", base, SearchOptions.defaults());
    }

    private void search(Meter meter, String series, String spec, Vectors base, SearchOptions options) {
        MeasuredIndex index = MeasuredIndex.of(spec, data.learn(), base);
        for (int k : plan.k()) {
            meter.search(new Place(series, spec, k), index, queries, k, options);
        }
    }
}
