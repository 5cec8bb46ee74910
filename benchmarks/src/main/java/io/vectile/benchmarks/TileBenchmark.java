package io.vectile.benchmarks;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
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
 * Matrix tiles: 600 rows against {@value #COLUMNS} columns, as in k-means, encoding and the coarse search of a batch. A
 * call does {@code 2 * 600 * 2048 * d} floating-point operations, 315 million for d = 128.
 *
 * <pre>java -jar benchmarks/target/vectile-benchmarks.jar TileBenchmark -f 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class TileBenchmark {
    static final int COLUMNS = 2048;

    /** Numbers per vector: 16 is a subvector of PQ8 over d = 128, 8 one of PQ16. */
    @Param({"8", "16", "128"})
    int d;

    @Param("600")
    int rows;

    float[] x;
    float[] columns;
    float[] init;

    private final Kernels kernels = Kernels.active();
    private Panels panels;
    private float[] products;
    private int[] ids;
    private float[] scores;

    @Setup
    public void prepare() {
        GeneratedVectors generated = new GeneratedVectors(d, 7);
        x = generated.floats(rows);
        columns = generated.floats(COLUMNS);
        init = new float[COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
            init[c] = -0.5f * kernels.dot(columns, c * d, columns, c * d, d);
        }
        panels = Panels.of(columns, COLUMNS, d);
        products = new float[rows * COLUMNS];
        ids = new int[rows];
        scores = new float[rows];
    }

    /** All products written out. @return {@code float[rows * 2048]} */
    @Benchmark
    public float[] products() {
        for (int r = 0; r < rows; r += Kernels.TILE_ROWS) {
            for (int p = 0; p < panels.count(); p++) {
                long panel = (long) p * d * Kernels.BLOCK * Float.BYTES;
                kernels.tile(x, r * d, d, Math.min(Kernels.TILE_ROWS, rows - r), panels.segment(), panel, d, init,
                        p * Kernels.BLOCK, products, r * COLUMNS + p * Kernels.BLOCK, COLUMNS);
            }
        }
        return products;
    }

    /** Only the best column of each row. @return {@code int[rows]} */
    @Benchmark
    public int[] nearest() {
        kernels.nearest(x, 0, d, rows, panels.segment(), 0, panels.count(), d, init, ids, scores, 0);
        return ids;
    }
}
