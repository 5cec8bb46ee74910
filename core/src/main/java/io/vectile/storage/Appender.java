package io.vectile.storage;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One change of a {@link ListStore}: room is reserved, codes and ids are written, then all of it becomes visible at once,
 * or nothing does. Reserving is for one thread; after it, different positions may be written by different threads.
 *
 * <p>A list that has room keeps its memory: new codes go into lanes and blocks behind the published size, which no reader
 * looks at. A list that has none moves to memory of its own, and readers keep the old one.
 */
public final class Appender implements AutoCloseable {
    private final ListStore store;
    private final Snapshot start;
    private final CodeList[] lists;
    private final boolean[] copied;
    private BlockLayout layout;
    private long size;
    private IdColumn labels;
    private CodeList originals;

    Appender(ListStore store, Snapshot start) {
        this.store = store;
        this.start = start;
        this.layout = start.layout();
        this.size = start.size();
        this.lists = new CodeList[start.listCount()];
        this.copied = new boolean[lists.length];
        this.labels = start.labels();
        this.originals = start.originals();
        for (int l = 0; l < lists.length; l++) {
            lists[l] = start.list(l);
        }
    }

    /** The state that the change starts from. */
    public Snapshot start() {
        return start;
    }

    /** Widens plain vectors that were stored as bytes to floats, all lists. */
    public void widen(Kernels kernels) {
        layout = new BlockLayout(layout.codeRows(), false, Float.BYTES);
        for (int l = 0; l < lists.length; l++) {
            CodeList list = lists[l];
            MemorySegment bytes = list.segment();
            MemorySegment floats = Panels.allocate(bytes.byteSize() * Float.BYTES).asSlice(0, bytes.byteSize() * Float.BYTES);
            for (int b = 0; b < list.blockCount(); b++) {
                int values = layout.codeRows() * Kernels.BLOCK;
                kernels.widen(bytes, (long) b * values, values, floats, (long) b * values * Float.BYTES);
            }
            lists[l] = new CodeList(layout, floats, list.ids(), list.size(), list.bias());
            copied[l] = true;
        }
    }

    /** Transposes plain vectors that lie row after row, in a mapped file perhaps, into blocks of memory of our own. */
    public void toBlocks(Kernels kernels) {
        int d = layout.codeRows();
        layout = new BlockLayout(d, false, Float.BYTES);
        for (int l = 0; l < lists.length; l++) {
            CodeList rows = lists[l];
            long bytes = rows.blockCount() * layout.blockBytes();
            MemorySegment blocks = Panels.allocate(bytes).asSlice(0, bytes);
            for (int b = 0; b < rows.blockCount(); b++) {
                int lanes = Long.bitCount(rows.lanes(b));
                kernels.transposeRows(rows.blocks(), rows.rowAt((long) b * Kernels.BLOCK), lanes, d, blocks,
                        b * layout.blockBytes());
            }
            lists[l] = new CodeList(layout, blocks, rows.ids(), rows.size(), rows.bias());
            copied[l] = true;
        }
    }

    /** Starts an empty store over with another layout. */
    public void relayout(BlockLayout next) {
        if (size != 0) {
            throw new IllegalStateException("the lists hold " + size + " vectors in another layout");
        }
        layout = next;
        for (int l = 0; l < lists.length; l++) {
            lists[l] = CodeList.empty(next);
        }
    }

    /**
     * Makes room for more vectors and counts them in.
     *
     * @param counts  how many for each list
     * @param firstId the id of the first vector where ids are counted up over a single list; -1 where each is written
     * @param maxId   the largest id to come, which decides the width of stored ids
     */
    public void reserve(int[] counts, long firstId, long maxId) {
        int width = idWidth(maxId);
        giveFirstBlocks(counts);
        for (int l = 0; l < lists.length; l++) {
            if (counts[l] > 0 || width != widthOf(lists[l], width)) {
                lists[l].ensureBounds(l); // the next version has its bias
                lists[l] = grown(l, counts[l], firstId, width);
                size += counts[l];
            }
        }
    }

