package io.vectile;

import io.vectile.codec.FlatCodec;
import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Parallel;
import io.vectile.contents.Trained;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.partition.Partition;
import io.vectile.storage.Appender;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.BoundRow;
import io.vectile.storage.RowStore;
import io.vectile.storage.StableOrder;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Arrays;

/** One call of add or update: assigns, encodes and writes, in parts. */
final class Adder {
    /** Rows whose lists are decided before room for them is made: large, so that lists are sized once. */
    private static final int PART = 1 << 24;
    private static final int CHUNK = 1024;

    private final Trained trained;
    private final Appender appender;
    private final Parallel parallel;
    private final Meter meter;
    private final Vectors x;
    private final long[] ids;
    private final boolean replacing;
    private final RowStore rowsThere;
    private final long largestBefore;

    /**
     * @param ids           of the rows; null to count up from one past {@code largestBefore}
     * @param replacing     whether ids are those of vectors that are there and make room for these; new ones otherwise
     * @param rowsThere     the file's rows, up to these, that are their originals; null where originals are copied
     * @param largestBefore the largest id ever given; -1 for none
     */
    Adder(Trained trained, Appender appender, Vectors x, long[] ids, boolean replacing, RowStore rowsThere,
            long largestBefore, BuildOptions options) {
        this.trained = trained;
        this.appender = appender;
        this.parallel = options.parallel();
        this.x = x;
        this.ids = ids;
        this.replacing = replacing;
        this.rowsThere = rowsThere;
        this.largestBefore = largestBefore;
        this.meter = new Meter(options.progress(), "add", x.n());
    }

    /** Writes all; the caller commits. */
    void add() {
        if (ids != null) {
            checkIds();
        } else if (largestBefore + x.n() < largestBefore) {
            throw new InvalidInputException("ids count up from one past the largest, " + largestBefore + "; " + x.n()
                    + " more pass " + Long.MAX_VALUE + ", so give ids of your own");
        }
        BlockLayout layout = chooseLayout();
        int originals = trained.refine() == null || rowsThere != null ? 0 : chooseOriginals();
        if (rowsThere != null) {
            appender.refer(rowsThere);
        }
        for (long from = 0; from < x.n(); from += PART) {
            addPart(from, (int) Math.min(PART, x.n() - from), layout, originals);
        }
    }

    /** The largest id ever given, this call's included. */
    long largestId() {
        return ids == null ? largestBefore + x.n() : Math.max(largestBefore, Arrays.stream(ids).max().orElse(-1));
    }

