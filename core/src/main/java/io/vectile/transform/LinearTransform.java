package io.vectile.transform;

import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.util.Arrays;

/**
 * A linear map: {@code y = A x + b}. Rotations, PCA and the map that OPQ learns are such.
 *
 * <p>A row goes through the matrix tiles, six rows times 64 outputs, each output summed from its bias on over the inputs
 * in order. Immutable and thread safe. Holds A twice, as rows and packed for the tiles.
 */
public final class LinearTransform implements Transform {
    /** How far A Aᵀ may be from the identity, as in Faiss. */
    private static final float ORTHONORMAL = 4e-5f;

    private final int dIn;
    private final int dOut;
    private final float[] matrix;
    private final float[] bias;
    private final Kernels kernels;
    private final Panels panels;
    private final float[] init;

    /** Found when first asked for; two threads that ask at once find the same. */
    private volatile Boolean orthonormal;

    /**
     * Copies a map, or stands for one not yet trained.
     *
     * @param matrix A, {@code float[dOut * dIn]}, row-major; null for an untrained map
     * @param bias   b, {@code float[dOut]}; null for none
     * @throws InvalidInputException where a dimension is below 1 or the length of an array does not fit
     */
    public LinearTransform(int dIn, int dOut, float[] matrix, float[] bias) {
        this(dIn, dOut, matrix, bias, Kernels.active());
    }

    LinearTransform(int dIn, int dOut, float[] matrix, float[] bias, Kernels kernels) {
        requireShape(dIn, dOut);
        if (matrix != null && matrix.length != dIn * dOut) {
            throw new InvalidInputException("a linear transform from " + dIn + " to " + dOut + " dimensions has a matrix of "
                    + dIn * dOut + " numbers; got " + matrix.length);
        }
        if (bias != null && bias.length != dOut) {
            throw new InvalidInputException("a linear transform to " + dOut + " dimensions has a bias of " + dOut
                    + " numbers; got " + bias.length);
        }
        this.dIn = dIn;
        this.dOut = dOut;
        this.matrix = matrix == null ? null : matrix.clone();
        this.bias = bias == null ? null : bias.clone();
        this.kernels = kernels;
        this.panels = matrix == null ? null : pack();
        this.init = new float[panels == null ? 0 : panels.count() * Kernels.BLOCK];
        for (int p = 0; bias != null && p * Kernels.BLOCK < init.length; p++) {
            System.arraycopy(bias, firstOutput(p), init, p * Kernels.BLOCK, Math.min(Kernels.BLOCK, dOut));
        }
    }

    /** Checks that a matrix of that shape can be held. */
    static void requireShape(int dIn, int dOut) {
        if (dIn < 1 || dOut < 1) {
            throw new InvalidInputException("a transform needs at least 1 dimension on either side; got " + dIn + " and "
                    + dOut);
        }
        if ((long) dIn * dOut > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(
                    "a matrix of " + dOut + " times " + dIn + " numbers does not fit into one array");
        }
    }

    /**
     * The last panel ends with the last output, and repeats some of the panel before where 64 does not divide dOut: so
     * tiles are written straight into their rows.
     */
    private Panels pack() {
        int columns = Math.min(Kernels.BLOCK, dOut);
        int count = (dOut + Kernels.BLOCK - 1) / Kernels.BLOCK;
        float[] rows = new float[Math.toIntExact((long) count * columns * dIn)];
        for (int p = 0; p < count; p++) {
            System.arraycopy(matrix, firstOutput(p) * dIn, rows, p * columns * dIn, columns * dIn);
        }
        return Panels.of(rows, count * columns, dIn);
    }

    private int firstOutput(int panel) {
        return Math.max(0, Math.min(panel * Kernels.BLOCK, dOut - Kernels.BLOCK));
    }

    @Override
    public int dIn() {
        return dIn;
    }

    @Override
    public int dOut() {
        return dOut;
    }

    @Override
    public boolean isTrained() {
        return matrix != null;
    }

    /** A, {@code float[dOut * dIn]}, row-major, or null: no copy, and not to be written to. */
    public float[] matrix() {
        return matrix;
    }

    /** b, {@code float[dOut]}, or null where there is none: no copy, and not to be written to. */
    public float[] bias() {
        return bias;
    }

