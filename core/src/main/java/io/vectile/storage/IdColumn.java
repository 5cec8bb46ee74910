package io.vectile.storage;

import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The ids of a list, by position. Read-only views of memory that only an {@link Appender} writes, past their end. */
sealed interface IdColumn {
    /** The id at a position. */
    long id(long position);

    /** Copies the ids of some positions. */
    void copy(long from, int count, long[] out);

    /** Whether ids increase strictly with the position, so that they can be looked up. */
    boolean isSorted();

    /** The first of n positions with at least this id, or n; where ids are sorted. */
    long firstAtLeast(long id, long n);

    /**
     * The positions of those of some ids that are among the first n; where ids are sorted.
     *
     * @param wanted strictly increasing
     * @param from   the first of them to seek
     * @param to     one past the last
     * @param places receives the positions, strictly increasing
     * @return how many there are
     */
    default int find(long[] wanted, int from, int to, long n, long[] places) {
        int found = 0;
        for (int i = from; i < to; i++) {
            long place = firstAtLeast(wanted[i], n);
            if (place < n && id(place) == wanted[i]) {
                places[found++] = place;
            }
        }
        return found;
    }

    /** Bytes held for ids, spare room included. */
    long bytes();

    /** Bytes that an id up to the given one takes where none is negative. */
    static int width(long maxId) {
        return maxId > Integer.MAX_VALUE ? Long.BYTES : Integer.BYTES;
    }

    /** Ids that are counted up from the first: they need no memory. */
    record Consecutive(long first) implements IdColumn {
        @Override
        public long id(long position) {
            return first + position;
        }

        @Override
        public void copy(long from, int count, long[] out) {
            for (int i = 0; i < count; i++) {
                out[i] = first + from + i;
            }
        }

        @Override
        public boolean isSorted() {
            return true;
        }

        @Override
        public long firstAtLeast(long id, long n) {
            return id <= first ? 0 : Math.min(n, id - first);
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /**
     * Sorted ids in Elias-Fano code.
     *
     * @param from where in a file the segment lies; null where it does not
     */
    record Coded(MemorySegment segment, long at, long n, long universe, FilePlace from) implements IdColumn {
        @Override
        public long id(long position) {
            try {
                return EliasFano.get(segment, at, n, universe, position);
            } catch (IllegalStateException e) {
                throw damaged(e);
            }
        }

        @Override
        public void copy(long first, int count, long[] out) {
            try {
                EliasFano.decode(segment, at, n, universe, first, count, out);
            } catch (IllegalStateException e) {
                throw damaged(e);
            }
        }

        @Override
        public boolean isSorted() {
            return true;
        }

        @Override
        public long firstAtLeast(long id, long n) {
            try {
                return EliasFano.firstAtLeast(segment, at, this.n, universe, id);
            } catch (IllegalStateException e) {
                throw damaged(e);
            }
        }

        @Override
        public int find(long[] wanted, int from, int to, long n, long[] places) {
            try {
                return EliasFano.find(segment, at, this.n, universe, wanted, from, to, places);
            } catch (IllegalStateException e) {
                throw damaged(e);
            }
        }

        /** Bytes of a file may be anything; those that were made here are right. */
        private RuntimeException damaged(IllegalStateException e) {
            return from == null ? e : from.damaged(at, e.getMessage());
        }

        @Override
        public long bytes() {
            return EliasFano.bytes(n, universe);
        }
    }

    /**
     * Ids as they are, of four bytes, or of eight where one is negative or past the ints.
     *
     * @param at     the byte of the first
     * @param sorted whether those that are published increase strictly
     */
    record Stored(MemorySegment segment, long at, int width, boolean sorted) implements IdColumn {
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

        /** Room for n ids of a width. */
        static Stored allocate(long n, int width) {
            return new Stored(Panels.allocate(n * width).asSlice(0, n * width), 0, width, false);
        }

        Stored withSorted(boolean increasing) {
            return sorted == increasing ? this : new Stored(segment, at, width, increasing);
        }

        @Override
        public long id(long position) {
            return width == Integer.BYTES
                    ? segment.get(INT, at + position * Integer.BYTES)
                    : segment.get(LONG, at + position * Long.BYTES);
        }

        @Override
        public void copy(long from, int count, long[] out) {
            if (width == Long.BYTES) {
                MemorySegment.copy(segment, LONG, at + from * Long.BYTES, out, 0, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                out[i] = segment.get(INT, at + (from + i) * Integer.BYTES);
            }
        }

        @Override
        public boolean isSorted() {
            return sorted;
        }

        @Override
        public long firstAtLeast(long id, long n) {
            long low = 0;
            long high = n;
            while (low < high) {
                long middle = low + high >>> 1;
                if (id(middle) < id) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        void set(long position, long id) {
            if (width == Integer.BYTES) {
                segment.set(INT, at + position * Integer.BYTES, (int) id);
            } else {
                segment.set(LONG, at + position * Long.BYTES, id);
            }
        }

        @Override
        public long bytes() {
            return segment.byteSize();
        }
    }
}
