package io.vectile.benchmarks.growth;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** How many bytes a second one thread reads, in order: the sum of a piece of native memory. */
final class MemorySweep {
    private static final VectorSpecies<Long> LANES = LongVector.SPECIES_PREFERRED;
    private static final int LANE_BYTES = LANES.vectorByteSize();
    /** Sums side by side, so that no addition waits for the one before. */
    private static final int ABREAST = 4;
    private static final int FEWEST_SWEEPS = 5;
    private static final long LEAST_NANOS = 700_000_000;
    /** A short sweep is repeated until the clock can tell. */
    private static final long LEAST_BYTES = 64 << 20;

    private MemorySweep() {}

    static void measure(List<Integer> sizes, Meter meter) {
        for (int size : sizes) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("series", "sweep");
            line.put("size", size);
            line.put("bytes_per_s", bytesPerSecond(size, LEAST_NANOS));
            meter.put(line);
        }
    }

    /**
     * The best of several sweeps. Each is checked by its sum.
     *
     * @param size       bytes, a multiple of {@link #ABREAST} vectors
     * @param leastNanos sweeps go on until so much time has passed
     */
    static double bytesPerSecond(int size, long leastNanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(size, 64);
            segment.fill((byte) 1);
            long expected = 0x0101010101010101L * (size / Long.BYTES);
            int repeats = repeats(size);
            double best = 0;
            long end = System.nanoTime() + leastNanos;
            for (int sweep = 0; sweep < FEWEST_SWEEPS || System.nanoTime() < end; sweep++) {
                long start = System.nanoTime();
                long sum = 0;
                for (int repeat = 0; repeat < repeats; repeat++) {
                    sum += sum(segment);
                }
                best = Math.max(best, 1e9 * repeats * size / (System.nanoTime() - start));
                if (sum != repeats * expected) {
                    throw new IllegalStateException("a sweep of " + size + " bytes added up to " + sum + " instead of " + repeats * expected);
                }
            }
            return best;
        }
    }

    /** How often so many bytes are read in one sweep. */
    static int repeats(int size) {
        return (int) Math.ceilDiv(LEAST_BYTES, (long) size);
    }

    /**
     * The sum of its longs, modulo 2^64.
     *
     * @param segment a multiple of 8 bytes; what lies past the last {@link #ABREAST} vectors is added one by one
     */
    static long sum(MemorySegment segment) {
        LongVector a = LongVector.zero(LANES);
        LongVector b = a;
        LongVector c = a;
        LongVector d = a;
        int size = Math.toIntExact(segment.byteSize());
        int at = 0;
        for (; at <= size - ABREAST * LANE_BYTES; at += ABREAST * LANE_BYTES) {
            a = a.add(LongVector.fromMemorySegment(LANES, segment, at, ByteOrder.nativeOrder()));
            b = b.add(LongVector.fromMemorySegment(LANES, segment, at + LANE_BYTES, ByteOrder.nativeOrder()));
            c = c.add(LongVector.fromMemorySegment(LANES, segment, at + 2 * LANE_BYTES, ByteOrder.nativeOrder()));
            d = d.add(LongVector.fromMemorySegment(LANES, segment, at + 3 * LANE_BYTES, ByteOrder.nativeOrder()));
        }
        long sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
        for (; at < size; at += Long.BYTES) {
            sum += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }
}
