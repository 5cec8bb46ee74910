package io.vectile.benchmarks.growth;

import io.vectile.SearchOptions;
import io.vectile.benchmarks.GeneratedVectors;
import io.vectile.benchmarks.growth.Meter.Place;
import io.vectile.vectors.Vectors;

/** How cost grows with d: generated floats, codes of one byte for 16 numbers, codes of 16 bytes, and no codes. */
record MoreDimensions(Plan plan) {
    private static final int SEED = 7;
    private static final int NUMBERS_PER_BYTE = 16;
    private static final int FIXED_M = 16;

    void measure(Meter meter) {
        for (int d : plan.d()) {
            GeneratedVectors generated = new GeneratedVectors(d, SEED);
            Vectors base = Vectors.of(generated.fractions(plan.vectorsOfD()), d);
            Vectors queries = Vectors.of(generated.fractions(plan.queries()), d);
            if (d == plan.d().getFirst()) {
                MeasuredIndex.warmUp("PQ" + d / NUMBERS_PER_BYTE, base, base);
            }
            search(meter, "Flat", d, "Flat", base, queries);
            search(meter, "PQ(d/16)", d, "PQ" + d / NUMBERS_PER_BYTE, base, queries);
            search(meter, "PQ16", d, "PQ" + FIXED_M, base, queries);
        }
    }

    private static void search(Meter meter, String series, int d, String spec, Vectors base, Vectors queries) {
        meter.search(new Place(series, series, d), MeasuredIndex.of(spec, base, base), queries, 10, SearchOptions.defaults());
    }
}
