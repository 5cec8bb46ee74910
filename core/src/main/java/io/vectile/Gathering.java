package io.vectile;

import io.vectile.storage.Collector;
import java.util.function.Supplier;

/**
 * What a search collects for each of its queries, and what becomes of it when the query has visited its lists. Thread safe,
 * as long as each query is one thread's.
 *
 * @param <C> how the vectors found for one query are collected
 */
interface Gathering<C extends Collector> {
    /** An empty collector for one query. */
    C collector();

    /** Makes empty collectors for one query that several threads share; they may tell one another what is near. */
    Supplier<C> sharing();

    /** Adds what another thread collected for the same query. */
    void merge(C all, C part);

    /** Whether that is all that is asked for, or all that there is. */
    boolean isEnough(C found);

    /** Takes the answer of a query. */
    void finish(int query, C found);
}
