package io.vectile;

import io.vectile.storage.IdSelection;
import io.vectile.storage.LongSet;

/** The filters that lists can be asked for, rather than id by id. */
final class IdFilters {
    private IdFilters() {}

    /** From an id to another, exclusive. */
    record Interval(long from, long to) implements IdFilter {
        @Override
        public boolean test(long id) {
            return id >= from && id < to;
        }
    }

    /**
     * Single ids.
     *
     * @param ids distinct, ascending
     * @param set the same
     */
    record Members(long[] ids, LongSet set) implements IdFilter {
        @Override
        public boolean test(long id) {
            return set.contains(id);
        }
    }

    /** What lists are asked for. */
    static IdSelection selection(IdFilter filter) {
        return switch (filter) {
            case Interval(long from, long to) -> new IdSelection.Interval(from, to);
            case Members(long[] ids, LongSet set) -> new IdSelection.Members(ids, set);
            default -> new IdSelection.Tested(filter);
        };
    }
}
