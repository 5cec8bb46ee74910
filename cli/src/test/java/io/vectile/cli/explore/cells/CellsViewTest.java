package io.vectile.cli.explore.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.explore.SmallSample;
import io.vectile.cli.explore.http.Asking;
import io.vectile.cli.explore.http.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsViewTest {
    private final CellsView view = new CellsView(SmallSample.loaded());
    private final Asking plane = Asking.of(view, "/api/cells/points", "{}");
    private final double[] points = plane.numbers("points");

    private Asking index(int nlist, String codec) {
        return Asking.of(view, "/api/cells/index", "{\"nlist\": " + nlist + ", \"codec\": \"" + codec + "\"}");
    }

    private Asking search(int nlist, String codec, int nprobe, int k, double x, double y) {
        return Asking.of(view, "/api/cells/search", String.format(Locale.ROOT,
                "{\"nlist\": %d, \"codec\": \"%s\", \"nprobe\": %d, \"k\": %d, \"x\": %s, \"y\": %s}", nlist, codec, nprobe, k, x, y));
    }

    private static double distance(double[] places, int i, double x, double y) {
        double dx = places[2 * i] - (float) x;
        double dy = places[2 * i + 1] - (float) y;
        return dx * dx + dy * dy;
    }

    private static List<Integer> nearest(double[] places, int count, double x, double y, IntPredicate among) {
        return IntStream.range(0, places.length / 2).filter(among).boxed()
                .sorted(Comparator.comparingDouble(i -> distance(places, i, x, y))).limit(count).toList();
    }

    @Test
    void pointsFillTheSquareAndAreMostOfThoseTaken() {
        assertTrue(points.length / 2 > 1400 && points.length / 2 <= 1500, points.length / 2 + " points");
        double height = plane.number("height");
        for (int i = 0; i < points.length; i += 2) {
            assertTrue(points[i] >= 0 && points[i] <= 1, "x " + points[i]);
            assertTrue(points[i + 1] >= 0 && points[i + 1] <= height, "y " + points[i + 1]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 64})
    void everyPointLiesInTheListOfItsNearestCentroid(int nlist) {
        Asking index = index(nlist, "Flat");
        double[] centroids = index.numbers("centroids");
        List<Integer> cellOf = index.wholes("cell_of");
        int[] sizes = new int[nlist];
        for (int i = 0; i < cellOf.size(); i++) {
            sizes[cellOf.get(i)]++;
            double own = distance(centroids, cellOf.get(i), points[2 * i], points[2 * i + 1]);
            int nearest = nearest(centroids, 1, points[2 * i], points[2 * i + 1], c -> true).getFirst();
            assertEquals(distance(centroids, nearest, points[2 * i], points[2 * i + 1]), own, 1e-6);
        }
        assertEquals(IntStream.of(sizes).boxed().toList(), index.wholes("sizes"));
    }

    /** Law 1, in the plane: a search of Flat lists answers what looking through all points of the cells visited answers. */
    @ParameterizedTest
    @CsvSource({"16, 1, 10", "16, 3, 10", "64, 2, 5", "64, 64, 20", "1, 1, 10"})
    void aSearchVisitsTheNearestCellsAndFindsTheNearestThere(int nlist, int nprobe, int k) {
        Asking index = index(nlist, "Flat");
        double[] centroids = index.numbers("centroids");
        List<Integer> cellOf = index.wholes("cell_of");
        for (double[] query : new double[][] {{0.1, 0.1}, {0.5, 0.3}, {0.93, 0.7}, {0, 0}, {1, 0.75}}) {
            Asking answer = search(nlist, "Flat", nprobe, k, query[0], query[1]);
            List<Integer> probed = answer.wholes("probed");
            assertEquals(nearest(centroids, nprobe, query[0], query[1], c -> true), probed);
            Set<Integer> visited = new HashSet<>(probed);
            assertEquals(cellOf.stream().filter(visited::contains).count(), answer.number("scanned"));
            List<Integer> found = nearest(points, k, query[0], query[1], i -> visited.contains(cellOf.get(i)));
            List<Integer> truth = nearest(points, k, query[0], query[1], i -> true);
            assertEquals(found, answer.wholes("found"));
            assertEquals(truth, answer.wholes("truth"));
            double[] distances = found.stream().mapToDouble(i -> distance(points, i, query[0], query[1])).toArray();
            assertArrayEquals(distances, answer.numbers("found_distances"), 1e-6);
            List<Integer> hits = new ArrayList<>(truth);
            hits.retainAll(found);
            assertEquals((double) hits.size() / k, answer.number("recall"), 1e-9);
        }
    }

    @Test
    void codesLoseNeighboursThatTheirCellsHold() {
        double flat = search(4, "Flat", 4, 10, 0.5, 0.3).number("recall");
        double coded = search(4, "PQ2x4", 4, 10, 0.5, 0.3).number("recall");
        assertEquals(1, flat);
        assertTrue(coded < 1, "recall " + coded);
    }

    @Test
    void theCurveRisesToAllFoundAndAllScanned() {
        Asking curve = Asking.of(view, "/api/cells/curve", "{\"nlist\": 16, \"codec\": \"Flat\", \"k\": 10}");
        double[] recall = curve.numbers("recall");
        double[] scanned = curve.numbers("scanned");
        assertEquals(16, recall.length);
        for (int i = 1; i < 16; i++) {
            assertTrue(recall[i] >= recall[i - 1] && scanned[i] > scanned[i - 1], "nprobe " + (i + 1));
        }
        assertTrue(recall[0] < 0.95, "recall of one probe " + recall[0]);
        assertEquals(1, recall[15], 1e-9);
        assertEquals(1, scanned[15], 1e-9);
        double[] queries = plane.numbers("queries");
        double mean = IntStream.range(0, queries.length / 2)
                .mapToDouble(q -> search(16, "Flat", 2, 10, queries[2 * q], queries[2 * q + 1]).number("recall")).average().orElseThrow();
        assertEquals(mean, recall[1], 1e-9);
    }

    @Test
    void theFirstQueryMissesSome() {
        double[] start = plane.numbers("start");
        double recall = search(32, "Flat", 2, 10, start[0], start[1]).number("recall");
        assertTrue(recall > 0 && recall < 1, "recall " + recall);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"nlist\": 0, \"codec\": \"Flat\"}    | nlist must be from 1 to 256; got 0",
        "{\"nlist\": 257, \"codec\": \"Flat\"}  | nlist must be from 1 to 256; got 257",
        "{\"nlist\": 16, \"codec\": \"PQ64\"}   | codec must be one of Flat, PQ2x4; got \"PQ64\"",
        "{\"nlist\": 16, \"codec\": \"Flat\", \"nprobe\": 17, \"k\": 1, \"x\": 0, \"y\": 0}  | nprobe must be from 1 to 16; got 17",
        "{\"nlist\": 16, \"codec\": \"Flat\", \"nprobe\": 1, \"k\": 101, \"x\": 0, \"y\": 0} | k must be from 1 to 100; got 101",
        "{\"nlist\": 16, \"codec\": \"Flat\", \"nprobe\": 1, \"k\": 1, \"x\": 1.5, \"y\": 0} | x must be from 0 to 1; got 1.5",
        "{\"nlist\": 16, \"codec\": \"Flat\", \"nprobe\": 1, \"k\": 1, \"x\": 0, \"y\": 0.8} | y must be from 0 to 0.75; got 0.8",
    })
    void whatIsOutOfBoundsIsRefused(String fields, String message) {
        assertEquals(message, assertThrows(Refusal.class, () -> Asking.of(view, "/api/cells/search", fields)).getMessage());
    }
}
