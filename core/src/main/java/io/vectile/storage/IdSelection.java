package io.vectile.storage;

import java.util.function.LongPredicate;

/** Which ids may be found. Immutable; a test must be thread safe. */
public sealed interface IdSelection {
    /** From one id to another, exclusive. */
    record Interval(long from, long to) implements IdSelection {}

    /**
     * Just these.
     *
     * @param ids ascending
     * @param set the same
     */
    record Members(long[] ids, LongSet set) implements IdSelection {}

    /** Those that pass a test. */
    record Tested(LongPredicate test) implements IdSelection {}
}
