package io.vectile.partition;

/** Which list holds a vector, and which lists a query visits. Immutable and thread safe. */
public sealed interface Partition permits OneList, InvertedFile {
    /** How many lists. */
    int lists();

    /** Whether vectors can be assigned. */
    boolean isTrained();

    /**
     * The list of each of n vectors, row-major from {@code at}.
     *
     * @param lists receives n list numbers from {@code listsAt}
     */
    void assign(float[] x, int at, int n, int[] lists, int listsAt);

    /** Bytes held for centroids. */
    long bytes();
}