    /** Lists that are filled for the first time lie side by side in one piece of memory: fewer pages for a search to touch. */
    private void giveFirstBlocks(int[] counts) {
        long total = 0;
        for (int l = 0; l < lists.length; l++) {
            total += lists[l].size() == 0 ? blocksFor(counts[l]) * layout.blockBytes() : 0;
        }
        MemorySegment slab = Panels.allocate(total);
        long at = 0;
        for (int l = 0; l < lists.length; l++) {
            if (lists[l].size() == 0 && counts[l] > 0) {
                long bytes = blocksFor(counts[l]) * layout.blockBytes();
                lists[l] = new CodeList(layout, slab.asSlice(at, bytes), lists[l].ids(), 0, lists[l].bias());
                copied[l] = true;
                at += bytes;
            }
        }
    }

    private static long blocksFor(long vectors) {
        return (vectors + Kernels.BLOCK - 1) / Kernels.BLOCK;
    }

    private int idWidth(long maxId) {
        int width = IdColumn.width(maxId);
        for (CodeList list : lists) {
            if (list.ids() instanceof IdColumn.Stored stored) {
                return Math.max(width, stored.width());
            }
        }
        return width;
    }

    private static int widthOf(CodeList list, int otherwise) {
        return list.ids() instanceof IdColumn.Stored stored ? stored.width() : otherwise;
    }

    private CodeList grown(int l, int more, long firstId, int width) {
        CodeList list = lists[l];
        long needed = Math.addExact(list.size(), more);
        IdColumn ids = grown(list.ids(), list.size(), needed, firstId, width);
        long bytes = blocksFor(needed) * layout.blockBytes();
        MemorySegment segment = list.segment();
        if (bytes > segment.byteSize()) {
            // The first fill is exact; a list that keeps growing gets half as much again, so that its cost stays linear.
            segment = Panels.allocate(Math.max(bytes, roundToBlocks(segment.byteSize() / 2 * 3)));
            MemorySegment.copy(list.segment(), 0, segment, 0, list.blockCount() * layout.blockBytes());
            copied[l] = true;
        }
        return new CodeList(layout, segment, ids, needed, list.bias());
    }

    /**
     * Makes room for more originals and counts them in.
     *
     * @param wanted their layout; wider than that of those present where these are to be widened
     */
    public void reserveOriginals(long count, BlockLayout wanted) {
        long needed = Math.addExact(originals.size(), count);
        boolean widen = originals.layout().elementBytes() < wanted.elementBytes();
        MemorySegment segment = originals.segment();
        long bytes = needed * wanted.codeBytes();
        if (widen || originals.isMapped() || bytes > segment.byteSize()) {
            long room = originals.size() == 0 ? bytes : Math.max(bytes, originals.size() / 2 * 3 * wanted.codeBytes());
            segment = Panels.allocate(room).asSlice(0, room);
            if (widen) {
                widenRows(originals, segment);
            } else {
                MemorySegment.copy(originals.segment(), 0, segment, 0, originals.size() * wanted.codeBytes());
            }
        }
        originals = new CodeList(wanted, segment, originals.ids(), needed, 0f);
    }

