package io.vectile.quantization;

import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.util.Arrays;

/**
 * A product quantizer: a vector of d numbers is cut into m subvectors of {@code dsub = d / m}, and each is replaced by the
 * number of its nearest among {@code ksub = 2^nbits} centroids, learnt for that subspace by k-means.
 *
 * <p>Source: H. Jégou, M. Douze, C. Schmid, "Product Quantization for Nearest Neighbor Search", TPAMI 2011; sections 2.2
 * (the quantizer), 3.1 (symmetric and asymmetric distances).
 *
 * <p>Codes are packed as one little-endian bit stream of m values, {@link #codeSize} bytes a vector. Immutable and thread
 * safe.
 */
public final class ProductQuantizer {
    /** The widest codes: 16,777,216 centroids per subspace, as in Faiss. */
    public static final int MAX_NBITS = 24;
    /** Vectors whose differences to the center are held at a time. */
    private static final int ENCODED_AT_ONCE = 1024;

    private final int d;
    private final int m;
    private final int nbits;
    private final int ksub;
    private final int dsub;
    private final float[] codebook;
    /** Null where codewords have the same numbers elsewhere. */
    private final CodewordNumbers numbers;
    /** The centroids as columns, for tables and for encoding: the panels of one subspace after those of another. */
    private final Panels panels;
    private final float maxSquaredNorm;
    /** Made when the first vector is encoded: a quantizer that only searches does without. */
    private volatile Encoder encoder;

    private ProductQuantizer(int d, int m, int nbits, float[] codebook, CodewordNumbers numbers) {
        this.d = d;
        this.m = m;
        this.nbits = nbits;
        this.ksub = 1 << nbits;
        this.dsub = d / m;
        this.codebook = codebook;
        this.numbers = numbers;
        this.panels = Panels.ofGroups(codebook, m, ksub, dsub);
        this.maxSquaredNorm = largestNorm();
    }

    private float largestNorm() {
        float sum = 0;
        for (int j = 0; j < m; j++) {
            float largest = 0;
            for (int c = j * ksub; c < (j + 1) * ksub; c++) {
                largest = Math.max(largest, Kernels.plain().dot(codebook, c * dsub, codebook, c * dsub, dsub));
            }
            sum += largest;
        }
        return sum;
    }

    /**
     * What encoding needs besides the panels. Its scores, {@code <x, c> - |c|^2 / 2}, lose the difference between centroids
     * that lie far from the origin, so they count from the centroids' mean mu: {@code <x - mu, c> - |c - mu|^2 / 2}, which is
     * less by the same for all centroids of a subspace. Where the mean is far longer than the centroids are apart, the
     * product loses it too, and takes panels of the centroids less their mean.
     *
     * @param center   the mean of each subspace's centroids, {@code float[d]}
     * @param scores   what each starts with, {@code -|c - mu|^2 / 2}; {@code -infinity} past the last
     * @param centered panels of the centroids less their mean; null where the quantizer's own will do
     */
    private record Encoder(float[] center, float[][] scores, Panels centered) {
        /** A mean's squared length beside that of centroids from there: up to this, rounding is at most four times as large. */
        private static final double FAR = 16;

        static Encoder of(ProductQuantizer pq) {
            float[] center = new float[pq.d];
            float[][] scores = new float[pq.m][];
            boolean far = false;
            for (int j = 0; j < pq.m; j++) {
                scores[j] = new float[pq.panelsPerSubspace() * Kernels.BLOCK];
                far |= prepare(pq, j, center, scores[j]);
            }
            return new Encoder(center, scores, far ? centered(pq, center) : null);
        }

        /** Fills in what a subspace needs. Returns whether it lies far from the origin. */
        private static boolean prepare(ProductQuantizer pq, int j, float[] center, float[] scores) {
            int dsub = pq.dsub;
            double squaredMean = 0;
            for (int e = 0; e < dsub; e++) {
                double sum = 0;
                for (int c = j * pq.ksub; c < (j + 1) * pq.ksub; c++) {
                    sum += pq.codebook[c * dsub + e];
                }
                double mean = sum / pq.ksub;
                center[j * dsub + e] = (float) mean;
                squaredMean += mean * mean;
            }
            Arrays.fill(scores, Float.NEGATIVE_INFINITY);
            float[] row = new float[dsub];
            double squares = 0;
            for (int c = 0; c < pq.ksub; c++) {
                for (int e = 0; e < dsub; e++) {
                    row[e] = pq.codebook[(j * pq.ksub + c) * dsub + e] - center[j * dsub + e];
                }
                float norm = Kernels.active().dot(row, 0, row, 0, dsub);
                scores[c] = -0.5f * norm;
                squares += norm;
            }
            return squaredMean > FAR * squares / pq.ksub;
        }

