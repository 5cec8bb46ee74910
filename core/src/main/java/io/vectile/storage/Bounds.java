package io.vectile.storage;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The biases of packed lists, and what writes the bound rows that are not there yet when a list is first scanned: lists of
 * Faiss's files come without them, and writing all of them would make opening one slow. Thread safe.
 */
final class Bounds {
    private final float[] biases;
    private final BoundRow writer;
    /** 1 where a list's row and bias are there. */
    private final AtomicIntegerArray written;

    /** Rows that are there. */
    Bounds(float[] biases) {
        this.biases = biases;
        this.writer = null;
        this.written = null;
    }

    /** Rows that are yet to be written. */
    Bounds(int lists, BoundRow writer) {
        this.biases = new float[lists];
        this.writer = writer;
        this.written = new AtomicIntegerArray(lists);
    }

    /** Sees to it that a list's row is there, and gives its bias. */
    float ensure(int number, CodeList list) {
        if (written != null && list.size() > 0 && written.getAcquire(number) == 0) {
            biases[number] = writer.write(number, list);
            written.setRelease(number, 1);
        }
        return biases[number];
    }

    long bytes() {
        return (long) Float.BYTES * biases.length + (written == null ? 0 : (long) Integer.BYTES * biases.length);
    }
}
