package io.vectile.benchmarks.peers;

import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Index;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.ProgressListener;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * The HNSW of hnswlib-core over float vectors on the heap, with the Euclidean distance that it brings, the root of ours. Its
 * setting is {@code ef=N}.
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
            index = HnswIndex.newBuilder(base.d(), DistanceFunctions.FLOAT_EUCLIDEAN_DISTANCE, n)
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
}
