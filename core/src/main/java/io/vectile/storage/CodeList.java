package io.vectile.storage;

import io.vectile.kernel.Kernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A run of vectors of one list as a search sees them: blocks of codes, their ids, and which of them are there. A list has
 * two such parts, one packed and one that was added since (see {@link Snapshot}). A view, immutable but for the bias that
 * {@link #ensureBounds} brings; an {@link Appender} writes only lanes that no published view counts.
 */
public final class CodeList {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Bytes of a list that are touched at most: what fits into the first-level cache beside tables. */
    private static final int TOUCHED = 1 << 14;

    private final BlockLayout layout;
    private final MemorySegment segment;
    private final long start;
    private final long size;
    private final boolean narrowEnd;
    private final IdColumn ids;
    private final long firstPosition;
    private final Tombstones removed;
    private final long removedFrom;
    private final Bounds bounds;
    private final Admission admission;
    private float bias;

    /**
     * @param start         the byte at which blocks begin
     * @param size          vectors, those removed included
     * @param narrowEnd     whether the last block is narrow
     * @param firstPosition the position in the list of the first of these vectors
     * @param removed       which are removed: that of place p here is number {@code removedFrom + p} there
     * @param bounds        what knows the bias, or brings it; null where {@code bias} is it
     * @param admission     which vectors a filter lets through; null for all
     */
    private CodeList(BlockLayout layout, MemorySegment segment, long start, long size, boolean narrowEnd, IdColumn ids,
            long firstPosition, Tombstones removed, long removedFrom, Bounds bounds, float bias, Admission admission) {
        this.layout = layout;
        this.segment = segment;
        this.start = start;
        this.size = size;
        this.narrowEnd = narrowEnd;
        this.ids = ids;
        this.firstPosition = firstPosition;
        this.removed = removed;
        this.removedFrom = removedFrom;
        this.bounds = bounds;
        this.bias = bias;
        this.admission = admission;
    }

    /** A list of a packed store. */
    static CodeList packed(BlockLayout layout, MemorySegment segment, long start, long size, IdColumn ids, Tombstones removed,
            long removedFrom, Bounds bounds) {
        return new CodeList(layout, segment, start, size, !layout.rowMajor(), ids, 0, removed, removedFrom, bounds, 0f, null);
    }

    /** Vectors that were added behind those of the packed part. */
    static CodeList tail(BlockLayout layout, MemorySegment segment, long size, IdColumn ids, long firstPosition,
            Tombstones removed, float bias) {
        return new CodeList(layout, segment, 0, size, false, ids, firstPosition, removed, 0, null, bias, null);
    }

    /**
     * Plain vectors where they lie, row after row from the segment's first byte; never written to.
     *
     * @param rows holds n rows or more; at any alignment, mapped perhaps
     */
    public static CodeList ofRows(MemorySegment rows, int d, int elementBytes, long n) {
        return packed(BlockLayout.ofRows(d, elementBytes), rows, 0, n, new IdColumn.Consecutive(0), Tombstones.NONE, 0, null);
    }

    /** The same vectors, of which only some may be found. */
    CodeList admitting(Admission some) {
        return new CodeList(layout, segment, start, size, narrowEnd, ids, firstPosition, removed, removedFrom, bounds, bias, some);
    }

    /** A tail of which more are removed. */
    CodeList without(Tombstones more) {
        return new CodeList(layout, segment, start, size, narrowEnd, ids, firstPosition, more, removedFrom, bounds, bias, admission);
    }

    /** The same vectors with another bias. */
    CodeList withBias(float value) {
        return new CodeList(layout, segment, start, size, narrowEnd, ids, firstPosition, removed, removedFrom, bounds, value, admission);
    }

    /** The same vectors under other ids. */
    CodeList withIds(IdColumn others) {
        return new CodeList(layout, segment, start, size, narrowEnd, others, firstPosition, removed, removedFrom, bounds, bias, admission);
    }

    /** How many vectors, those removed included. */
    public long size() {
        return size;
    }

    /** How many vectors that are there. */
    public long liveSize() {
        return removed.isEmpty() ? size : size - removed.count(removedFrom, removedFrom + size);
    }

    /** How many blocks, the last one perhaps partly filled. */
    public int blockCount() {
        return (int) BlockLayout.blocksFor(size);
    }

    /** How many blocks have room for 64 vectors: all, or all but the last. */
    public int fullBlocks() {
        return narrowEnd ? (int) (size / Kernels.BLOCK) : blockCount();
    }

    /** Vectors that a row of a block has room for. */
    public int width(int block) {
        return narrowEnd ? count(block) : Kernels.BLOCK;
    }

    /** How many vectors a block has, those removed included. */
    public int count(int block) {
        return (int) Math.min(Kernels.BLOCK, size - (long) block * Kernels.BLOCK);
    }

    /** The lanes of a block that hold vectors which are there and may be found. */
    public long lanes(int block) {
        return lanes(block, -1L);
    }

    /** Of some lanes of a block those that hold vectors which are there and may be found. */
    public long lanes(int block, long wanted) {
        int n = count(block);
        long lanes = n == Kernels.BLOCK ? wanted : wanted & (1L << n) - 1;
        if (!removed.isEmpty()) {
            lanes &= ~removed.word(removedFrom + (long) block * Kernels.BLOCK);
        }
        return admission == null ? lanes : admission.lanes(block, lanes);
    }

    /** Whether a filter says what may be found. */
    public boolean hasFilter() {
        return admission != null;
    }

    /**
     * Reads a byte of each cache line of the first blocks, so that they are on their way when they are scanned: so little is
     * done between two reads that dozens of them are under way at once. Returns their sum.
     */
    public int touch() {
        int bytes = (int) Math.min(TOUCHED, layout.bytes(size));
        int sum = 0;
        for (int i = 0; i < bytes; i += CacheLine.BYTES) {
            sum += segment.get(ValueLayout.JAVA_BYTE, start + i);
        }
        return sum;
    }

    /** The first block from {@code from} on that a filter lets anything through of, or {@code to}; any without a filter. */
    public int nextAdmitted(int from, int to) {
        return admission == null ? from : admission.next(from, to);
    }

    /**
     * The end, at most {@code to}, of the run of blocks from {@code from} on that are equally wide and of which a filter lets
     * something through: what one call of a kernel scans.
     */
    public int runEnd(int from, int to) {
        int end = from < fullBlocks() ? Math.min(to, fullBlocks()) : to;
        return admission == null ? end : admission.runEnd(from, end);
    }

    /**
     * What holds the blocks; native memory. Past the vectors there is anything where blocks are transposed, and 64 elements
     * can be read from every row's start; where they are row-major, the segment may end with the last vector.
     */
    public MemorySegment blocks() {
        return segment;
    }

    /** The byte at which a block starts. */
    public long blockAt(int block) {
        return start + block * layout.blockBytes();
    }

    /** How codes lie in a block. */
    public BlockLayout layout() {
        return layout;
    }

    /** Sees to it that the bound row and the bias are there. Call before the list is scanned. */
    public void ensureBounds(int number) {
        if (bounds != null) {
            bias = bounds.ensure(number, this);
        }
    }

    /** Writes one entry of the bound row. */
    public void writeBound(long place, int entry) {
        segment.set(ValueLayout.JAVA_BYTE, at(layout.codeRows(), place), (byte) entry);
    }

    /** The value that a zero in the bound row stands for. */
    public float bias() {
        return bias;
    }

    /** The position in the whole list of the first vector here. */
    public long firstPosition() {
        return firstPosition;
    }

    /** What results call the vector in a lane of a block. */
    public long ref(int number, int block, int lane) {
        return Snapshot.ref(number, firstPosition + (long) block * Kernels.BLOCK + lane);
    }

    /** Where an element of a code lies. */
    long at(int row, long place) {
        if (layout.rowMajor()) {
            return start + place * layout.codeBytes() + (long) row * layout.elementBytes();
        }
        int block = (int) (place / Kernels.BLOCK);
        int lane = (int) (place % Kernels.BLOCK);
        return blockAt(block) + ((long) row * width(block) + lane) * layout.elementBytes();
    }

    /** Copies one code out of its block: {@code layout.codeBytes()} bytes, floats little endian. */
    public void copyCode(long place, byte[] code, int at) {
        int width = layout.elementBytes();
        for (int r = 0; r < layout.codeRows(); r++) {
            long from = at(r, place);
            for (int i = 0; i < width; i++) {
                code[at + r * width + i] = segment.get(ValueLayout.JAVA_BYTE, from + i);
            }
        }
    }

    /** The element of one byte of a code that a block holds. */
    public int element(int block, int row, int lane) {
        return segment.get(ValueLayout.JAVA_BYTE, blockAt(block) + (long) row * width(block) + lane) & 255;
    }

    /**
     * Copies the codes of a block out, row-major: {@code layout.codeBytes()} bytes each, floats little endian; those removed
     * too.
     *
     * @param codes   receives 64 codes at most
     * @param scratch at least as long
     * @return how many there are
     */
    public int copyBlock(int block, byte[] codes, byte[] scratch) {
        int n = count(block);
        int rows = layout.codeRows();
        if (layout.rowMajor()) {
            MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, rowAt((long) block * Kernels.BLOCK), codes, 0,
                    n * layout.codeBytes());
            return n;
        }
        int bytes = layout.elementBytes();
        int width = width(block);
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, blockAt(block), scratch, 0, rows * width * bytes);
        for (int lane = 0; lane < n; lane++) {
            int code = lane * rows * bytes;
            if (bytes == 1) {
                for (int r = 0; r < rows; r++) {
                    codes[code + r] = scratch[r * width + lane];
                }
            } else {
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(scratch, (r * width + lane) * bytes, codes, code + r * bytes, bytes);
                }
            }
        }
        return n;
    }

    MemorySegment segment() {
        return segment;
    }

    IdColumn ids() {
        return ids;
    }

    Tombstones removed() {
        return removed;
    }

    /** Whether the vector at a place is removed. */
    boolean isRemoved(long place) {
        return !removed.isEmpty() && removed.has(removedFrom + place);
    }

    /** The place here of the vector with what the list holds for an id, which is not removed; -1 for none. */
    long find(long stored) {
        if (ids.isSorted()) {
            long place = ids.firstAtLeast(stored, size);
            return place < size && ids.id(place) == stored && !isRemoved(place) ? place : -1;
        }
        for (long p = 0; p < size; p++) {
            if (ids.id(p) == stored && !isRemoved(p)) {
                return p;
            }
        }
        return -1;
    }

    /** Copies the rows of a narrow block, as floats, into a panel of 64 columns. */
    public void copyNarrow(int block, MemorySegment panel) {
        int n = count(block);
        for (int r = 0; r < layout.rows(); r++) {
            long from = blockAt(block) + (long) r * n * layout.elementBytes();
            long to = (long) r * Kernels.BLOCK * Float.BYTES;
            if (layout.elementBytes() == Float.BYTES) {
                MemorySegment.copy(segment, from, panel, to, (long) n * Float.BYTES);
                continue;
            }
            for (int lane = 0; lane < n; lane++) {
                panel.set(FLOAT, to + (long) lane * Float.BYTES, segment.get(ValueLayout.JAVA_BYTE, from + lane) & 255);
            }
        }
    }

    /** The byte at which a vector starts, where vectors are row-major. */
    public long rowAt(long place) {
        return start + place * layout.codeBytes();
    }

    /** Whether the vectors lie in a mapped file. */
    public boolean isMapped() {
        return segment.isMapped();
    }
}
