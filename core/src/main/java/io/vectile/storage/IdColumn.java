package io.vectile.storage;

import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The ids of a list, by position. Read-only views of memory that only an {@link Appender} writes, past their end. */
sealed interface IdColumn {
    long id(long position);

    /** The first of n positions that has an id, or -1. */
    default long find(long id, long n) {
        for (long p = 0; p < n; p++) {
            if (id(p) == id) {
                return p;
            }
        }
        return -1;
    }

    /** Bytes held for ids, spare room included. */
    long bytes();

    /** Ids that are counted up from the first: they need no memory. */
    record Consecutive(long first) implements IdColumn {
        @Override
        public long id(long position) {
            return first + position;
        }

        @Override
        public long find(long id, long n) {
            return id >= first && id - first < n ? id - first : -1;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /** Bytes that an id up to the given one takes where none is negative. */
    static int width(long maxId) {
        return maxId > Integer.MAX_VALUE ? Long.BYTES : Integer.BYTES;
    }

    /** Ids of four bytes, or of eight where one is negative or past the ints. */
    record Stored(MemorySegment segment, int width) implements IdColumn {
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

        @Override
        public long id(long position) {
            return width == Integer.BYTES
                    ? segment.get(INT, position * Integer.BYTES)
                    : segment.get(LONG, position * Long.BYTES);
        }

        /** Room for n ids of a width. */
        static Stored allocate(long n, int width) {
            return new Stored(Panels.allocate(n * width).asSlice(0, n * width), width);
        }

        void set(long position, long id) {
            if (width == Integer.BYTES) {
                segment.set(INT, position * Integer.BYTES, (int) id);
            } else {
                segment.set(LONG, position * Long.BYTES, id);
            }
        }

        @Override
        public long bytes() {
            return segment.byteSize();
        }
    }
}
