package io.vectile.storage;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One change of a {@link ListStore}: vectors are removed, room is reserved, codes and ids are written, then all of it
 * becomes visible at once, or nothing does. Reserving and removing are for one thread; after it, different positions may
 * be written by different threads.
 *
 * <p>An empty store is filled with packed lists at once. Otherwise vectors go to the lists' tails: one that has room keeps
 * its memory, and new codes go into lanes and blocks behind the published size, which no reader looks at; one that has none
 * moves to memory of its own, and readers keep the old one.
 */
public final class Appender implements AutoCloseable {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ListStore store;
    private final Snapshot start;
    private final CodeList[] tails;
    /** Whether a tail's memory is this change's own. */
    private final boolean[] copied;
    private Filling filling;
    private BlockLayout layout;
    private Tombstones removed;
    private long size;
    private Snapshot.Labels labels;
    private Originals originals;

    Appender(ListStore store, Snapshot start) {
        this.store = store;
        this.start = start;
        this.layout = start.tailLayout();
        this.removed = start.removed();
        this.size = start.size();
        this.tails = start.copyOfTails();
        this.copied = new boolean[tails.length];
        this.labels = start.labels();
        this.originals = start.originals();
    }

    /** The state that the change starts from. */
    public Snapshot start() {
        return start;
    }

    // ---- how codes lie --------------------------------------------------------------------------------------------------

    /** How the codes that are added must lie; only where there are tails already. */
    public BlockLayout tailLayout() {
        return layout;
    }

    /** Whether the layout of what is added is still free: nothing was added since lists were packed. */
    public boolean hasTails() {
        return Arrays.stream(tails).anyMatch(tail -> tail != null);
    }

    /** Chooses how what is added will lie, where there are no tails yet. */
    public void relayout(BlockLayout next) {
        if (hasTails()) {
            throw new IllegalStateException("there are tails in another layout");
        }
        layout = next;
    }

    /** Widens plain vectors in tails that were stored as bytes to floats. */
    public void widenTails(Kernels kernels) {
        layout = new BlockLayout(layout.codeRows(), false, Float.BYTES);
        for (int l = 0; l < tails.length; l++) {
            CodeList tail = tails[l];
            if (tail != null) {
                MemorySegment bytes = tail.segment();
                MemorySegment floats = allocate(bytes.byteSize() * Float.BYTES);
                for (int b = 0; b < tail.blockCount(); b++) {
                    int values = layout.codeRows() * Kernels.BLOCK;
                    kernels.widen(bytes, (long) b * values, values, floats, (long) b * values * Float.BYTES);
                }
                tails[l] = CodeList.tail(layout, floats, tail.size(), tail.ids(), tail.firstPosition(), tail.removed(), tail.bias());
                copied[l] = true;
            }
        }
    }

    private static MemorySegment allocate(long bytes) {
        return Panels.allocate(bytes).asSlice(0, bytes);
    }

    // ---- removing -----------------------------------------------------------------------------------------------------

    /**
     * Removes vectors.
     *
     * @param refs distinct places of vectors that are there in {@link #start}
     */
    public void remove(long[] refs) {
        long[] sorted = refs.clone();
        Arrays.sort(sorted);
        int at = 0;
        long[] numbers = new long[sorted.length];
        int count = 0;
        while (at < sorted.length) {
            int list = Snapshot.listOf(sorted[at]);
            long packed = start.packed().size(list);
            int end = at;
            while (end < sorted.length && Snapshot.listOf(sorted[end]) == list) {
                end++;
            }
            long[] places = new long[end - at];
            int inTail = 0;
            for (; at < end; at++) {
                long position = Snapshot.positionOf(sorted[at]);
                if (position < packed) {
                    numbers[count++] = start.packed().first(list) + position;
                } else {
                    places[inTail++] = position - packed;
                }
            }
            if (inTail > 0) {
                tails[list] = tails[list].without(tails[list].removed().with(Arrays.copyOf(places, inTail)));
            }
        }
        if (count > 0) {
            removed = removed.with(Arrays.copyOf(numbers, count));
        }
        size -= sorted.length;
    }

