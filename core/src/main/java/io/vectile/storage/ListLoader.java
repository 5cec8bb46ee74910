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
    private final CodeList[] lists;
    private final Filling filling;
    private Ids ids;

    /** @param layout of transposed blocks */
    public ListLoader(BlockLayout layout, long[] sizes) {
        this.layout = layout;
        this.sizes = sizes;
        this.filling = new Filling(layout, sizes);
        this.lists = new CodeList[sizes.length];
        for (int l = 0; l < sizes.length; l++) {
            lists[l] = filling.list(l);
        }
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
            int block = (int) ((position + done) / Kernels.BLOCK);
            int lanes = lists[list].width(block);
            for (int first = 0; first < rows; first += ROWS) {
                int count = Math.min(ROWS, rows - first);
                for (int r = 0; r < count; r++) {
                    int from = at + done * rows + first + r;
                    for (int lane = r * lanes; lane < (r + 1) * lanes; lane++) {
                        scratch[lane] = codes[from];
                        from += rows;
                    }
                }
                MemorySegment.copy(scratch, 0, lists[list].segment(), ValueLayout.JAVA_BYTE,
                        lists[list].blockAt(block) + (long) first * lanes, count * lanes);
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
            int block = (int) ((position + done) / Kernels.BLOCK);
            int lanes = lists[list].width(block);
            for (int first = 0; first < d; first += ROWS) {
                int count = Math.min(ROWS, d - first);
                for (int lane = 0; lane < lanes; lane++) {
                    int row = (done + lane) * d + first;
                    for (int e = 0; e < count; e++) {
                        scratch[e * lanes + lane] = rows[row + e];
                    }
                }
                MemorySegment.copy(scratch, 0, lists[list].segment(), FLOAT,
                        lists[list].blockAt(block) + (long) first * lanes * Float.BYTES, count * lanes);
            }
        }
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
        private final long[] starts = new long[sizes.length];

        private Ids(int width) {
            this.width = width;
            long bytes = 0;
            for (int l = 0; l < sizes.length; l++) {
                starts[l] = bytes;
                bytes += sizes[l] * width;
            }
            this.memory = Panels.allocate(bytes).asSlice(0, bytes);
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

        private Packed.Ids packed() {
            return new Packed.Plain(memory, width, false);
        }
    }

    private Packed.Ids packedIds() {
        return ids == null ? new Packed.Counted(0) : ids.packed();
    }

    /** A list, once it is filled, without bounds. */
    public CodeList list(int l) {
        return lists[l];
    }

    /**
     * The lists as one snapshot; without ids that were set, they count from 0.
     *
     * @param bounds what will write the bound rows; null where there are none
     */
    public Snapshot snapshot(BoundRow bounds) {
        return new Snapshot(filling.finish(packedIds(), bounds), layout, null, null);
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

    /** A single list of plain vectors where they lie, with ids counted from 0; those that are added are transposed. */
    public static Snapshot ofRows(MemorySegment rows, int d, long n) {
        Packed packed = new Packed(BlockLayout.ofRows(d, Float.BYTES), rows, new long[] {0, n}, new Packed.Counted(0), null);
        return new Snapshot(packed, new BlockLayout(d, false, Float.BYTES), null, null);
    }

    /**
     * The same vectors of a single list under ids of their own.
     *
     * @param longs one id for each vector
     */
    public static Snapshot withIds(Snapshot snapshot, MemorySegment longs) {
        IdColumn.Stored ids = column(longs);
        Packed packed = snapshot.packed().withIds(new Packed.Plain(ids.segment(), ids.width(), ids.sorted()));
        return new Snapshot(packed, snapshot.tailLayout(), null, null);
    }

    /**
     * The same vectors with what their ids, which become ordinals, stand for.
     *
     * @param longs     the id of each ordinal; null where it is the ordinal
     * @param originals the vectors themselves, by ordinal; null for none
     */
    public static Snapshot withLabels(Snapshot snapshot, MemorySegment longs, RowStore originals) {
        IdColumn ids = longs == null ? new IdColumn.Consecutive(0) : column(longs);
        Originals kept = originals == null
                ? null
                : new Originals(originals, RowStore.of(MemorySegment.NULL, originals.d(), Float.BYTES, 0));
        return new Snapshot(snapshot.packed(), snapshot.tailLayout(), new Snapshot.Labels(ids, snapshot.size()), kept);
    }

    private static IdColumn.Stored column(MemorySegment longs) {
        long n = longs.byteSize() / Long.BYTES;
        IdColumn.Stored column = IdColumn.Stored.allocate(n, IdRange.of(longs).isWide() ? Long.BYTES : Integer.BYTES);
        for (long p = 0; p < n; p++) {
            column.set(p, longs.get(LONG, p * Long.BYTES));
        }
        return column.withSorted(IdCoding.increases(column, 0, n));
    }
}
