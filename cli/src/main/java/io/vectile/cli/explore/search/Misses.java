package io.vectile.cli.explore.search;

import io.vectile.SearchOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Why a search missed a neighbour: it did not visit the neighbour's cell, or the neighbour's code looked farther than it is. Found
 * by asking the index other questions, so that it holds for all that an index may be made of.
 */
final class Misses {
    /** Ranks are told up to here. */
    static final int DEEPEST = 4096;

    private final SearchedIndex searched;
    private final float[] query;
    private final int k;
    private final SearchOptions options;

    /** @param options with which the search was made */
    Misses(SearchedIndex searched, float[] query, int k, SearchOptions options) {
        this.searched = searched;
        this.query = query;
        this.k = k;
        this.options = options;
    }

    /** The reason, as far as it can be told, by its fields. */
    Map<String, Object> reason(int row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        int nlist = searched.index().spec().nlist();
        if (nlist > 0 && !searched.visits(query, row, options)) {
            fields.put("why", "cell");
            fields.put("cell_rank", cellRank(row, nlist));
            return fields;
        }
        boolean refine = searched.index().spec().refine();
        fields.put("why", refine ? "candidate" : "code");
        if (!refine) {
            fields.put("code_distance", searched.distance(query, row, options));
        }
        if (!searched.partial()) {
            (refine ? candidateRank(row) : codeRank(row)).ifPresent(rank -> fields.put("code_rank", rank));
        }
        return fields;
    }

    /** Which of the cells, nearest to the query first, holds a row: visiting so many is the least that comes by it. */
    private int cellRank(int row, int nlist) {
        int without = Math.min(options.nprobe(), nlist);
        int with = nlist;
        while (with - without > 1) {
            int middle = (without + with) >>> 1;
            if (searched.visits(query, row, options.withNprobe(middle))) {
                with = middle;
            } else {
                without = middle;
            }
        }
        return with;
    }

    /** The place of a row among all that were visited, by the distance of its code; empty where it is very far behind. */
    private OptionalInt codeRank(int row) {
        for (int depth = 8 * k; ; depth *= 8) {
            int most = Math.min(depth, DEEPEST);
            int[] rows = searched.search(query, most, options).rows();
            OptionalInt rank = IntStream.range(0, rows.length).filter(i -> rows[i] == row).map(i -> i + 1).findFirst();
            if (rank.isPresent() || most == DEEPEST) {
                return rank;
            }
        }
    }

    /** The same where the best by their codes are measured again: the fewest of them among which the row is. */
    private OptionalInt candidateRank(int row) {
        int without = Math.min((int) (k * options.kFactor()), DEEPEST);
        int with = DEEPEST;
        if (!isCandidate(row, with)) {
            return OptionalInt.empty();
        }
        while (with - without > 1) {
            int middle = (without + with) >>> 1;
            if (isCandidate(row, middle)) {
                with = middle;
            } else {
                without = middle;
            }
        }
        return OptionalInt.of(with);
    }

    private boolean isCandidate(int row, int candidates) {
        return IntStream.of(searched.search(query, candidates, options.withKFactor(1)).rows()).anyMatch(found -> found == row);
    }
}