    private void checkIds() {
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0 && sorted[0] < 0) {
            throw new InvalidInputException("ids must be at least 0; got " + sorted[0]);
        }
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw new InvalidInputException((replacing ? "an id can be updated once in a call; " : "every id must be new; ")
                        + sorted[i] + " is given twice");
            }
        }
        if (replacing) {
            appender.remove(present(sorted));
            return;
        }
        if (sorted.length > 0 && sorted[0] > largestBefore) {
            return;
        }
        long[] present = appender.start().findAll(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (present[i] >= 0) {
                throw new InvalidInputException("every id must be new; the index holds " + sorted[i] + " already");
            }
        }
    }

    /** The places of vectors that are all there. */
    private long[] present(long[] sorted) {
        long[] refs = appender.start().findAll(sorted);
        long missing = Arrays.stream(refs).filter(ref -> ref < 0).count();
        for (int i = 0; i < refs.length; i++) {
            if (refs[i] < 0) {
                throw new InvalidInputException("only vectors that the index holds can be updated; it holds none with id "
                        + sorted[i] + (missing == 1 ? "" : ", nor with " + (missing - 1) + " more of those given"));
            }
        }
        return refs;
    }

    /** Plain vectors that are added lie as bytes as long as all of them can. */
    private BlockLayout chooseLayout() {
        BlockLayout wide = trained.codec().layout(trained.space());
        if (!(trained.codec() instanceof FlatCodec flat)) {
            return wide;
        }
        boolean narrow = !trained.space().isResidual() && mayBeBytes() && allFitBytes();
        if (!appender.hasTails()) {
            BlockLayout chosen = narrow ? flat.byteLayout() : wide;
            appender.relayout(chosen);
            return chosen;
        }
        if (!narrow && appender.tailLayout().elementBytes() == 1) {
            appender.widenTails(Kernels.active());
        }
        return appender.tailLayout();
    }

    private boolean mayBeBytes() {
        return trained.metric() != Metric.COSINE && trained.transforms().isIdentity();
    }

    /** Bytes of a number of the originals. */
    private int chooseOriginals() {
        RowStore present = appender.start().originals().added();
        boolean narrow = (present.size() == 0 || present.isBytes()) && trained.metric() != Metric.COSINE && allFitBytes();
        return narrow ? 1 : Float.BYTES;
    }

    private boolean allFitBytes() {
        if (x.type() == Vectors.ElementType.UINT8) {
            return true;
        }
        float[] rows = new float[(int) Math.min(CHUNK, x.n()) * x.d()];
        for (long from = 0; from < x.n(); from += CHUNK) {
            int count = (int) Math.min(CHUNK, x.n() - from);
            x.copyRows(from, count, rows, 0);
            if (!FlatCodec.fitsBytes(rows, 0, count * x.d())) {
                return false;
            }
        }
        return true;
    }

    private void addPart(long first, int count, BlockLayout layout, int originals) {
        int[] lists = new int[count];
        if (trained.hasCells()) {
            Partition.Assignment assignment = trained.partition().assignment(count);
            forEachChunk(first, count, (rows, at, n) -> assignment.assign(measurable(rows, n, first + at), 0, n, lists, at));
        }
        int[] counts = new int[trained.partition().lists()];
        long[] written = new long[counts.length];
        int[] offsets = offsets(first, lists, counts);
        for (int l = 0; l < counts.length; l++) {
            written[l] = appender.sizeOf(l);
        }
        long ordinal = appender.start().ordinals() + first;
        reserve(counts, first, count, ordinal, originals);
        boolean packs = packs(counts, written);
        float[] terms = trained.space().hasBoundRow() && !packs ? new float[count] : null;
        forEachChunk(first, count, (rows, at, n) -> {
            if (originals > 0) {
                BlockLayout rowMajor = BlockLayout.ofRows(trained.d(), appender.originalBytes());
                byte[] kept = new byte[n * rowMajor.codeBytes()];
                trained.refine().encode(rows, 0, n, kept, 0, rowMajor);
                appender.writeOriginals(ordinal + at, kept, n);
            }
            byte[] codes = new byte[n * layout.codeBytes()];
            trained.encode(measurable(rows, n, first + at), n, lists, at, codes, layout);
            write(codes, at, n, lists, written, offsets, layout);
            if (terms != null) {
                measureTerms(codes, at, n, lists, terms, layout);
            }
            meter.add(n);
        });
        writeIds(first, ordinal, lists, written, offsets);
        if (terms != null) {
            writeTerms(lists, written, offsets, counts, terms);
        }
        if (packs && trained.space().hasBoundRow()) {
            BoundRow row = trained.boundRow();
            parallel.forEach(counts.length, 16, (worker, from, to) -> {
                for (int l = (int) from; l < to; l++) {
                    appender.bound(l, row);
                }
            });
        }
    }

    /** Whether the lists were empty, so that all of a part is packed at once, its bounds as {@link BoundRow} has them. */
    private boolean packs(int[] counts, long[] written) {
        for (int l = 0; l < counts.length; l++) {
            if (counts[l] > 0) {
                return appender.packs(l, written[l]);
            }
        }
        return false;
    }

    /** Where each row comes in its list: by rising id where there are cells, so that the ids of a list can be coded. */
    private int[] offsets(long first, int[] lists, int[] counts) {
        int[] offsets = new int[lists.length];
        if (ids == null || !trained.hasCells()) {
            for (int i = 0; i < lists.length; i++) {
                offsets[i] = counts[lists[i]]++;
            }
            return offsets;
        }
        int from = (int) first;
        for (int i : StableOrder.of(Arrays.copyOfRange(ids, from, from + lists.length))) {
            offsets[i] = counts[lists[i]]++;
        }
        return offsets;
    }

    private float[] measurable(float[] rows, int n, long number) {
        return trained.toMeasurable(rows, n, "vector", number);
    }

    /** Lists hold ids, or ordinals that labels translate to ids. Either are only counted where they count up. */
    private void reserve(int[] counts, long first, int count, long ordinal, int originals) {
        long firstId = ids == null ? largestBefore + 1 + first : -1;
        if (appender.start().hasLabels()) {
            appender.reserveLabels(count, firstId, largestId());
            appender.reserve(counts, trained.hasCells() ? -1 : ordinal, ordinal + count);
        } else {
            appender.reserve(counts, trained.hasCells() ? -1 : firstId, largestId());
        }
        if (originals > 0) {
            appender.reserveOriginals(count, originals);
        }
    }

    private void write(byte[] codes, int at, int n, int[] lists, long[] written, int[] offsets, BlockLayout layout) {
        if (!trained.hasCells()) {
            appender.write(0, written[0] + at, codes, 0, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            int list = lists[at + i];
            appender.write(list, written[list] + offsets[at + i], codes, i * layout.codeBytes(), 1);
        }
    }

    private void writeIds(long first, long ordinal, int[] lists, long[] written, int[] offsets) {
        boolean labels = appender.start().hasLabels();
        for (int i = 0; i < lists.length; i++) {
            long id = ids == null ? largestBefore + 1 + first + i : ids[(int) first + i];
            if (labels && appender.storesLabels()) {
                appender.writeLabel(ordinal + i, id);
            }
            long position = written[lists[i]] + offsets[i];
            if (appender.storesId(lists[i], position)) {
                appender.writeId(lists[i], position, labels ? ordinal + i : id);
            }
        }
    }

    private void measureTerms(byte[] codes, int at, int n, int[] lists, float[] terms, BlockLayout layout) {
        Terms measure = new Terms(trained);
        for (int i = 0; i < n; i++) {
            terms[at + i] = measure.of(codes, i * layout.codeBytes(), lists[at + i], layout);
        }
    }

    /** The terms of codes that the bound row holds bounds of; for one thread. */
    static final class Terms {
        private final Trained trained;
        private final float[] residual;
        private final float[] scratch;

        Terms(Trained trained) {
            this.trained = trained;
            this.residual = new float[trained.space().d()];
            this.scratch = new float[residual.length];
        }

        float of(byte[] codes, int at, int list, BlockLayout layout) {
            trained.codec().decode(codes, at, residual, 0, layout);
            return trained.space().term(residual, 0, list, scratch);
        }
    }

    /** The bound row comes last: a list's bias is known once the least of its terms is. */
    private void writeTerms(int[] lists, long[] written, int[] offsets, int[] counts, float[] terms) {
        float[] least = new float[counts.length];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        for (int i = 0; i < lists.length; i++) {
            least[lists[i]] = Math.min(least[lists[i]], terms[i]);
        }
        for (int l = 0; l < counts.length; l++) {
            if (counts[l] > 0) {
                least[l] = appender.lowerBias(l, least[l], trained.space().step(), written[l]);
            }
        }
        for (int i = 0; i < lists.length; i++) {
            int entry = trained.space().entry(terms[i], least[lists[i]]);
            appender.writeBound(lists[i], written[lists[i]] + offsets[i], entry);
        }
    }

    private interface ChunkBody {
        void run(float[] rows, int at, int n);
    }

    /** Chunks of rows as the metric has them; {@code at} counts from the part's first row. */
    private void forEachChunk(long first, int count, ChunkBody body) {
        float[][] scratch = new float[parallel.parallelism()][];
        parallel.forEach(count, CHUNK, (worker, from, to) -> {
            if (scratch[worker] == null) {
                scratch[worker] = new float[Math.min(CHUNK, count) * x.d()];
            }
            int n = (int) (to - from);
            trained.copyRows(x, first + from, n, scratch[worker]);
            body.run(scratch[worker], (int) from, n);
        });
    }
}
