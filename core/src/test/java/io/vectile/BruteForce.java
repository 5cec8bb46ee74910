package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cluster.Centroids;
import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.transform.Normalization;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;

/**
 * What a search has to answer, by definition: distances, in double, to what the index decodes, over the lists visited.
 * Cells are learnt here once more, so the index is not asked which ones it visits.
 */
final class BruteForce {
    private static final double RELATIVE = 1e-5;
    private static final double HALF_UNIT = 0x1p-24;

    private final Index index;
    private final int d;
    private final Centroids cells;
    private final List<Stored> stored = new ArrayList<>();
    private final Map<List<Object>, Long> lastTwins = new HashMap<>();

    /** @param twin the largest smaller id with the same code in the same list, so at the same distance; -1 for none */
    private record Stored(long id, int cell, float[] decoded, long twin) {}

    /** @param distance such that smaller is nearer */
    private record Candidate(Stored vector, double distance, double tolerance) {}

    /** @param training few enough rows for k-means to use them all */
    BruteForce(Index index, Vectors training, TrainingOptions options) {
        this.index = index;
        this.d = index.d();
        int nlist = index.spec().nlist();
        this.cells = nlist == 0 ? null : cells(rows(training), (int) training.n(), nlist, options);
    }

    private Centroids cells(float[] rows, int n, int nlist, TrainingOptions options) {
        float[] centroids = KMeans.train(rows, n, d, nlist, options.coarse(isInnerProduct()), Parallel.available(),
                Progress.NONE).centroids();
        return Trainer.cells(centroids, nlist, d, isInnerProduct(), rows);
    }

    private boolean isInnerProduct() {
        return index.metric() != Metric.L2;
    }

    /** Rows as the metric has them. */
    private float[] rows(Vectors x) {
        float[] rows = new float[(int) x.n() * d];
        x.copyRows(0, (int) x.n(), rows, 0);
        if (index.metric() == Metric.COSINE) {
            Normalization.normalize(rows, (int) x.n(), d, rows);
        }
        return rows;
    }

    /** Reads all that the index holds, in place of what was read before. Ids come in any order. */
    void read(Vectors x, long[] ids) {
        stored.clear();
        lastTwins.clear();
        float[] rows = rows(x);
        int[] lists = new int[ids.length];
        if (cells != null) {
            cells.assign(rows, 0, d, ids.length, lists, new float[ids.length], 0);
        }
        Integer[] byId = new Integer[ids.length];
        Arrays.setAll(byId, i -> i);
        Arrays.sort(byId, Comparator.comparing(i -> ids[i]));
        for (int i : byId) {
            float[] decoded = index.reconstruct(ids[i]);
            // A plain residual is no code of few values: two of them may decode to the same floats.
            float[] code = index.spec().codec() instanceof IndexSpec.Flat
                    ? Arrays.copyOfRange(rows, i * d, (i + 1) * d) : decoded;
            Long twin = lastTwins.put(List.of(lists[i], FloatBuffer.wrap(code)), ids[i]);
            stored.add(new Stored(ids[i], lists[i], decoded, twin == null ? -1 : twin));
        }
    }

    /** All vectors that a search may find, in the order of (distance, id). */
    private List<Candidate> candidates(float[] query, int nprobe, LongPredicate filter) {
        float[] q = query.clone();
        if (index.metric() == Metric.COSINE) {
            Normalization.normalize(q, 1, d, q);
        }
        return candidatesAsSeen(q, nprobe, filter);
    }

    private List<Candidate> candidatesAsSeen(float[] q, int nprobe, LongPredicate filter) {
        boolean[] visited = new boolean[cells == null ? 1 : cells.k()];
        for (int cell : visitedCells(q, nprobe)) {
            visited[cell] = true;
        }
        return stored.stream().filter(vector -> visited[vector.cell()] && (filter == null || filter.test(vector.id())))
                .map(vector -> candidate(q, vector))
                .sorted(Comparator.comparingDouble(Candidate::distance).thenComparing(c -> c.vector().id())).toList();
    }

    private int[] visitedCells(float[] q, int nprobe) {
        if (cells == null) {
            return new int[1];
        }
        int[] nearest = new int[Math.min(nprobe, cells.k())];
        cells.nearestCells(q, 0, d, 1, nearest.length, new Centroids.Scratch(), nearest, new float[nearest.length], 0);
        return nearest;
    }

    private Candidate candidate(float[] q, Stored vector) {
        double sum = 0;
        double magnitude = 0;
        double decodingError = 0;
        boolean residual = index.spec().residual();
        boolean flat = index.spec().codec() instanceof IndexSpec.Flat;
        float[] centroidRow = residual ? cells.row(vector.cell()) : null;
        for (int e = 0; e < d; e++) {
            double x = vector.decoded()[e];
            double centroid = residual ? centroidRow[e] : 0;
            if (isInnerProduct()) {
                sum -= q[e] * x;
                magnitude += Math.abs(q[e]) * (residual ? Math.abs(centroid) + Math.abs(x - centroid) : Math.abs(x));
            } else {
                double difference = q[e] - x;
                sum += difference * difference;
                // A plain residual is compared with q - c: its sum with c, which is what is decoded, is rounded otherwise.
                double moved = residual && flat ? 4 * HALF_UNIT * (Math.abs(q[e]) + Math.abs(x) + Math.abs(centroid)) : 0;
                decodingError += moved * (2 * Math.abs(difference) + moved);
            }
        }
        double relativeTo = isInnerProduct() ? magnitude : sum;
        return new Candidate(vector, sum, RELATIVE * relativeTo + decodingError + 4 * d * Float.MIN_VALUE);
    }

