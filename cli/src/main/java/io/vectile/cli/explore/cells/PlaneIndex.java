package io.vectile.cli.explore.cells;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.explore.data.Background;
import io.vectile.cluster.Centroids;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.eval.GroundTruth;
import io.vectile.eval.Recall;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** An index over the points of the plane: a real one, whose answers the view shows. */
final class PlaneIndex {
    private final PlaneData data;
    private final Index index;
    private final Centroids centroids;
    /** Of each point. */
    private final int[] cellOf;
    /** Points per cell. */
    private final int[] sizes;

    private PlaneIndex(PlaneData data, Index index) {
        this.data = data;
        this.index = index;
        this.centroids = index.cells().orElseThrow();
        this.cellOf = new int[data.n()];
        centroids.assign(data.points(), 0, 2, data.n(), cellOf, new float[data.n()], 0);
        this.sizes = new int[centroids.k()];
        Arrays.stream(cellOf).forEach(cell -> sizes[cell]++);
    }

    /** Trains an index and adds all points. */
    static PlaneIndex build(PlaneData data, String spec, Progress progress) {
        Index index = Index.of(spec, 2);
        BuildOptions options = Background.options(progress);
        index.train(data.vectors(), options);
        index.add(data.vectors(), options);
        return new PlaneIndex(data, index);
    }

    /** What is drawn before any search. */
    Map<String, Object> picture() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("spec", index.spec().toString());
        fields.put("centroids", centroids.toRows());
        fields.put("cell_of", cellOf);
        fields.put("sizes", sizes);
        return fields;
    }

    /** What one search visits, finds and misses. */
    Map<String, Object> search(float[] query, int nprobe, int k) {
        Probes probes = probes(query, nprobe);
        Neighbors found = index.search(query, k, SearchOptions.defaults().withNprobe(nprobe));
        // Fewer than k where so few were visited.
        long[] foundIds = LongStream.of(found.ids(0)).filter(id -> id != Neighbors.NO_ID).toArray();
        GroundTruth truth = data.truth(query, k);

        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("probed", probes.cells());
        fields.put("cell_distances", probes.distances());
        fields.put("scanned", IntStream.of(probes.cells()).map(cell -> sizes[cell]).sum());
        fields.put("found", foundIds);
        fields.put("found_distances", Arrays.copyOf(found.distances(0), foundIds.length));
        fields.put("truth", truth.ids()[0]);
        fields.put("truth_distances", truth.distances()[0]);
        fields.put("recall", Recall.kAtK(truth.k(), new long[][] {found.ids(0)}, truth));
        return fields;
    }

    /** Of the data's queries the one of which about half of the true neighbours is found: it shows most. The first of equals. */
    float[] tellingQuery(int nprobe, int k) {
        GroundTruth truth = data.truth(data.queries(), k);
        SearchOptions options = SearchOptions.defaults().withNprobe(Math.min(nprobe, centroids.k())).withParallel(Parallel.single());
        Neighbors found = index.search(Vectors.of(data.queries(), 2), truth.k(), options);
        int telling = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int q = 0; q < truth.queries(); q++) {
            GroundTruth own = new GroundTruth(truth.k(), new long[][] {truth.ids()[q]}, new float[1][0]);
            double apart = Math.abs(Recall.kAtK(truth.k(), new long[][] {found.ids(q)}, own) - 0.5);
            if (apart < best) {
                best = apart;
                telling = q;
            }
        }
        return Arrays.copyOfRange(data.queries(), 2 * telling, 2 * telling + 2);
    }

    /** @param distances squared, of the query to the centroids */
    private record Probes(int[] cells, float[] distances) {}

    /** The cells that a search visits, nearest first. */
    private Probes probes(float[] query, int nprobe) {
        Probes probes = new Probes(new int[nprobe], new float[nprobe]);
        centroids.nearestCells(query, 0, 2, 1, nprobe, new Centroids.Scratch(), probes.cells(), probes.distances(), 0);
        return probes;
    }

    /**
     * For each number of probes, how much of the true neighbours of the data's queries is found, and what share of the points
     * is scanned for it.
     */
    Map<String, Object> curve(int k, Progress progress) {
        int cells = centroids.k();
        int queries = data.queries().length / 2;
        GroundTruth truth = data.truth(data.queries(), k);
        Vectors asked = Vectors.of(data.queries(), 2);
        double[] recall = new double[cells];
        for (int nprobe = 1; nprobe <= cells; nprobe++) {
            progress.check("recall");
            SearchOptions options = SearchOptions.defaults().withNprobe(nprobe).withParallel(Parallel.single());
            Neighbors found = index.search(asked, truth.k(), options);
            recall[nprobe - 1] = Recall.kAtK(truth.k(), IntStream.range(0, queries).mapToObj(found::ids).toArray(long[][]::new), truth);
            progress.update("recall of " + queries + " queries", nprobe, cells);
        }
        double[] scanned = new double[cells];
        for (int q = 0; q < queries; q++) {
            int[] visited = probes(Arrays.copyOfRange(data.queries(), 2 * q, 2 * q + 2), cells).cells();
            long sum = 0;
            for (int i = 0; i < cells; i++) {
                sum += sizes[visited[i]];
                scanned[i] += (double) sum / data.n() / queries;
            }
        }
        return Map.of("recall", recall, "scanned", scanned, "queries", queries);
    }
}
