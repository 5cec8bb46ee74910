package io.vectile.codec;

import io.vectile.kernel.Kernels;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.storage.BoundRow;
import io.vectile.storage.CodeList;
import io.vectile.storage.Collector;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Scans product-quantized codes with tables of bytes and measures in float what they cannot rule out.
 *
 * <p>The float table of the query is floored to bytes: entry minus the table's minimum, in steps of (bound - sum of
 * minima) / 254. A sum of bytes is then never more than the true distance in steps, so a vector whose sum, saturated at
 * 255, reaches the bound is too far for certain; the few others are measured and offered. The answers are those of the
 * float tables; the speed is that of one byte look-up per subspace (F. André, A. Kermarrec, N. Le Scouarnec, "Cache
 * locality is not enough", VLDB 2015, for the idea of lower bounds; here with all 256 entries in registers).
 *
 * <p>Codes with a bound row cost most to be measured, so what bytes leave over gets bounds in float first, and goes to a
 * {@link Shortlist}: of that no more is measured than may be among the k nearest when all lists were scanned.
 *
 * <p>The tables are made again, with finer steps, whenever the bound has halved. Of codes of 8 bits most blocks are ruled out
 * by small tables, of the smallest entry of each group of codewords (see {@link ProductQuantizer#grouped}), as long as these
 * do so.
 */
final class PqScanner implements ListScanner {
    /** Steps between the smallest possible sum and the bound; 255 is left for "too far". */
    private static final int STEPS = 254;
    /** Blocks that are looked at with small tables, or with whole ones, until that is decided anew. */
    private static final int GROUPED = 256;
    private static final int WHOLE = 1024;
    /** Blocks of the lists nearest to a query, of which small tables rule out too little. */
    private static final int NEAREST = 512;
    /** Blocks that are summed, with whole tables, before the first candidate is measured. */
    private static final int SUMMED = 64;
    /** Blocks among which the first bound is looked for in one list, and vectors for each wanted in several. */
    private static final int START = 8;
    private static final int LOOK = 40;
    /** Vectors looked at for that at most. */
    private static final int MOST_LOOKS = 1 << 15;
    /** The largest k of which the k nearest are measured last. */
    private static final int SHORT = 1 << 12;
    private static final float ULP = 0x1p-23f;
    /** What the bytes of the bound row stand for. */
    private static final float[] BOUND_STEPS = new float[Kernels.TABLE];

    static {
        for (int entry = 0; entry < Kernels.TABLE; entry++) {
            BOUND_STEPS[entry] = BoundRow.steps(entry);
        }
    }

    /** See {@link Space}: keeps rounding from lifting a floored value over the true one. */
    private static final float BELOW = 0.999999f;
    /** The same for an upper bound, of what was floored by way of {@link #BELOW}. */
    private static final float ABOVE = 1.000002f;

    private final Kernels kernels = Kernels.active();
    private final ProductQuantizer pq;
    private final Space space;
    private final int d;
    private final int m;
    private final int nbits;
    private final int ksub;
    private final int codeRows;

    private final CodeDistances distances;
    private final float[] table;
    private final float[] minima;
    private final byte[] byteTables;
    private final byte[] least;
    private final float[] sums = new float[Kernels.BLOCK];
    private final byte[] block;
    private final long[] mask = new long[2];
    private final byte[] byteSums;
    private final Start start = new Start();
    private final Shortlist shortlist = new Shortlist();
    /** Whether it is known what becomes of near vectors, and whether they go to the shortlist first. */
    private boolean begun;
    private boolean shortens;
    /** What the first list that was looked at adds to each distance. */
    private float startFloor;
    /** The list at hand among those, or -1. */
    private int started;

    /** Whether lists come nearest first, and whole tables are in registers: those are taken for the {@link #NEAREST} blocks. */
    private final boolean nearestWhole;
    /** Whether blocks are looked at with small tables first. */
    private boolean groups;
    /** Blocks until that is decided anew. */
    private int blocksLeft;

    private float sumOfMinima;
    private float magnitude;
    private float rounding;
    private float step;

    PqScanner(ProductQuantizer pq, Space space) {
        this.pq = pq;
        this.space = space;
        this.d = pq.d();
        this.m = pq.m();
        this.nbits = pq.nbits();
        this.ksub = pq.ksub();
        this.codeRows = pq.codeSize();
        this.distances = new CodeDistances(pq, space);
        this.table = distances.table();
        this.minima = new float[m];
        this.byteTables = nbits <= 8 ? new byte[(m + 1) * Kernels.TABLE] : null;
        this.least = nbits == 8 ? new byte[kernels.groupTableBytes(m + 1)] : null;
        this.nearestWhole = space.isResidual() && kernels.hasWholeTables();
        this.groups = nbits == 8 && !nearestWhole;
        this.blocksLeft = groups ? GROUPED : WHOLE;
        this.byteSums = nbits == 8 ? new byte[SUMMED * Kernels.BLOCK] : null;
        this.block = nbits <= 8 ? null : new byte[(codeRows + 1) * Kernels.BLOCK];
    }

    @Override
    public void query(float[] q, int at) {
        distances.query(q, at);
        sumOfMinima = 0;
        magnitude = 0;
        for (int j = 0; j < m; j++) {
            minima[j] = kernels.min(table, j * ksub, ksub);
            sumOfMinima += minima[j];
            magnitude += kernels.maxAbs(table, j * ksub, ksub);
        }
        // The residual form adds and subtracts terms of the size of the norms: their rounding, bounded as for any sum of
        // d products, is given back to the bound. It is thousands of times smaller than the bound itself.
        rounding = space.hasBoundRow()
                ? (d + 32) * ULP * (kernels.dot(q, at, q, at, d) + space.maxNorm() + pq.maxSquaredNorm())
                : 0f;
        step = 0;
        start.clear();
        begun = false;
        if (nearestWhole) {
            groups = false;
            blocksLeft = NEAREST;
        }
    }

    /** Decides, when the first list is seen, whether near vectors are measured at once. */
    private void begin(Collector out) {
        if (!begun) {
            int k = space.hasBoundRow() ? out.nearest() : 0;
            shortens = k > 0 && k <= SHORT;
            if (shortens) {
                shortlist.clear(k);
            }
            begun = true;
        }
    }

    private float bound(Collector out) {
        return shortens ? shortlist.bound() : out.bound();
    }

    private int wanted(Collector out) {
        return shortens ? shortlist.wanted() : out.wanted();
    }

    @Override
    public boolean looks(Collector out) {
        begin(out);
        return nbits == 8 && wanted(out) > 0;
    }

    @Override
    public boolean look(CodeList list, int number, float coarse, Collector out) {
        begin(out);
        list.ensureBounds(number);
        long enough = Math.min((long) LOOK * wanted(out), MOST_LOOKS);
        int from = list.nextAdmitted(0, list.blockCount());
        int to = (int) Math.min(list.blockCount(), from + Math.max(START, enough / Kernels.BLOCK));
        if (from < to) {
            look(list, number, coarse, from, to);
        }
        return start.seen() < enough;
    }

    private void look(CodeList list, int number, float coarse, int from, int to) {
        float floor = (space.isResidual() ? coarse : 0f) + list.bias();
        if (start.isEmpty()) {
            // Sums that reach from the smallest possible one to the largest.
            makeByteTables(Math.max((magnitude - sumOfMinima + 255 * space.step()) / STEPS, 1e-30f));
            startFloor = floor;
        }
        int plus = (int) Math.clamp((floor - startFloor) / step, 0f, 1 << 20);
        int at = start.open(list, number, coarse, from, to, plus);
        for (int b = from; b < to; b++) {
            start.lanes(at + b - from, list.lanes(b));
        }
        for (int b = from; b < to;) {
            int end = list.hasFilter() ? list.runEnd(b, to) : to;
            sum(list, b, end, 0, start.sums(), (at + b - from) * Kernels.BLOCK);
            b = list.nextAdmitted(end, to);
        }
    }

    /** Whether any sum of some blocks, a narrow one at their end perhaps, is below a threshold. */
    private boolean sum(CodeList list, int from, int to, int threshold, byte[] sums, int at) {
        int full = Math.max(0, Math.min(to, list.fullBlocks()) - from);
        int rest = from + full < to ? list.width(from + full) : 0;
        return kernels.sumBytes(list.blocks(), list.blockAt(from), full, rest, list.layout().rows(), byteTables, threshold, sums, at);
    }

    @Override
    public void scan(CodeList list, int number, float coarse, int fromBlock, int toBlock, Collector out) {
        begin(out);
        list.ensureBounds(number);
        float add = space.isResidual() ? coarse : 0f;
        int from = list.nextAdmitted(fromBlock, toBlock);
        while (from < toBlock) {
            int end = list.runEnd(from, toBlock);
            if (bound(out) == Float.POSITIVE_INFINITY) {
                if (looks(out) && start.isEmpty() && start.find(list, number) < 0) {
                    start.clear(); // lists come in order, so those looked at before were scanned
                    look(list, number, coarse, from, Math.min(end, from + START));
                }
                if (!start.isEmpty()) {
                    start.measure(wanted(out),
                            (part, its, far, b, lanes) -> measure(part, its, space.isResidual() ? far : 0f, b, lanes, out));
                    shortlist.rewind();
                }
            }
            started = start.find(list, number);
            if (bound(out) == Float.POSITIVE_INFINITY) {
                end = Math.min(end, from + START);
                for (int b = from; b < end; b++) {
                    measure(list, number, add, b, list.lanes(b) & ~start.done(started, b), out);
                }
            } else if (nbits == 8 && !groups && kernels.hasWholeTables() && !list.hasFilter()) {
                end = Math.min(toBlock, from + SUMMED);
                scanSums(list, number, add, from, end, out);
            } else if (nbits <= 8) {
                scanByteTables(list, number, add, from, end, out);
            } else {
                scanFloatTables(list, number, add, from, end, out);
            }
            from = list.nextAdmitted(end, toBlock);
        }
    }

    @Override
    public void finish(Collector out) {
        if (begun && shortens) {
            float certain = out.wantsDistances() ? Float.NEGATIVE_INFINITY : shortlist.certain();
            for (int i = 0; i < shortlist.lists(); i++) {
                CodeList list = shortlist.list(i);
                int number = shortlist.number(i);
                for (int v = shortlist.first(i); v >= 0; v = shortlist.next(v)) {
                    int block = (int) (shortlist.place(v) / Kernels.BLOCK);
                    int lane = (int) (shortlist.place(v) % Kernels.BLOCK);
                    float distance = shortlist.upper(v) < certain
                            ? shortlist.upper(v)
                            : distances.toDecoded(list, number, block, lane);
                    out.offer(distance, list.ref(number, block, lane));
                }
            }
            shortlist.release();
        }
        begun = false;
    }

    /** Scans some blocks, a narrow one at their end perhaps, where one in a few has a candidate. */
    private void scanSums(CodeList list, int number, float add, int from, int to, Collector out) {
        float floor = add + sumOfMinima + list.bias() - slack(add);
        int threshold = threshold(bound(out) - floor);
        if (threshold > 0 && sum(list, from, to, threshold, byteSums, 0)) {
            for (int b = from; b < to && threshold > 0; b++) {
                long lanes = kernels.below(byteSums, (b - from) * Kernels.BLOCK, threshold);
                if (lanes != 0) {
                    measure(list, number, add, b, list.lanes(b, lanes & ~start.done(started, b)), out);
                    threshold = steps(bound(out) - floor);
                }
            }
        }
        count(to - from);
    }

    private void scanByteTables(CodeList list, int number, float add, int from, int to, Collector out) {
        float floor = add + sumOfMinima + list.bias();
        int next = from;
        while (next < to) {
            int width = list.width(next);
            int threshold = threshold(bound(out) - floor + slack(add));
            if (threshold == 0) {
                return;
            }
            int end = Math.min(to, next + blocksLeft);
            int hit = next + nextCandidate(list, next, end, width, threshold);
            if (hit < end) {
                measure(list, number, add, hit, list.lanes(hit, mask[0] & ~start.done(started, hit)), out);
                hit++;
            }
            count(hit - next);
            next = hit;
        }
    }

    private int nextCandidate(CodeList list, int from, int to, int width, int threshold) {
        MemorySegment codes = list.blocks();
        long at = list.blockAt(from);
        int rows = list.layout().rows();
        if (nbits < 8) {
            return kernels.scanBits(codes, at, 0, to - from, m, nbits, rows, width, byteTables, threshold, mask);
        }
        return groups
                ? kernels.scanGroups(codes, at, 0, to - from, rows, width, least, byteTables, threshold, mask)
                : kernels.scanBytes(codes, at, 0, to - from, rows, width, byteTables, threshold, mask);
    }

    /** Chooses anew now and then: small tables are worth a look where they rule out most blocks. */
    private void count(int blocks) {
        blocksLeft -= blocks;
        if (blocksLeft <= 0) {
            boolean worthIt = nbits == 8 && (!groups || mask[1] < GROUPED / 2);
            if (worthIt && !groups) {
                makeSmallTables();
            }
            groups = worthIt;
            blocksLeft = groups ? GROUPED : WHOLE;
            mask[1] = 0;
        }
    }

    /**
     * What float rounding can put between a bound computed in parts and the measured distance: units of the parts, and
     * below the normal floats, where the unit no longer shrinks with them, far more than it can be there.
     */
    private float slack(float add) {
        return rounding + (m + 4) * 2 * ULP * (magnitude + Math.abs(add)) + Float.MIN_NORMAL;
    }

    /** Sums of steps below this are to be measured; 0 where the budget is used up, and the rest of the list with it. */
    private int threshold(float budget) {
        if (!(budget >= 0)) {
            return 0;
        }
        // A step too small would saturate what is still near enough; one too large rules out too little.
        if (step == 0 || budget > STEPS * step || budget < STEPS / 2 * step) {
            makeByteTables(Math.max(budget / STEPS, 1e-30f));
        }
        return steps(budget);
    }

    /** The same, in the steps that there are. */
    private int steps(float budget) {
        return budget >= 0 ? Math.min(255, (int) (budget / step) + 1) : 0;
    }

    private void makeByteTables(float newStep) {
        step = newStep;
        float scale = BELOW / newStep;
        for (int j = 0; j < m; j++) {
            kernels.floorTable(table, j * ksub, ksub, minima[j], scale, byteTables, j * Kernels.TABLE);
        }
        if (space.hasBoundRow()) {
            kernels.floorTable(BOUND_STEPS, 0, Kernels.TABLE, 0f, space.step() * scale, byteTables, m * Kernels.TABLE);
        }
        if (groups) {
            makeSmallTables();
        }
    }

    private void makeSmallTables() {
        kernels.groupTables(byteTables, space.hasBoundRow() ? m + 1 : m, least);
    }

    /** More than 256 entries do not fit into registers: sums of floats, then the same replay. */
    private void scanFloatTables(CodeList list, int number, float add, int from, int to, Collector out) {
        for (int b = from; b < to; b++) {
            loadBlock(list, b);
            sumFloatTables();
            float within = bound(out) - add - list.bias() + slack(add);
            long lanes = 0;
            for (int lane = 0; lane < Kernels.BLOCK; lane++) {
                float bound = space.hasBoundRow()
                        ? BoundRow.steps(block[codeRows * Kernels.BLOCK + lane] & 255) * space.step() * BELOW
                        : 0f;
                lanes |= (sums[lane] + bound <= within ? 1L : 0L) << lane;
            }
            measure(list, number, add, b, list.lanes(b, lanes & ~start.done(started, b)), out);
        }
    }

    /** A block with 64 lanes in a row, whatever its width. */
    private void loadBlock(CodeList list, int b) {
        int width = list.width(b);
        for (int r = 0; r < list.layout().rows(); r++) {
            MemorySegment.copy(list.blocks(), ValueLayout.JAVA_BYTE, list.blockAt(b) + (long) r * width, block,
                    r * Kernels.BLOCK, width);
        }
    }

    private void sumFloatTables() {
        Arrays.fill(sums, 0f);
        int low = ksub - 1;
        for (int j = 0; j < m; j++) {
            int row = (j * nbits >>> 3) * Kernels.BLOCK;
            int shift = j * nbits & 7;
            // A value of 9 to 24 bits lies in two to four bytes; where it ends early, the last row is read again in vain.
            int third = shift + nbits > 16 ? 2 * Kernels.BLOCK : Kernels.BLOCK;
            int fourth = shift + nbits > 24 ? 3 * Kernels.BLOCK : third;
            for (int lane = 0; lane < Kernels.BLOCK; lane++) {
                int bits = block[row + lane] & 255 | (block[row + Kernels.BLOCK + lane] & 255) << 8
                        | (block[row + third + lane] & 255) << 16 | (block[row + fourth + lane] & 255) << 24;
                sums[lane] += table[j * ksub + (bits >>> shift & low)];
            }
        }
    }

    /** Measures the given lanes in float and offers them, or has them on the shortlist. */
    private void measure(CodeList list, int number, float add, int b, long lanes, Collector out) {
        if (lanes == 0) {
            return;
        }
        if (space.hasBoundRow()) {
            narrow(list, number, add, b, lanes, out);
            return;
        }
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            out.offer(add + distances.sum(list, b, lane), list.ref(number, b, lane));
        }
    }

    /** The tables, in float, leave little of what bytes could not tell. */
    private void narrow(CodeList list, int number, float add, int b, long lanes, Collector out) {
        float slack = slack(add);
        float floor = add + list.bias() - slack;
        float boundStep = space.step();
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            int steps = BoundRow.steps(list.element(b, codeRows, lane));
            float sum = floor + distances.roughSum(list, b, lane);
            float low = sum + steps * boundStep * BELOW;
            if (low > bound(out)) {
                continue;
            }
            if (shortens) {
                float high = steps == 255 ? Float.POSITIVE_INFINITY : sum + 2 * slack + (steps + 1) * boundStep * ABOVE;
                shortlist.of(list, number);
                shortlist.add(low, high, (long) b * Kernels.BLOCK + lane);
            } else {
                out.offer(distances.toDecoded(list, number, b, lane), list.ref(number, b, lane));
            }
        }
    }
}
