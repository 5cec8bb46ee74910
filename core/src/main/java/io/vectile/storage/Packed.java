package io.vectile.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Lists side by side, without room to spare: list l holds the vectors {@code firsts[l] .. firsts[l + 1]}, counted over all
 * lists, and its blocks start where those of the list before it end. Never changed once it is published, but for bound rows
 * that are written when a list is first scanned; in memory, or mapped from a file. Thread safe.
 */
public final class Packed {
    private final BlockLayout layout;
    private final MemorySegment codes;
    private final long[] firsts;
    private final Ids ids;
    private final Bounds bounds;

    /** The ids of all lists. */
    sealed interface Ids {
        /** The ids of a list of n vectors whose first is number {@code first} of all. */
        IdColumn column(int list, long first, long n);

        long bytes();

        /** What holds them; nothing where they are counted. */
        MemorySegment segment();

        /**
         * Where in the segment what {@link IdColumn#id} reads is likely to be: a byte of each cache line.
         *
         * @param places receives {@link EliasFano#MOST_PLACES} at most from index {@code to} on
         * @return one past the last index
         */
        int places(int list, long first, long n, long position, long[] places, int to);

        /** Where in a file they lie; null where they do not. */
        FilePlace from();
    }

    /** Those of a single list, counted up. */
    record Counted(long first) implements Ids {
        @Override
        public IdColumn column(int list, long number, long n) {
            return new IdColumn.Consecutive(first);
        }

        @Override
        public MemorySegment segment() {
            return MemorySegment.NULL;
        }

        @Override
        public int places(int list, long number, long n, long position, long[] places, int to) {
            return to;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public FilePlace from() {
            return null;
        }
    }

    /**
     * As they are.
     *
     * @param sorted whether the ids of every list increase strictly
     * @param from   where in a file the segment lies; null where it does not
     */
    record Plain(MemorySegment segment, int width, boolean sorted, FilePlace from) implements Ids {
        /** Ids in memory. */
        Plain(MemorySegment segment, int width, boolean sorted) {
            this(segment, width, sorted, null);
        }

        @Override
        public IdColumn column(int list, long first, long n) {
            return new IdColumn.Stored(segment, first * width, width, sorted);
        }

        @Override
        public int places(int list, long first, long n, long position, long[] places, int to) {
            places[to] = (first + position) * width;
            return to + 1;
        }

        @Override
        public long bytes() {
            return segment.byteSize();
        }
    }

    /**
     * In Elias-Fano code, list after list.
     *
     * @param starts   the byte at which a list's code starts, and one more for the end
     * @param universe greater than all ids
     * @param from     where in a file the segment lies; null where it does not
     */
    record Coded(MemorySegment segment, long[] starts, long universe, FilePlace from) implements Ids {
        @Override
        public IdColumn column(int list, long first, long n) {
            return new IdColumn.Coded(segment, starts[list], n, universe, from);
        }

        @Override
        public int places(int list, long first, long n, long position, long[] places, int to) {
            return EliasFano.places(segment, starts[list], n, universe, position, places, to);
        }

        @Override
        public long bytes() {
            return segment.byteSize() + (long) Long.BYTES * starts.length;
        }
    }

    Packed(BlockLayout layout, MemorySegment codes, long[] firsts, Ids ids, Bounds bounds) {
        this.layout = layout;
        this.codes = codes;
        this.firsts = firsts;
        this.ids = ids;
        this.bounds = bounds;
    }

    /** Lists without vectors. */
    static Packed empty(int lists, BlockLayout layout) {
        return new Packed(layout, MemorySegment.NULL, new long[lists + 1], new Counted(0), null);
    }

    /** How many lists. */
    int lists() {
        return firsts.length - 1;
    }

    /** How many vectors in all, those removed included. */
    long size() {
        return firsts[lists()];
    }

    long size(int list) {
        return firsts[list + 1] - firsts[list];
    }

    /** The number over all lists of a list's first vector. */
    long first(int list) {
        return firsts[list];
    }

    long[] firsts() {
        return firsts;
    }

    BlockLayout layout() {
        return layout;
    }

    MemorySegment codes() {
        return codes;
    }

    Ids ids() {
        return ids;
    }

    CodeList list(int list, Tombstones removed) {
        long first = firsts[list];
        long n = firsts[list + 1] - first;
        return CodeList.packed(layout, codes, layout.bytes(first), n, ids.column(list, first, n), removed, first, bounds);
    }

    /** Whether ids lie in memory, or are only counted. */
    boolean hasIdsInMemory() {
        return !(ids instanceof Counted);
    }

    /**
     * Reads a byte of each cache line with the ids of some vectors, so that they are on their way.
     *
     * @param places scratch, {@link EliasFano#MOST_PLACES} for each vector
     * @return their sum, which is not negative
     */
    int touchIds(long[] refs, int from, int to, long[] places) {
        int n = 0;
        for (int i = from; i < to; i++) {
            int list = Snapshot.listOf(refs[i]);
            if (Snapshot.positionOf(refs[i]) < size(list)) {
                n = ids.places(list, firsts[list], size(list), Snapshot.positionOf(refs[i]), places, n);
            }
        }
        // So little is done between two reads that dozens of them are under way at once.
        MemorySegment segment = ids.segment();
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += segment.get(ValueLayout.JAVA_BYTE, places[i]) & 255;
        }
        return sum;
    }

    /** Of lists with bound rows, what a zero in a list's row stands for; the row is written where it is not there yet. */
    float bias(int list) {
        return size(list) == 0 ? 0 : bounds.ensure(list, list(list, Tombstones.NONE));
    }

    /** The list and the position of a vector, as a ref. */
    long ref(long number) {
        int low = 0;
        int high = lists() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (firsts[middle] <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Snapshot.ref(low, number - firsts[low]);
    }

    /** The same vectors under other ids. */
    Packed withIds(Ids others) {
        return new Packed(layout, codes, firsts, others, bounds);
    }

    /** Bytes of the table of lists. */
    long tableBytes() {
        return lists() <= 1 ? 0 : (long) Long.BYTES * firsts.length + (bounds == null ? 0 : bounds.bytes());
    }
}
