package io.vectile.benchmarks.peers;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.benchmarks.Clock;
import io.vectile.concurrent.Parallel;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;

/** An index of this library, by its spec. Its settings are search options, {@code nprobe=16,k_factor=8}. */
final class VectilePeer implements Peer {
    private final String spec;
    private Index index;

    VectilePeer(String spec) {
        this.spec = spec;
    }

    @Override
    public BuildTime build(Vectors base, Vectors train, int threads) {
        BuildOptions options = BuildOptions.defaults().withThreads(threads);
        index = Index.of(spec, base.d(), Metric.L2);
        double training = Clock.seconds(() -> index.train(train, options));
        double adding = Clock.seconds(() -> {
            index.add(base, options);
            index.compact();
        });
        return new BuildTime(training, adding);
    }

    /** Its own count: nearly all lies beside the heap, and what lies on it is counted too. */
    @Override
    public Held held(long heapGrowth) {
        return new Held(index.inspect().residentBytes(), "resident bytes by its own count, on and off the heap");
    }

    @Override
    public Search search(String setting) {
        SearchOptions options = SearchOptions.parse(setting).withParallel(Parallel.single());
        return (query, k) -> index.search(query, k, options).ids(0);
    }

    @Override
    public String kernels() {
        return index.inspect().kernels();
    }
}
