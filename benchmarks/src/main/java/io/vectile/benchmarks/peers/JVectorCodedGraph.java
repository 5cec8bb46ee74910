package io.vectile.benchmarks.peers;

import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.vectile.vectors.Vectors;

/**
 * A graph of JVector that is walked by PQ codes; the rerankK candidates found are then measured with the float vectors. It
 * shares the graph of a peer that was built before.
 */
final class JVectorCodedGraph implements Peer {
    private final JVectorGraph graph;
    private final JVectorCodes codes;

    /**
     * Over the graph of another peer.
     *
     * @param subspaces bytes of a code
     */
    JVectorCodedGraph(JVectorGraph graph, int subspaces) {
        this.graph = graph;
        this.codes = new JVectorCodes(subspaces);
    }

    @Override
    public BuildTime build(Vectors base, Vectors train, int threads) {
        BuildTime time = codes.build(graph.rows(), train, threads);
        return new BuildTime(time.train(), graph.buildSeconds() + time.add());
    }

    @Override
    public Held held(long heapGrowth) {
        return new Held(graph.heldBytes() + codes.bytes(), "that of its graph, and its codes by its own count");
    }

    @Override
    public Search search(String setting) {
        int rerankK = Setting.number(setting, "rerankK");
        return (query, k) -> {
            VectorFloat<?> point = JVectorRows.query(query);
            var scores = new DefaultSearchScoreProvider(codes.scores(point), graph.exact(point).exactScoreFunction());
            return graph.nearest(scores, k, rerankK);
        };
    }

    @Override
    public String kernels() {
        return graph.kernels();
    }
}
