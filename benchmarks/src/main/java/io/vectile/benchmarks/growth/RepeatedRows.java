package io.vectile.benchmarks.growth;

import io.vectile.vectors.Vectors;
import java.util.SplittableRandom;

/**
 * As many rows as are wanted of data that ends: first the rows themselves, then the same again and again, each number 1 or 2 above or
 * below, within 0 to 255. The n-th row depends on n and the seed alone, so that it does not matter in what pieces rows are taken.
 */
final class RepeatedRows {
    static final long SEED = 2026;

    private static final int[] STEPS = {-2, -1, 1, 2};
    /** Numbers whose steps one random long decides. */
    private static final int PER_LONG = 32;

    private final Vectors source;
    private final long seed;

    /** @param source vectors of bytes; at least one */
    RepeatedRows(Vectors source, long seed) {
        if (source.n() == 0) {
            throw new IllegalArgumentException("there are no rows to repeat");
        }
        this.source = source;
        this.seed = seed;
    }

    /** Rows {@code from} to {@code from + count}, {@code byte[count * d]}, row-major and unsigned. */
    byte[] bytes(long from, int count) {
        int d = source.d();
        byte[] rows = new byte[Math.multiplyExact(count, d)];
        float[] row = new float[d];
        for (int i = 0; i < count; i++) {
            long at = from + i;
            source.copyRow(at % source.n(), row, 0);
            boolean repeated = at >= source.n();
            SplittableRandom random = repeated ? new SplittableRandom(seed ^ at * 0x9e3779b97f4a7c15L) : null;
            long bits = 0;
            for (int e = 0; e < d; e++) {
                int value = (int) row[e];
                if (repeated) {
                    bits = e % PER_LONG == 0 ? random.nextLong() : bits >>> 2;
                    value = Math.clamp(value + STEPS[(int) (bits & 3)], 0, 255);
                }
                rows[i * d + e] = (byte) value;
            }
        }
        return rows;
    }
}