    // ---- room ---------------------------------------------------------------------------------------------------------

    /**
     * Makes room for more vectors and counts them in.
     *
     * @param counts  how many for each list
     * @param firstId the id of the first vector where ids are counted up over a single list; -1 where each is written
     * @param maxId   the largest id to come, which decides the width of stored ids
     */
    public void reserve(int[] counts, long firstId, long maxId) {
        for (int count : counts) {
            size += count;
        }
        if (filling == null && start.packed().size() == 0 && !hasTails()) {
            fill(counts, firstId, maxId);
            return;
        }
        giveFirstBlocks(counts);
        for (int l = 0; l < tails.length; l++) {
            if (counts[l] > 0) {
                tails[l] = grown(l, counts[l], firstId, IdColumn.width(maxId));
            }
        }
    }

    private void fill(int[] counts, long firstId, long maxId) {
        long[] sizes = new long[counts.length];
        Arrays.setAll(sizes, l -> counts[l]);
        filling = new Filling(layout, sizes);
        if (firstId >= 0) {
            filling.countIds(firstId);
        } else {
            filling.storeIds(IdColumn.width(maxId));
        }
    }

    private long packedSize(int list) {
        return filling != null ? filling.size(list) : start.packed().size(list);
    }

    /** Tails that begin lie side by side in one piece of memory: fewer pages for a search to touch. */
    private void giveFirstBlocks(int[] counts) {
        long total = 0;
        for (int l = 0; l < tails.length; l++) {
            total += tails[l] == null ? BlockLayout.blocksFor(counts[l]) * layout.blockBytes() : 0;
        }
        if (total == 0) {
            return;
        }
        MemorySegment slab = Panels.allocate(total);
        long at = 0;
        for (int l = 0; l < tails.length; l++) {
            if (tails[l] == null && counts[l] > 0) {
                long bytes = BlockLayout.blocksFor(counts[l]) * layout.blockBytes();
                tails[l] = CodeList.tail(layout, slab.asSlice(at, bytes), 0, new IdColumn.Consecutive(0), packedSize(l),
                        Tombstones.NONE, 0f);
                copied[l] = true;
                at += bytes;
            }
        }
    }

    private CodeList grown(int l, int more, long firstId, int width) {
        CodeList tail = tails[l];
        long needed = Math.addExact(tail.size(), more);
        IdColumn ids = grown(tail.ids(), tail.size(), needed, firstId, width);
        long bytes = BlockLayout.blocksFor(needed) * layout.blockBytes();
        MemorySegment segment = tail.segment();
        if (bytes > segment.byteSize()) {
            // The first fill is exact; a tail that keeps growing gets half as much again, so that its cost stays linear.
            long half = BlockLayout.blocksFor(tail.size() / 2 * 3) * layout.blockBytes();
            segment = allocate(Math.max(bytes, half));
            MemorySegment.copy(tail.segment(), 0, segment, 0, tail.blockCount() * layout.blockBytes());
            copied[l] = true;
        }
        return CodeList.tail(layout, segment, needed, ids, tail.firstPosition(), tail.removed(), tail.bias());
    }

    private static IdColumn grown(IdColumn ids, long size, long needed, long firstId, int width) {
        if (firstId >= 0) {
            if (size == 0) {
                return new IdColumn.Consecutive(firstId);
            }
            if (ids instanceof IdColumn.Consecutive(long first) && first + size == firstId) {
                return ids;
            }
        }
        int wide = ids instanceof IdColumn.Stored stored ? Math.max(stored.width(), width) : width;
        boolean fits = ids instanceof IdColumn.Stored stored && stored.width() == wide
                && stored.segment().byteSize() >= needed * wide;
        if (fits) {
            return ids;
        }
        long room = size == 0 ? needed : Math.max(needed, size / 2 * 3);
        IdColumn.Stored column = IdColumn.Stored.allocate(room, wide);
        for (long p = 0; p < size; p++) {
            column.set(p, ids.id(p));
        }
        return column.withSorted(ids.isSorted());
    }

