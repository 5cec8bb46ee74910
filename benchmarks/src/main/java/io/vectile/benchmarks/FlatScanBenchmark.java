package io.vectile.benchmarks;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import io.vectile.vectors.Metric;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
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
 * One query against 100,000 plain vectors of d = 128 with the bound of its tenth nearest. Squared distances give a block
 * up early, inner products cannot.
 *
 * <pre>java -jar benchmarks/target/vectile-benchmarks.jar FlatScanBenchmark -f 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class FlatScanBenchmark {
    static final int D = 128;
    private static final int K = 10;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** How vectors are stored. */
    @Param({"float", "byte"})
    String elements;

    @Param({"L2", "INNER_PRODUCT"})
    Metric metric;

    @Param("100000")
    int vectors;

    float[] query;
    byte[] rows;
    float bound;

    private final Kernels kernels = Kernels.active();
    private final float[] distances = new float[Kernels.BLOCK];
    private final long[] mask = new long[1];
    private MemorySegment blocks;

    @Setup
    public void prepare() {
        GeneratedVectors generated = new GeneratedVectors(D, 7);
        int whole = vectors / Kernels.BLOCK * Kernels.BLOCK;
        query = generated.floats(1);
        rows = generated.bytes(whole);
        blocks = Panels.allocate((long) rows.length * (isBytes() ? 1 : Float.BYTES));
        for (int i = 0; i < whole; i++) {
            long at = (long) (i / Kernels.BLOCK) * D * Kernels.BLOCK + i % Kernels.BLOCK;
            for (int e = 0; e < D; e++) {
                byte value = rows[i * D + e];
                if (isBytes()) {
                    blocks.set(ValueLayout.JAVA_BYTE, at + (long) e * Kernels.BLOCK, value);
                } else {
                    blocks.set(FLOAT, (at + (long) e * Kernels.BLOCK) * Float.BYTES, value & 255);
                }
            }
        }
        bound = tenthNearest(whole);
    }

    private boolean isBytes() {
        return elements.equals("byte");
    }

    private float tenthNearest(int whole) {
        float[] all = new float[whole];
        for (int b = 0; b < whole / Kernels.BLOCK; b++) {
            next(b, b + 1, Float.POSITIVE_INFINITY);
            System.arraycopy(distances, 0, all, b * Kernels.BLOCK, Kernels.BLOCK);
        }
        Arrays.sort(all);
        return all[K - 1];
    }

    /** @return the sum of the numbers of the vectors within the bound */
    @Benchmark
    public long scan() {
        int end = vectors / Kernels.BLOCK;
        long sum = 0;
        for (int b = next(0, end, bound); b < end; b = next(b + 1, end, bound)) {
            for (long lanes = mask[0]; lanes != 0; lanes &= lanes - 1) {
                sum += (long) b * Kernels.BLOCK + Long.numberOfTrailingZeros(lanes);
            }
        }
        return sum;
    }

    private int next(int from, int to, float within) {
        return metric == Metric.L2
                ? kernels.scanL2(blocks, 0, isBytes(), from, to, Kernels.BLOCK, D, query, 0, within, distances, mask)
                : kernels.scanDot(blocks, 0, isBytes(), from, to, Kernels.BLOCK, D, query, 0, within, distances, mask);
    }
}