    private static void widenRows(CodeList bytes, MemorySegment floats) {
        long values = bytes.size() * bytes.layout().codeRows();
        for (long i = 0; i < values; i++) {
            floats.set(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), i * Float.BYTES,
                    bytes.blocks().get(ValueLayout.JAVA_BYTE, i) & 255);
        }
    }

    /** Writes n originals, row-major, from an ordinal on. */
    public void writeOriginals(long ordinal, byte[] codes, int n) {
        int codeBytes = originals.layout().codeBytes();
        MemorySegment.copy(codes, 0, originals.segment(), ValueLayout.JAVA_BYTE, ordinal * codeBytes, n * codeBytes);
    }

    /**
     * Makes room for more labels.
     *
     * @param firstId the id of the first where ids are counted up; -1 where each is written
     */
    public void reserveLabels(long before, long count, long firstId, long maxId) {
        int width = labels instanceof IdColumn.Stored stored
                ? Math.max(stored.width(), IdColumn.width(maxId))
                : IdColumn.width(maxId);
        labels = grown(labels, before, Math.addExact(before, count), firstId, width);
    }

    /** Whether labels must be written one by one after {@link #reserveLabels}. */
    public boolean storesLabels() {
        return labels instanceof IdColumn.Stored;
    }

    /** Writes one label. */
    public void writeLabel(long ordinal, long id) {
        ((IdColumn.Stored) labels).set(ordinal, id);
    }

    private long roundToBlocks(long bytes) {
        return (bytes + layout.blockBytes() - 1) / layout.blockBytes() * layout.blockBytes();
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
        boolean fits = ids instanceof IdColumn.Stored stored && stored.width() == width
                && stored.segment().byteSize() >= needed * width;
        if (fits) {
            return ids;
        }
        long room = size == 0 ? needed : Math.max(needed, size / 2 * 3);
        IdColumn.Stored column = IdColumn.Stored.allocate(room, width);
        for (long p = 0; p < size; p++) {
            column.set(p, ids.id(p));
        }
        return column;
    }

    /** Whether ids of a list must be written one by one after {@link #reserve}. */
    public boolean storesIds(int list) {
        return lists[list].ids() instanceof IdColumn.Stored;
    }

    /** Writes one id. */
    public void writeId(int list, long position, long id) {
        ((IdColumn.Stored) lists[list].ids()).set(position, id);
    }

    /** Writes n codes, row-major, to consecutive positions of a list. */
    public void write(int list, long position, byte[] codes, int at, int n) {
        MemorySegment segment = lists[list].segment();
        int width = layout.elementBytes();
        int codeBytes = layout.codeBytes();
        int done = 0;
        while (done < n) {
            long block = (position + done) / Kernels.BLOCK * layout.blockBytes();
            int lane = (int) ((position + done) % Kernels.BLOCK);
            int lanes = Math.min(n - done, Kernels.BLOCK - lane);
            int code = at + done * codeBytes;
            for (int r = 0; r < layout.codeRows(); r++) {
                long to = block + layout.at(r, lane);
                if (width == 1) {
                    for (int v = 0; v < lanes; v++) {
                        segment.set(ValueLayout.JAVA_BYTE, to + v, codes[code + v * codeBytes + r]);
                    }
                } else {
                    for (int v = 0; v < lanes; v++) {
                        MemorySegment.copy(codes, code + v * codeBytes + r * width, segment, ValueLayout.JAVA_BYTE,
                                to + (long) v * width, width);
                    }
                }
            }
            done += lanes;
        }
    }

    /**
     * Lowers a list's bias to at most {@code value}, by whole steps: entries of the bound row grow by as many, and an
     * entry past 255 stays there, which keeps it a lower bound. Call before new entries are written.
     *
     * @param before how many entries of the row have been written
     * @return the list's bias now
     */
    public float lowerBias(int l, float value, float step, long before) {
        CodeList list = lists[l];
        if (before == 0) {
            lists[l] = new CodeList(layout, list.segment(), list.ids(), list.size(), value);
            return value;
        }
        if (value >= list.bias()) {
            return list.bias();
        }
        int steps = (int) Math.min(255, Math.ceil((list.bias() - value) / step));
        float bias = Math.min(value, list.bias() - steps * step);
        MemorySegment segment = list.segment();
        if (!copied[l] && start.list(l).size() > 0) {
            segment = Panels.allocate(segment.byteSize());
            MemorySegment.copy(list.segment(), 0, segment, 0, segment.byteSize());
            copied[l] = true;
        }
        for (long p = 0; p < before; p++) {
            long at = CodeList.boundAt(layout, p);
            int raised = Math.min(255, (segment.get(ValueLayout.JAVA_BYTE, at) & 255) + steps);
            segment.set(ValueLayout.JAVA_BYTE, at, (byte) raised);
        }
        lists[l] = new CodeList(layout, segment, list.ids(), list.size(), bias);
        return bias;
    }

    /** Writes one entry of the bound row. */
    public void writeBound(int list, long position, int entry) {
        lists[list].writeBound(position, entry);
    }

    /** How many vectors a list has, those reserved included. */
    public long sizeOf(int list) {
        return lists[list].size();
    }

    /** Makes the change visible. */
    public void commit() {
        store.publish(new Snapshot(layout, Arrays.copyOf(lists, lists.length), size, labels, originals,
                start.version() + 1));
    }

    /** Ends the change; without a commit, as if it had never been. */
    @Override
    public void close() {
        store.release();
    }
}
