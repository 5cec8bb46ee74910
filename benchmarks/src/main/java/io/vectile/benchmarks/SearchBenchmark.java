package io.vectile.benchmarks;

import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole searches on one thread: the ten nearest among 200,000 generated vectors of d = 128, time per query. For real data
 * and the comparison with Faiss there is {@code benchmarks/side-by-side}.
 *
 * <pre>java -jar benchmarks/target/vectile-benchmarks.jar SearchBenchmark -f 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SearchBenchmark {
    static final int D = 128;
    static final int K = 10;
    static final int QUERIES = 1000;

    @Param({"Flat", "PQ8", "IVF1024,Flat", "IVF1024,PQ8"})
    String spec;

    /** Cells visited; without cells it has no meaning. */
    @Param("16")
    int nprobe;

    @Param("200000")
    int vectors;

    Vectors base;
    Vectors queries;
    Index index;

    private SearchOptions options;
    private float[][] single;
    private int next;

    @Setup
    public void prepare() {
        GeneratedVectors generated = new GeneratedVectors(D, 7);
        base = Vectors.ofBytes(generated.bytes(vectors), D);
        queries = Vectors.ofBytes(generated.bytes(QUERIES), D);
        index = Index.of(spec, D);
        index.train(base);
        index.add(base);
        options = SearchOptions.defaults().withThreads(1).withNprobe(nprobe);
        single = new float[QUERIES][];
        Arrays.setAll(single, queries::row);
    }

    /** One query per call, each of them in turn. */
    @Benchmark
    public Neighbors oneQuery() {
        next = next + 1 < QUERIES ? next + 1 : 0;
        return index.search(single[next], K, options);
    }

    /** All queries in one call. */
    @Benchmark
    @OperationsPerInvocation(QUERIES)
    public Neighbors batch() {
        return index.search(queries, K, options);
    }
}