        private static Panels centered(ProductQuantizer pq, float[] center) {
            float[] rows = pq.codebook.clone();
            for (int c = 0; c < pq.m * pq.ksub; c++) {
                for (int e = 0; e < pq.dsub; e++) {
                    rows[c * pq.dsub + e] -= center[c / pq.ksub * pq.dsub + e];
                }
            }
            return Panels.ofGroups(rows, pq.m, pq.ksub, pq.dsub);
        }

        long bytes() {
            long floats = center.length + (long) scores.length * scores[0].length;
            return floats * Float.BYTES + (centered == null ? 0 : centered.bytes());
        }
    }

    private int panelsPerSubspace() {
        return panels.count() / m;
    }

    private Encoder encoder() {
        Encoder present = encoder;
        if (present == null) {
            // Two threads may make it at once; both make the same.
            present = Encoder.of(this);
            encoder = present;
        }
        return present;
    }

    /**
     * A quantizer with given centroids.
     *
     * @param codebook {@code float[m * ksub * dsub]}: for each subspace its centroids, row-major
     * @throws InvalidInputException if the sizes do not fit, or nbits is not within 1..24
     */
    public static ProductQuantizer of(int d, int m, int nbits, float[] codebook) {
        return of(d, m, nbits, codebook, null);
    }

    /**
     * A quantizer with given centroids, some of which have other numbers elsewhere.
     *
     * @param codebook {@code float[m * ksub * dsub]}: for each subspace its centroids, row-major
     * @param numbers  of m subspaces; null where they are the same; only for 8 bits
     * @throws InvalidInputException if the sizes do not fit, or nbits is not within 1..24
     */
    public static ProductQuantizer of(int d, int m, int nbits, float[] codebook, CodewordNumbers numbers) {
        requireShape(d, m, nbits);
        long needed = (long) d << nbits;
        if (codebook.length != needed) {
            throw new InvalidInputException("a codebook of PQ" + m + "x" + nbits + " for d = " + d + " has " + needed
                    + " numbers; got " + codebook.length);
        }
        return new ProductQuantizer(d, m, nbits, codebook.clone(), numbers);
    }

    /**
     * Checks that d can be cut into m equal parts and that nbits is within 1..24.
     *
     * @throws InvalidInputException naming the value that does not fit
     */
    public static void requireShape(int d, int m, int nbits) {
        if (m < 1 || d < 1 || d % m != 0) {
            throw new InvalidInputException("PQ" + m + " needs d divisible by " + m + "; d is " + d);
        }
        if (nbits < 1 || nbits > MAX_NBITS) {
            throw new InvalidInputException("PQ needs nbits from 1 to " + MAX_NBITS + "; nbits is " + nbits);
        }
        if ((long) d << nbits > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException("a codebook of " + (1 << nbits) + " centroids for d = " + d
                    + " does not fit into one array; use fewer nbits");
        }
    }

    /**
     * Learns the codebooks.
     *
     * @param x    {@code float[n * d]}, row-major: the training vectors (or residuals)
     * @param n    how many; at least {@code 2^nbits}
     * @param options of the k-means of each subspace
     * @throws InvalidInputException if n is too small or the shape does not fit
     */
    public static ProductQuantizer train(float[] x, int n, int d, int m, int nbits, KMeans.Options options,
            Parallel parallel, Progress progress) {
        requireShape(d, m, nbits);
        int ksub = 1 << nbits;
        if (n < ksub) {
            throw new InvalidInputException("PQ" + m + "x" + nbits + " needs at least " + ksub
                    + " training vectors; got " + n);
        }
        int dsub = d / m;
        float[] codebook = new float[d << nbits];
        Rounds rounds = new Rounds(progress, (long) m * options.niter());
        // Subspaces have nothing to do with one another; only where they are fewer than threads, these share one.
        boolean apart = m >= parallel.parallelism();
        (apart ? parallel : Parallel.single()).forEach(m, 1, (worker, from, to) -> {
            for (int j = (int) from; j < to; j++) {
                float[] centroids = KMeans.train(x, j * dsub, d, n, dsub, ksub, options, apart ? Parallel.single() : parallel,
                        rounds.ofOne()).centroids();
                System.arraycopy(centroids, 0, codebook, j * ksub * dsub, centroids.length);
            }
        });
        ProductQuantizer trained = new ProductQuantizer(d, m, nbits, codebook, null);
        return new ProductQuantizer(d, m, nbits, trained.grouped().codebook, null);
    }

    /** The rounds of all subspaces, some of which may be trained at once; the listener hears of one thread at a time. */
    private static final class Rounds {
        private final Progress whole;
        private final long total;
        private long done;

        Rounds(Progress whole, long total) {
            this.whole = whole;
            this.total = total;
        }

