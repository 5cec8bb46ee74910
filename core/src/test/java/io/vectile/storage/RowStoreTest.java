package io.vectile.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
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

    @Test
    void touchReadsAByteOfEachLineAndTheLast() {
        RowStore store = rows(130, 1, 2);
        // The second row starts at byte 130: bytes 130, 194, 258 and, the last, 259.
        assertEquals(30 + 94 + 58 + 59, store.touch(store.at(1), 1 << 20));
        assertEquals(30 + 93, store.touch(store.at(1), 64));
        RowStore floats = rows(1, 4, 3);
        assertEquals(8 + 11, floats.touch(floats.at(2), 1024));
    }

    @Test
    void touchEndsWithTheRow() {
        RowStore store = rows(64, 1, 2);
        assertEquals(64 + 27, store.touch(store.at(1), 1024));
        assertThrows(IndexOutOfBoundsException.class, () -> store.touch(store.at(2), 1024));
    }
}
