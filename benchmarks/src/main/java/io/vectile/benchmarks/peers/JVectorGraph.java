package io.vectile.benchmarks.peers;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.vectile.benchmarks.Clock;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ForkJoinPool;

/**
 * JVector's graph over float vectors on the heap. Its setting is {@code rerankK=N}, how many candidates a search keeps, which
 * others call ef.
 *
 * <p>M is the most edges of a node on every level. HNSW allows 2 M of them on the lowest one, so that its M = 16 is 32 here.
 */
final class JVectorGraph implements Peer {
    private static final int EF_CONSTRUCTION = 100;
    /** JVector's own choices: nodes may have 1.2 M edges while it builds, and an edge stays where it is 1.2 times as near. */
    private static final float OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f;

    private final int m;
    private RandomAccessVectorValues rows;
    private ImmutableGraphIndex graph;
    private GraphSearcher searcher;
    private double buildSeconds;
    private long heldBytes;

    JVectorGraph(int m) {
        this.m = m;
    }

    /** Without the second pass over all nodes, which is on by default: it took minutes, and not on the threads given. */
    @Override
    @SuppressWarnings("deprecation") // The builder that is to replace this constructor has no setter for the hierarchy.
    public BuildTime build(Vectors base, Vectors train, int threads) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            buildSeconds = Clock.seconds(() -> {
                rows = JVectorRows.of(base);
                BuildScoreProvider scores = BuildScoreProvider.randomAccessScoreProvider(rows, JVectorRows.SIMILARITY);
                try (GraphIndexBuilder builder = new GraphIndexBuilder(scores, base.d(), m, EF_CONSTRUCTION, OVERFLOW, ALPHA,
                        true, false, pool, pool)) {
                    graph = builder.build(rows);
                }
            });
            searcher = new GraphSearcher(graph);
            return new BuildTime(0, buildSeconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Held held(long heapGrowth) {
        heldBytes = heapGrowth;
        return new Held(heapGrowth, "growth of the heap: the graph and the float vectors");
    }

    @Override
    public Search search(String setting) {
        int rerankK = Setting.number(setting, "rerankK");
        return (query, k) -> nearest(exact(JVectorRows.query(query)), k, rerankK);
    }

    DefaultSearchScoreProvider exact(VectorFloat<?> query) {
        return DefaultSearchScoreProvider.exact(query, JVectorRows.SIMILARITY, rows);
    }

    long[] nearest(SearchScoreProvider scores, int k, int rerankK) {
        SearchResult.NodeScore[] nodes = searcher.search(scores, k, Math.max(k, rerankK), 0f, 0f, Bits.ALL).getNodes();
        long[] ids = new long[nodes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = nodes[i].node;
        }
        return ids;
    }

    RandomAccessVectorValues rows() {
        return rows;
    }

    double buildSeconds() {
        return buildSeconds;
    }

    /** What {@link #held} was last told. */
    long heldBytes() {
        return heldBytes;
    }

    @Override
    public String kernels() {
        return JVectorRows.provider();
    }

    @Override
    public void close() {
        try {
            if (searcher != null) {
                searcher.close();
                graph.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
