package io.vectile.storage;

/**
 * The vectors that codes stand for, by ordinal: those that came with a file, which may stay there, and those added since.
 *
 * @param base  the first ordinals
 * @param added the ordinals that follow
 */
public record Originals(RowStore base, RowStore added) {
    /** The store that has an ordinal. */
    public RowStore store(long ordinal) {
        return ordinal < base.size() ? base : added;
    }

    /** The row of an ordinal in its store. */
    public long row(long ordinal) {
        return ordinal < base.size() ? ordinal : ordinal - base.size();
    }

    /** How many ordinals. */
    public long size() {
        return base.size() + added.size();
    }

    /** Copies the vector of an ordinal. */
    public void copy(long ordinal, float[] out, int at) {
        store(ordinal).copy(row(ordinal), out, at);
    }

    /** Whether the first ones are rows of a file that is not ours, so that they cannot be numbered anew. */
    public boolean isElsewhere() {
        return base.file() != null;
    }

    /** Whether all are unsigned bytes. */
    public boolean isBytes() {
        return (base.size() == 0 || base.isBytes()) && (added.size() == 0 || added.isBytes());
    }
}
