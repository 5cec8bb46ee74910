package io.vectile.benchmarks.growth;

import io.vectile.SearchOptions;
import io.vectile.benchmarks.growth.Meter.Place;
import io.vectile.vectors.Vectors;

/** How cost grows with m, the bytes of a code. */
record LongerCodes(Plan plan, GrowthData data, Vectors queries) {
    void measure(Meter meter) {
        Vectors base = data.rows(plan.vectorsElse());
        MeasuredIndex.warmUp("PQ" + plan.m().getFirst(), data.learn(), base);
        for (int m : plan.m()) {
            meter.search(new Place("PQm", "PQm", m), MeasuredIndex.of("PQ" + m, data.learn(), base), queries, 10, SearchOptions.defaults());
        }
    }
}
