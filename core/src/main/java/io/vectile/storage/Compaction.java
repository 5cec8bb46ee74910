package io.vectile.storage;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A snapshot as it is when packed: without what is removed, tails joined to their lists, each list by rising id, ids coded.
 * Given out list by list, in order, so that it can be written to a file as well as to memory. For one thread.
 */
public final class Compaction {
    /** Blocks that are put together before they are handed on, where a list has no bound row. */
    private static final int BLOCKS = 256;
    private static final int CHUNK = 1024;
    /** Originals that are put together before they are handed on, where they do not lie so already. */
    private static final int PIECE_BYTES = 1 << 20;

    private final Snapshot snapshot;
    private final BoundRow boundRow;
    private final Relabeling relabeling;
    private final int elementBytes;
    private final BlockLayout layout;
    private final long[] firsts;
    /** Whether the lists are packed already, so that their codes and ids are handed on as they lie. */
    private final boolean asTheyLie;
    private final IdKind idKind;
    private final long idBase;
    private final long largestStored;
    /** Where the coded ids of each list begin; null until it is asked for. */
    private long[] idStarts;
    /** Of the labels; null until it is asked for. */
    private IdSurvey labelSurvey;
    /** Bytes of a number of the originals; 0 until it is asked for, which looks at floats. */
    private int originalBytes;

    /** How ids are kept. */
    public enum IdKind {
        /** Of a single list, counted up from the first. */
        COUNTED,
        /** Elias-Fano code. */
        CODED,
        /** Four bytes each: not all distinct, so that they cannot be coded. */
        INTS,
        /** Eight bytes each. */
        LONGS;

        /** Bytes that n ids of a list take. */
        public long bytes(long n, long base) {
            return this == CODED ? EliasFano.bytes(n, base) : n * width();
        }

        /** Bytes of each where they are not coded. */
        int width() {
            return switch (this) {
                case COUNTED, CODED -> 0;
                case INTS -> Integer.BYTES;
                case LONGS -> Long.BYTES;
            };
        }
    }

    /** Takes the bytes of a list, piece by piece. */
    public interface Sink {
        /** @param bytes good until this returns */
        void accept(MemorySegment bytes);
    }

    /** @param boundRow writes the bound rows of lists that changed; null where there are none */
    public Compaction(Snapshot snapshot, BoundRow boundRow) {
        this(snapshot, boundRow, false);
    }

    private Compaction(Snapshot snapshot, BoundRow boundRow, boolean renumbersAll) {
        this.snapshot = snapshot;
        this.boundRow = boundRow;
        this.relabeling = Relabeling.of(snapshot, renumbersAll);
        this.asTheyLie = snapshot.size() > 0 && snapshot.isPacked() && relabeling.isIdentity();
        if (asTheyLie) {
            this.firsts = snapshot.packed().firsts();
            this.layout = snapshot.layout();
            this.elementBytes = layout.elementBytes();
        } else {
            int widest = 1;
            this.firsts = new long[snapshot.listCount() + 1];
            for (int l = 0; l < snapshot.listCount(); l++) {
                widest = Math.max(widest, LiveList.widest(snapshot.parts(l)));
                firsts[l + 1] = firsts[l] + snapshot.liveSize(l);
            }
            this.elementBytes = snapshot.size() == 0 ? snapshot.tailLayout().elementBytes() : fitBytes(snapshot) ? 1 : widest;
            BlockLayout tails = snapshot.tailLayout();
            this.layout = new BlockLayout(tails.codeRows(), tails.boundRow(), elementBytes);
        }
        if (asTheyLie && snapshot.packed().ids() instanceof Packed.Coded coded && snapshot.listCount() > 1) {
            this.idKind = IdKind.CODED;
            this.idBase = coded.universe();
            this.largestStored = idBase - 1;
        } else {
            IdSurvey survey = survey();
            this.idKind = survey.kind(snapshot.listCount());
            this.idBase = survey.base(idKind);
            this.largestStored = survey.largest();
        }
    }