        private synchronized void add(long rounds) {
            done += rounds;
            whole.update("train PQ", done, total);
        }

        private synchronized boolean cancelled() {
            return whole.cancelled();
        }

        /** What one subspace reports to. */
        Progress ofOne() {
            return new Progress() {
                private long before;

                @Override
                public void update(String stage, long rounds, long most) {
                    add(rounds - before);
                    before = rounds;
                }

                @Override
                public boolean cancelled() {
                    return Rounds.this.cancelled();
                }
            };
        }
    }

    /** Numbers per vector. */
    public int d() {
        return d;
    }

    /** Subspaces. */
    public int m() {
        return m;
    }

    /** Bits per subspace. */
    public int nbits() {
        return nbits;
    }

    /** Centroids per subspace, {@code 2^nbits}. */
    public int ksub() {
        return ksub;
    }

    /** Numbers per subvector, {@code d / m}. */
    public int dsub() {
        return dsub;
    }

    /** Bytes per code, {@code ceil(m * nbits / 8)}. */
    public int codeSize() {
        return BitPacking.bytes(m, nbits);
    }

    /** Bytes of a code of m values of nbits, {@code ceil(m * nbits / 8)}. */
    public static int codeSize(int m, int nbits) {
        return BitPacking.bytes(m, nbits);
    }

    /** A copy of the centroids, {@code float[m * ksub * dsub]}. */
    public float[] codebook() {
        return codebook.clone();
    }

    /** A copy of the centroids in the order that they have elsewhere, see {@link #numbers}. */
    public float[] outerCodebook() {
        return numbers == null ? codebook() : numbers.outward(codebook);
    }

    /** What codewords are called in the file that they came from; null where that is what they are called here. */
    public CodewordNumbers numbers() {
        return numbers;
    }

    /**
     * The same quantizer, with codewords of 8 bits numbered so that codes can be ruled out by small tables, and the numbers
     * that they have here as {@link #numbers}; this one where they are numbered so already.
     */
    public ProductQuantizer grouped() {
        if (nbits != 8 || numbers != null || CodewordGroups.areTight(codebook, m, dsub)) {
            return this;
        }
        CodewordNumbers order = new CodewordNumbers(CodewordGroups.order(codebook, m, dsub));
        return new ProductQuantizer(d, m, nbits, order.inward(codebook), order);
    }

    /**
     * Encodes n vectors, {@code x[n * d]} from {@code at}, into {@code codes[n * codeSize]} from {@code codesAt}. Each
     * subvector gets its nearest centroid, the lower number on ties.
     */
    public void encode(float[] x, int at, int n, byte[] codes, int codesAt) {
        Encoder layout = encoder();
        Panels columns = layout.centered() == null ? panels : layout.centered();
        int codeSize = codeSize();
        Arrays.fill(codes, codesAt, codesAt + n * codeSize, (byte) 0);
        float[] centered = new float[Math.min(n, ENCODED_AT_ONCE) * d];
        int[] nearest = new int[Math.min(n, ENCODED_AT_ONCE)];
        float[] best = new float[nearest.length];
        for (int from = 0; from < n; from += ENCODED_AT_ONCE) {
            int count = Math.min(ENCODED_AT_ONCE, n - from);
            for (int i = 0; i < count; i++) {
                subtract(x, at + (from + i) * d, layout.center(), centered, i * d);
            }
            for (int j = 0; j < m; j++) {
                Kernels.active().nearest(centered, j * dsub, d, count, columns.segment(),
                        j * panelsPerSubspace() * columns.panelBytes(), panelsPerSubspace(), dsub, layout.scores()[j],
                        nearest, best, 0);
                for (int i = 0; i < count; i++) {
                    BitPacking.put(codes, codesAt + (from + i) * codeSize, j, nbits, nearest[i]);
                }
            }
        }
    }

    /** A loop of its own, which the JIT turns into SIMD. */
    private static void subtract(float[] x, int at, float[] center, float[] out, int outAt) {
        for (int e = 0; e < center.length; e++) {
            out[outAt + e] = x[at + e] - center[e];
        }
    }

    /** Decodes one code into {@code row[rowAt .. rowAt + d)}: its centroids side by side. */
    public void decode(byte[] codes, int at, float[] row, int rowAt) {
        for (int j = 0; j < m; j++) {
            copyCentroid(j, BitPacking.get(codes, at, j, nbits), row, rowAt + j * dsub);
        }
    }

    private void copyCentroid(int j, int c, float[] row, int at) {
        System.arraycopy(codebook, (j * ksub + c) * dsub, row, at, dsub);
    }

