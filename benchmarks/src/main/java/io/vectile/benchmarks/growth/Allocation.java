package io.vectile.benchmarks.growth;

import com.sun.management.ThreadMXBean;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.vectors.Vectors;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Bytes of heap that a search of one query takes, by the count that the JVM keeps for each thread, after compilers are done. */
record Allocation(Plan plan, GrowthData data, Vectors queries) {
    private static final List<Integer> KS = List.of(10, 100);
    /** An id and a distance. */
    private static final int ANSWER_BYTES = Long.BYTES + Float.BYTES;

    void measure(Meter meter) {
        Vectors base = data.rows(plan.vectorsElse());
        search(meter, "Flat", base, List.of(0));
        search(meter, "PQ8", base, List.of(0));
        search(meter, plan.ivf("PQ8"), base, plan.nprobes());
        search(meter, plan.ivf("PQ16,RFlat"), base, plan.nprobes());
    }

    /** @param nprobes 0 for an index without cells */
    private void search(Meter meter, String spec, Vectors base, List<Integer> nprobes) {
        MeasuredIndex measured = MeasuredIndex.of(spec, data.learn(), base);
        for (int nprobe : nprobes) {
            SearchOptions options = nprobe == 0 ? SearchOptions.defaults() : SearchOptions.defaults().withNprobe(nprobe);
            for (int k : KS) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("series", nprobe == 0 ? spec : spec + " nprobe " + nprobe);
                line.put("size", k);
                line.putAll(measured.fields());
                line.put("allocated_bytes", bytesPerSearch(measured.index(), k, options.withThreads(1)));
                line.put("answer_bytes", k * ANSWER_BYTES);
                meter.put(line);
            }
        }
    }

    /** The mean over all queries, after searches for as long as a timed one warms up. */
    double bytesPerSearch(Index index, int k, SearchOptions options) {
        float[][] rows = IntStream.range(0, (int) queries.n()).mapToObj(queries::row).toArray(float[][]::new);
        long end = System.nanoTime() + 2 * plan.effort().longestWarmUp().toNanos();
        for (int call = 0; call < rows.length || System.nanoTime() < end; call++) {
            index.search(rows[call % rows.length], k, options);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (float[] row : rows) {
            index.search(row, k, options);
        }
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / rows.length;
    }
}
