package io.vectile.benchmarks;

import java.util.Random;

/**
 * Vectors with the structure that an index lives on: clusters, each spread along the same few directions, and a little noise.
 * Their numbers lie about the middle of 0 to 255; bytes are cut to that, fractions are not. The same seed gives the same vectors.
 */
public final class GeneratedVectors {
    private static final int CLUSTERS = 200;
    private static final int DIRECTIONS = 12;
    private static final float SPREAD = 25;
    private static final float NOISE = 4;

    private final int d;
    private final float[][] centers;
    private final float[][] directions;
    private final Random random;

    /** @param d numbers per vector */
    public GeneratedVectors(int d, long seed) {
        this.d = d;
        this.random = new Random(seed);
        this.centers = new float[CLUSTERS][d];
        for (float[] center : centers) {
            for (int e = 0; e < d; e++) {
                center[e] = 64 + 128 * random.nextFloat();
            }
        }
        this.directions = new float[DIRECTIONS][d];
        for (float[] direction : directions) {
            for (int e = 0; e < d; e++) {
                direction[e] = (float) random.nextGaussian() * SPREAD;
            }
        }
    }

    /** The next n vectors, {@code byte[n * d]}, row-major and unsigned: the nearest whole numbers. */
    byte[] bytes(int n) {
        byte[] rows = new byte[Math.multiplyExact(n, d)];
        float[] row = new float[d];
        for (int i = 0; i < n; i++) {
            next(row);
            for (int e = 0; e < d; e++) {
                rows[i * d + e] = (byte) Math.clamp(Math.round(row[e]), 0, 255);
            }
        }
        return rows;
    }

    /** The next n vectors as floats, whole numbers all of them. */
    float[] floats(int n) {
        byte[] bytes = bytes(n);
        float[] rows = new float[bytes.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = bytes[i] & 255;
        }
        return rows;
    }

    /** The next n vectors, {@code float[n * d]}, row-major, not rounded: an index has to keep them as floats. */
    public float[] fractions(int n) {
        float[] rows = new float[Math.multiplyExact(n, d)];
        float[] row = new float[d];
        for (int i = 0; i < n; i++) {
            next(row);
            System.arraycopy(row, 0, rows, i * d, d);
        }
        return rows;
    }

    private void next(float[] row) {
        System.arraycopy(centers[random.nextInt(CLUSTERS)], 0, row, 0, d);
        for (float[] direction : directions) {
            float along = 2 * random.nextFloat() - 1;
            for (int e = 0; e < d; e++) {
                row[e] = Math.fma(along, direction[e], row[e]);
            }
        }
        for (int e = 0; e < d; e++) {
            row[e] += NOISE * (2 * random.nextFloat() - 1);
        }
    }
}
