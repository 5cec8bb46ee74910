package io.vectile.benchmarks;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The tables of one query: its distances to all centroids of a product quantizer of d = 128 with 8 bits, and their floors
 * in bytes. A search makes them once, and the bytes again whenever its bound has halved.
 *
 * <pre>java -jar benchmarks/target/vectile-benchmarks.jar DistanceTableBenchmark -f 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class DistanceTableBenchmark {
    static final int D = 128;
    static final int KSUB = 256;
    static final float DOT_SCALE = -2;

    /** Subspaces. */
    @Param({"8", "16"})
    int m;

    float[] query;
    /** {@code [m][256][D / m]} */
    float[] codebook;
    float scale;

    private final Kernels kernels = Kernels.active();
    private MemorySegment panels;
    private float[] table;
    private byte[] bytes;

    @Setup
    public void prepare() {
        GeneratedVectors generated = new GeneratedVectors(D, 7);
        query = generated.floats(1);
        codebook = generated.floats(KSUB);
        panels = Panels.ofGroups(codebook, m, KSUB, D / m).segment();
        table = new float[m * KSUB];
        bytes = new byte[m * KSUB];
        scale = 254f / (D * 64 * 64);
        squaredDistances(); // what floors reads
    }

    /** @return {@code float[m * 256]} */
    @Benchmark
    public float[] squaredDistances() {
        kernels.tableL2(query, 0, panels, 0, m, D / m, KSUB, table);
        return table;
    }

    /** @return {@code float[m * 256]} */
    @Benchmark
    public float[] innerProducts() {
        kernels.tableDot(query, 0, DOT_SCALE, panels, 0, m, D / m, KSUB, table);
        return table;
    }

    /** @return {@code byte[m * 256]}, of the table of squared distances */
    @Benchmark
    public byte[] floors() {
        for (int j = 0; j < m; j++) {
            float min = kernels.min(table, j * KSUB, KSUB);
            kernels.floorTable(table, j * KSUB, KSUB, min, scale, bytes, j * KSUB);
        }
        return bytes;
    }
}
