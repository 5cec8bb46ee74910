package io.vectile.fuzz;

import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.RangeNeighbors;
import io.vectile.SearchOptions;
import io.vectile.error.OutOfMemoryException;
import io.vectile.error.VectileException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.Vectors;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What an index says of some queries, so that two can be compared; refusals too. */
final class Answers {
    private static final SearchOptions SEARCH = SearchOptions.defaults().withThreads(1);
    private static final int QUERIES = 5;
    private static final int K = 3;
    /** More than a seed holds. */
    private static final int ALL = 100;
    /** Rows of more numbers take the time of a thousand other inputs. */
    private static final int WIDE = 1 << 10;

    private final Index index;
    private final boolean sound;
    private final List<Object> answers = new ArrayList<>();

    private Answers(Index index, boolean sound) {
        this.index = index;
        this.sound = sound;
    }

    /** @param sound whether all of its file was checked, so that no search may find damage in it */
    static List<Object> of(Index index, boolean sound) {
        Answers all = new Answers(index, sound);
        all.ask();
        return all.answers;
    }

    /** Rows of numbers that look random. */
    static Vectors rows(int n, int d) {
        float[] rows = new float[n * d];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (i * 7919 % 31) / 8f - 1.5f;
        }
        return Vectors.of(rows, d);
    }

    private void ask() {
        Vectors queries = rows(index.d() > WIDE ? 1 : QUERIES, index.d());
        float[] query = queries.row(0);
        // Many queries in one call and one alone go different ways.
        Neighbors nearest = answer(() -> index.search(queries, K, SEARCH));
        if (nearest == null || index.d() > WIDE) {
            return;
        }
        answer(() -> index.search(query, K, SEARCH.withThreads(2)));
        answer(() -> index.search(query, ALL, SEARCH.withNprobe(ALL)));
        answer(() -> index.search(query, K, SEARCH.withNprobe(2).withDistances(SearchOptions.Distances.SYMMETRIC)));
        long[] some = {0, 5, nearest.id(0, 0), 1L << 40, 39, -1};
        for (IdFilter filter : List.of(IdFilter.range(1, 30), IdFilter.in(some), IdFilter.of(id -> id % 3 != 1))) {
            answer(() -> index.search(query, K, SEARCH.withFilter(filter)));
            answer(() -> index.search(queries, K, SEARCH.withFilter(filter)));
        }
        float radius = nearest.distance(0, K - 1);
        if (Float.isFinite(radius)) {
            answer(() -> index.rangeSearch(query, radius, SEARCH));
            answer(() -> index.rangeSearch(queries, radius, SEARCH.withNprobe(ALL).withFilter(id -> id % 2 == 0)));
        }
        for (long id : some) {
            answer(() -> index.reconstruct(id));
        }
    }

    private <T> T answer(Supplier<T> question) {
        try {
            T given = question.get();
            switch (given) {
                case RangeNeighbors within -> {
                    for (int q = 0; q < within.queries(); q++) {
                        answers.add(LongBuffer.wrap(within.ids(q)));
                        answers.add(FloatBuffer.wrap(within.distances(q)));
                    }
                }
                case float[] row -> answers.add(FloatBuffer.wrap(row));
                default -> answers.add(given);
            }
            return given;
        } catch (VectileException e) {
            answers.add(allowed(e, sound).getMessage());
            return null;
        }
    }

    /** What may be refused: whatever is wrong with the file or the call, but not for want of memory. */
    static VectileException allowed(VectileException e, boolean sound) {
        if (e instanceof OutOfMemoryException || sound && e instanceof VectorFileException) {
            throw new AssertionError("a file that was found sound: " + e.getMessage(), e);
        }
        return e;
    }
}
