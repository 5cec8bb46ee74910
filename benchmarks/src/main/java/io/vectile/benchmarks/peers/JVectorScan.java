package io.vectile.benchmarks.peers;

import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.vectile.benchmarks.Clock;
import io.vectile.vectors.Vectors;
import java.util.Arrays;

/**
 * JVector's PQ codes compared one after another. It has no such search of its own: the scan and the k best are ours, its
 * distance function is what counts. There is nothing to set.
 */
final class JVectorScan implements Peer {
    private final JVectorCodes codes;

    /** @param subspaces bytes of a code */
    JVectorScan(int subspaces) {
        this.codes = new JVectorCodes(subspaces);
    }

    @Override
    public BuildTime build(Vectors base, Vectors train, int threads) {
        RandomAccessVectorValues[] rows = new RandomAccessVectorValues[1];
        // As for a graph: the floats that JVector asks for are a part of building.
        double copying = Clock.seconds(() -> rows[0] = JVectorRows.of(base));
        BuildTime time = codes.build(rows[0], train, threads);
        return new BuildTime(time.train(), copying + time.add());
    }

    @Override
    public Held held(long heapGrowth) {
        return new Held(codes.bytes(), "codes and codebooks by its own count");
    }

    @Override
    public Search search(String setting) {
        return this::nearest;
    }

    private long[] nearest(float[] query, int k) {
        var scores = codes.scores(JVectorRows.query(query));
        int n = codes.count();
        int size = Math.min(k, n);
        float[] best = new float[size];
        long[] ids = new long[size];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            float score = scores.similarityTo(i);
            if (score > best[size - 1]) {
                int place = size - 1;
                for (; place > 0 && best[place - 1] < score; place--) {
                    best[place] = best[place - 1];
                    ids[place] = ids[place - 1];
                }
                best[place] = score;
                ids[place] = i;
            }
        }
        return ids;
    }

    @Override
    public String kernels() {
        return JVectorRows.provider();
    }
}
