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
    private final float[] transposed;
    private final float maxSquaredNorm;
    /** Made when the first vector is encoded: a quantizer that only searches does without. */
    private volatile Encoder encoder;

    private ProductQuantizer(int d, int m, int nbits, float[] codebook) {
        this.d = d;
        this.m = m;
        this.nbits = nbits;
        this.ksub = 1 << nbits;
        this.dsub = d / m;
        this.codebook = codebook;
        this.transposed = new float[codebook.length];
        float sum = 0;
        for (int j = 0; j < m; j++) {
            sum += transpose(j);
        }
        this.maxSquaredNorm = sum;
    }

    /** Lays out the centroids of a subspace for tables. Returns the largest squared norm of one. */
    private float transpose(int j) {
        int first = j * ksub * dsub;
        float largest = 0;
        for (int c = 0; c < ksub; c++) {
            int row = first + c * dsub;
            largest = Math.max(largest, Kernels.plain().dot(codebook, row, codebook, row, dsub));
            for (int e = 0; e < dsub; e++) {
                transposed[first + e * ksub + c] = codebook[row + e];
            }
        }
        return largest;
    }

    /**
     * The centroids laid out for encoding. Its scores, {@code <x, c> - |c|^2 / 2}, lose the difference between centroids that
     * lie far from the origin, so they count from the centroids' mean.
     *
     * @param center the mean of each subspace's centroids, {@code float[d]}
     * @param panels the centroids of each subspace less their mean
     * @param scores what each starts with, {@code -|c|^2 / 2}; {@code -infinity} past the last
     */
    private record Encoder(float[] center, Panels[] panels, float[][] scores) {
        static Encoder of(ProductQuantizer pq) {
            Encoder encoder = new Encoder(new float[pq.d], new Panels[pq.m], new float[pq.m][]);
            for (int j = 0; j < pq.m; j++) {
                encoder.prepare(pq, j);
            }
            return encoder;
        }

        private void prepare(ProductQuantizer pq, int j) {
            int dsub = pq.dsub;
            int first = j * pq.ksub * dsub;
            float[] rows = Arrays.copyOfRange(pq.codebook, first, first + pq.ksub * dsub);
            for (int e = 0; e < dsub; e++) {
                double sum = 0;
                for (int c = 0; c < pq.ksub; c++) {
                    sum += rows[c * dsub + e];
                }
                float mean = (float) (sum / pq.ksub);
                center[j * dsub + e] = mean;
                for (int c = 0; c < pq.ksub; c++) {
                    rows[c * dsub + e] -= mean;
                }
            }
            panels[j] = Panels.of(rows, pq.ksub, dsub);
            scores[j] = new float[panels[j].count() * Kernels.BLOCK];
            Arrays.fill(scores[j], Float.NEGATIVE_INFINITY);
            for (int c = 0; c < pq.ksub; c++) {
                scores[j][c] = -0.5f * Kernels.active().dot(rows, c * dsub, rows, c * dsub, dsub);
            }
        }

        long bytes() {
            long bytes = (long) center.length * Float.BYTES;
            for (int j = 0; j < panels.length; j++) {
                bytes += panels[j].bytes() + (long) scores[j].length * Float.BYTES;
            }
            return bytes;
        }
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
        requireShape(d, m, nbits);
        long needed = (long) d << nbits;
        if (codebook.length != needed) {
            throw new InvalidInputException("a codebook of PQ" + m + "x" + nbits + " for d = " + d + " has " + needed
                    + " numbers; got " + codebook.length);
        }
        return new ProductQuantizer(d, m, nbits, codebook.clone());
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
        for (int j = 0; j < m; j++) {
            float[] centroids = KMeans.train(x, j * dsub, d, n, dsub, ksub, options, parallel,
                    new Share(progress, j, m)).centroids();
            System.arraycopy(centroids, 0, codebook, j * ksub * dsub, centroids.length);
        }
        return new ProductQuantizer(d, m, nbits, codebook);
    }

    /** One subspace's share of the progress of all. */
    private record Share(Progress whole, int part, int parts) implements Progress {
        @Override
        public void update(String stage, long done, long total) {
            whole.update("train PQ", part * total + done, parts * total);
        }

        @Override
        public boolean cancelled() {
            return whole.cancelled();
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

    /**
     * The centroids with the dimensions first, {@code float[m][dsub][ksub]}: no copy, and not to be written to.
     */
    public float[] transposedCodebook() {
        return transposed;
    }

    /**
     * Encodes n vectors, {@code x[n * d]} from {@code at}, into {@code codes[n * codeSize]} from {@code codesAt}. Each
     * subvector gets its nearest centroid, the lower number on ties.
     */
    public void encode(float[] x, int at, int n, byte[] codes, int codesAt) {
        Encoder layout = encoder();
        int codeSize = codeSize();
        Arrays.fill(codes, codesAt, codesAt + n * codeSize, (byte) 0);
        float[] centered = new float[Math.min(n, ENCODED_AT_ONCE) * d];
        int[] nearest = new int[Math.min(n, ENCODED_AT_ONCE)];
        float[] best = new float[nearest.length];
        for (int from = 0; from < n; from += ENCODED_AT_ONCE) {
            int count = Math.min(ENCODED_AT_ONCE, n - from);
            for (int i = 0; i < count; i++) {
                for (int e = 0; e < d; e++) {
                    centered[i * d + e] = x[at + (from + i) * d + e] - layout.center()[e];
                }
            }
            for (int j = 0; j < m; j++) {
                Kernels.active().nearest(centered, j * dsub, d, count, layout.panels()[j].segment(), 0,
                        layout.panels()[j].count(), dsub, layout.scores()[j], nearest, best, 0);
                for (int i = 0; i < count; i++) {
                    BitPacking.put(codes, codesAt + (from + i) * codeSize, j, nbits, nearest[i]);
                }
            }
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
        if (dsub % 16 == 0) {
            for (int j = 0; j < m; j++) {
                values[j] = (j * ksub + values[j]) * dsub;
            }
            return Kernels.active().l2ToDecoded(query, 0, centroids, centroidAt, codebook, values, m, dsub);
        }
        // Short codewords fill no register: side by side they do.
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
        Kernels.active().tableL2(query, at, transposed, m, dsub, ksub, table);
    }

    /** Writes inner products of a query's subvectors with all centroids, times a factor, into {@code table[m * ksub]}. */
    public void fillDotTable(float[] query, int at, float factor, float[] table) {
        Kernels.active().tableDot(query, at, factor, transposed, m, dsub, ksub, table);
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

    /** Bytes of memory held: codebooks plain and transposed, and in panels once something was encoded. */
    public long bytes() {
        long tables = (long) (codebook.length + transposed.length) * Float.BYTES;
        Encoder present = encoder;
        return present == null ? tables : tables + present.bytes();
    }
}
