package io.vectile.cli.tour;

import io.vectile.cluster.Centroids;
import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An inverted file small enough to be drawn: vectors in the plane, the cells that k-means finds for them, and what searches miss that visit
 * few cells. Coordinates are scaled into the unit square.
 *
 * @param points    {@code [n][2]}
 * @param queries   {@code [q][2]}
 * @param centroids {@code [cells][2]}
 * @param cellOf    per point the cell it lies in
 */
record CellsInPlane(double[][] points, double[][] queries, double[][] centroids, int[] cellOf) {
    private static final int POINTS = 700;
    private static final int CELLS = 20;
    private static final int K = TourData.K;

    /** What one search of the picture visits and finds. */
    record Probe(int nprobe, Set<Integer> cells, List<Integer> found, List<Integer> missed) {}

    static CellsInPlane of(TourData data) {
        int n = (int) Math.min(data.base().n(), POINTS);
        long stride = data.base().n() / n;
        float[][] rows = new float[n][];
        Arrays.setAll(rows, i -> data.base().row(i * stride));
        SquareOfPlane square = SquareOfPlane.of(rows);
        double[][] points = square.places(Arrays.stream(rows));
        int most = (int) Math.min(data.queries().n(), 1000);
        double[][] queries = square.places(IntStream.range(0, most).mapToObj(q -> data.queries().row(q)));
        return withCells(points, queries.length > 0 ? queries : new double[][] {points[0]});
    }

    private static CellsInPlane withCells(double[][] points, double[][] queries) {
        int k = Math.clamp(points.length / 10, 1, CELLS);
        float[] flat = flatten(points);
        float[] found = KMeans.train(flat, points.length, 2, k, KMeans.Options.defaults(), Parallel.single(), Progress.NONE).centroids();
        int[] cellOf = new int[points.length];
        Centroids.of(found, k, 2, false).assign(flat, 0, 2, points.length, cellOf, new float[points.length], 0);
        double[][] centroids = new double[k][];
        Arrays.setAll(centroids, c -> new double[] {found[2 * c], found[2 * c + 1]});
        return new CellsInPlane(points, queries, centroids, cellOf);
    }

    private static float[] flatten(double[][] places) {
        float[] flat = new float[2 * places.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) places[i / 2][i % 2];
        }
        return flat;
    }

    /** Visits the nprobe cells nearest to a query, and sees which of its true neighbours lie there. */
    Probe probe(double[] query, int nprobe) {
        Set<Integer> cells = nearest(centroids, query, nprobe).stream().collect(Collectors.toSet());
        var split = nearest(points, query, K).stream().collect(Collectors.partitioningBy(row -> cells.contains(cellOf[row])));
        return new Probe(nprobe, cells, split.get(true), split.get(false));
    }

    /** Share of the true neighbours found, over all queries of the picture. */
    double recall(int nprobe) {
        return Arrays.stream(queries).mapToInt(query -> probe(query, nprobe).found().size()).average().orElse(0) / Math.min(K, points.length);
    }

    /** The query for which more cells show most: it gains at each step, and the last step finds all. The first of equals. */
    double[] tellingQuery(List<Integer> nprobes) {
        double[] best = queries[0];
        int bestScore = -1;
        for (double[] query : queries) {
            List<Integer> found = new ArrayList<>();
            nprobes.forEach(nprobe -> found.add(probe(query, nprobe).found().size()));
            int smallestGain = IntStream.range(1, found.size()).map(i -> found.get(i) - found.get(i - 1)).min().orElse(0);
            int score = smallestGain * 100 + found.getLast();
            if (score > bestScore) {
                bestScore = score;
                best = query;
            }
        }
        return best;
    }

    private static List<Integer> nearest(double[][] places, double[] query, int count) {
        return IntStream.range(0, places.length).boxed()
                .sorted(Comparator.comparingDouble(i -> Math.hypot(places[i][0] - query[0], places[i][1] - query[1])))
                .limit(count)
                .toList();
    }
}
