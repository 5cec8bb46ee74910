package io.vectile.storage;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Packed lists in the making: their sizes are known, codes and ids are written in any order, and what comes out is packed
 * without another copy of the codes.
 */
final class Filling {
    private final BlockLayout layout;
    private final long[] firsts;
    private final MemorySegment codes;
    private final float[] biases;
    private IdColumn ids;

    /** @param sizes vectors per list */
    Filling(BlockLayout layout, long[] sizes) {
        this.layout = layout;
        this.firsts = new long[sizes.length + 1];
        for (int l = 0; l < sizes.length; l++) {
            firsts[l + 1] = firsts[l] + sizes[l];
        }
        this.codes = allocate(layout, firsts[sizes.length]);
        this.biases = layout.boundRow() ? new float[sizes.length] : null;
    }

    /** Memory for packed vectors, and what a scan may read past them. */
    static MemorySegment allocate(BlockLayout layout, long n) {
        long bytes = layout.bytes(n) + layout.readAhead();
        return Panels.allocate(bytes).asSlice(0, bytes);
    }

    /** Ids of a single list that are counted up. */
    void countIds(long first) {
        ids = new IdColumn.Consecutive(first);
    }

    /** Ids that are to be written; 4 or 8 bytes each until the lists are done. */
    void storeIds(int width) {
        ids = IdColumn.Stored.allocate(firsts[lists()], width);
    }

    /** Whether ids must be written one by one. */
    boolean storesIds() {
        return ids instanceof IdColumn.Stored;
    }

    void writeId(int list, long position, long id) {
        ((IdColumn.Stored) ids).set(firsts[list] + position, id);
    }

    int lists() {
        return firsts.length - 1;
    }

    long size(int list) {
        return firsts[list + 1] - firsts[list];
    }

    BlockLayout layout() {
        return layout;
    }

    float bias(int list) {
        return biases[list];
    }

    void setBias(int list, float bias) {
        biases[list] = bias;
    }

    /** Where the codes of a list go. */
    CodeList list(int l) {
        return CodeList.packed(layout, codes, layout.bytes(firsts[l]), size(l), new IdColumn.Consecutive(0), Tombstones.NONE,
                firsts[l], null);
    }

    /** The lists with what was written, ids coded where those of every list increase. */
    Packed finish() {
        return new Packed(layout, codes, firsts, packedIds(), biases == null ? null : new Bounds(biases));
    }

    /** The lists with other ids, and bound rows that are yet to be written; null for none. */
    Packed finish(Packed.Ids others, BoundRow bounds) {
        return new Packed(layout, codes, firsts, others, bounds == null ? null : new Bounds(lists(), bounds));
    }

    private Packed.Ids packedIds() {
        return switch (ids) {
            case IdColumn.Consecutive(long first) -> new Packed.Counted(first);
            case IdColumn.Stored stored -> IdCoding.of(stored, firsts);
            case IdColumn.Coded coded -> throw new IllegalStateException("ids are coded last");
        };
    }

    /** Writes n codes, row-major, to consecutive positions of a run of blocks. */
    static void write(CodeList part, long place, byte[] codes, int at, int n) {
        BlockLayout layout = part.layout();
        MemorySegment segment = part.segment();
        int bytes = layout.elementBytes();
        int codeBytes = layout.codeBytes();
        int done = 0;
        while (done < n) {
            int block = (int) ((place + done) / Kernels.BLOCK);
            int lane = (int) ((place + done) % Kernels.BLOCK);
            int width = part.width(block);
            int lanes = Math.min(n - done, width - lane);
            int code = at + done * codeBytes;
            long to = part.blockAt(block) + (long) lane * bytes;
            for (int r = 0; r < layout.codeRows(); r++, to += (long) width * bytes) {
                if (bytes == 1) {
                    for (int v = 0; v < lanes; v++) {
                        segment.set(ValueLayout.JAVA_BYTE, to + v, codes[code + v * codeBytes + r]);
                    }
                } else {
                    for (int v = 0; v < lanes; v++) {
                        MemorySegment.copy(codes, code + v * codeBytes + r * bytes, segment,
                                ValueLayout.JAVA_BYTE, to + (long) v * bytes, bytes);
                    }
                }
            }
            done += lanes;
        }
    }
}
