package io.vectile.cli.tour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.pictures.Polygon;
import io.vectile.pictures.Voronoi;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellsInPlaneTest {
    private final CellsInPlane plane = CellsInPlane.of(BundledSample.read());

    @Test
    void everyPointLiesInTheVoronoiCellOfItsList() {
        List<Polygon> cells = Voronoi.cells(plane.centroids());
        assertEquals(1, cells.stream().mapToDouble(Polygon::area).sum(), 1e-9);
        int misplaced = 0;
        for (int i = 0; i < plane.points().length; i++) {
            misplaced += cells.get(plane.cellOf()[i]).contains(plane.points()[i][0], plane.points()[i][1]) ? 0 : 1;
        }
        // Lists are chosen in float, cells are cut in double: a point may lie on the edge itself.
        assertTrue(misplaced <= 1, misplaced + " points");
    }

    @Test
    void moreCellsFindMoreAndAllCellsFindAll() {
        double[] query = plane.tellingQuery(List.of(1, 2, 4));
        int before = 0;
        for (int nprobe = 1; nprobe <= plane.centroids().length; nprobe++) {
            CellsInPlane.Probe probe = plane.probe(query, nprobe);
            assertEquals(nprobe, probe.cells().size());
            assertEquals(10, probe.found().size() + probe.missed().size());
            assertTrue(probe.found().size() >= before);
            before = probe.found().size();
        }
        assertEquals(10, before);
        assertTrue(plane.probe(query, 1).found().size() < plane.probe(query, 2).found().size());
        assertTrue(plane.probe(query, 2).found().size() < plane.probe(query, 4).found().size());
    }

    @Test
    void anIndexOverAllCellsFindsTheNeighboursOfThePicture() {
        float[][] rows = new float[plane.points().length][];
        Arrays.setAll(rows, i -> new float[] {(float) plane.points()[i][0], (float) plane.points()[i][1]});
        int cells = plane.centroids().length;
        Index index = Index.of("IVF" + cells + ",Flat", 2).train(rows);
        index.add(rows);
        for (double[] query : Arrays.copyOf(plane.queries(), 20)) {
            float[] asked = {(float) query[0], (float) query[1]};
            long[] found = index.search(asked, 10, SearchOptions.defaults().withNprobe(cells)).ids(0);
            long[] drawn = plane.probe(query, cells).found().stream().mapToLong(row -> row).sorted().toArray();
            Arrays.sort(found);
            assertArrayEquals(drawn, found);
        }
    }
}
