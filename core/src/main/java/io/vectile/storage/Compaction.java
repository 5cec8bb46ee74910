package io.vectile.storage;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A snapshot as it is when packed: without what is removed, tails joined to their lists, each list by rising id, ids coded.
 * Given out list by list, in order, so that it can be written to a file as well as to memory. For one thread.
 */
public final class Compaction {
    /** Blocks that are put together before they are handed on, where a list has no bound row. */
    private static final int BLOCKS = 256;

    private final Snapshot snapshot;
    private final BoundRow boundRow;
    private final Relabeling relabeling;
    private final int elementBytes;
    private final BlockLayout layout;
    private final long[] firsts;
    private final IdKind idKind;
    private long universe;
    private long firstId;

    /** How ids are kept. */
    public enum IdKind {
        /** Of a single list, counted up from the first. */
        COUNTED,
        /** Elias-Fano code. */
        CODED,
        /** Four bytes each: not all distinct, so that they cannot be coded. */
        INTS,
        /** Eight bytes each. */
        LONGS
    }

    /** Takes the bytes of a list, piece by piece. */
    public interface Sink {
        /** @param bytes good until this returns */
        void accept(MemorySegment bytes);
    }

    /** @param boundRow writes the bound rows of lists that changed; null where there are none */
    public Compaction(Snapshot snapshot, BoundRow boundRow) {
        this.snapshot = snapshot;
        this.boundRow = boundRow;
        this.relabeling = Relabeling.of(snapshot);
        int widest = 1;
        this.firsts = new long[snapshot.listCount() + 1];
        for (int l = 0; l < snapshot.listCount(); l++) {
            widest = Math.max(widest, LiveList.widest(snapshot.parts(l)));
            firsts[l + 1] = firsts[l] + snapshot.liveSize(l);
        }
        this.elementBytes = snapshot.size() == 0 ? snapshot.tailLayout().elementBytes() : widest;
        BlockLayout tails = snapshot.tailLayout();
        this.layout = new BlockLayout(tails.codeRows(), tails.boundRow(), elementBytes);
        this.idKind = chooseIds();
    }

    /** The snapshot packed in memory. */
    public static Snapshot of(Snapshot snapshot, BoundRow boundRow) {
        Compaction compaction = new Compaction(snapshot, boundRow);
        return new Snapshot(compaction.packed(), null, compaction.layout, Tombstones.NONE, snapshot.size(),
                compaction.labels(), compaction.originals(), snapshot.version() + 1);
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

    /** Where ids are coded, what is greater than all. */
    public long universe() {
        return universe;
    }

    /** Where ids are counted, the first. */
    public long firstId() {
        return firstId;
    }

    private IdKind chooseIds() {
        boolean rising = true;
        boolean negative = false;
        boolean counted = firsts.length == 2;
        long largest = -1;
        for (int l = 0; l < firsts.length - 1; l++) {
            LiveList list = live(l);
            long last = Long.MIN_VALUE;
            for (int n = list.nextIds(); n > 0; n = list.nextIds()) {
                for (int i = 0; i < n; i++) {
                    long id = list.ids()[i];
                    if (last == Long.MIN_VALUE) {
                        firstId = id;
                        negative |= id < 0;
                    } else {
                        rising &= id > last;
                        counted &= id == last + 1;
                    }
                    last = id;
                }
            }
            largest = Math.max(largest, last);
        }
        universe = largest + 1;
        if (counted && rising && !negative) {
            return IdKind.COUNTED;
        }
        boolean coded = rising && !negative && largest < Long.MAX_VALUE;
        return coded ? IdKind.CODED : negative || largest > Integer.MAX_VALUE ? IdKind.LONGS : IdKind.INTS;
    }

    private LiveList live(int list) {
        return LiveList.byName(snapshot, list, elementBytes, relabeling.names());
    }

    // ---- list by list -------------------------------------------------------------------------------------------------

    /** Bytes that the ids of a list take. */
    public long idBytes(int list) {
        long n = firsts[list + 1] - firsts[list];
        return switch (idKind) {
            case COUNTED -> 0;
            case CODED -> EliasFano.bytes(n, universe);
            case INTS -> n * Integer.BYTES;
            case LONGS -> n * Long.BYTES;
        };
    }

    /** Writes the ids of a list to zeroed memory. */
    public void ids(int l, MemorySegment to, long at) {
        long total = firsts[l + 1] - firsts[l];
        if (total == 0 || idKind == IdKind.COUNTED) {
            return;
        }
        LiveList list = live(l);
        EliasFano.Encoder encoder = idKind == IdKind.CODED ? new EliasFano.Encoder(total, universe, to, at) : null;
        int width = idKind == IdKind.LONGS ? Long.BYTES : Integer.BYTES;
        IdColumn.Stored stored = new IdColumn.Stored(to, at, width, false);
        long position = 0;
        for (int n = list.nextIds(); n > 0; n = list.nextIds()) {
            for (int i = 0; i < n; i++) {
                if (encoder != null) {
                    encoder.add(list.ids()[i]);
                } else {
                    stored.set(position + i, list.ids()[i]);
                }
            }
            position += n;
        }
    }

    /**
     * Hands on the blocks of a list.
     *
     * @return its bias; 0 where there are no bound rows
     */
    public float codes(int l, Sink sink) {
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
                && !snapshot.hasLabels() && list.ids().isSorted();
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
    public long label(long ordinal) {
        return snapshot.label(relabeling.old(ordinal));
    }

    /** Bytes of a number of the originals: 1 where all are unsigned bytes. */
    public int originalBytes() {
        return snapshot.originals().isBytes() ? 1 : Float.BYTES;
    }

    /** Copies the original of an ordinal. */
    public void original(long ordinal, float[] out, int at) {
        snapshot.originals().copy(relabeling.old(ordinal), out, at);
    }

    // ---- in memory ------------------------------------------------------------------------------------------------------

    private Packed packed() {
        int lists = firsts.length - 1;
        MemorySegment codes = Filling.allocate(layout, firsts[lists]);
        float[] biases = boundRow == null ? null : new float[lists];
        for (int l = 0; l < lists; l++) {
            long[] at = {layout.bytes(firsts[l])};
            float bias = codes(l, bytes -> {
                MemorySegment.copy(bytes, 0, codes, at[0], bytes.byteSize());
                at[0] += bytes.byteSize();
            });
            if (biases != null) {
                biases[l] = bias;
            }
        }
        return new Packed(layout, codes, firsts, packedIds(), biases == null ? null : new Bounds(biases));
    }

    private Packed.Ids packedIds() {
        if (idKind == IdKind.COUNTED) {
            return new Packed.Counted(firstId);
        }
        int lists = firsts.length - 1;
        long[] starts = new long[lists + 1];
        for (int l = 0; l < lists; l++) {
            starts[l + 1] = starts[l] + idBytes(l);
        }
        MemorySegment ids = Panels.allocate(starts[lists]).asSlice(0, starts[lists]);
        for (int l = 0; l < lists; l++) {
            ids(l, ids, starts[l]);
        }
        return switch (idKind) {
            case COUNTED, CODED -> new Packed.Coded(ids, starts, universe);
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
        float[] row = new float[d];
        for (long o = 0; o < n; o++) {
            original(o, row, 0);
            RowStore.write(row, rows, o * d * width, width);
        }
        return new Originals(RowStore.of(rows, d, width, n), RowStore.of(MemorySegment.NULL, d, Float.BYTES, 0));
    }
}