    /** Whether plain vectors that lie row after row, as Faiss's files have them, are floats that bytes hold without loss. */
    private static boolean fitBytes(Snapshot snapshot) {
        if (!snapshot.layout().rowMajor()) {
            return false;
        }
        for (CodeList part : snapshot.parts(0)) {
            BlockLayout layout = part.layout();
            for (int b = 0; layout.elementBytes() > 1 && b < part.blockCount(); b++) {
                // What was added since lies as floats only where it must.
                if (!layout.rowMajor() || !ByteValues.fit(part.segment(), part.blockAt(b), (long) part.count(b) * layout.codeRows())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The snapshot packed in memory. */
    public static Snapshot of(Snapshot snapshot, BoundRow boundRow) {
        Compaction compaction = new Compaction(snapshot, boundRow);
        return new Snapshot(compaction.packed(), null, compaction.layout, Tombstones.NONE, snapshot.size(),
                compaction.labels(), compaction.originals(), snapshot.version() + 1);
    }

    /**
     * Lists for a file that holds every original: ordinals count from 0 without holes, also where they were rows of somebody
     * else's file.
     *
     * @param snapshot  has no originals, which stay where they are
     * @param originals by their old ordinals; null where only codes are kept
     * @param old       the old ordinal of each; null where they are the same
     */
    public record Renumbered(Snapshot snapshot, Originals originals, long[] old) {
        /** The snapshot packed in memory. */
        public static Renumbered of(Snapshot snapshot, BoundRow boundRow) {
            Compaction compaction = new Compaction(snapshot, boundRow, true);
            Snapshot packed = new Snapshot(compaction.packed(), null, compaction.layout, Tombstones.NONE, snapshot.size(),
                    compaction.labels(), null, snapshot.version() + 1);
            return new Renumbered(packed, snapshot.originals(), compaction.relabeling.oldOrdinals());
        }

        /** A snapshot whose ordinals have no holes, as it is. */
        public static Renumbered asItIs(Snapshot snapshot) {
            return new Renumbered(snapshot, snapshot.originals(), null);
        }

        /** Copies the vector of an ordinal of the lists. */
        public void copyOriginal(long ordinal, float[] out) {
            originals.copy(old == null ? ordinal : old[(int) ordinal], out, 0);
        }
    }

    // ---- what there is ------------------------------------------------------------------------------------------------

    /** How codes lie. */
    public BlockLayout layout() {
        return layout;
    }

    /** How many vectors lie before each list, and one more for the end. */
    public long[] firsts() {
        return firsts;
    }

    /** How ids are kept. */
    public IdKind idKind() {
        return idKind;
    }

    /** Where ids are counted, the first; where they are coded, what is greater than all; else 0. */
    public long idBase() {
        return idBase;
    }

    /** The largest id, or label; -1 for none. */
    public long largestId() {
        return snapshot.hasLabels() && hasLabels() ? labelSurvey().largest() : largestStored;
    }

    private IdSurvey survey() {
        IdSurvey survey = new IdSurvey();
        for (int l = 0; l < firsts.length - 1; l++) {
            survey.startRun();
            LiveList list = live(l);
            for (int n = list.nextIds(); n > 0; n = list.nextIds()) {
                survey.see(list.ids(), n);
            }
        }
        return survey;
    }

    private LiveList live(int list) {
        return LiveList.byName(snapshot, list, elementBytes, relabeling.names());
    }

    // ---- list by list -------------------------------------------------------------------------------------------------

    /** The byte at which the coded ids of each list begin, and their end; null where ids are not coded. */
    public long[] idStarts() {
        if (idStarts == null && idKind == IdKind.CODED) {
            idStarts = codedAsTheyLie() ? coded().starts() : starts();
        }
        return idStarts;
    }

    private long[] starts() {
        long[] starts = new long[firsts.length];
        for (int l = 0; l < firsts.length - 1; l++) {
            starts[l + 1] = starts[l] + idKind.bytes(firsts[l + 1] - firsts[l], idBase);
        }
        return starts;
    }

    /** Bytes that the ids of all lists take. */
    public long idBytes() {
        int lists = firsts.length - 1;
        return idKind == IdKind.CODED ? idStarts()[lists] : firsts[lists] * idKind.width();
    }

    /** Hands on the ids of all lists, in the order of their codes. */
    public void ids(Sink sink) {
        if (codedAsTheyLie()) {
            sink.accept(coded().segment().asSlice(0, idBytes()));
            return;
        }
        MemorySegment scratch = MemorySegment.NULL;
        for (int l = 0; l < firsts.length - 1; l++) {
            long bytes = idKind.bytes(firsts[l + 1] - firsts[l], idBase);
            scratch = scratch.byteSize() < bytes ? Panels.allocate(bytes) : scratch;
            MemorySegment ids = scratch.asSlice(0, bytes).fill((byte) 0);
            ids(l, ids);
            sink.accept(ids);
        }
    }

    /** The ids of all lists as they are coded now; null where they are not. */
    private Packed.Coded coded() {
        return snapshot.packed().ids() instanceof Packed.Coded coded && coded.universe() == idBase ? coded : null;
    }

    private boolean codedAsTheyLie() {
        return asTheyLie && idKind == IdKind.CODED && coded() != null;
    }

    /** Writes the ids of a list to zeroed memory. */
    private void ids(int l, MemorySegment to) {
        long total = firsts[l + 1] - firsts[l];
        if (total == 0 || idKind == IdKind.COUNTED) {
            return;
        }
        Packed.Coded coded = idKind == IdKind.CODED ? coded() : null;
        if (coded != null && isUnchanged(l)) {
            to.copyFrom(coded.segment().asSlice(coded.starts()[l], to.byteSize()));
            return;
        }
        IdWriter writer = new IdWriter(idKind, idBase, total, to);
        LiveList list = live(l);
        for (int n = list.nextIds(); n > 0; n = list.nextIds()) {
            writer.add(list.ids(), n);
        }
    }

    /** Writes the ids of a run, one after the other. */
    private static final class IdWriter {
        private final EliasFano.Encoder encoder;
        private final IdColumn.Stored stored;
        private long position;

        /** @param to zeroed memory */
        IdWriter(IdKind kind, long base, long n, MemorySegment to) {
            this.encoder = kind == IdKind.CODED ? new EliasFano.Encoder(n, base, to, 0) : null;
            this.stored = kind == IdKind.CODED ? null : new IdColumn.Stored(to, 0, kind.width(), false);
        }

        void add(long[] ids, int n) {
            for (int i = 0; i < n; i++) {
                if (encoder != null) {
                    encoder.add(ids[i]);
                } else {
                    stored.set(position++, ids[i]);
                }
            }
        }
    }

    /**
     * Hands on the blocks of all lists, in order.
     *
     * @param biases takes what a zero in the bound row of each list stands for; null where there are no bound rows
     */
    public void codes(Sink sink, float[] biases) {
        int lists = firsts.length - 1;
        for (int l = 0; l < lists && (biases != null || !asTheyLie); l++) {
            float bias = asTheyLie ? snapshot.packed().bias(l) : codes(l, sink);
            if (biases != null) {
                biases[l] = bias;
            }
        }
        if (asTheyLie) {
            sink.accept(snapshot.packed().codes().asSlice(0, layout.bytes(firsts[lists])));
        }
    }

    /** @return the list's bias; 0 where there are no bound rows */
    private float codes(int l, Sink sink) {
        long n = firsts[l + 1] - firsts[l];
        if (n == 0) {
            return 0f;
        }
        if (isUnchanged(l)) {
            CodeList list = snapshot.packed(l);
            list.ensureBounds(l);
            sink.accept(list.blocks().asSlice(list.blockAt(0), layout.bytes(n)));
            return list.bias();
        }
        if (boundRow == null) {
            pieces(live(l), n, sink);
            return 0f;
        }
        MemorySegment blocks = Filling.allocate(layout, n);
        CodeList list = CodeList.packed(layout, blocks, 0, n, new IdColumn.Consecutive(0), Tombstones.NONE, 0, null);
        LiveList live = live(l);
        long place = 0;
        for (int count = live.nextCodes(); count > 0; count = live.nextCodes()) {
            Filling.write(list, place, live.codes(), 0, count);
            place += count;
        }
        float bias = boundRow.write(l, list);
        sink.accept(blocks.asSlice(0, layout.bytes(n)));
        return bias;
    }

    /** A list whose packed part is all there is, in the order of ids. */
    private boolean isUnchanged(int l) {
        CodeList list = snapshot.packed(l);
        return snapshot.tail(l) == null && list.liveSize() == list.size() && list.layout().equals(layout)
                && relabeling.isIdentity() && list.ids().isSorted();
    }

    private void pieces(LiveList live, long n, Sink sink) {
        int piece = (int) Math.min(n, (long) BLOCKS * Kernels.BLOCK);
        MemorySegment memory = Filling.allocate(layout, piece);
        long handed = 0;
        int filled = 0;
        CodeList run = run(memory, Math.min(piece, n));
        for (int count = live.nextCodes(); count > 0; count = live.nextCodes()) {
            int done = 0;
            while (done < count) {
                int part = (int) Math.min(count - done, run.size() - filled);
                Filling.write(run, filled, live.codes(), done * live.codeBytes(), part);
                filled += part;
                done += part;
                if (filled == run.size()) {
                    sink.accept(memory.asSlice(0, layout.bytes(filled)));
                    handed += filled;
                    filled = 0;
                    run = run(memory, Math.min(piece, n - handed));
                }
            }
        }
    }

    private CodeList run(MemorySegment memory, long n) {
        return CodeList.packed(layout, memory, 0, n, new IdColumn.Consecutive(0), Tombstones.NONE, 0, null);
    }

    // ---- labels and originals -------------------------------------------------------------------------------------------

    /** Whether there are ordinals with labels. */
    public boolean hasLabels() {
        return snapshot.originals() != null;
    }

    /** How many ordinals. */
    public long ordinals() {
        return relabeling.ordinals(snapshot);
    }

    /** The id of an ordinal. */
    private long label(long ordinal) {
        return snapshot.label(relabeling.old(ordinal));
    }

    private IdSurvey labelSurvey() {
        if (labelSurvey == null) {
            labelSurvey = new IdSurvey();
            forEachLabel(labelSurvey::see);
        }
        return labelSurvey;
    }

    private interface Labels {
        void accept(long[] labels, int n);
    }

    private void forEachLabel(Labels sink) {
        long n = ordinals();
        long[] chunk = new long[(int) Math.min(n, CHUNK)];
        for (long from = 0; from < n; from += CHUNK) {
            int count = (int) Math.min(CHUNK, n - from);
            for (int i = 0; i < count; i++) {
                chunk[i] = label(from + i);
            }
            sink.accept(chunk, count);
        }
    }

    /** How the labels of ordinals are kept: as the ids of a single list. */
    public IdKind labelKind() {
        return labelSurvey().kind(1);
    }

    /** Of the labels, what {@link #idBase} is of ids. */
    public long labelBase() {
        return labelSurvey().base(labelKind());
    }

    /** Bytes that the labels take. */
    public long labelBytes() {
        return labelKind().bytes(ordinals(), labelBase());
    }

    /** Writes the labels to zeroed memory. */
    public void labels(MemorySegment to) {
        if (labelKind() != IdKind.COUNTED && ordinals() > 0) {
            forEachLabel(new IdWriter(labelKind(), labelBase(), ordinals(), to)::add);
        }
    }

    /** The rows of a file that are the first originals, and stay there; null where all are the index's own. */
    public RowStore referred() {
        return hasLabels() && snapshot.originals().isElsewhere() ? snapshot.originals().base() : null;
    }

    private long firstOwn() {
        return referred() == null ? 0 : referred().size();
    }

    /** Bytes that the originals take which are the index's own. */
    public long originalsBytes() {
        return (ordinals() - firstOwn()) * snapshot.originals().base().d() * originalBytes();
    }

    /** Bytes of a number of the originals that are the index's own: 1 where all are unsigned bytes. */
    public int originalBytes() {
        if (originalBytes == 0) {
            Originals originals = snapshot.originals();
            originalBytes = referred() != null ? originals.added().elementBytes()
                    : ByteValues.fit(originals.base()) && ByteValues.fit(originals.added()) ? 1 : Float.BYTES;
        }
        return originalBytes;
    }

    /** Hands on the originals that are the index's own, row after row by ordinal. */
    public void originals(Sink sink) {
        Originals originals = snapshot.originals();
        int width = originalBytes();
        if (!relabeling.renumbers() && isWhole(originals.base(), width) && isWhole(originals.added(), width)) {
            for (RowStore rows : referred() == null ? List.of(originals.base(), originals.added()) : List.of(originals.added())) {
                sink.accept(rows.segment().asSlice(rows.offset(), rows.bytes()));
            }
            return;
        }
        int d = originals.base().d();
        long n = ordinals();
        int rowBytes = d * width;
        int piece = (int) Math.clamp(PIECE_BYTES / rowBytes, 1, Math.max(1, n));
        MemorySegment memory = Panels.allocate((long) piece * rowBytes);
        float[] row = new float[d];
        for (long from = firstOwn(); from < n; from += piece) {
            int count = (int) Math.min(piece, n - from);
            for (int i = 0; i < count; i++) {
                originals.copy(relabeling.old(from + i), row, 0);
                RowStore.write(row, memory, (long) i * rowBytes, width);
            }
            sink.accept(memory.asSlice(0, (long) count * rowBytes));
        }
    }

    private static boolean isWhole(RowStore rows, int width) {
        return rows.size() == 0 || rows.file() != null || rows.isContiguous() && rows.elementBytes() == width;
    }

    // ---- in memory ------------------------------------------------------------------------------------------------------

    private Packed packed() {
        int lists = firsts.length - 1;
        MemorySegment codes = Filling.allocate(layout, firsts[lists]);
        float[] biases = boundRow == null ? null : new float[lists];
        codes(new Copying(codes), biases);
        return new Packed(layout, codes, firsts, packedIds(), biases == null ? null : new Bounds(biases));
    }

    /** Puts pieces one after the other. */
    private static final class Copying implements Sink {
        private final MemorySegment to;
        private long at;

        Copying(MemorySegment to) {
            this.to = to;
        }

        @Override
        public void accept(MemorySegment bytes) {
            MemorySegment.copy(bytes, 0, to, at, bytes.byteSize());
            at += bytes.byteSize();
        }
    }

    private Packed.Ids packedIds() {
        if (idKind == IdKind.COUNTED) {
            return new Packed.Counted(idBase);
        }
        MemorySegment ids = Panels.allocate(idBytes()).asSlice(0, idBytes());
        ids(new Copying(ids));
        return switch (idKind) {
            case COUNTED, CODED -> new Packed.Coded(ids, idStarts(), idBase, null);
            case INTS -> new Packed.Plain(ids, Integer.BYTES, false);
            case LONGS -> new Packed.Plain(ids, Long.BYTES, false);
        };
    }

    private Snapshot.Labels labels() {
        if (!hasLabels()) {
            return null;
        }
        if (!relabeling.renumbers()) {
            return snapshot.labels();
        }
        long n = ordinals();
        IdColumn.Stored labels = IdColumn.Stored.allocate(n, Long.BYTES);
        for (long o = 0; o < n; o++) {
            labels.set(o, label(o));
        }
        return new Snapshot.Labels(IdCoding.column(labels, n), n);
    }

    private Originals originals() {
        if (!hasLabels() || !relabeling.renumbers()) {
            return snapshot.originals();
        }
        int d = snapshot.originals().base().d();
        int width = originalBytes();
        long n = ordinals();
        MemorySegment rows = Panels.allocate(n * d * width).asSlice(0, n * d * width);
        originals(new Copying(rows));
        return new Originals(RowStore.of(rows, d, width, n), RowStore.of(MemorySegment.NULL, d, Float.BYTES, 0));
    }
}
