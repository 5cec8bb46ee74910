package io.vectile.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Rows are touched line by line, and nothing past them is read. */
class RowStoreTest {
    private static RowStore rows(int d, int elementBytes, int n) {
        byte[] bytes = new byte[d * elementBytes * n];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 100);
        }
        return RowStore.of(MemorySegment.ofArray(bytes), d, elementBytes, n);
    }

    private static int touch(RowStore store, int most, long... rows) {
        return store.touch(Arrays.stream(rows).map(store::at).toArray(), rows.length, most);
    }

    @Test
    void touchReadsAByteOfEachLineAndTheLast() {
        RowStore store = rows(130, 1, 2);
        // The second row starts at byte 130: bytes 130, 194, 258 and, the last, 259.
        assertEquals(30 + 94 + 58 + 59, touch(store, 1 << 20, 1));
        assertEquals(30 + 93, touch(store, 64, 1));
        assertEquals(30 + 93 + 0 + 63, touch(store, 64, 1, 0));
        RowStore floats = rows(1, 4, 3);
        assertEquals(8 + 11, touch(floats, 1024, 2));
    }

    @Test
    void touchEndsWithTheRow() {
        RowStore store = rows(64, 1, 2);
        assertEquals(64 + 27, touch(store, 1024, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> touch(store, 1024, 0, 2));
    }

    @Test
    void touchReadsNoMoreRowsThanItIsTold() {
        RowStore store = rows(10, 1, 2);
        assertEquals(9, store.touch(new long[] {0, 10}, 1, 1024));
    }
}
