package io.vectile.benchmarks.peers;

import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.similarity.ScoreFunction;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.quantization.ProductQuantization;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.vectile.benchmarks.Clock;
import io.vectile.benchmarks.peers.Peer.BuildTime;
import io.vectile.vectors.Vectors;
import java.util.concurrent.ForkJoinPool;

/** JVector's PQ codes, 8 bits a subspace. Codebooks are learnt around the mean, as JVector advises for Euclidean distances. */
final class JVectorCodes {
    private static final int CLUSTERS = 256;
    /** No weight on errors along the vector, which would serve inner products. */
    private static final float UNWEIGHTED = -1f;

    private final int subspaces;
    private PQVectors codes;

    JVectorCodes(int subspaces) {
        this.subspaces = subspaces;
    }

    /** Learns codebooks and encodes all rows. */
    BuildTime build(RandomAccessVectorValues base, Vectors train, int threads) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            ProductQuantization[] quantizer = new ProductQuantization[1];
            double training = Clock.seconds(() -> quantizer[0] = ProductQuantization.compute(JVectorRows.of(train), subspaces,
                    CLUSTERS, true, UNWEIGHTED, pool, pool));
            double adding = Clock.seconds(() -> codes = quantizer[0].encodeAll(base, pool));
            return new BuildTime(training, adding);
        }
    }

    /** The fast one of its three distance functions; its table is the thread's own, so that one may be in use at a time. */
    ScoreFunction.ApproximateScoreFunction scores(VectorFloat<?> query) {
        return codes.precomputedScoreFunctionFor(query, JVectorRows.SIMILARITY);
    }

    int count() {
        return codes.count();
    }

    /** Codes and codebooks, by JVector's own count. */
    long bytes() {
        return codes.ramBytesUsed();
    }
}
