package io.vectile.storage;

import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Fills new lists of known sizes with codes that lie row-major elsewhere, in a file perhaps: each goes straight to its
 * place. All lists lie side by side in one piece of memory. Different lists, and different blocks of one list, may be
 * filled by different threads.
 */
public final class ListLoader {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** Rows of a block that are transposed at a time: they stay in the cache. */
    private static final int ROWS = 128;
    /** Ids that are looked at or copied at a time. */
    private static final int CHUNK = 4096;

    private final BlockLayout layout;
    private final long[] sizes;
    private final long[] starts;
    private final MemorySegment slab;
    private Ids ids;
    private long total;

    /** @param layout of transposed blocks */
    public ListLoader(BlockLayout layout, long[] sizes) {
        this.layout = layout;
        this.sizes = sizes;
        this.starts = new long[sizes.length];
        long bytes = 0;
        for (int l = 0; l < sizes.length; l++) {
            starts[l] = bytes;
            bytes += blocks(l) * layout.blockBytes();
            total += sizes[l];
        }
        this.slab = Panels.allocate(bytes).asSlice(0, bytes);
    }

    private long blocks(int list) {
        return (sizes[list] + Kernels.BLOCK - 1) / Kernels.BLOCK;
    }

    /**
     * Transposes codes of whole blocks, or of the end of a list, into their place.
     *
     * @param position of the first in the list, a multiple of 64
     * @param codes    n codes of {@code layout.codeBytes()} bytes from {@code at}, elements of one byte
     * @param scratch  {@link #scratchLength} bytes
     */
    public void codes(int list, long position, byte[] codes, int at, int n, byte[] scratch) {
        int rows = layout.codeRows();
        for (int done = 0; done < n; done += Kernels.BLOCK) {
            int lanes = Math.min(Kernels.BLOCK, n - done);
            long block = blockAt(list, position + done);
            for (int first = 0; first < rows; first += ROWS) {
                int count = Math.min(ROWS, rows - first);
                for (int r = 0; r < count; r++) {
                    int from = at + done * rows + first + r;
                    for (int lane = r * Kernels.BLOCK; lane < r * Kernels.BLOCK + lanes; lane++) {
                        scratch[lane] = codes[from];
                        from += rows;
                    }
                }
                MemorySegment.copy(scratch, 0, slab, ValueLayout.JAVA_BYTE, block + (long) first * Kernels.BLOCK,
                        count * Kernels.BLOCK);
            }
        }
    }

    /** Elements of scratch for {@link #codes} and {@link #floats}. */
    public int scratchLength() {
        return Math.min(layout.codeRows(), ROWS) * Kernels.BLOCK;
    }

    /**
     * Transposes plain vectors of whole blocks, or of the end of a list, into their place.
     *
     * @param position of the first in the list, a multiple of 64
     * @param rows     n rows of floats
     * @param scratch  {@link #scratchLength} floats
     */
    public void floats(int list, long position, float[] rows, int n, float[] scratch) {
        int d = layout.codeRows();
        for (int done = 0; done < n; done += Kernels.BLOCK) {
            int lanes = Math.min(Kernels.BLOCK, n - done);
            long block = blockAt(list, position + done);
            for (int first = 0; first < d; first += ROWS) {
                int count = Math.min(ROWS, d - first);
                for (int lane = 0; lane < lanes; lane++) {
                    int row = (done + lane) * d + first;
                    for (int e = 0; e < count; e++) {
                        scratch[e * Kernels.BLOCK + lane] = rows[row + e];
                    }
                }
                MemorySegment.copy(scratch, 0, slab, FLOAT, block + (long) first * Kernels.BLOCK * Float.BYTES,
                        count * Kernels.BLOCK);
            }
        }
    }

    private long blockAt(int list, long position) {
        return starts[list] + position / Kernels.BLOCK * layout.blockBytes();
    }

    /** Takes room for all ids, of eight bytes or of four, in place of an earlier one. */
    public Ids ids(boolean wide) {
        ids = new Ids(wide ? Long.BYTES : Integer.BYTES);
        return ids;
    }

    /** The ids of all lists, side by side; different places may be set by different threads. */
    public final class Ids {
        private final int width;
        private final MemorySegment memory;
        private final long[] starts = new long[sizes.length + 1];

        private Ids(int width) {
            this.width = width;
            this.memory = Panels.allocate(total * width);
            for (int l = 0; l < sizes.length; l++) {
                starts[l + 1] = starts[l] + sizes[l] * width;
            }
        }

        /** Sets the ids of n vectors of a list, where ids are wide. */
        public void set(int list, long position, long[] values, int n) {
            MemorySegment.copy(values, 0, memory, LONG, starts[list] + position * width, n);
        }

