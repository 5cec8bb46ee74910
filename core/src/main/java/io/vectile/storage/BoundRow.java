package io.vectile.storage;

/**
 * What writes the bound row of a list that has codes, but no bounds yet. Thread safe.
 *
 * <p>A byte of the row stands for a number of steps from 0 to 255, rotated by two bits: its lower six bits are the upper six
 * of the number. Bytes that share these then stand for nearly the same, as the codewords of a subspace do that share theirs.
 */
public interface BoundRow {
    /** The byte for a number of steps. */
    static int entry(int steps) {
        return steps >>> 2 | (steps & 3) << 6;
    }

    /** The number of steps that a byte stands for. */
    static int steps(int entry) {
        return (entry & 63) << 2 | entry >>> 6 & 3;
    }

    /**
     * Writes a list's entries. Two threads may do so at once: what they write is the same.
     *
     * @param number the list's number
     * @param list   at least one vector
     * @return the list's bias
     */
    float write(int number, CodeList list);
}
