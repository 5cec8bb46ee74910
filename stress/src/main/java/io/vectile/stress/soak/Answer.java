package io.vectile.stress.soak;

import io.vectile.IdFilter;
import io.vectile.Neighbors;
import io.vectile.RangeNeighbors;
import java.util.Arrays;

/** What a search answered, to be held against what a state would answer. */
sealed interface Answer {
    /** Whether a state answers just this, to the bit. */
    boolean isOf(State state, Pool pool);

    /** What a state answers, in words. */
    String expected(State state, Pool pool);

    /** The k nearest of some queries in one call. */
    record Nearest(Neighbors found, int[] queries, int probe, IdFilter filter) implements Answer {
        @Override
        public boolean isOf(State state, Pool pool) {
            for (int i = 0; i < queries.length; i++) {
                if (!isOf(i, state, pool)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isOf(int row, State state, Pool pool) {
            Asked asked = new Asked(queries[row], probe, filter, Float.POSITIVE_INFINITY);
            long[] ids = found.ids(row);
            float[] distances = found.distances(row);
            int n = 0;
            while (n < ids.length && ids[n] != Neighbors.NO_ID) {
                n++;
            }
            for (int i = n; i < ids.length; i++) {
                if (ids[i] != Neighbors.NO_ID || pool.signed(distances[i]) != pool.worst()) {
                    return false;
                }
            }
            return asked.isAnsweredBy(state, pool, ids, distances, n, n < ids.length);
        }

        @Override
        public String expected(State state, Pool pool) {
            StringBuilder text = new StringBuilder();
            for (int query : queries) {
                text.append("\n    ").append(new Asked(query, probe, filter, Float.POSITIVE_INFINITY).words(state, pool, found.k()));
            }
            return text.toString();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("k = " + found.k() + ", queries " + Arrays.toString(queries) + ", probe " + probe
                    + (filter == null ? "" : ", filtered") + ":");
            for (int i = 0; i < queries.length; i++) {
                text.append("\n    ").append(Asked.words(found.ids(i), found.distances(i)));
            }
            return text.toString();
        }
    }

    /** All within a radius of one query. */
    record Within(RangeNeighbors found, int query, int probe, float radius) implements Answer {
        private Asked asked(Pool pool) {
            return new Asked(query, probe, null, pool.signed(radius));
        }

        @Override
        public boolean isOf(State state, Pool pool) {
            return asked(pool).isAnsweredBy(state, pool, found.ids(0), found.distances(0), found.size(0), true);
        }

        @Override
        public String expected(State state, Pool pool) {
            return "\n    " + asked(pool).words(state, pool, Integer.MAX_VALUE);
        }

        @Override
        public String toString() {
            return "within " + radius + ", query " + query + ", probe " + probe + ":\n    "
                    + Asked.words(found.ids(0), found.distances(0));
        }
    }

    /** The vector of an id; null for "the index does not hold it". */
    record Decoded(float[] found, long id) implements Answer {
        @Override
        public boolean isOf(State state, Pool pool) {
            int vector = state.vector(id);
            return vector < 0 ? found == null : Arrays.equals(found, pool.decoded(vector));
        }

        @Override
        public String expected(State state, Pool pool) {
            int vector = state.vector(id);
            return vector < 0 ? "not there" : Arrays.toString(pool.decoded(vector));
        }

        @Override
        public String toString() {
            return "reconstruct " + id + ": " + (found == null ? "not there" : Arrays.toString(found));
        }
    }

    /** How many vectors there are. */
    record Count(long found) implements Answer {
        @Override
        public boolean isOf(State state, Pool pool) {
            return found == state.size();
        }

        @Override
        public String expected(State state, Pool pool) {
            return state.size() + " vectors";
        }

        @Override
        public String toString() {
            return "ntotal " + found;
        }
    }

    /**
     * A query, and which vectors it may find.
     *
     * @param below measures of what is found are below it
     */
    record Asked(int query, int probe, IdFilter filter, float below) {
        private boolean finds(long id, float measure) {
            return measure < below && (filter == null || filter.test(id)); // false for NaN: in a list that is not visited
        }

        /**
         * Whether n ids with their distances are what a state answers: all are there, at just these distances, in order, and
         * no other vector would come before the last.
         *
         * @param all whether there was room for more, so that no other vector is found at all
         */
        boolean isAnsweredBy(State state, Pool pool, long[] ids, float[] distances, int n, boolean all) {
            float lastMeasure = Float.NEGATIVE_INFINITY;
            long lastId = -1;
            for (int i = 0; i < n; i++) {
                int vector = state.vector(ids[i]);
                if (vector < 0) {
                    return false;
                }
                float measure = pool.measure(probe, query, vector);
                if (!finds(ids[i], measure) || pool.signed(distances[i]) != measure || !before(lastMeasure, lastId, measure, ids[i])) {
                    return false;
                }
                lastMeasure = measure;
                lastId = ids[i];
            }
            if (all) {
                lastMeasure = Float.POSITIVE_INFINITY;
            }
            return n == upTo(state.first(), pool, lastMeasure, lastId) + upTo(state.second(), pool, lastMeasure, lastId);
        }

        private static boolean before(float measure, long id, float nextMeasure, long nextId) {
            return measure < nextMeasure || measure == nextMeasure && id < nextId;
        }

        /** How many are found that come no later than a certain one. */
        private int upTo(Content content, Pool pool, float lastMeasure, long lastId) {
            int count = 0;
            long[] ids = content.ids();
            int[] vectors = content.vectors();
            for (int i = 0; i < ids.length; i++) {
                float measure = pool.measure(probe, query, vectors[i]);
                if (measure <= lastMeasure && (measure < lastMeasure || ids[i] <= lastId) && finds(ids[i], measure)) {
                    count++;
                }
            }
            return count;
        }

        /** What a state answers, at most k. */
        String words(State state, Pool pool, int k) {
            Content all = state.all();
            Integer[] order = new Integer[all.size()];
            Arrays.setAll(order, i -> i);
            int[] nearest = Arrays.stream(order).filter(i -> finds(all.ids()[i], pool.measure(probe, query, all.vectors()[i])))
                    .sorted((i, j) -> Float.compare(pool.measure(probe, query, all.vectors()[i]),
                            pool.measure(probe, query, all.vectors()[j])))
                    .limit(k).mapToInt(Integer::intValue).toArray(); // stable: equal ones by id
            long[] ids = new long[nearest.length];
            float[] measures = new float[nearest.length];
            for (int i = 0; i < nearest.length; i++) {
                ids[i] = all.ids()[nearest[i]];
                measures[i] = pool.signed(pool.measure(probe, query, all.vectors()[nearest[i]]));
            }
            return words(ids, measures);
        }

        static String words(long[] ids, float[] distances) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < ids.length; i++) {
                text.append(i == 0 ? "" : ", ").append(ids[i]).append(" (").append(distances[i]).append(')');
            }
            return text.toString();
        }
    }
}
