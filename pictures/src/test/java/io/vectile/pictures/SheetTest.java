package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ChartFileTest {
    private static final String SVG = "http://www.w3.org/2000/svg";

    @TempDir
    private Path folder;

    private final LineChart chart = new LineChart("Time & size", "Time grows <with> size",
            Axis.logarithmic("vectors", Quantity.NUMBER, 1e3, 1e6), Axis.logarithmic("time", Quantity.MILLISECONDS, 0.01, 10),
            List.of(new Series("PQ8", Look.BLUE, Stroke.MARKED_LINE,
                    List.of(new Point(1e3, 0.01), new Point(1e4, 0.1), new Point(1e6, 10)))));

    private Element written() throws Exception {
        Path file = folder.resolve("chart.svg");
        ChartFile.write(file, chart);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    }

    private static List<Element> all(Element root, String name) {
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < root.getElementsByTagNameNS(SVG, name).getLength(); i++) {
            found.add((Element) root.getElementsByTagNameNS(SVG, name).item(i));
        }
        return found;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void theFileIsAnSvgDocumentWithPaperBehindAll() throws Exception {
        Element root = written();
        assertEquals(SVG, root.getNamespaceURI());
        assertEquals("0 0 " + root.getAttribute("width") + " " + root.getAttribute("height"), root.getAttribute("viewBox"));
        Element paper = all(root, "rect").getFirst();
        assertEquals("paper", paper.getAttribute("class"));
        assertEquals(root.getAttribute("width"), paper.getAttribute("width"));
        assertEquals(root.getAttribute("height"), paper.getAttribute("height"));
        assertEquals("Time & size", all(root, "title").getFirst().getTextContent());
        assertEquals(List.of("Time & size"), all(root, "text").stream().filter(text -> text.getAttribute("class").equals("heading"))
                .map(Element::getTextContent).toList());
        // Nothing scales: the chart's units are the file's.
        Element inner = all(root, "svg").getFirst();
        assertEquals(Frame.WIDE.width(), number(inner, "width"));
        assertEquals("0 0 " + Frame.WIDE.width() + " " + Frame.WIDE.height(), all(inner, "svg").getFirst().getAttribute("viewBox"));
        assertEquals(number(root, "width"), number(inner, "x") * 2 + number(inner, "width"));
    }

    @Test
    void pointsLieWhereTheirValuesSay() throws Exception {
        List<Element> marks = all(written(), "circle");
        assertEquals(3, marks.size());
        double[] x = marks.stream().mapToDouble(mark -> number(mark, "cx")).toArray();
        double[] y = marks.stream().mapToDouble(mark -> number(mark, "cy")).toArray();
        assertEquals((x[2] - x[0]) / 3, x[1] - x[0], 0.02, "one decade of three");
        assertEquals((y[2] - y[0]) / 3, y[1] - y[0], 0.02);
        assertTrue(y[2] < y[0] && x[2] > x[0], "up and to the right");
        Element axis = all(written(), "line").stream().filter(line -> line.getAttribute("class").equals("axis")).toList().getLast();
        assertEquals(number(axis, "x1"), x[0], 0.01);
        assertEquals(number(axis, "x2"), x[2], 0.01);
        assertEquals(number(axis, "y1"), y[0], 0.01);
    }

    @Test
    void coloursAreWrittenOutForLightAndDarkAndNothingIsHidden() throws Exception {
        String style = all(written(), "style").getFirst().getTextContent();
        assertFalse(style.contains("var("), style);
        assertFalse(style.contains("display: none"), style);
        int dark = style.indexOf("@media (prefers-color-scheme: dark)");
        assertTrue(style.indexOf(".paper { fill: #ffffff; }") >= 0 && style.indexOf(".paper { fill: #ffffff; }") < dark, style);
        assertTrue(style.indexOf(".paper { fill: #14181d; }") > dark, style);
    }
}
