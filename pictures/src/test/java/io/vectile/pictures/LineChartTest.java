package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.fixtures.xml.Xml;
import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series.Stroke;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class LineChartTest {
    private final LineChart chart = new LineChart("Recall & time", "Recall rises <slowly>",
            Axis.logarithmic("time", Quantity.MILLISECONDS, 0.01, 10),
            Axis.linear("recall", Quantity.NUMBER, 0, 1),
            List.of(new Series("IVF", Look.BLUE, Stroke.MARKED_LINE,
                            List.of(new Point(0.02, 0.3, "nprobe 1"), new Point(0.1, 0.6), new Point(1, 0.9, "all cells"))),
                    new Series("PQ8", Look.ORANGE, Stroke.MARKED_LINE, List.of(new Point(0.5, 0.5))),
                    new Series("level", Look.GREEN, Stroke.DASHES, List.of(new Point(0.01, 0.7), new Point(10, 0.7)))));

    @ParameterizedTest
    @EnumSource
    void everySeriesIsALineWithItsMarksAndItsName(Frame frame) {
        Document svg = Xml.parse(chart.svg(frame, "test"));
        assertEquals(2, Xml.ofClass(svg, "path", "line").size());
        assertEquals(1, Xml.ofClass(svg, "path", "dashes").size());
        int legendMarks = frame == Frame.NARROW ? 1 : 0;
        assertEquals(3 + legendMarks, Xml.elements(svg, "circle").size());
        assertEquals(1 + legendMarks, Xml.elements(svg, "rect").size());
        assertEquals(List.of("IVF", "PQ8", "level"),
                Xml.ofClass(svg, "text", "name").stream().map(Element::getTextContent).sorted().toList());
        List<String> texts = Xml.elements(svg, "text").stream().map(Element::getTextContent).toList();
        assertTrue(texts.containsAll(List.of("nprobe 1", "all cells", "time", "recall", "0.1 ms", "10 ms", "1")), texts.toString());
    }

    @ParameterizedTest
    @EnumSource
    void everythingLiesWithinTheDrawing(Frame frame) {
        Document svg = Xml.parse(chart.svg(frame, "test"));
        double[] box = Xml.numbers(svg.getDocumentElement(), "viewBox");
        assertEquals(4, box.length);
        for (Element element : Xml.elements(svg, "*")) {
            for (String attribute : new String[] {"x", "x1", "x2", "cx"}) {
                for (double x : Xml.numbers(element, attribute)) {
                    assertTrue(x >= 0 && x <= box[2], attribute + " = " + x);
                }
            }
            for (String attribute : new String[] {"y", "y1", "y2", "cy"}) {
                for (double y : Xml.numbers(element, attribute)) {
                    assertTrue(y >= 0 && y <= box[3], attribute + " = " + y);
                }
            }
            double[] path = Xml.numbers(element, "d");
            for (int i = 0; i < path.length; i++) {
                assertTrue(path[i] >= 0 && path[i] <= box[2 + i % 2], "path at " + path[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void marksWithoutALineOrANameAreMarksAlone(Frame frame) {
        LineChart marks = new LineChart("", "", chart.x(), chart.y(),
                List.of(new Series("", Look.BLUE, Stroke.MARKS, List.of(new Point(0.02, 0.3, "here"), new Point(10, 0.6)))));
        Document svg = Xml.parse(marks.svg(frame, "test"));
        assertEquals(2, Xml.elements(svg, "circle").size());
        assertEquals(0, Xml.elements(svg, "path").size());
        assertEquals(0, Xml.ofClass(svg, "text", "name").size());
        assertTrue(Xml.elements(svg, "text").stream().map(Element::getTextContent).toList().contains("here"));
    }

    /** In the narrow frame the names stand between the title of the axis and the lines. */
    @ParameterizedTest
    @EnumSource
    void noWordsCoverOthers(Frame frame) {
        Document svg = Xml.parse(chart.svg(frame, "test"));
        List<Box> boxes = new ArrayList<>();
        double size = Xml.numbers(svg.getDocumentElement(), "font-size")[0];
        for (Element text : Xml.elements(svg, "text")) {
            double width = text.getTextContent().length() * size * 0.5;
            double x = Xml.numbers(text, "x")[0];
            double left = text.getAttribute("class").contains("end") ? x - width : text.getAttribute("class").contains("middle") ? x - width / 2 : x;
            double baseline = Xml.numbers(text, "y")[0];
            Box box = new Box(left, baseline - size * 0.7, left + width, baseline);
            assertFalse(boxes.stream().anyMatch(box::overlaps), text.getTextContent() + " covers other words");
            boxes.add(box);
        }
        assertEquals(size, Xml.numbers(Xml.ofClass(svg, "text", "axis-title").getFirst(), "y")[0], "the title of the axis is on top");
    }

    /** A name in the margin takes its width from the lines. */
    @Test
    void aNameThatWouldTakeMuchOfTheChartStandsWithinIt() {
        for (String name : List.of("IVF", "a name that is as long as that of hardly any index")) {
            LineChart named = LineChart.of("t", "x", "y", Series.line(name, Look.BLUE, new double[] {0, 1}, new double[] {0, 1}));
            Document svg = Xml.parse(named.svg(Frame.WIDE, "test"));
            double right = Xml.numbers(Xml.ofClass(svg, "line", "axis").getLast(), "x2")[0];
            double x = Xml.numbers(Xml.ofClass(svg, "text", "name").getFirst(), "x")[0];
            assertEquals(name.equals("IVF"), x > right, name);
            assertTrue(right > 0.8 * Frame.WIDE.width(), name + ": " + right);
        }
    }

    @Test
    void aPointStandsWhereItsValuesSay() {
        Document svg = Xml.parse(chart.svg(Frame.WIDE, "test"));
        List<Element> circles = Xml.elements(svg, "circle");
        double[] level = Xml.numbers(Xml.ofClass(svg, "path", "dashes").getFirst(), "d");
        double left = level[0];
        double decade = (level[2] - left) / 3;
        assertEquals(left + Math.log10(2) * decade, Xml.numbers(circles.get(0), "cx")[0], 0.02);
        assertEquals(left + decade, Xml.numbers(circles.get(1), "cx")[0], 0.02);
        assertEquals(left + 2 * decade, Xml.numbers(circles.get(2), "cx")[0], 0.02);
        double perTenth = (Xml.numbers(circles.get(0), "cy")[0] - Xml.numbers(circles.get(1), "cy")[0]) / 3;
        assertEquals(Xml.numbers(circles.get(1), "cy")[0] - perTenth, level[1], 0.02);
    }

    @Test
    void readersWhoDoNotSeeItAreToldWhatItShows() {
        Document svg = Xml.parse(chart.svg(Frame.WIDE, "test"));
        Element root = svg.getDocumentElement();
        assertEquals("img", root.getAttribute("role"));
        assertEquals("test-wide-title test-wide-desc", root.getAttribute("aria-labelledby"));
        assertEquals("Recall & time", Xml.elements(svg, "title").getFirst().getTextContent());
        assertEquals("Recall rises <slowly>", Xml.elements(svg, "desc").getFirst().getTextContent());
    }

    @Test
    void labelsOfCrowdedPointsDoNotCoverOneAnother() {
        var placer = new LabelPlacer(new Box(0, 0, 400, 300));
        var placed = new ArrayList<Box>();
        for (int i = 0; i < 5; i++) {
            placer.avoid(200 + 12 * i, 150, 5);
        }
        for (int i = 0; i < 5; i++) {
            Box box = placer.place(200 + 12 * i, 150, 60, 14);
            assertFalse(placed.stream().anyMatch(box::overlaps), "label " + i);
            placed.add(box);
        }
    }
}
