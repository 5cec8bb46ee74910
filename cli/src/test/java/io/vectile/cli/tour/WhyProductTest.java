package io.vectile.cli.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.report.ConsoleStory;
import io.vectile.fixtures.xml.Xml;
import io.vectile.pictures.Frame;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class WhyProductTest {

    @Test
    void plainKMeansNeeds262144NumbersWhereAProductNeeds332() {
        assertEquals(262_144, new QuantizerCost(2048, 1, 128).numbers());
        var product = new QuantizerCost(2048, 8, 128);
        assertEquals(2.594, product.centroidsPerPart(), 0.0005);
        assertEquals(332, Math.round(product.numbers()));
        assertEquals(256, new QuantizerCost(Math.pow(2, 64), 8, 128).centroidsPerPart(), 1e-9);
        assertEquals(256 * 128 * 4, new QuantizerCost(Math.pow(2, 64), 8, 128).bytes(), 1e-6);
    }

    @Test
    void theTourShowsThem() {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        WhyProduct.tell(new ConsoleStory(() -> out));
        assertTrue(text.toString().lines().anyMatch(line -> line.matches("k-means +2,048 +- +262,144 +1.05 MB")), text.toString());
        assertTrue(text.toString().lines().anyMatch(line -> line.matches("PQ, m = 8 +2,048 +2.594 +332 +1.33 kB")), text.toString());
        assertTrue(text.toString().lines().anyMatch(line -> line.matches("k-means +1.8 x 10\\^19 +- +2.4 x 10\\^21 +9.44 ZB")), text.toString());
    }

    @Test
    void theCurvesOverDAreParallelWithKMeansOnTop() {
        var svg = Xml.parse(WhyProduct.memoryOverD().svg(Frame.WIDE, "memory"));
        double above = Double.NEGATIVE_INFINITY;
        Double rise = null;
        for (Element line : Xml.ofClass(svg, "path", "line")) {
            double[] path = Xml.numbers(line, "d");
            assertEquals(18, path.length);
            assertTrue(path[1] > above, "the next line lies lower");
            above = path[1];
            double thisRise = path[1] - path[path.length - 1];
            assertEquals(rise == null ? thisRise : rise, thisRise, 0.05);
            rise = thisRise;
        }
    }
}
