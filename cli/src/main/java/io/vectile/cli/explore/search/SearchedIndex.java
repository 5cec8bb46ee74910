package io.vectile.cli.explore.search;

import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.bench.BuiltIndex;
import io.vectile.cli.explore.data.OpenedIndex;
import java.util.Arrays;
import java.util.stream.LongStream;

/** An index that is asked, and which rows of the data its ids are. */
final class SearchedIndex {
    private final String name;
    private final Index index;
    /** Of each row, ascending; null where row numbers are ids. */
    private final long[] ids;
    /** Whether it holds more than the rows, among which it then must not search. */
    private final boolean partial;

    private SearchedIndex(String name, Index index, long[] ids, boolean partial) {
        this.name = name;
        this.index = index;
        this.ids = ids;
        this.partial = partial;
    }

    /** One that was built over the rows. */
    static SearchedIndex of(BuiltIndex built) {
        return new SearchedIndex(built.given(), built.index(), null, false);
    }

    /** One from whose vectors the rows are. */
    static SearchedIndex of(OpenedIndex opened) {
        return new SearchedIndex(opened.name(), opened.index(), opened.ids(), opened.ids().length < opened.index().ntotal());
    }

    String name() {
        return name;
    }

    Index index() {
        return index;
    }

    boolean partial() {
        return partial;
    }

    /** The rows of the k nearest, and their distances. */
    Found search(float[] query, int k, SearchOptions options) {
        Neighbors found = index.search(query, k, partial ? options.withFilter(IdFilter.in(ids)) : options);
        long[] foundIds = LongStream.of(found.ids(0)).filter(id -> id != Neighbors.NO_ID).toArray();
        return new Found(LongStream.of(foundIds).mapToInt(this::row).toArray(), Arrays.copyOf(found.distances(0), foundIds.length));
    }

    /** Whether a search comes by a row, whatever its code says. */
    boolean visits(float[] query, int row, SearchOptions options) {
        float everywhere = index.metric().smallerIsNearer() ? Float.MAX_VALUE : -Float.MAX_VALUE;
        return index.rangeSearch(query, everywhere, options.withFilter(IdFilter.in(id(row)))).ids(0).length > 0;
    }

    /** The distance at which a row is found, which its code alone says where the index keeps no vectors. */
    float distance(float[] query, int row, SearchOptions options) {
        return index.search(query, 1, options.withFilter(IdFilter.in(id(row)))).distance(0, 0);
    }

    /** @param rows of the data, nearest first */
    record Found(int[] rows, float[] distances) {}

    private long id(int row) {
        return ids == null ? row : ids[row];
    }

    private int row(long id) {
        return ids == null ? (int) id : Arrays.binarySearch(ids, id);
    }
}
