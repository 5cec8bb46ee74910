package io.vectile.benchmarks;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
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
 * One query against vectors as a file holds them: row after row from byte 45, where a Faiss index file has them. Scans go
 * with the bound of the tenth nearest; {@link #read} adds the same bytes up as integers, at the speed of memory.
 *
 * <pre>java -jar benchmarks/target/vectile-benchmarks.jar RowScanBenchmark -f 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class RowScanBenchmark {
    static final int OFFSET = 45;
    private static final int K = 10;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** 100 is no multiple of a register. */
    @Param({"100", "128"})
    int d;

    /** 200,000 are more than caches hold. */
    @Param("200000")
    int vectors;

    float[] query;
    byte[] rows;
    MemorySegment panel;

    private final Kernels kernels = Kernels.active();
    private final long[] mask = new long[1];
    private MemorySegment segment;
    private float boundL2;
    private float boundDot;

    @Setup
    public void prepare() {
        GeneratedVectors generated = new GeneratedVectors(d, 7);
        query = generated.floats(1);
        rows = generated.bytes(vectors);
        segment = Panels.allocate(OFFSET + 4L * rows.length);
        for (int i = 0; i < rows.length; i++) {
            segment.set(FLOAT, OFFSET + 4L * i, rows[i] & 255);
        }
        panel = Panels.allocate(4L * Kernels.BLOCK * d);
        float[] l2 = new float[vectors];
        float[] dot = new float[vectors];
        for (int i = 0; i < vectors; i++) {
            l2[i] = kernels.sequentialL2(segment, row(i), false, d, query, 0);
            dot[i] = kernels.sequentialDot(segment, row(i), false, d, query, 0);
        }
        Arrays.sort(l2);
        Arrays.sort(dot);
        boundL2 = l2[K - 1];
        boundDot = dot[K - 1];
    }

    private long row(int i) {
        return OFFSET + 4L * i * d;
    }

    /** @return the sum of the numbers of the vectors within the bound */
    @Benchmark
    public long scanL2() {
        return scan(false, boundL2);
    }

    /** @return the sum of the numbers of the vectors within the bound */
    @Benchmark
    public long scanDot() {
        return scan(true, boundDot);
    }

    private long scan(boolean dot, float bound) {
        int end = (vectors + Kernels.BLOCK - 1) / Kernels.BLOCK;
        long sum = 0;
        for (int b = next(dot, 0, end, bound); b < end; b = next(dot, b + 1, end, bound)) {
            for (long lanes = mask[0]; lanes != 0; lanes &= lanes - 1) {
                int i = b * Kernels.BLOCK + Long.numberOfTrailingZeros(lanes);
                float distance = dot
                        ? kernels.sequentialDot(segment, row(i), false, d, query, 0)
                        : kernels.sequentialL2(segment, row(i), false, d, query, 0);
                sum += distance <= bound ? i : 0;
            }
        }
        return sum;
    }

    private int next(boolean dot, int from, int to, float bound) {
        int lanes = vectors - (to - 1) * Kernels.BLOCK;
        return dot
                ? kernels.scanRowsDot(segment, OFFSET, from, to, lanes, d, query, 0, bound, mask)
                : kernels.scanRowsL2(segment, OFFSET, from, to, lanes, d, query, 0, bound, mask);
    }

    /** @return the smallest of all squared distances, measured one by one */
    @Benchmark
    public float rowL2() {
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < vectors; i++) {
            least = Math.min(least, kernels.rowL2(segment, row(i), false, d, query, 0));
        }
        return least;
    }

    /** @return the panel of the last vectors, 64 at most */
    @Benchmark
    public MemorySegment transpose() {
        for (int i = 0; i < vectors; i += Kernels.BLOCK) {
            kernels.transposeRows(segment, row(i), Math.min(Kernels.BLOCK, vectors - i), d, panel, 0);
        }
        return panel;
    }

    /** @return the sum of the rows' bytes, eight at a time as one number */
    @Benchmark
    public long read() {
        long a = 0;
        long b = 0;
        long c = 0;
        long e = 0;
        int longs = vectors * d / 8 * 4;
        for (int i = 0; i < longs; i += 4) {
            a += segment.get(LONG, OFFSET + 8L * i);
            b += segment.get(LONG, OFFSET + 8L * i + 8);
            c += segment.get(LONG, OFFSET + 8L * i + 16);
            e += segment.get(LONG, OFFSET + 8L * i + 24);
        }
        return a + b + c + e;
    }
}
