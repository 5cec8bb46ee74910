package io.vectile.cluster;

import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * k centroids of d numbers: which is nearest to a vector (assignment), and which few are nearest to a query (the coarse
 * search of an inverted file).
 *
 * <p>Both go through scores, {@code <x, c> - |c|^2 / 2} for squared L2 and {@code <x, c>} for the inner product, of which
 * the largest is the nearest: {@code |x - c|^2 = |x|^2 - 2 * score}. A score is one sequence of float operations, so a
 * query gets the same answer, bit for bit, alone or among others.
 *
 * <p>Holds the centroids once, packed for the tiles: a row is gathered where one is asked for. Where all numbers are such
 * that 16 bits hold each of them exactly ({@link Panels#ofBfloats}), they are held so, and answers are those of the same
 * floats, bit for bit. {@link #rounded} makes such centroids. Immutable and thread safe.
 */
public final class Centroids {
    /** The most that rounding may add to the squared distance of vectors to their centroids, as a share. */
    private static final double ROUNDING = 1e-4;

    /** Scores of several queries that are held at once, and so many queries at least widen a panel of bfloats. */
    private static final int SCORES = 1 << 17;
    private static final int WIDENED_FROM = 2 * Kernels.TILE_ROWS;

    private final int k;
    private final int d;
    private final boolean innerProduct;
    private final Kernels kernels;
    private final Panels panels;
    /** The scores to start with. */
    private final float[] init;
    private final float maxSquaredNorm;

    private Centroids(Panels panels, float[] rows, int k, boolean innerProduct, Kernels kernels) {
        this.k = k;
        this.d = panels.d();
        this.innerProduct = innerProduct;
        this.kernels = kernels;
        this.panels = panels;
        this.init = new float[panels.count() * Kernels.BLOCK];
        Arrays.fill(init, k, init.length, Float.NEGATIVE_INFINITY);
        float largest = 0;
        for (int c = 0; c < k; c++) {
            float norm = Kernels.plain().dot(rows, c * d, rows, c * d, d);
            largest = Math.max(largest, norm);
            if (!innerProduct) {
                init[c] = -0.5f * norm;
            }
        }
        this.maxSquaredNorm = largest;
    }

    /**
     * Copies k centroids.
     *
     * @param rows         {@code float[k * d]}, row-major, finite
     * @param innerProduct whether the nearest has the largest inner product; the smallest squared L2 distance otherwise
     * @throws InvalidInputException where k or d is below 1, or the array's length is not {@code k * d}
     */
    public static Centroids of(float[] rows, int k, int d, boolean innerProduct) {
        return of(rows, k, d, innerProduct, Kernels.active());
    }

    static Centroids of(float[] rows, int k, int d, boolean innerProduct, Kernels kernels) {
        requireShape(rows, k, d);
        Panels panels = Bfloats.hold(rows, k, d) ? Panels.ofBfloats(rows, k, d) : Panels.of(rows, k, d);
        return new Centroids(panels, rows, k, innerProduct, kernels);
    }

    /**
     * k centroids that are packed already, and stay where they are.
     *
     * @param rows the same, {@code float[k * d]}, finite; not kept
     */
    public static Centroids of(Panels panels, float[] rows, int k, boolean innerProduct) {
        requireShape(rows, k, panels.d());
        return new Centroids(panels, rows, k, innerProduct, Kernels.active());
    }

    /** Held as floats whatever they are: centroids of a round of k-means, which the next one moves. */
    static Centroids ofFloats(float[] rows, int k, int d, boolean innerProduct, Kernels kernels) {
        requireShape(rows, k, d);
        return new Centroids(Panels.of(rows, k, d), rows, k, innerProduct, kernels);
    }

    /**
     * Copies k centroids, rounded to 16 bits where that moves them by next to nothing: by a squared distance of at most
     * {@value #ROUNDING} of that of a vector to its centroid. Where they lie farther from the origin than that allows, some
     * six times as far as vectors from them, all stay as they are.
     *
     * @param meanSquaredError of a training vector to its centroid: the mean squared distance
     * @see #of
     */
    public static Centroids rounded(float[] rows, int k, int d, boolean innerProduct, double meanSquaredError) {
        requireShape(rows, k, d);
        float[] rounded = Bfloats.round(rows, k, d);
        double moved = 0;
        for (int i = 0; i < rows.length; i++) {
            double by = rounded[i] - rows[i];
            moved += by * by;
        }
        return of(moved / k <= ROUNDING * meanSquaredError ? rounded : rows, k, d, innerProduct);
    }

    /** The mean of n rows of d numbers. */
    public static float[] meanOf(float[] rows, int n, int d) {
        double[] sums = new double[d];
        for (int i = 0; i < n; i++) {
            for (int e = 0; e < d; e++) {
                sums[e] += rows[i * d + e];
            }
        }
        float[] mean = new float[d];
        for (int e = 0; e < d; e++) {
            mean[e] = (float) (sums[e] / n);
        }
        return mean;
    }

    private static void requireShape(float[] rows, int k, int d) {
        if (k < 1 || d < 1 || (long) k * d != rows.length) {
            throw new InvalidInputException("centroids need k >= 1, d >= 1 and k * d numbers; k is " + k + ", d is " + d
                    + ", and there are " + rows.length);
        }
    }

    /** Number of centroids. */
    public int k() {
        return k;
    }

    /** Numbers per centroid. */
    public int d() {
        return d;
    }

    /** Whether the nearest has the largest inner product; the smallest squared L2 distance otherwise. */
    public boolean innerProduct() {
        return innerProduct;
    }

    /** The largest squared length of a centroid. */
    public float maxSquaredNorm() {
        return maxSquaredNorm;
    }

    /** The centroids as the coarse search reads them; not to be written to. */
    public Panels panels() {
        return panels;
    }

    /** A copy of all centroids, {@code float[k * d]}, row-major. */
    public float[] toRows() {
        return panels.toRows(k);
    }

    /** A copy of centroid c. */
    public float[] row(int c) {
        float[] row = new float[d];
        copyRow(c, row, 0);
        return row;
    }

    /** Copies centroid c to {@code out[at .. at + d)}. */
    public void copyRow(int c, float[] out, int at) {
        panels.copyRow(c, out, at);
    }

    /** Adds centroid c, times 1 or -1, to {@code x[at .. at + d)}. */
    public void addRow(int c, float sign, float[] x, int at) {
        panels.addRow(c, sign, x, at);
    }

    /** Bytes of memory held. */
    public long bytes() {
        return panels.bytes() + (long) init.length * Float.BYTES;
    }

    /**
     * Finds the nearest centroid of each of n vectors, that of the lowest number on ties.
     *
     * @param x      vector i starts at {@code x[at + i * stride]}
     * @param ids    receives the centroid of vector i at {@code outAt + i}
     * @param scores receives its score there: {@code |x - c|^2 = |x|^2 - 2 * score}, or the inner product
     */
    public void assign(float[] x, int at, int stride, int n, int[] ids, float[] scores, int outAt) {
        if (panels.areBfloats()) {
            kernels.nearestBfloats(x, at, stride, n, panels.segment(), 0, panels.count(), d, init, ids, scores, outAt);
        } else {
            kernels.nearest(x, at, stride, n, panels.segment(), 0, panels.count(), d, init, ids, scores, outAt);
        }
    }

    /** Assigns vectors as {@link #assign} does, but for the rounding of scores. */
    public interface Assignment {
        /** @see Centroids#assign */
        void assign(float[] x, int at, int stride, int n, int[] ids, float[] scores, int outAt);
    }

    /** The fastest way to assign so many vectors in all, which may take some preparation. Thread safe. */
    public Assignment assignment(long n) {
        return PrunedAssignment.isFor(this, n) ? PrunedAssignment.of(this, kernels)::assign : this::assign;
    }

    /**
     * Finds the nprobe nearest centroids of each of nq queries, nearest first, that of the lower number first on ties.
     *
     * @param q         query i starts at {@code q[at + i * stride]}
     * @param nprobe    how many per query, 1 to k
     * @param scratch   memory for this call, grown where needed; for one thread at a time
     * @param cells     receives the centroids of query i from {@code outAt + i * nprobe}
     * @param distances receives their squared L2 distances, at least 0, or their inner products, likewise
     * @param outAt     where the first query's go
     * @throws InvalidInputException where nprobe is out of range
     */
    public void nearestCells(float[] q, int at, int stride, int nq, int nprobe, Scratch scratch, int[] cells,
            float[] distances, int outAt) {
        if (nprobe < 1 || nprobe > k) {
            throw new InvalidInputException("nprobe must be from 1 to " + k + ", the number of cells; got " + nprobe);
        }
        int width = init.length;
        int together = Math.min(nq, Math.max(Kernels.TILE_ROWS, SCORES / width / Kernels.TILE_ROWS * Kernels.TILE_ROWS));
        scratch.reserve(together, width, nprobe);
        for (int first = 0; first < nq; first += together) {
            int group = Math.min(together, nq - first);
            int groupAt = at + first * stride;
            score(q, groupAt, stride, group, scratch);
            for (int r = 0; r < group; r++) {
                int query = groupAt + r * stride;
                float norm = innerProduct ? 0f : kernels.dot(q, query, q, query, d);
                select(scratch, r * width, norm, nprobe, cells, distances, outAt + (first + r) * nprobe);
            }
        }
    }

    /** The scores of a group of queries, panel by panel: each is read, and widened, once for all of them. */
    private void score(float[] q, int at, int stride, int group, Scratch scratch) {
        if (group <= Kernels.TILE_ROWS) {
            kernels.products(q, at, stride, group, panels, init, scratch.scores, 0, init.length);
            return;
        }
        boolean widen = panels.areBfloats() && group >= WIDENED_FROM;
        if (widen) {
            scratch.reservePanel(d);
        }
        for (int p = 0; p < panels.count(); p++) {
            long panel = p * panels.panelBytes();
            if (widen) {
                kernels.widenBfloats(panels.segment(), panel, d, scratch.panel, 0);
                score(q, at, stride, group, scratch.panel, 0, p, scratch.scores);
            } else if (!panels.areBfloats()) {
                score(q, at, stride, group, panels.segment(), panel, p, scratch.scores);
            } else {
                for (int r = 0; r < group; r += Kernels.TILE_ROWS) {
                    kernels.tileBfloats(q, at + r * stride, stride, Math.min(Kernels.TILE_ROWS, group - r), panels.segment(), panel, d,
                            init, p * Kernels.BLOCK, scratch.scores, r * init.length + p * Kernels.BLOCK, init.length);
                }
            }
        }
    }

    /** The scores of a group for one panel of floats. */
    private void score(float[] q, int at, int stride, int group, MemorySegment floats, long offset, int p, float[] scores) {
        for (int r = 0; r < group; r += Kernels.TILE_ROWS) {
            kernels.tile(q, at + r * stride, stride, Math.min(Kernels.TILE_ROWS, group - r), floats, offset, d, init,
                    p * Kernels.BLOCK, scores, r * init.length + p * Kernels.BLOCK, init.length);
        }
    }

    /**
     * The negated squared distance that a score stands for, or the inner product.
     *
     * @param norm the query's squared length; 0 for the inner product
     */
    private float value(float score, float norm) {
        return innerProduct ? score : Math.min(0f, 2f * score - norm);
    }

    /**
     * A score that all cells have whose value is at least a given one. Scores that differ may be one value, which is rounded,
     * or 0, and the number of the cell then decides: so it lies a little below.
     */
    private float scoreOf(float value, float norm) {
        if (innerProduct || value == Float.NEGATIVE_INFINITY) {
            return value;
        }
        return (value + norm - 4 * Math.ulp(Math.max(norm, -value))) / 2f;
    }

    /**
     * The nprobe largest of one query's values: those that may be among them are gathered as sortable keys, and sorted
     * when there are several times too many, and at the end. A heap is slower, since nobody can predict its branches: for
     * the 86 keys of {@link #startingBound} 2.1 us, where the sort takes 1.6, and 0.4 with AVX-512.
     */
    private void select(Scratch scratch, int at, float norm, int nprobe, int[] cells, float[] distances, int outAt) {
        long[] keys = scratch.keys;
        float bound = scoreOf(value(startingBound(scratch, at, nprobe), norm), norm);
        int size = 0;
        for (int c = 0; c < init.length; c += Kernels.BLOCK) {
            if (size > keys.length - Kernels.BLOCK) {
                Arrays.sort(keys, 0, size);
                System.arraycopy(keys, size - nprobe, keys, 0, nprobe);
                size = nprobe;
                bound = scoreOf(value(keys[0]), norm);
            }
            long candidates = kernels.atLeast(scratch.scores, at + c, bound);
            while (candidates != 0) {
                int cell = c + Long.numberOfTrailingZeros(candidates);
                keys[size++] = key(value(scratch.scores[at + cell], norm), cell);
                candidates &= candidates - 1;
            }
        }
        Arrays.sort(keys, 0, size);
        for (int i = 0; i < nprobe; i++) {
            long key = keys[size - 1 - i];
            cells[outAt + i] = ~(int) key;
            distances[outAt + i] = innerProduct ? value(key) : 0f - value(key);
        }
    }

    /**
     * A score that nprobe cells reach, and not many more: the nprobe-th largest of the maxima of a third more groups of
     * cells. Of 2048 cells, about 86 reach that for 48.
     */
    private float startingBound(Scratch scratch, int at, int nprobe) {
        int groups = groups(nprobe);
        if (groups > init.length / 4) {
            return Float.NEGATIVE_INFINITY;
        }
        kernels.maxima(scratch.scores, at, init.length, groups, scratch.maxima);
        Arrays.sort(scratch.maxima, 0, groups);
        return scratch.maxima[groups - nprobe];
    }

    private static int groups(int nprobe) {
        return nprobe + nprobe / 3 + Kernels.BLOCK - 1 & -Kernels.BLOCK;
    }

    /** Orders by value, then by falling cell number: the float's bits made monotone, then the number's complement. */
    private static long key(float value, int cell) {
        int bits = Float.floatToRawIntBits(value + 0f); // -0 becomes 0: they are equal, and their bits are not
        return (long) (bits ^ bits >> 31 & 0x7fffffff) << 32 | ~cell & 0xffffffffL;
    }

    private static float value(long key) {
        int bits = (int) (key >> 32);
        return Float.intBitsToFloat(bits ^ bits >> 31 & 0x7fffffff);
    }

    /** Memory for coarse searches, reused from call to call and from one {@link Centroids} to another. Not thread safe. */
    public static final class Scratch {
        private float[] scores = {};
        private float[] maxima = {};
        private long[] keys = {};
        private MemorySegment panel = MemorySegment.NULL;

        /** Holds nothing yet; it grows with what it is used for. */
        public Scratch() {}

        private void reservePanel(int d) {
            long bytes = (long) d * Kernels.BLOCK * Float.BYTES;
            if (panel.byteSize() < bytes) {
                panel = Panels.allocate(bytes);
            }
        }

        private void reserve(int queries, int width, int nprobe) {
            if (scores.length < queries * width) {
                scores = new float[queries * width];
            }
            if (maxima.length < groups(nprobe)) {
                maxima = new float[groups(nprobe)];
            }
            int capacity = Math.min(4 * nprobe, width) + Kernels.BLOCK;
            if (keys.length < capacity) {
                keys = new long[capacity];
            }
        }
    }
}
