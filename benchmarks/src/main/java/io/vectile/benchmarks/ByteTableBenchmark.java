package io.vectile.benchmarks;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
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
 * One pass of byte tables over a million codes, with a threshold that some twenty of them pass: what remains of a search
 * through PQ codes once its bound is good.
 *
 * <pre>java -jar benchmarks/target/vectile-benchmarks.jar ByteTableBenchmark -f 5</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ByteTableBenchmark {
    private static final int CANDIDATES = 20;

    /** Values per code, and bits per value. 9x8 is what the scan of IVF2048,PQ8 reads: eight codes and a bound. */
    @Param({"8x8", "9x8", "16x8", "16x4", "8x6"})
    String codes;

    @Param("1000000")
    int vectors;

    /** Whether blocks are looked at with the smallest of each four entries first; for 8 bits. */
    @Param("false")
    boolean small;

    int m;
    int nbits;
    int rows;
    MemorySegment blocks;
    byte[] tables;
    byte[] least;
    int threshold;

    private final Kernels kernels = Kernels.active();
    private final long[] mask = new long[2];

    @Setup
    public void prepare() {
        String[] shape = codes.split("x");
        m = Integer.parseInt(shape[0]);
        nbits = Integer.parseInt(shape[1]);
        rows = (m * nbits + 7) / 8;
        Random random = new Random(7);
        byte[] bytes = new byte[blockCount() * rows * Kernels.BLOCK];
        random.nextBytes(bytes);
        blocks = Panels.allocate(bytes.length);
        MemorySegment.copy(bytes, 0, blocks, ValueLayout.JAVA_BYTE, 0, bytes.length);
        tables = new byte[m * Kernels.TABLE];
        for (int i = 0; i < tables.length; i++) {
            // The mean sum is saturated: nearly all vectors are too far, as in a search.
            tables[i] = (byte) random.nextInt(Math.min(255, 600 / m));
        }
        if (nbits == 8) {
            makeGroups(random);
        }
        threshold = 1;
        while (threshold < 255 && count(threshold) < CANDIDATES) {
            threshold++;
        }
    }

    /** Entries that lie 64 apart are nearly alike, as where codewords are numbered by groups. */
    private void makeGroups(Random random) {
        for (int i = 0; i < tables.length; i++) {
            if (i % Kernels.TABLE >= Kernels.BLOCK) {
                tables[i] = (byte) Math.min(255, (tables[i - Kernels.BLOCK] & 255) + random.nextInt(8));
            }
        }
        least = new byte[kernels.groupTableBytes(m)];
        kernels.groupTables(tables, m, least);
    }

    private int blockCount() {
        return vectors / Kernels.BLOCK;
    }

    /** @return the sum of the numbers of all candidates */
    @Benchmark
    public long scan() {
        long sum = 0;
        for (int b = next(0, threshold); b < blockCount(); b = next(b + 1, threshold)) {
            for (long lanes = mask[0]; lanes != 0; lanes &= lanes - 1) {
                sum += (long) b * Kernels.BLOCK + Long.numberOfTrailingZeros(lanes);
            }
        }
        return sum;
    }

    private int count(int below) {
        int count = 0;
        for (int b = next(0, below); b < blockCount(); b = next(b + 1, below)) {
            count += Long.bitCount(mask[0]);
        }
        return count;
    }

    private int next(int from, int below) {
        if (small) {
            return kernels.scanGroups(blocks, 0, from, blockCount(), rows, Kernels.BLOCK, least, tables, below, mask);
        }
        return nbits == 8
                ? kernels.scanBytes(blocks, 0, from, blockCount(), rows, Kernels.BLOCK, tables, below, mask)
                : kernels.scanBits(blocks, 0, from, blockCount(), m, nbits, rows, Kernels.BLOCK, tables, below, mask);
    }
}
