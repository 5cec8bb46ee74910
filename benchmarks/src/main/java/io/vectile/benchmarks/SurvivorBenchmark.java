package io.vectile.benchmarks;

import io.vectile.kernel.Kernels;
import java.util.Random;
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
 * The exact distance of a query to what a residual code stands for, as IVFPQ measures the few that its byte tables do not
 * rule out: d = 128, 8 bits; time per code.
 *
 * <pre>java -jar benchmarks/target/vectile-benchmarks.jar SurvivorBenchmark -f 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SurvivorBenchmark {
    static final int D = 128;
    static final int KSUB = 256;
    static final int CODES = 64;

    /** Subspaces. */
    @Param({"8", "16"})
    int m;

    float[] query;
    float[] centroid;
    float[] codebook;
    /** Where codeword j of code i starts in the codebook: {@code [i][j]}. */
    int[][] codewords;

    private final Kernels kernels = Kernels.active();
    private final float[] distances = new float[CODES];

    @Setup
    public void prepare() {
        GeneratedVectors generated = new GeneratedVectors(D, 7);
        query = generated.floats(1);
        centroid = generated.floats(1);
        codebook = generated.floats(KSUB);
        Random random = new Random(7);
        codewords = new int[CODES][m];
        for (int[] code : codewords) {
            for (int j = 0; j < m; j++) {
                code[j] = (j * KSUB + random.nextInt(KSUB)) * (D / m);
            }
        }
    }

    /** @return one distance per code */
    @Benchmark
    @OperationsPerInvocation(CODES)
    public float[] distances() {
        for (int i = 0; i < CODES; i++) {
            distances[i] = kernels.l2ToDecoded(query, 0, centroid, 0, codebook, codewords[i], m, D / m);
        }
        return distances;
    }
}
