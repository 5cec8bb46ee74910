package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import io.vectile.error.VectorFileException;
import io.vectile.fixtures.xml.Xml;
import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series.Stroke;
import java.awt.Color;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Pictures on their own: as documents, as pixels and as files. */
class SheetTest {
    @TempDir
    private Path folder;

    private final LineChart chart = new LineChart("Time & size", "Time grows <with> size",
            Axis.logarithmic("vectors", Quantity.NUMBER, 1e3, 1e6), Axis.logarithmic("time", Quantity.MILLISECONDS, 0.01, 10),
            List.of(new Series("PQ8", Look.BLUE, Stroke.MARKED_LINE,
                    List.of(new Point(1e3, 0.01), new Point(1e4, 0.1), new Point(1e6, 10)))));

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void theSvgIsADocumentWithPaperBehindAllAndTheTitleAbove() {
        Document svg = Xml.parse(chart.toSvg());
        Element root = svg.getDocumentElement();
        assertEquals("http://www.w3.org/2000/svg", root.getAttribute("xmlns"));
        assertEquals("0 0 " + root.getAttribute("width") + " " + root.getAttribute("height"), root.getAttribute("viewBox"));
        Element paper = Xml.elements(svg, "rect").getFirst();
        assertEquals("paper", paper.getAttribute("class"));
        assertEquals(root.getAttribute("width"), paper.getAttribute("width"));
        assertEquals(root.getAttribute("height"), paper.getAttribute("height"));
        assertEquals("Time & size", Xml.elements(svg, "title").getFirst().getTextContent());
        assertEquals("Time grows <with> size", Xml.elements(svg, "desc").getFirst().getTextContent());
        assertEquals(List.of("Time & size"), Xml.ofClass(svg, "text", "heading").stream().map(Element::getTextContent).toList());
        assertEquals(chart.width() + 2 * Sheet.MARGIN, number(root, "width"));
        assertEquals(Sheet.HEAD + chart.height() + Sheet.MARGIN, number(root, "height"));
    }

    @Test
    void pointsLieWhereTheirValuesSay() {
        Document svg = Xml.parse(chart.toSvg());
        List<Element> marks = Xml.ofClass(svg, "circle", "mark");
        assertEquals(3, marks.size());
        double[] x = marks.stream().mapToDouble(mark -> number(mark, "cx")).toArray();
        double[] y = marks.stream().mapToDouble(mark -> number(mark, "cy")).toArray();
        assertEquals((x[2] - x[0]) / 3, x[1] - x[0], 0.02, "one decade of three");
        assertEquals((y[2] - y[0]) / 3, y[1] - y[0], 0.02);
        assertTrue(y[2] < y[0] && x[2] > x[0], "up and to the right");
        Element axis = Xml.ofClass(svg, "line", "axis").getLast();
        assertEquals(number(axis, "x1"), x[0], 0.01);
        assertEquals(number(axis, "x2"), x[2], 0.01);
        assertEquals(number(axis, "y1"), y[0], 0.01);
    }

    @Test
    void coloursAreWrittenOutForLightAndDarkAndNothingIsHidden() {
        String style = Xml.elements(Xml.parse(chart.toSvg()), "style").getFirst().getTextContent();
        assertFalse(style.contains("var("), style);
        assertFalse(style.contains("display: none"), style);
        int dark = style.indexOf("@media (prefers-color-scheme: dark)");
        assertTrue(style.indexOf(".paper { fill: #ffffff; }") >= 0 && style.indexOf(".paper { fill: #ffffff; }") < dark, style);
        assertTrue(style.indexOf(".paper { fill: #14181d; }") > dark, style);
    }