    @Override
    public void apply(float[] x, int n, float[] y) {
        apply(x, 0, n, y);
    }

    /** The rows from first to first + n, in x and in y. */
    void apply(float[] x, int first, int n, float[] y) {
        requireTrained();
        boolean narrow = dOut < Kernels.BLOCK; // narrower than a tile, whose lanes past dOut would fall into other rows
        float[] tile = narrow ? new float[Math.min(n, Kernels.TILE_ROWS) * Kernels.BLOCK] : null;
        for (int i = first; i < first + n; i += Kernels.TILE_ROWS) {
            int rows = Math.min(Kernels.TILE_ROWS, first + n - i);
            if (narrow) {
                kernels.tile(x, i * dIn, dIn, rows, panels.segment(), 0, dIn, init, 0, tile, 0, Kernels.BLOCK);
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(tile, r * Kernels.BLOCK, y, (i + r) * dOut, dOut);
                }
                continue;
            }
            for (int p = 0; p < panels.count(); p++) {
                kernels.tile(x, i * dIn, dIn, rows, panels.segment(), (long) p * dIn * Kernels.BLOCK * Float.BYTES, dIn,
                        init, p * Kernels.BLOCK, y, i * dOut + firstOutput(p), dOut);
            }
        }
    }

    /**
     * Whether A has orthonormal rows (where {@code dOut <= dIn}) or columns (where {@code dOut > dIn}), to 4e-5 per entry
     * of their products. Computed when first asked for, in {@code O(dIn * dOut * min(dIn, dOut))}.
     */
    @Override
    public boolean isReversible() {
        if (orthonormal == null) {
            orthonormal = matrix != null && (dOut <= dIn ? isOrthonormal(matrix, dOut, dIn)
                    : isOrthonormal(transposed(matrix, dOut, dIn), dIn, dOut));
        }
        return orthonormal;
    }

    private boolean isOrthonormal(float[] rows, int n, int d) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                float needed = i == j ? 1f : 0f;
                if (!(Math.abs(kernels.dot(rows, i * d, rows, j * d, d) - needed) <= ORTHONORMAL)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static float[] transposed(float[] a, int rows, int columns) {
        float[] transposed = new float[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = a[i * columns + j];
            }
        }
        return transposed;
    }

    /**
     * {@code x = Aᵀ (y - b)}, summed in double.
     *
     * @throws IndexStateException before training, and where A is not orthonormal
     */
    @Override
    public void reverse(float[] y, int n, float[] x) {
        requireTrained();
        if (!isReversible()) {
            throw new IndexStateException("a linear transform from " + dIn + " to " + dOut
                    + " dimensions can be reversed where its matrix is orthonormal; this one is not");
        }
        double[] sums = new double[dIn];
        for (int i = 0; i < n; i++) {
            Arrays.fill(sums, 0);
            for (int o = 0; o < dOut; o++) {
                double value = (double) y[i * dOut + o] - (bias == null ? 0f : bias[o]);
                for (int e = 0; e < dIn; e++) {
                    sums[e] += value * matrix[o * dIn + e];
                }
            }
            for (int e = 0; e < dIn; e++) {
                x[i * dIn + e] = (float) sums[e];
            }
        }
    }

    private void requireTrained() {
        if (matrix == null) {
            throw new IndexStateException("the linear transform from " + dIn + " to " + dOut
                    + " dimensions is not trained; train it first");
        }
    }

    @Override
    public long bytes() {
        long numbers = init.length + (matrix == null ? 0L : matrix.length) + (bias == null ? 0L : bias.length);
        return numbers * Float.BYTES + (panels == null ? 0 : panels.bytes());
    }

    /** Whether the other is the same map, in every bit of its numbers. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LinearTransform that && dIn == that.dIn && dOut == that.dOut
                && Arrays.equals(matrix, that.matrix) && Arrays.equals(bias, that.bias);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * dIn + dOut) + Arrays.hashCode(matrix)) + Arrays.hashCode(bias);
    }

    @Override
    public String toString() {
        return "LinearTransform[" + dIn + " to " + dOut + (isTrained() ? "]" : ", untrained]");
    }
}
