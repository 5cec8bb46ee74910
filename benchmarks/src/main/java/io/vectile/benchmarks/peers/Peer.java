package io.vectile.benchmarks.peers;

import io.vectile.vectors.Vectors;

/**
 * An index of some library, as the bench sees all of them. Ids are the row numbers of the base; distances are squared L2 or
 * whatever else puts neighbours in the same order. One thread builds (and may use others), then one thread asks.
 */
interface Peer extends AutoCloseable {

    /**
     * How long building took, in seconds.
     *
     * @param train learning codebooks and cells; 0 where nothing is learnt
     * @param add   adding all rows, until they can be searched: for a graph, its whole construction
     */
    record BuildTime(double train, double add) {}

    /**
     * What an index holds in memory, so that it can be searched.
     *
     * @param bytes   how many
     * @param counted how they were counted
     */
    record Held(long bytes, String counted) {}

    /** A search with one setting. */
    @FunctionalInterface
    interface Search {
        /** The ids of the k nearest that it finds, nearest first. */
        long[] nearest(float[] query, int k);
    }

    /**
     * Builds the index; called once, before anything else.
     *
     * @param base    rows to be found
     * @param train   rows to learn from, for what learns
     * @param threads how many may work at a time
     */
    BuildTime build(Vectors base, Vectors train, int threads);

    /**
     * Counts the memory held.
     *
     * @param heapGrowth bytes by which the used heap has grown while the index was built, after collections
     */
    Held held(long heapGrowth);

    /** A search with this setting, such as {@code nprobe=16,k_factor=8} or {@code ef=40}. */
    Search search(String setting);

    /** Which kernels of the library run, where it tells; empty where it does not. */
    default String kernels() {
        return "";
    }

    /** Lets go of memory, files and threads, of which there may be none where building failed. */
    @Override
    default void close() {}
}