    /** Both canvases put the same shapes in the same places: where the SVG has a mark, the image has its colour. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3.5})
    void theImageHasTheColourOfAPointWhereTheSvgHasItsMark(double scale) {
        BufferedImage image = chart.toImage(scale);
        assertEquals((int) Math.ceil(scale * (chart.width() + 2 * Sheet.MARGIN)), image.getWidth());
        assertEquals((int) Math.ceil(scale * (Sheet.HEAD + chart.height() + Sheet.MARGIN)), image.getHeight());
        for (Element mark : Xml.ofClass(Xml.parse(chart.toSvg()), "circle", "mark")) {
            assertEquals(new Color(0x0072b2), at(image, scale, number(mark, "cx"), number(mark, "cy")));
        }
        assertEquals(Color.WHITE, at(image, scale, 2, 2));
        assertEquals(Color.WHITE, new Color(image.getRGB(image.getWidth() - 1, image.getHeight() - 1)));
    }

    private static Color at(BufferedImage image, double scale, double x, double y) {
        return new Color(image.getRGB((int) (scale * x), (int) (scale * y)));
    }

    @Test
    void theLettersOfTheTitleArePainted() {
        BufferedImage image = chart.toImage(2);
        int dark = 0;
        for (int y = 2 * 22; y < 2 * 40; y++) {
            for (int x = 2 * Sheet.MARGIN; x < 2 * (Sheet.MARGIN + 120); x++) {
                dark += new Color(image.getRGB(x, y)).getGreen() < 100 ? 1 : 0;
            }
        }
        assertTrue(dark > 200, dark + " dark pixels where the title stands");
    }

    /** A label has at least 6 units of air around it. */
    @Test
    void wordsTakeNoMoreRoomThanTheLayoutGivesThem() {
        var context = new FontRenderContext(null, true, true);
        for (String words : new String[] {"queries a second, one thread", "IVF1024,PQ16,RFlat", "0.123", "1,234,567", "nprobe 48", "500 MB", "12.3 ms"}) {
            for (Lettering lettering : List.of(Lettering.tick(14), Lettering.name(14, Look.BLUE))) {
                double painted = ImageCanvas.font(lettering).getStringBounds(words, context).getWidth();
                assertTrue(painted <= lettering.width(words) + 6, words + " needs " + painted + "; given " + lettering.width(words));
            }
        }
    }

    @Test
    void aFileIsWhatItsExtensionSays() throws IOException {
        Path svg = folder.resolve("chart.SVG");
        chart.writeTo(svg);
        assertEquals(chart.toSvg(), Files.readString(svg));
        Path png = folder.resolve("chart.png");
        chart.writeTo(png);
        BufferedImage image = ImageIO.read(png.toFile());
        assertEquals(1600, image.getWidth());
        assertEquals(956, image.getHeight());
        BufferedImage painted = chart.toImage(2);
        assertEquals(painted.getRGB(700, 500), image.getRGB(700, 500));
        String header = new String(Files.readAllBytes(png), StandardCharsets.ISO_8859_1).substring(0, 200);
        assertTrue(header.contains("pHYs"), "the size on paper");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chart.jpg", "chart", "svg", ".png.txt"})
    void anotherExtensionIsRefusedAndBothAreNamed(String name) {
        Path file = folder.resolve(name);
        String message = assertThrows(InvalidInputException.class, () -> chart.writeTo(file)).getMessage();
        assertEquals(file + " needs one of the extensions .svg and .png, for a picture", message);
        assertFalse(Files.exists(file));
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("nowhere").resolve("chart.svg");
        String message = assertThrows(VectorFileException.class, () -> chart.writeTo(file)).getMessage();
        assertTrue(message.contains(file.toString()), message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 17, Double.NaN})
    void aScaleThatMakesNoImageIsRefused(double scale) {
        String message = assertThrows(InvalidInputException.class, () -> chart.toImage(scale)).getMessage();
        assertTrue(message.endsWith("got " + scale), message);
    }

    @Test
    void inAPageThePictureIsAnImageWithTheSvgWithinIt() {
        Element image = Xml.parse(chart.toHtml()).getDocumentElement();
        assertEquals("img", image.getTagName());
        assertEquals("Time & size. Time grows <with> size", image.getAttribute("alt"));
        String data = image.getAttribute("src");
        String prefix = "data:image/svg+xml;base64,";
        assertTrue(data.startsWith(prefix), data);
        assertEquals(chart.toSvg(), new String(Base64.getDecoder().decode(data.substring(prefix.length())), StandardCharsets.UTF_8));
    }

    @Test
    void aTitleWiderThanItsPictureWidensTheSheet() {
        VoronoiPlot plot = new VoronoiPlot("Voronoi cells of a plane with a title that is far longer than it is wide", "d",
                new double[][] {{0.2, 0.5}, {0.8, 0.5}}, new double[][] {{0.1, 0.1}}, Set.of(0), new double[] {0.3, 0.3}, List.of(0), List.of());
        double width = number(Xml.parse(plot.toSvg()).getDocumentElement(), "width");
        assertTrue(width > 2 * Sheet.MARGIN + plot.width(), "width " + width);
    }
}
