package io.vectile.benchmarks.peers;

import com.github.jelmerk.knn.Index;
import com.github.jelmerk.knn.Item;
import com.github.jelmerk.knn.Jdk17DistanceFunctions;
import com.github.jelmerk.knn.ProgressListener;
import com.github.jelmerk.knn.hnsw.HnswIndex;
import io.vectile.benchmarks.Clock;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * The HNSW of hnswlib-core over float vectors on the heap, with the fastest Euclidean distance that it brings, the root of ours:
 * that of the Vector API, 256 bits wide. With the scalar one a search of 10,000 rows took 1.3 to 1.5 times as long. Its setting is
 * {@code ef=N}.
 */
final class HnswlibPeer implements Peer {
    private static final int M = 16;
    private static final int EF_CONSTRUCTION = 100;

    private HnswIndex<Integer, float[], Row, Float> index;

    /** A row and its number. */
    private record Row(Integer id, float[] vector) implements Item<Integer, float[]> {
        @Override
        public int dimensions() {
            return vector.length;
        }
    }

    @Override
    public BuildTime build(Vectors base, Vectors train, int threads) {
        int n = Math.toIntExact(base.n());
        double seconds = Clock.seconds(() -> {
            index = HnswIndex.newBuilder(base.d(), Jdk17DistanceFunctions.VECTOR_FLOAT_256_EUCLIDEAN_DISTANCE, n)
                    .withM(M).withEfConstruction(EF_CONSTRUCTION).build();
            List<Row> rows = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                rows.add(new Row(i, base.row(i)));
            }
            add(rows, threads);
        });
        return new BuildTime(0, seconds);
    }

    private void add(List<Row> rows, int threads) {
        ProgressListener nobody = (done, max) -> {};
        try {
            index.addAll(rows, threads, nobody, Index.DEFAULT_PROGRESS_UPDATE_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were added", e);
        }
    }

    @Override
    public Held held(long heapGrowth) {
        return new Held(heapGrowth, "growth of the heap: the graph and the float vectors");
    }

    /** Sets ef for the index: it has none per query, so that one search must be done with before another is made. */
    @Override
    public Search search(String setting) {
        int ef = Setting.number(setting, "ef");
        index.setEf(ef);
        return (query, k) -> {
            var found = index.findNearest(query, k);
            long[] ids = new long[found.size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = found.get(i).item().id();
            }
            return ids;
        };
    }

    @Override
    public String kernels() {
        return "Vector API, 256 bits";
    }
}