        /** Sets the ids of n vectors of a list, where they are not. */
        public void set(int list, long position, int[] values, int n) {
            MemorySegment.copy(values, 0, memory, INT, starts[list] + position * width, n);
        }

        /** Whether ids take eight bytes. */
        public boolean isWide() {
            return width == Long.BYTES;
        }

        private IdColumn column(int list) {
            return new IdColumn.Stored(memory.asSlice(starts[list], starts[list + 1] - starts[list]), width);
        }
    }

    private IdColumn column(int list) {
        return ids == null ? new IdColumn.Consecutive(0) : ids.column(list);
    }

    /**
     * A list, once it is filled; without ids that were set, they count from 0.
     *
     * @param bounds what will write its bound row; null where there is none
     */
    public CodeList list(int l, BoundRow bounds) {
        return sizes[l] == 0
                ? CodeList.empty(layout)
                : new CodeList(layout, slab.asSlice(starts[l], blocks(l) * layout.blockBytes()), column(l), sizes[l], bounds);
    }

    /** The lists as one snapshot. */
    public Snapshot snapshot(BoundRow bounds) {
        CodeList[] lists = new CodeList[sizes.length];
        CodeList empty = CodeList.empty(layout);
        for (int l = 0; l < lists.length; l++) {
            lists[l] = sizes[l] == 0 ? empty : list(l, bounds);
        }
        return new Snapshot(layout, lists, total, null, null);
    }

    /** The least and the largest of some ids. */
    public record IdRange(long least, long largest) {
        /** Of no ids. */
        public static final IdRange NONE = new IdRange(Long.MAX_VALUE, Long.MIN_VALUE);

        /** Of these, which are longs, little endian, at any alignment. */
        public static IdRange of(MemorySegment longs) {
            IdRange range = NONE;
            long n = longs.byteSize() / Long.BYTES;
            long[] chunk = new long[(int) Math.min(n, CHUNK)];
            for (long from = 0; from < n; from += CHUNK) {
                int count = (int) Math.min(CHUNK, n - from);
                MemorySegment.copy(longs, LONG, from * Long.BYTES, chunk, 0, count);
                range = range.and(of(chunk, count));
            }
            return range;
        }

        /** Of the first n of these. */
        public static IdRange of(long[] ids, int n) {
            long least = Long.MAX_VALUE;
            long largest = Long.MIN_VALUE;
            for (int i = 0; i < n; i++) {
                least = Math.min(least, ids[i]);
                largest = Math.max(largest, ids[i]);
            }
            return new IdRange(least, largest);
        }

        /** Of these and others. */
        public IdRange and(IdRange other) {
            return new IdRange(Math.min(least, other.least), Math.max(largest, other.largest));
        }

        /** Whether one is negative or past the ints, so that they take eight bytes. */
        public boolean isWide() {
            return largest >= least && (least < 0 || largest > Integer.MAX_VALUE);
        }
    }

    /** A single list of plain vectors where they lie, with ids counted from 0. */
    public static Snapshot ofRows(MemorySegment rows, int d, long n) {
        CodeList list = CodeList.ofRows(rows, d, Float.BYTES, n);
        return new Snapshot(list.layout(), new CodeList[] {list}, n, null, null);
    }

    /**
     * The same vectors of a single list under ids of their own.
     *
     * @param longs one id for each vector
     */
    public static Snapshot withIds(Snapshot snapshot, MemorySegment longs) {
        CodeList list = snapshot.list(0).withIds(column(longs));
        return new Snapshot(snapshot.layout(), new CodeList[] {list}, snapshot.size(), null, null);
    }

    /**
     * The same vectors with what their ids, which become ordinals, stand for.
     *
     * @param longs     the id of each ordinal; null where it is the ordinal
     * @param originals the vectors themselves, by ordinal; null for none
     */
    public static Snapshot withLabels(Snapshot snapshot, MemorySegment longs, CodeList originals) {
        CodeList[] lists = new CodeList[snapshot.listCount()];
        for (int l = 0; l < lists.length; l++) {
            lists[l] = snapshot.list(l);
        }
        IdColumn labels = longs == null ? new IdColumn.Consecutive(0) : column(longs);
        return new Snapshot(snapshot.layout(), lists, snapshot.size(), labels, originals);
    }

    private static IdColumn column(MemorySegment longs) {
        long n = longs.byteSize() / Long.BYTES;
        IdColumn.Stored column = IdColumn.Stored.allocate(n, IdRange.of(longs).isWide() ? Long.BYTES : Integer.BYTES);
        for (long p = 0; p < n; p++) {
            column.set(p, longs.get(LONG, p * Long.BYTES));
        }
        return column;
    }
}