    /**
     * Squared L2 of a query to a centroid plus the decoding of a code that is its residual.
     *
     * @param values  the code's m numbers; overwritten
     * @param scratch {@code float[d]}
     */
    public float distanceToDecoded(float[] query, float[] centroids, int centroidAt, int[] values, float[] scratch) {
        if (Kernels.active().decodesInRegisters(m, dsub)) {
            for (int j = 0; j < m; j++) {
                values[j] = (j * ksub + values[j]) * dsub;
            }
            return Kernels.active().l2ToDecoded(query, 0, centroids, centroidAt, codebook, values, m, dsub);
        }
        // Side by side codewords fill registers, whatever their length.
        for (int j = 0; j < m; j++) {
            copyCentroid(j, values[j], scratch, j * dsub);
        }
        for (int e = 0; e < d; e++) {
            scratch[e] += centroids[centroidAt + e];
        }
        return Kernels.active().l2(query, 0, scratch, 0, d);
    }

    /** The number of value j in a packed code. */
    public int value(byte[] codes, int at, int j) {
        return BitPacking.get(codes, at, j, nbits);
    }

    /**
     * The table of asymmetric distances (ADC): {@code float[m * ksub]}, squared distances of the query's subvectors to all
     * centroids.
     */
    public float[] asymmetricTable(float[] query) {
        requireLength(query);
        float[] table = new float[m * ksub];
        fillL2Table(query, 0, table);
        return table;
    }

    /** Writes squared distances of a query's subvectors to all centroids into {@code table[m * ksub]}. */
    public void fillL2Table(float[] query, int at, float[] table) {
        Kernels.active().tableL2(query, at, panels.segment(), 0, m, dsub, ksub, table);
    }

    /** Writes inner products of a query's subvectors with all centroids, times a factor, into {@code table[m * ksub]}. */
    public void fillDotTable(float[] query, int at, float factor, float[] table) {
        fillDotTable(query, at, factor, table, false);
    }

    /**
     * The same, with a choice.
     *
     * @param plain whether to take plain loops, with the same result: for the first few tables of a young JVM
     */
    public void fillDotTable(float[] query, int at, float factor, float[] table, boolean plain) {
        Kernels kernels = plain ? Kernels.plain() : Kernels.active();
        kernels.tableDot(query, at, factor, panels.segment(), 0, m, dsub, ksub, table);
    }

    /** Writes the squared lengths of all centroids into {@code table[m * ksub]}. */
    public void fillNorms(float[] table) {
        Kernels.plain().tableL2(new float[d], 0, panels.segment(), 0, m, dsub, ksub, table);
    }

    /** The squared distance of the query behind an asymmetric table to a decoded code. */
    public float asymmetricDistance(float[] table, byte[] codes, int at) {
        float sum = 0;
        for (int j = 0; j < m; j++) {
            sum += table[j * ksub + BitPacking.get(codes, at, j, nbits)];
        }
        return sum;
    }

    /**
     * The tables of symmetric distances (SDC): {@code float[m * ksub * ksub]}, squared distances between the centroids of
     * each subspace. They depend on no query.
     *
     * @throws InvalidInputException if they do not fit into one array (nbits above 12 or so)
     */
    public float[] symmetricTable() {
        if ((long) m * ksub * ksub > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException("symmetric tables of " + m + " x " + ksub + " x " + ksub
                    + " numbers do not fit into one array; nbits is " + nbits);
        }
        float[] table = new float[m * ksub * ksub];
        for (int j = 0; j < m; j++) {
            for (int a = 0; a < ksub; a++) {
                for (int b = 0; b < ksub; b++) {
                    table[(j * ksub + a) * ksub + b] = Kernels.active()
                            .l2(codebook, (j * ksub + a) * dsub, codebook, (j * ksub + b) * dsub, dsub);
                }
            }
        }
        return table;
    }

    /** The squared distance between two decoded codes, from the {@link #symmetricTable}. */
    public float symmetricDistance(float[] table, byte[] a, int aAt, byte[] b, int bAt) {
        float sum = 0;
        for (int j = 0; j < m; j++) {
            int row = (j * ksub + BitPacking.get(a, aAt, j, nbits)) * ksub;
            sum += table[row + BitPacking.get(b, bAt, j, nbits)];
        }
        return sum;
    }

    private void requireLength(float[] query) {
        if (query.length != d) {
            throw new InvalidInputException("the query has " + query.length + " numbers; PQ" + m + " needs d = " + d);
        }
    }

    /** The largest squared norm that a decoding can have. */
    public float maxSquaredNorm() {
        return maxSquaredNorm;
    }

    /** Bytes of memory held: the codebooks twice, as rows and as columns, and what encoding needs once something was encoded. */
    public long bytes() {
        long tables = (long) codebook.length * Float.BYTES + panels.bytes();
        Encoder present = encoder;
        return present == null ? tables : tables + present.bytes();
    }
}