    /** How many positions a list has, those reserved included. */
    public long sizeOf(int list) {
        return packedSize(list) + (tails[list] == null ? 0 : tails[list].size());
    }

    // ---- originals and labels -------------------------------------------------------------------------------------------

    /**
     * Makes room for more originals and counts them in.
     *
     * @param elementBytes 1 or 4; wider than those added before where these are to be widened
     */
    public void reserveOriginals(long count, int elementBytes) {
        RowStore added = originals.added();
        long needed = Math.addExact(added.size(), count);
        int width = added.size() == 0 ? elementBytes : Math.max(elementBytes, added.elementBytes());
        boolean widen = added.size() > 0 && added.elementBytes() < width;
        MemorySegment segment = added.segment();
        long bytes = needed * added.d() * width;
        if (widen || bytes > segment.byteSize()) {
            segment = allocate(added.size() == 0 ? bytes : Math.max(bytes, added.size() / 2 * 3 * added.d() * width));
            if (widen) {
                widenRows(added, segment);
            } else {
                MemorySegment.copy(added.segment(), 0, segment, 0, added.bytes());
            }
        }
        originals = new Originals(originals.base(), RowStore.of(segment, added.d(), width, needed));
    }

    /** Counts in rows of a file where they lie: the first ordinals, those of before included. */
    public void refer(RowStore rows) {
        originals = new Originals(rows, originals.added());
    }

    private static void widenRows(RowStore bytes, MemorySegment floats) {
        long values = bytes.size() * bytes.d();
        for (long i = 0; i < values; i++) {
            floats.set(FLOAT, i * Float.BYTES, bytes.segment().get(ValueLayout.JAVA_BYTE, i) & 255);
        }
    }

    /** Bytes of a number of the originals that are written now. */
    public int originalBytes() {
        return originals.added().elementBytes();
    }

    /** Writes n originals, row-major, from an ordinal on. */
    public void writeOriginals(long ordinal, byte[] codes, int n) {
        RowStore added = originals.added();
        int rowBytes = added.d() * added.elementBytes();
        MemorySegment.copy(codes, 0, added.segment(), ValueLayout.JAVA_BYTE, (ordinal - originals.base().size()) * rowBytes,
                n * rowBytes);
    }

    /** Writes one original, from those of another index. */
    public void writeOriginal(long ordinal, Originals from, long ordinalThere) {
        RowStore added = originals.added();
        float[] row = new float[added.d()];
        from.copy(ordinalThere, row, 0);
        RowStore.write(row, added.segment(), added.at(ordinal - originals.base().size()), added.elementBytes());
    }

    /**
     * Makes room for more labels.
     *
     * @param firstId the id of the first where ids are counted up; -1 where each is written
     */
    public void reserveLabels(long count, long firstId, long maxId) {
        long needed = Math.addExact(labels.count(), count);
        labels = new Snapshot.Labels(grown(labels.ids(), labels.count(), needed, firstId, IdColumn.width(maxId)), needed);
    }

    /** Whether labels must be written one by one after {@link #reserveLabels}. */
    public boolean storesLabels() {
        return labels.ids() instanceof IdColumn.Stored;
    }

    /** Writes one label. */
    public void writeLabel(long ordinal, long id) {
        ((IdColumn.Stored) labels.ids()).set(ordinal, id);
    }

    // ---- writing --------------------------------------------------------------------------------------------------------

    private boolean isFilled(int list, long position) {
        return filling != null && position < filling.size(list);
    }

    /** Whether the id of a position must be written after {@link #reserve}. */
    public boolean storesId(int list, long position) {
        return isFilled(list, position) ? filling.storesIds() : tails[list].ids() instanceof IdColumn.Stored;
    }

