package io.vectile.storage;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One list as a search sees it: blocks of codes, their ids, and how many there are. Immutable, but for a bound row that is
 * written when the list is first scanned; an {@link Appender} makes the next version and writes only lanes that no
 * published version counts. Thread safe.
 */
public final class CodeList {
    private final BlockLayout layout;
    private final MemorySegment blocks;
    private final IdColumn ids;
    private final long size;
    private float bias;
    /** What will write the bound row; null once it is there. Whoever sees null sees the row and the bias. */
    private volatile BoundRow unwritten;

    CodeList(BlockLayout layout, MemorySegment blocks, IdColumn ids, long size, float bias) {
        this.layout = layout;
        this.blocks = blocks;
        this.ids = ids;
        this.size = size;
        this.bias = bias;
    }

    /** A list whose bound row is not written yet. */
    CodeList(BlockLayout layout, MemorySegment blocks, IdColumn ids, long size, BoundRow bounds) {
        this(layout, blocks, ids, size, 0f);
        this.unwritten = size == 0 ? null : bounds;
    }

    static CodeList empty(BlockLayout layout) {
        return new CodeList(layout, Panels.allocate(1).asSlice(0, 0), new IdColumn.Consecutive(0), 0, 0f);
    }

    /**
     * Plain vectors where they lie, row after row from the segment's first byte; never written to.
     *
     * @param rows holds n rows or more; at any alignment, mapped perhaps
     */
    public static CodeList ofRows(MemorySegment rows, int d, int elementBytes, long n) {
        return new CodeList(BlockLayout.ofRows(d, elementBytes), rows, new IdColumn.Consecutive(0), n, 0f);
    }

    /** The same vectors under other ids. */
    CodeList withIds(IdColumn others) {
        return new CodeList(layout, blocks, others, size, bias);
    }

    /** How many vectors. */
    public long size() {
        return size;
    }

    /** How many blocks, the last one perhaps partly filled. */
    public int blockCount() {
        return (int) ((size + Kernels.BLOCK - 1) / Kernels.BLOCK);
    }

    /** The lanes of a block that hold vectors of this version. */
    public long lanes(int block) {
        long left = size - (long) block * Kernels.BLOCK;
        return left >= Kernels.BLOCK ? -1L : (1L << left) - 1;
    }

    /**
     * The blocks, from byte 0; native memory. Lanes past {@link #size} hold anything where blocks are transposed, and may be
     * past the segment's end where they are row-major.
     */
    public MemorySegment blocks() {
        return blocks;
    }

    /** How codes lie in a block. */
    public BlockLayout layout() {
        return layout;
    }

    /** Sees to it that the bound row is there. Call before the list is scanned. */
    public void ensureBounds(int number) {
        BoundRow bounds = unwritten;
        if (bounds != null) {
            bias = bounds.write(number, this);
            unwritten = null;
        }
    }

    /** Writes one entry of the bound row. */
    public void writeBound(long position, int entry) {
        blocks.set(ValueLayout.JAVA_BYTE, boundAt(layout, position), (byte) entry);
    }

    /** Where the entry of a position lies in the blocks. */
    static long boundAt(BlockLayout layout, long position) {
        return position / Kernels.BLOCK * layout.blockBytes()
                + layout.at(layout.codeRows(), (int) (position % Kernels.BLOCK));
    }

    /** The value that a zero in the bound row stands for. */
    public float bias() {
        return bias;
    }

    /** The id of the vector at a position. */
    public long id(long position) {
        return ids.id(position);
    }

    /** Copies one code out of its block: {@code layout.codeBytes()} bytes, floats little endian. */
    public void copyCode(long position, byte[] code, int at) {
        long block = position / Kernels.BLOCK * layout.blockBytes();
        int lane = (int) (position % Kernels.BLOCK);
        int width = layout.elementBytes();
        for (int r = 0; r < layout.codeRows(); r++) {
            long from = block + layout.at(r, lane);
            for (int i = 0; i < width; i++) {
                code[at + r * width + i] = blocks.get(ValueLayout.JAVA_BYTE, from + i);
            }
        }
    }

    /**
     * Copies the codes of a block out, row-major: {@code layout.codeBytes()} bytes each, floats little endian.
     *
     * @param codes   receives 64 codes at most
     * @param scratch at least as long
     * @return how many there are
     */
    public int copyBlock(int block, byte[] codes, byte[] scratch) {
        int n = Long.bitCount(lanes(block));
        int rows = layout.codeRows();
        if (layout.rowMajor()) {
            MemorySegment.copy(blocks, ValueLayout.JAVA_BYTE, rowAt((long) block * Kernels.BLOCK), codes, 0,
                    n * layout.codeBytes());
            return n;
        }
        int width = layout.elementBytes();
        MemorySegment.copy(blocks, ValueLayout.JAVA_BYTE, block * layout.blockBytes(), scratch, 0,
                rows * Kernels.BLOCK * width);
        for (int lane = 0; lane < n; lane++) {
            int code = lane * rows * width;
            if (width == 1) {
                for (int r = 0; r < rows; r++) {
                    codes[code + r] = scratch[r * Kernels.BLOCK + lane];
                }
            } else {
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(scratch, (r * Kernels.BLOCK + lane) * width, codes, code + r * width, width);
                }
            }
        }
        return n;
    }

    MemorySegment segment() {
        return blocks;
    }

    IdColumn ids() {
        return ids;
    }

    /** The byte at which a vector starts, where vectors are row-major. */
    public long rowAt(long position) {
        return position * layout.codeBytes();
    }

    /** Whether the vectors lie in a mapped file. */
    public boolean isMapped() {
        return blocks.isMapped();
    }

    /** Bytes held for codes, unused lanes included. */
    public long codeBytes() {
        return blocks.byteSize();
    }
}
