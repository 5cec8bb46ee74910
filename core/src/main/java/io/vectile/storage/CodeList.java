package io.vectile.storage;

import io.vectile.kernel.Kernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One list as a search sees it: blocks of codes, their ids, and how many there are. Immutable; an {@link Appender} makes
 * the next version and writes only lanes that no published version counts.
 */
public final class CodeList {
    private final BlockLayout layout;
    private final MemorySegment blocks;
    private final IdColumn ids;
    private final long size;
    private final float bias;

    CodeList(BlockLayout layout, MemorySegment blocks, IdColumn ids, long size, float bias) {
        this.layout = layout;
        this.blocks = blocks;
        this.ids = ids;
        this.size = size;
        this.bias = bias;
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

    /** The blocks, from byte 0; native memory. Lanes past {@link #size} hold anything. */
    public MemorySegment blocks() {
        return blocks;
    }

    /** How codes lie in a block. */
    public BlockLayout layout() {
        return layout;
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

    MemorySegment segment() {
        return blocks;
    }

    IdColumn ids() {
        return ids;
    }

    /** Bytes held for codes, unused lanes included. */
    long codeBytes() {
        return blocks.byteSize();
    }
}