    /** Writes one id. */
    public void writeId(int list, long position, long id) {
        if (isFilled(list, position)) {
            filling.writeId(list, position, id);
        } else {
            ((IdColumn.Stored) tails[list].ids()).set(position - tails[list].firstPosition(), id);
        }
    }

    /** Writes n codes, row-major, to consecutive positions of a list, all of them reserved by one call. */
    public void write(int list, long position, byte[] codes, int at, int n) {
        CodeList part = isFilled(list, position) ? filling.list(list) : tails[list];
        Filling.write(part, position - part.firstPosition(), codes, at, n);
    }

    /**
     * Lowers the bias of a list's tail to at most {@code value}, by whole steps: entries of the bound
     * row grow by as many, and an entry past 255 stays there, which keeps it a lower bound. Call before new entries are
     * written.
     *
     * @param before how many positions of the list have been written
     * @return the bias now
     */
    public float lowerBias(int l, float value, float step, long before) {
        CodeList tail = tails[l];
        long entries = before - tail.firstPosition();
        if (entries == 0) {
            tails[l] = tail.withBias(value);
            return value;
        }
        if (value >= tail.bias()) {
            return tail.bias();
        }
        int steps = (int) Math.min(255, Math.ceil((tail.bias() - value) / step));
        float bias = Math.min(value, tail.bias() - steps * step);
        if (!copied[l]) {
            MemorySegment segment = allocate(tail.segment().byteSize());
            MemorySegment.copy(tail.segment(), 0, segment, 0, segment.byteSize());
            tail = CodeList.tail(layout, segment, tail.size(), tail.ids(), tail.firstPosition(), tail.removed(), tail.bias());
            copied[l] = true;
        }
        for (long p = 0; p < entries; p++) {
            long at = tail.at(layout.codeRows(), p);
            int raised = Math.min(255, BoundRow.steps(tail.segment().get(ValueLayout.JAVA_BYTE, at) & 255) + steps);
            tail.segment().set(ValueLayout.JAVA_BYTE, at, (byte) BoundRow.entry(raised));
        }
        tails[l] = tail.withBias(bias);
        return bias;
    }

    /** Whether what was reserved at a position goes to lists that are packed at once. */
    public boolean packs(int list, long position) {
        return isFilled(list, position);
    }

    /** Writes the bound row of a list that is packed at once, when all its codes are there. Different lists by any threads. */
    public void bound(int list, BoundRow row) {
        if (filling.size(list) > 0) {
            filling.setBias(list, row.write(list, filling.list(list)));
        }
    }

    /** Writes one entry of the bound row of a tail. */
    public void writeBound(int list, long position, int entry) {
        tails[list].writeBound(position - tails[list].firstPosition(), entry);
    }

    // ---- the end --------------------------------------------------------------------------------------------------------

    /** Makes the change visible. */
    public void commit() {
        boolean any = false;
        for (int l = 0; l < tails.length; l++) {
            CodeList before = start.tail(l);
            if (tails[l] != before) {
                tails[l] = tails[l].withIds(checked(tails[l].ids(), before == null ? 0 : before.size(), tails[l].size()));
            }
            any |= tails[l] != null;
        }
        if (labels != null && labels.count() > start.ordinals()) {
            labels = new Snapshot.Labels(checked(labels.ids(), start.ordinals(), labels.count()), labels.count());
        }
        Packed packed = filling == null ? start.packed() : filling.finish();
        store.publish(new Snapshot(packed, any ? Arrays.copyOf(tails, tails.length) : null, layout, removed, size, labels,
                originals, start.version() + 1));
    }

    /** Marks stored ids as sorted where those before are and those written now go on. */
    private static IdColumn checked(IdColumn ids, long before, long now) {
        if (!(ids instanceof IdColumn.Stored stored)) {
            return ids;
        }
        boolean sorted = (before == 0 || stored.sorted()) && IdCoding.increases(stored, Math.max(0, before - 1), now);
        return stored.withSorted(sorted);
    }

    /** Ends the change; without a commit, as if it had never been. */
    @Override
    public void close() {
        store.release();
    }
}
