package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.fixtures.xml.Xml;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class VoronoiTest {

    private static double[][] sites(int n, long seed) {
        Random random = new Random(seed);
        double[][] sites = new double[n][];
        for (int i = 0; i < n; i++) {
            sites[i] = new double[] {random.nextDouble(), random.nextDouble()};
        }
        return sites;
    }

    private static int nearest(double[][] sites, double x, double y) {
        int nearest = 0;
        for (int i = 1; i < sites.length; i++) {
            if (Math.hypot(sites[i][0] - x, sites[i][1] - y) < Math.hypot(sites[nearest][0] - x, sites[nearest][1] - y)) {
                nearest = i;
            }
        }
        return nearest;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 100})
    void cellsTileTheSquareAndContainTheirSites(int n) {
        double[][] sites = sites(n, n);
        List<Polygon> cells = Voronoi.cells(sites);
        assertEquals(1, cells.stream().mapToDouble(Polygon::area).sum(), 1e-9);
        for (int i = 0; i < n; i++) {
            assertTrue(cells.get(i).contains(sites[i][0], sites[i][1]), "site " + i);
        }
    }

    @Test
    void aPlaceLiesInTheCellOfItsNearestSite() {
        double[][] sites = sites(15, 3);
        List<Polygon> cells = Voronoi.cells(sites);
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            assertTrue(cells.get(nearest(sites, x, y)).contains(x, y), x + ", " + y);
        }
    }

    @Test
    void equalSitesShareOneCell() {
        List<Polygon> cells = Voronoi.cells(new double[][] {{0.2, 0.5}, {0.8, 0.5}, {0.2, 0.5}});
        assertEquals(0.5, cells.get(0).area(), 1e-12);
        assertEquals(0.5, cells.get(1).area(), 1e-12);
        assertEquals(0, cells.get(2).corners());
    }

    @Test
    void thePictureLightsProbedCellsAndMarksHitsAndMisses() {
        double[][] centroids = sites(12, 5);
        double[][] points = sites(50, 6);
        Document svg = Xml.parse(new VoronoiPlot("t", "d", centroids, points, Set.of(2, 7), new double[] {0.5, 0.5},
                List.of(1, 2, 3), List.of(4, 5)).svg("cells"));
        assertEquals(10, Xml.ofClass(svg, "polygon", "cell").size());
        assertEquals(2, Xml.ofClass(svg, "polygon", "lit").size());
        assertEquals(50, Xml.ofClass(svg, "circle", "point").size());
        assertEquals(2 * 12, Xml.ofClass(svg, "line", "centroid").size());
        assertEquals(3, Xml.ofClass(svg, "circle", "found").size());
        assertEquals(2 * 2, Xml.ofClass(svg, "line", "missed").size());
        assertEquals(1, Xml.ofClass(svg, "polygon", "query").size());
        double[] box = Xml.numbers(svg.getDocumentElement(), "viewBox");
        for (Element cell : Xml.elements(svg, "polygon")) {
            for (double coordinate : Xml.numbers(cell, "points")) {
                assertTrue(coordinate >= box[0] && coordinate <= box[0] + box[2], "corner at " + coordinate);
            }
        }
        assertFalse(svg.getDocumentElement().getAttribute("aria-labelledby").isEmpty());
    }
}
