package io.vectile.benchmarks;

import io.vectile.kernel.Kernels;
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
 * Squared distance and inner product of two rows, as candidates are measured; time per pair.
 *
 * <pre>java -jar benchmarks/target/vectile-benchmarks.jar PairBenchmark -f 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PairBenchmark {
    static final int PAIRS = 64;

    /** Numbers per row; 100 is no multiple of a register. */
    @Param({"16", "100", "128", "768"})
    int d;

    float[] query;
    float[] rows;

    private final Kernels kernels = Kernels.active();
    private final float[] results = new float[PAIRS];

    @Setup
    public void prepare() {
        GeneratedVectors generated = new GeneratedVectors(d, 7);
        query = generated.floats(1);
        rows = generated.floats(PAIRS);
    }

    /** @return one value per row */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public float[] squaredDistance() {
        for (int i = 0; i < PAIRS; i++) {
            results[i] = kernels.l2(query, 0, rows, i * d, d);
        }
        return results;
    }

    /** @return one value per row */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public float[] innerProduct() {
        for (int i = 0; i < PAIRS; i++) {
            results[i] = kernels.dot(query, 0, rows, i * d, d);
        }
        return results;
    }
}
