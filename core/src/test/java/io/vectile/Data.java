package io.vectile;

import io.vectile.vectors.Vectors;
import java.util.SplittableRandom;

/** What the vectors of a test look like: usual ones first, then what makes floats, ties and bounds go wrong. */
enum Data {
    /** Normally distributed. */
    NORMAL {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) random.nextGaussian();
            }
        }
    },
    /** Whole numbers from 0 to 255, which Flat stores as bytes. */
    BYTES {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextInt(256);
            }
        }
    },
    /** Many rows of which few differ: ties everywhere. */
    DUPLICATES {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            for (int row = 0; row < rows.length; row += d) {
                SplittableRandom kind = new SplittableRandom(random.nextInt(5));
                for (int e = 0; e < d; e++) {
                    rows[row + e] = (float) kind.nextGaussian();
                }
            }
        }
    },
    /** One and the same row, always. */
    EQUAL {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = 1.7f - i % d;
            }
        }
    },
    ZEROS {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {}
    },
    /** Squares are a few units of the smallest number, to which every operation rounds. */
    SUBNORMAL {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            scaled(rows, 1e-22f, random);
        }
    },
    /** Squares below the normal floats. */
    TINY {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            scaled(rows, 1e-20f, random);
        }
    },
    HUGE {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            scaled(rows, 1e15f, random);
        }
    },
    /** Far from the origin, where |q|^2 - 2 q x + |x|^2 cancels. */
    FAR {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = 1000f + (float) random.nextGaussian();
            }
        }
    },
    /** One row of many is a million times as long. */
    OUTLIER {
        @Override
        void fill(float[] rows, int d, SplittableRandom random) {
            scaled(rows, 1f, random);
            int row = rows.length < d ? 0 : random.nextInt(rows.length / d) * d;
            for (int e = 0; e < d && e < rows.length; e++) {
                rows[row + e] *= 1e6f;
            }
        }
    };

    abstract void fill(float[] rows, int d, SplittableRandom random);

    Vectors vectors(int n, int d, SplittableRandom random) {
        float[] rows = new float[n * d];
        fill(rows, d, random);
        return Vectors.of(rows, d);
    }

    private static void scaled(float[] rows, float scale, SplittableRandom random) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = scale * (float) random.nextGaussian();
        }
    }
}