    /** Holds a query's row of an answer to the definition. */
    void checkTopK(float[] query, int nprobe, LongPredicate filter, long[] ids, float[] distances) {
        check(enough(nprobe, filter, ids.length, cells -> candidates(query, cells, filter)), ids, distances);
    }

    /** The same for symmetric distances; {@code decoded} is the query's own decoding. */
    void checkSymmetric(float[] decoded, int nprobe, LongPredicate filter, long[] ids, float[] distances) {
        check(enough(nprobe, filter, ids.length, cells -> candidatesAsSeen(decoded, cells, filter)), ids, distances);
    }

    /** With a filter twice as many cells are visited, and again, until there are k or all were. */
    private List<Candidate> enough(int nprobe, LongPredicate filter, int k, IntFunction<List<Candidate>> visiting) {
        int most = cells == null ? 1 : cells.k();
        int visited = Math.min(nprobe, most);
        List<Candidate> found = visiting.apply(visited);
        while (filter != null && found.size() < Math.min(k, stored.size()) && visited < most) {
            visited = Math.min(2 * visited, most);
            found = visiting.apply(visited);
        }
        return found;
    }

    private void check(List<Candidate> expected, long[] ids, float[] distances) {
        int found = Math.min(expected.size(), ids.length);
        for (int i = found; i < ids.length; i++) {
            assertEquals(-1, ids[i], "padding of place " + i);
            assertEquals(isInnerProduct() ? -3.4028235e38f : 3.4028235e38f, distances[i], "padding of place " + i);
        }
        long[] foundIds = Arrays.copyOf(ids, found);
        Map<Long, Candidate> byId = checkOrderAndDistances(expected, foundIds, Arrays.copyOf(distances, found));
        double tolerance = 0; // of all before as well: one that is out by its own tolerance moves the others by a place
        for (int i = 0; i < found; i++) {
            double nearer = isInnerProduct() ? -(double) distances[i] : distances[i];
            Candidate wanted = expected.get(i);
            tolerance = Math.max(tolerance, Math.max(wanted.tolerance(), byId.get(ids[i]).tolerance()));
            assertEquals(wanted.distance(), nearer, tolerance,
                    "distance in place " + i + " of " + ids.length + ", where " + wanted.vector().id() + " should be");
        }
    }

    /** Holds a range search to the definition. */
    void checkRange(float[] query, int nprobe, LongPredicate filter, float radius, long[] ids, float[] distances) {
        List<Candidate> candidates = candidates(query, nprobe, filter);
        checkOrderAndDistances(candidates, ids, distances);
        double within = isInnerProduct() ? -(double) radius : radius;
        for (int i = 0; i < ids.length; i++) {
            assertTrue(isInnerProduct() ? distances[i] > radius : distances[i] < radius,
                    distances[i] + " lies strictly within " + radius);
        }
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        for (Candidate candidate : candidates) {
            if (candidate.distance() + candidate.tolerance() < within) {
                assertTrue(Arrays.binarySearch(sorted, candidate.vector().id()) >= 0,
                        "finds " + candidate.vector().id() + " at " + candidate.distance() + " within " + within);
            }
        }
    }

    private Map<Long, Candidate> checkOrderAndDistances(List<Candidate> candidates, long[] ids, float[] distances) {
        Map<Long, Candidate> byId = new HashMap<>();
        candidates.forEach(candidate -> byId.put(candidate.vector().id(), candidate));
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            Candidate candidate = byId.get(ids[i]);
            assertTrue(candidate != null, "id " + ids[i] + " in place " + i + " is in a visited list and admitted");
            assertEquals(null, places.put(ids[i], i), "id " + ids[i] + " is found once");
            double nearer = isInnerProduct() ? -(double) distances[i] : distances[i];
            assertEquals(candidate.distance(), nearer, candidate.tolerance(), "distance of " + ids[i] + " in place " + i);
            if (i > 0) {
                float before = isInnerProduct() ? -distances[i - 1] : distances[i - 1];
                assertTrue(before < nearer || before == nearer && ids[i - 1] < ids[i],
                        "(" + before + ", " + ids[i - 1] + ") comes before (" + nearer + ", " + ids[i] + ")");
            }
            long twin = candidate.vector().twin();
            if (byId.containsKey(twin)) {
                assertTrue(places.containsKey(twin), "of equal codes, " + twin + " comes before " + ids[i]);
            }
        }
        return byId;
    }

    /** The distance of the i-th nearest candidate as the metric has it, for radii; 0 where there are fewer. */
    float distance(float[] query, int nprobe, int i) {
        List<Candidate> candidates = candidates(query, nprobe, null);
        if (i >= candidates.size()) {
            return 0f;
        }
        return (float) (isInnerProduct() ? -candidates.get(i).distance() : candidates.get(i).distance());
    }

    /** Decodings of Flat are the vectors themselves, bit for bit. */
    void checkDecodings(Vectors x, long[] ids) {
        float[] rows = rows(x);
        for (int i = 0; i < ids.length; i++) {
            assertArrayEquals(Arrays.copyOfRange(rows, i * d, (i + 1) * d), index.reconstruct(ids[i]), "vector " + ids[i]);
        }
    }
}
