package io.vectile.benchmarks.growth;

import io.vectile.SearchOptions;
import io.vectile.TrainingOptions;
import io.vectile.benchmarks.growth.Meter.Place;
import io.vectile.vectors.Vectors;

/**
 * How cost grows with n: the same indexes grow chunk by chunk, packed and searched at each size. Rows are made as they are added, so that
 * ten million take no more memory than their codes.
 */
record MoreVectors(Plan plan, GrowthData data, Vectors queries) {
    static final String PQ = "PQ8";
    static final String FLAT = "Flat";
    private static final int CHUNK = 100_000;

    void measure(Meter meter) {
        MeasuredIndex.warmUp(plan.ivf(PQ), data.learn(), data.rows(Math.min(CHUNK, plan.vectors().getFirst())));
        RepeatedRows rows = new RepeatedRows(data.base(), RepeatedRows.SEED);
        MeasuredIndex pq = new MeasuredIndex(PQ, data.learn(), TrainingOptions.defaults());
        MeasuredIndex ivf = new MeasuredIndex(plan.ivf(PQ), data.learn(), TrainingOptions.defaults());
        MeasuredIndex flat = new MeasuredIndex(FLAT, data.learn(), TrainingOptions.defaults());
        int held = 0;
        for (int n : plan.vectors()) {
            boolean withFlat = n <= plan.mostFlat();
            while (held < n) {
                int count = Math.min(CHUNK, n - held);
                Vectors chunk = Vectors.ofBytes(rows.bytes(held, count), data.d());
                pq.add(chunk);
                ivf.add(chunk);
                if (withFlat) {
                    flat.add(chunk);
                }
                held += count;
            }
            pq.pack();
            meter.search(new Place(PQ, PQ, n), pq, queries, 10, SearchOptions.defaults());
            ivf.pack();
            for (int nprobe : plan.nprobes()) {
                meter.search(new Place(plan.ivf(PQ) + " nprobe " + nprobe, plan.ivf(PQ), n), ivf, queries, 10,
                        SearchOptions.defaults().withNprobe(nprobe));
            }
            if (withFlat) {
                flat.pack();
                meter.search(new Place(FLAT, FLAT, n), flat, queries, 10, SearchOptions.defaults());
            }
        }
    }
}
