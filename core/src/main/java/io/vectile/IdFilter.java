package io.vectile;

import io.vectile.storage.LongSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Which ids a search may return. It is asked before codes are looked at, so what it does not let through costs no
 * measuring: a range of ids costs two look-ups in each list visited, a set of few ids one for each that the list may hold, a
 * test of single ids a call for those that the scan of a single query does not rule out, or for every id of the lists that
 * many queries visit. A search that finds fewer than k visits further cells, until
 * it has k or has seen all. Called by several threads at once where a search uses several, so it must be thread
 * safe; those made here are, as long as what they were made of is left alone.
 */
@FunctionalInterface
public interface IdFilter extends LongPredicate {
    /** Whether an id may be returned. */
    @Override
    boolean test(long id);

    /** The ids that a predicate accepts. */
    static IdFilter of(LongPredicate predicate) {
        return predicate::test;
    }

    /** Just these ids. */
    static IdFilter in(long... ids) {
        long[] sorted = Arrays.stream(ids).sorted().distinct().toArray();
        return new IdFilters.Members(sorted, new LongSet(sorted));
    }

    /** The ids of a set. */
    static IdFilter in(Set<Long> ids) {
        return in(ids.stream().mapToLong(Long::longValue).toArray());
    }

    /** The ids whose bit is set; ids past the bitmap's end are not let through. */
    static IdFilter bitmap(BitSet bits) {
        return id -> id >= 0 && id <= Integer.MAX_VALUE && bits.get((int) id);
    }

    /** The ids from {@code from} (inclusive) to {@code to} (exclusive). */
    static IdFilter range(long from, long to) {
        return new IdFilters.Interval(from, to);
    }
}
