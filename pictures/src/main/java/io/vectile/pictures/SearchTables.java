package io.vectile.pictures;

import io.vectile.Neighbors;
import io.vectile.error.InvalidInputException;
import io.vectile.eval.GroundTruth;
import java.util.Objects;

/** Answers to queries as tables. */
final class SearchTables {
    private SearchTables() {}

    static Table found(Neighbors found, int query) {
        requireQuery(found, query);
        Table table = new Table("place", "id", "distance");
        for (int i = 0; i < found.k() && found.id(query, i) != Neighbors.NO_ID; i++) {
            table.row(i + 1, found.id(query, i), distance(found.distance(query, i)));
        }
        return table;
    }

    /** What was found, true neighbours marked, then those of the true k that were not. */
    static Table besideTruth(Neighbors found, int query, GroundTruth truth) {
        requireQuery(found, query);
        if (query >= truth.queries()) {
            throw new InvalidInputException("the true neighbours of query " + query + " are needed; the ground truth has " + truth.queries() + " queries");
        }
        long[] ids = truth.ids()[query];
        int wanted = Math.min(found.k(), ids.length);
        Table table = new Table("place", "id", "distance", "true place");
        boolean[] hit = new boolean[wanted];
        for (int i = 0; i < found.k() && found.id(query, i) != Neighbors.NO_ID; i++) {
            long id = found.id(query, i);
            int place = placeOf(id, ids, wanted);
            if (place >= 0) {
                hit[place] = true;
            }
            Object shown = place < 0 ? id : Table.strong(id);
            table.row(i + 1, shown, distance(found.distance(query, i)), place < 0 ? "-" : place + 1);
        }
        float[] distances = truth.distances()[query];
        for (int place = 0; place < wanted; place++) {
            if (!hit[place]) {
                table.row("missed", ids[place], place < distances.length ? distance(distances[place]) : "-", place + 1);
            }
        }
        return table;
    }

    private static void requireQuery(Neighbors found, int query) {
        Objects.checkIndex(query, found.queries());
    }

    private static int placeOf(long id, long[] ids, int first) {
        for (int i = 0; i < first; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }

    private static String distance(float value) {
        return Quantity.NUMBER.label(Math.abs(value) < 1000 ? value : Math.round(value));
    }
}
