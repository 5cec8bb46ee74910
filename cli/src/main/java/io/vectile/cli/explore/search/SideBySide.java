package io.vectile.cli.explore.search;

import io.vectile.SearchOptions;
import io.vectile.cli.bench.SearchWords;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.OpenedIndex;
import io.vectile.eval.GroundTruth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One query's true neighbours and the answers of indexes, as the columns of a table. Rows are named by the ids that users know. */
final class SideBySide {
    private final ExploredData data;
    private final float[] query;
    private final int k;
    /** At least k true neighbours: farther ones tell how far off a wrong answer is. */
    private final GroundTruth truth;
    private final Map<Integer, Integer> trueRank = new HashMap<>();
    private final Pictures pictures;

    SideBySide(ExploredData data, int queryRow, int k, GroundTruth truth) {
        this.data = data;
        this.query = data.queries().row(queryRow);
        this.k = k;
        this.truth = truth;
        this.pictures = new Pictures(data.base());
        for (int i = 0; i < truth.k(); i++) {
            trueRank.put((int) truth.ids()[0][i], i + 1);
        }
    }

    /** The column of the truth. */
    Map<String, Object> truth() {
        int[] rows = IntStream.range(0, Math.min(k, truth.k())).map(i -> (int) truth.ids()[0][i]).toArray();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("column", "truth");
        fields.put("query", Pictures.shortened(query));
        fields.put("ids", ids(rows));
        fields.put("distances", IntStream.range(0, rows.length).mapToDouble(i -> truth.distances()[0][i]).toArray());
        fields.put("vectors", pictures(rows));
        return fields;
    }

    /**
     * The column of an index.
     *
     * @param search options as the command line gives them; those that mean nothing to the index are left out
     */
    Map<String, Object> answer(SearchedIndex searched, String search) {
        String applicable = SearchWords.applicable(search, searched.index().spec());
        SearchOptions options = SearchOptions.parse(applicable);
        SearchedIndex.Found found = searched.search(query, k, options);
        Misses misses = new Misses(searched, query, k, options);
        List<Map<String, Object>> missed = new ArrayList<>();
        for (int i = 0; i < Math.min(k, truth.k()); i++) {
            int row = (int) truth.ids()[0][i];
            if (IntStream.of(found.rows()).noneMatch(one -> one == row)) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("id", id(row));
                fields.put("rank", i + 1);
                fields.put("distance", truth.distances()[0][i]);
                fields.putAll(misses.reason(row));
                missed.add(fields);
            }
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("column", searched.name());
        fields.put("spec", searched.index().spec().toString());
        fields.put("search", applicable);
        fields.put("ids", ids(found.rows()));
        fields.put("distances", found.distances());
        fields.put("ranks", IntStream.of(found.rows()).map(row -> trueRank.getOrDefault(row, 0)).toArray());
        fields.put("missed", missed);
        fields.put("vectors", pictures(found.rows()));
        return fields;
    }

    private long id(int row) {
        return data.index().map(OpenedIndex::ids).map(ids -> ids[row]).orElse((long) row);
    }

    private long[] ids(int[] rows) {
        return IntStream.of(rows).mapToLong(this::id).toArray();
    }

    private Map<String, Object> pictures(int[] rows) {
        Map<Integer, Long> names = new LinkedHashMap<>();
        IntStream.of(rows).forEach(row -> names.put(row, id(row)));
        return pictures.of(names);
    }
}
