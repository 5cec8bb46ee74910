package io.vectile.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Every inner loop of Vectile: one interface, one scalar class that defines the answers, one SIMD class that gives the
 * same answers faster. Each float result is a fixed sequence of IEEE operations (the order is stated per method and does
 * not depend on the register width), so both classes agree bit for bit and an index answers alike on every machine.
 *
 * <p><b>Blocks.</b> Vectors and codes lie in blocks of {@value #BLOCK}, transposed: a block is a number of rows, and row r
 * holds element r of each of the 64 vectors (a byte of their codes, or one dimension as byte or float). Lanes past the
 * end of a list hold anything and are masked by the caller. The last block of a list may be narrow: its rows then hold
 * as many elements as it has vectors, its {@code width}, and a scan reads each row with what follows it, up to 64
 * elements, which must be there to read.
 *
 * <p>Blocks live in native memory (allocated or mapped), never on the heap: one memory kind keeps the compiled loops
 * monomorphic. Arguments are trusted here; they are checked where they enter the library. Stateless and thread safe.
 */
public sealed interface Kernels permits ScalarKernels, SimdKernels {
    /** Vectors per block, and lanes of a survivor mask. */
    int BLOCK = 64;

    /** Entries of a byte table, and the distance between the tables of two rows. */
    int TABLE = 256;

    /** Squared lengths up to this keep every inner product and every squared distance finite. */
    float MAX_NORM = Float.MAX_VALUE / 16;

    /** Rows of a matrix tile: six rows times 64 columns fill the 32 registers of AVX-512. */
    int TILE_ROWS = 6;

    /** The kernel set this process runs, chosen once by what the machine can do; see {@link KernelChoice}. */
    static Kernels active() {
        return KernelChoice.ACTIVE;
    }

    /**
     * The scalar set, with the same answers: for work that is done once, and would be over before a young JVM has compiled
     * the other.
     */
    static Kernels plain() {
        return KernelChoice.PLAIN;
    }

    /** What this set is called in reports: {@code vbmi}, {@code simd} or {@code scalar}, with the register width. */
    String name();

    // ---- byte tables over blocks of codes -------------------------------------------------------------------------

    /**
     * Finds the next block with a candidate. Sums one table entry per row, {@code tables[r * 256 + code]}, with
     * saturation at 255, and compares the sum with the threshold.
     *
     * @param codes     blocks of {@code rows * width} bytes from {@code offset}
     * @param from      first block to look at
     * @param to        end of the blocks, exclusive
     * @param width     vectors per block, 64 or, in a narrow one, fewer
     * @param tables    {@code rows * 256} unsigned bytes
     * @param threshold lanes whose sum is below it (1..255) are candidates
     * @param mask      receives in {@code mask[0]} the candidates of the block returned
     * @return the first block with a candidate, or {@code to}
     */
    int scanBytes(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] tables, int threshold,
            long[] mask);

    /**
     * The same, by way of tables that fit into one register each: a block is first looked at with the smallest entry of each
     * group of codewords, and with whole tables only where these do not rule it out. Where that is no faster, it is done as in
     * {@link #scanBytes}.
     *
     * @param least tables as {@link #groupTables} makes them
     * @param mask  receives in {@code mask[0]} the candidates of the block returned; {@code mask[1]} grows by the number of
     *              blocks whose second look took as long as whole tables would have
     */
    int scanGroups(MemorySegment codes, long offset, int from, int to, int rows, int width, byte[] least, byte[] tables,
            int threshold, long[] mask);

    /** How many bytes {@link #groupTables} writes for so many rows. */
    int groupTableBytes(int rows);

    /**
     * The small tables that {@link #scanGroups} of this set looks at. Entries of a row are grouped by the lower six bits of a code,
     * or by bits 2 to 5 alone, and each group is known by its smallest.
     *
     * <ul>
     *   <li>With registers of 64 bytes: from {@code out[r * 64]} on those of row r by six bits.
     *   <li>With registers of 16 bytes: from {@code out[r * 80]} on those of row r by four bits, 16, and then by six bits.
     *   <li>Without registers: entry {@code g + 16 h} from {@code out[p * 256]} on is the sum, at most 255, of row 2 p's g and row
     *       2 p + 1's h, both by four bits; a last row of an odd number is copied.
     * </ul>
     *
     * @param out at least {@link #groupTableBytes}
     */
    void groupTables(byte[] tables, int rows, byte[] out);

    /** Whether whole tables are looked up in registers. Where they are not, groups rule out faster, if there are any. */
    boolean hasWholeTables();

    /**
     * The sums themselves of some blocks, saturated at 255. None is looked at twice, as {@link #scanBytes} does where there is a
     * candidate in every second or third.
     *
     * @param codes     blocks of {@code rows * 64} bytes from {@code offset}, and then perhaps a narrow one
     * @param full      how many blocks of 64 vectors
     * @param rest      vectors of the narrow one; 0 for none
     * @param tables    {@code rows * 256} unsigned bytes
     * @param threshold for the answer: 0..255
     * @param sums      receives that of lane i of block b at {@code at + 64 b + i}, and anything for lanes that a narrow block lacks
     * @return whether any is below the threshold
     */
    boolean sumBytes(MemorySegment codes, long offset, int full, int rest, int rows, byte[] tables, int threshold, byte[] sums,
            int at);

    /**
     * The same as {@link #scanBytes} for codes of fewer than eight bits: a vector's code is one little-endian bit stream of {@code m} values of
     * {@code nbits}, and row r of a block holds byte r of the 64 streams.
     *
     * @param blockRows rows of a block: {@code ceil(m * nbits / 8)}, and one more when a row of whole bytes follows
     *                  (with its table at {@code tables[m * 256]})
     */
    int scanBits(MemorySegment codes, long offset, int from, int to, int m, int nbits, int blockRows, int width,
            byte[] tables, int threshold, long[] mask);

    // ---- tables ---------------------------------------------------------------------------------------------------

    /**
     * Squared distances of a query's subvectors to all centroids: {@code out[j * ksub + c]} sums
     * {@code (q - c)^2} with fma over the dimensions in order.
     *
     * @param panels {@code ceil(ksub / 64)} panels of 64 columns of dsub floats for each of m subspaces, from byte
     *               {@code offset}
     */
    void tableL2(float[] q, int at, MemorySegment panels, long offset, int m, int dsub, int ksub, float[] out);

    /** {@code out[j * ksub + c] = sum of (scale * q) * c}, with fma over the dimensions in order. */
    void tableDot(float[] q, int at, float scale, MemorySegment panels, long offset, int m, int dsub, int ksub, float[] out);

    /**
     * The largest of each group: {@code out[g]} of {@code a[at + g], a[at + g + groups], ...} up to {@code a[at + n - 1]}.
     *
     * @param n      a multiple of 64
     * @param groups a multiple of 64, at most n
     */
    void maxima(float[] a, int at, int n, int groups, float[] out);

    /** The smallest of {@code a[at .. at+n)}; 0 where it is -0. */
    float min(float[] a, int at, int n);

    /** The largest absolute value of {@code a[at .. at+n)}. */
    float maxAbs(float[] a, int at, int n);

    /** {@code out = floor((a - min) * scale)} clamped to 255, as unsigned bytes; {@code a >= min}, {@code scale >= 0}. */
    void floorTable(float[] a, int at, int n, float min, float scale, byte[] out, int outAt);

    // ---- exact distances over blocks of plain vectors ---------------------------------------------------------------

    /**
     * Finds the next block with a vector at most {@code bound} away; squared L2, {@code (q - x)^2} summed with fma over
     * the dimensions in order.
     *
     * @param blocks    blocks of {@code d * width} elements from {@code offset}
     * @param bytes     whether elements are unsigned bytes; floats otherwise
     * @param width     vectors per block, 64 or, in a narrow one, fewer
     * @param distances receives the distances of the 64 lanes
     * @return the first such block of [from, to), its lanes in {@code mask[0]}; or {@code to}
     */
    int scanL2(MemorySegment blocks, long offset, boolean bytes, int from, int to, int width, int d, float[] q, int at,
            float bound, float[] distances, long[] mask);

    /** The same for the negated inner product, {@code sum of (-q) * x} with fma over the dimensions in order. */
    int scanDot(MemorySegment blocks, long offset, boolean bytes, int from, int to, int width, int d, float[] q, int at,
            float bound, float[] distances, long[] mask);

    /** Squared L2 to one vector of a block, in the order of {@link #scanL2}, which it equals bit for bit. */
    float laneL2(MemorySegment blocks, long offset, boolean bytes, int block, int width, int lane, int d, float[] q, int at);

    /** Negated inner product with one vector of a block, in the order of {@link #scanDot}. */
    float laneDot(MemorySegment blocks, long offset, boolean bytes, int block, int width, int lane, int d, float[] q, int at);

    /** Widens {@code n} unsigned bytes at {@code from} to floats at {@code to}; n is a multiple of 64. */
    void widen(MemorySegment bytes, long from, int n, MemorySegment floats, long to);

    // ---- one pair of vectors ----------------------------------------------------------------------------------------

    /**
     * Squared L2 of two rows. Sixteen partial sums (dimension e goes to sum e mod 16, fma), folded 16, 8, 4, 2, 1.
     */
    float l2(float[] a, int aAt, float[] b, int bAt, int d);

    /**
     * Squared L2 of a row to a decoded residual code, centroid plus m codewords side by side, in the order of {@link #l2}
     * of the row and that sum.
     *
     * @param centroids the centroid starts at {@code centroidAt}
     * @param codebook  the codewords of m subspaces, one subspace after the other
     * @param codewords where that of each subspace starts
     * @param dsub      numbers per codeword
     */
    float l2ToDecoded(float[] q, int at, float[] centroids, int centroidAt, float[] codebook, int[] codewords, int m, int dsub);

    /** Whether {@link #l2ToDecoded} of such codewords is faster than {@link #l2} of a decoding. */
    boolean decodesInRegisters(int m, int dsub);

    /** Inner product of two rows, in the order of {@link #l2}. */
    float dot(float[] a, int aAt, float[] b, int bAt, int d);

    // ---- rows, as a file holds them ---------------------------------------------------------------------------------

    /**
     * Squared L2 to one row in memory, in the order of {@link #l2}, which it equals bit for bit.
     *
     * @param rows   d little-endian floats at any alignment, or d unsigned bytes, from byte {@code offset}; nothing else
     *               is read
     * @param bytes  whether the numbers are unsigned bytes; floats otherwise
     * @param q      the query, {@code q[at .. at+d)}
     */
    float rowL2(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at);

    /** Inner product (not negated) with one row in memory, in the order of {@link #dot}, which it equals bit for bit. */
    float rowDot(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at);

    /** Squared L2 to one row in memory, in the order of {@link #laneL2}, which it equals bit for bit on the same numbers. */
    float sequentialL2(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at);

    /** Negated inner product with one row in memory, in the order of {@link #laneDot}, which it equals bit for bit. */
    float sequentialDot(MemorySegment rows, long offset, boolean bytes, int d, float[] q, int at);

    /**
     * Finds the next block of 64 consecutive rows of floats with a candidate: a row that may be at most {@code bound} away
     * when measured by {@link #sequentialL2}. No such row is missed; few others are named, those that rounding in another
     * order could bring within the bound. A row is a candidate if, in floats,
     *
     * <pre>    rowL2  &lt;=  fma(bound, (d + 16) * 2^-23, bound) + Float.MIN_NORMAL</pre>
     *
     * A NaN distance never is. An infinite one is if that limit is infinite: if the bound is, or is less than the limit's
     * rounding away from overflow.
     *
     * @param rows   row-major little-endian floats at any alignment; block b starts at byte {@code offset + b * 64 * d * 4}
     * @param from   first block to look at
     * @param to     end of the blocks, exclusive
     * @param lanes  rows of block {@code to - 1}, 1..64; nothing past them is read
     * @param mask   receives in {@code mask[0]} the candidates of the block returned, its first row lowest
     * @return the first block of [from, to) with a candidate, or {@code to}
     */
    int scanRowsL2(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at, float bound,
            long[] mask);

    /**
     * The same for the negated inner product, as {@link #sequentialDot} measures it. With x2 the sum of a row's squares
     * and q2 that of the query's, both in the order of {@link #dot}, a row is a candidate if, in floats,
     *
     * <pre>
     *     twice  =  2 * sqrt(q2 + Float.MIN_NORMAL) * sqrt(x2 + Float.MIN_NORMAL)     (from left to right)
     *     slack  =  fma((d + 16) * 2^-24, twice, Float.MIN_NORMAL)
     *     -rowDot  &lt;=  bound + slack   or   slack == infinity
     * </pre>
     *
     * A row with a NaN never is. One whose length, or whose length times the query's, is near the largest float's root or
     * the largest float or past it, always is, whatever the bound: even an infinite one, whose distance may be NaN.
     */
    int scanRowsDot(MemorySegment rows, long offset, int from, int to, int lanes, int d, float[] q, int at, float bound,
            long[] mask);

    /**
     * Packs rows as one block of floats: number e of row {@code lane} goes to float {@code e * 64 + lane} of the panel;
     * missing rows become zeros.
     *
     * @param rows  row-major little-endian floats at any alignment, from byte {@code offset}
     * @param lanes how many rows, 1..64; nothing past them is read
     * @param to    the byte of the panel at which the {@code d * 64} floats start
     */
    void transposeRows(MemorySegment rows, long offset, int lanes, int d, MemorySegment panel, long to);

    // ---- matrix tiles -----------------------------------------------------------------------------------------------

    /**
     * Up to six rows times 64 columns: {@code out[outAt + r * outStride + c] = init[initAt + c] + <x_r, column c>}, with
     * fma over the dimensions in order.
     *
     * @param x      row r starts at {@code x[at + r * stride]}
     * @param rows   1..{@value #TILE_ROWS}
     * @param panel  64 columns of d floats, dimension-major: one block of floats
     */
    void tile(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d, float[] init, int initAt,
            float[] out, int outAt, int outStride);

    /**
     * Up to six rows times all columns of some panels: {@code out[outAt + r * outStride + c] = init[c] + <x_r, column c>}, as by
     * {@link #tile} or {@link #tileBfloats} panel by panel.
     */
    default void products(float[] x, int at, int stride, int rows, Panels panels, float[] init, float[] out, int outAt,
            int outStride) {
        for (int p = 0; p < panels.count(); p++) {
            long panel = p * panels.panelBytes();
            int first = p * BLOCK;
            if (panels.areBfloats()) {
                tileBfloats(x, at, stride, rows, panels.segment(), panel, panels.d(), init, first, out, outAt + first, outStride);
            } else {
                tile(x, at, stride, rows, panels.segment(), panel, panels.d(), init, first, out, outAt + first, outStride);
            }
        }
    }

    /**
     * For each of n rows the column with the largest {@code init + <x, column>}, the lowest such column on ties.
     *
     * @param panels consecutive panels of 64 columns
     * @param init   one value per column, {@code -infinity} for the columns past the end
     */
    void nearest(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d, float[] init,
            int[] ids, float[] scores, int outAt);

    /**
     * The same as {@link #tile} for a panel of bfloats, two dimensions to a word (see {@link Panels}), each read as the float of the
     * same value.
     */
    void tileBfloats(float[] x, int at, int stride, int rows, MemorySegment panel, long offset, int d, float[] init, int initAt,
            float[] out, int outAt, int outStride);

    /** Writes a panel of d dimensions of bfloats, from a byte on, as one of floats of the same value from byte {@code to} on. */
    void widenBfloats(MemorySegment panel, long from, int d, MemorySegment floats, long to);

    /** The same as {@link #nearest} for panels of bfloats, each read as the float of the same value. */
    void nearestBfloats(float[] x, int at, int stride, int n, MemorySegment panels, long offset, int npanels, int d,
            float[] init, int[] ids, float[] scores, int outAt);

    /** The lanes of {@code bytes[at .. at + 64)}, unsigned, that are below {@code threshold} (0..255). */
    long below(byte[] bytes, int at, int threshold);

    /** The lanes of {@code a[at .. at + 64)} that are at least {@code bound}. */
    long atLeast(float[] a, int at, float bound);
}
