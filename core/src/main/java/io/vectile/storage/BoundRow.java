package io.vectile.storage;

/** What writes the bound row of a list that has codes, but no bounds yet. Thread safe. */
public interface BoundRow {
    /**
     * Writes a list's entries. Two threads may do so at once: what they write is the same.
     *
     * @param number the list's number
     * @param list   at least one vector
     * @return the list's bias
     */
    float write(int number, CodeList list);
}
