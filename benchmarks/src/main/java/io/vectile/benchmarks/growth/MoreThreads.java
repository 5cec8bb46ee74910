package io.vectile.benchmarks.growth;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.benchmarks.Clock;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much faster training, adding and a batch of queries become with threads. The same work is done over and over by one thread
 * and by more, in turn, and the first round, in which compilers work too, does not count: what is left is medians of the others.
 */
record MoreThreads(Plan plan, GrowthData data, int processors) {
    private static final int ROUNDS = 3;

    void measure(Meter meter) {
        Vectors base = data.rows(plan.vectors().get(plan.vectors().size() / 2));
        measure(meter, "PQ8", base, SearchOptions.defaults());
        measure(meter, plan.ivf("PQ8"), base, SearchOptions.defaults().withNprobe(plan.nprobes().getLast()));
    }

    /** One, two, four and so on, and all. */
    private List<Integer> threads() {
        List<Integer> threads = new ArrayList<>();
        for (int t = 1; t < processors; t *= 2) {
            threads.add(t);
        }
        threads.add(processors);
        return threads;
    }

    private void measure(Meter meter, String spec, Vectors base, SearchOptions search) {
        List<Integer> threads = threads();
        double[][] train = new double[threads.size()][ROUNDS];
        double[][] add = new double[threads.size()][ROUNDS];
        double[][] batch = new double[threads.size()][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            for (int t = 0; t < threads.size(); t++) {
                BuildOptions build = BuildOptions.defaults().withThreads(threads.get(t));
                Index index = Index.of(spec, data.d());
                double trained = Clock.seconds(() -> index.train(data.learn(), build));
                double added = Clock.seconds(() -> index.add(base, build));
                index.compact();
                SearchOptions options = search.withThreads(threads.get(t));
                double searched = Clock.seconds(() -> index.search(data.queries(), 10, options));
                if (round >= 0) {
                    train[t][round] = trained;
                    add[t][round] = added;
                    batch[t][round] = searched;
                }
            }
        }
        for (int t = 0; t < threads.size(); t++) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("series", spec);
            line.put("size", threads.get(t));
            line.put("n", base.n());
            line.put("train_s", median(train[t]));
            line.put("add_s", median(add[t]));
            line.put("search_s", median(batch[t]));
            line.put("queries", data.queries().n());
            meter.put(line);
        }
    }

    private static double median(double[] times) {
        return Arrays.stream(times).sorted().toArray()[times.length / 2];
    }
}
