package io.vectile.codec;

import io.vectile.storage.CodeList;
import io.vectile.storage.Collector;

/** Compares one query at a time with lists of codes. Belongs to one search on one thread. */
public interface ListScanner {
    /**
     * Takes a query and prepares its tables.
     *
     * @param q row of d finite numbers from {@code at}; kept until the next query
     */
    void query(float[] q, int at);

    /** Whether the scanner looks for a first bound before it scans: {@link #look} then. */
    default boolean looks(Collector out) {
        return false;
    }

    /**
     * Looks through a list for what seems nearest, so that the first bound is a good one: what that is of all lists looked at
     * is offered when the first of them is scanned. Call it for the first lists of a query, as long as it asks for more, and scan
     * them in that order.
     *
     * @param number the list's number
     * @param coarse as {@link #scan} takes it
     * @param out    says how many are wanted; it gets nothing yet
     * @return whether another list would help
     */
    default boolean look(CodeList list, int number, float coarse, Collector out) {
        return false;
    }

    /**
     * Offers every vector of some blocks that is within the collector's bound and admitted by it; some of them perhaps not
     * before {@link #finish}.
     *
     * @param number the list's number, for refs and its centroid
     * @param coarse for residual codes the query's distance to the list's centroid (squared L2, or the negated inner
     *               product); ignored otherwise
     */
    void scan(CodeList list, int number, float coarse, int fromBlock, int toBlock, Collector out);

    /** Offers what was put off. To be called when a query has scanned its lists, before anybody looks at what was found. */
    default void finish(Collector out) {}
}
