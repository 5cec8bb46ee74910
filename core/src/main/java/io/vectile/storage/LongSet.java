package io.vectile.storage;

/** Numbers, hashed to open addresses: a few nanoseconds a test, where a binary search takes one for each bit. Immutable. */
public final class LongSet {
    private final long[] slots;
    private final boolean hasZero;

    /** @param numbers any, in any order */
    public LongSet(long[] numbers) {
        int bits = Math.max(4, 65 - Long.numberOfLeadingZeros(numbers.length)); // at most half full
        this.slots = new long[1 << Math.min(30, bits)];
        boolean zero = false;
        for (long number : numbers) {
            if (number == 0) {
                zero = true;
            } else {
                slots[slot(number)] = number;
            }
        }
        this.hasZero = zero;
    }

    /** The slot that has a number, or the empty one where it would go. */
    private int slot(long number) {
        int mask = slots.length - 1;
        // Fibonacci hashing: D. Knuth, The Art of Computer Programming 3, section 6.4.
        int slot = (int) (number * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (slots[slot] != 0 && slots[slot] != number) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Whether a number is there. */
    public boolean contains(long number) {
        return number == 0 ? hasZero : slots[slot(number)] == number;
    }
}
