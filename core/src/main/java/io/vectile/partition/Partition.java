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

    /** Assigns vectors as {@link #assign} does. */
    interface Assignment {
        /** @see Partition#assign */
        void assign(float[] x, int at, int n, int[] lists, int listsAt);
    }

    /** The fastest way to assign so many vectors in all, which may take some preparation. Thread safe. */
    default Assignment assignment(long n) {
        return this::assign;
    }

    /** Bytes held for centroids. */
    long bytes();
}
