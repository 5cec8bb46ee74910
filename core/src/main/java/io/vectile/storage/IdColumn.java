package io.vectile.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The ids of a list, by position. Read-only views of memory that only an {@link Appender} writes, past their end. */
sealed interface IdColumn {
    long id(long position);

    /** Bytes held for the given number of ids. */
    long bytes();

    /** Ids that are counted up from the first: they need no memory. */
    record Consecutive(long first) implements IdColumn {
        @Override
        public long id(long position) {
            return first + position;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /** Ids of four bytes (unsigned comparison is never needed: they are below 2^31) or eight. */
    record Stored(MemorySegment segment, int width) implements IdColumn {
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

        @Override
        public long id(long position) {
            return width == Integer.BYTES
                    ? segment.get(INT, position * Integer.BYTES)
                    : segment.get(LONG, position * Long.BYTES);
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
