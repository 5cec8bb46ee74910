package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import io.vectile.fixtures.xml.Xml;
import io.vectile.pictures.BarChart.Bar;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Bars, of values and of counts. */
class BarChartTest {
    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static BarChart chart(List<Bar> bars) {
        return new BarChart("Bars", "Some bars", "which", "how many", Quantity.NUMBER, bars);
    }

    @Test
    void barsAreAsHighAsTheirValuesAndInTheirColours() {
        BarChart chart = chart(List.of(new Bar("one", 100, Look.BLUE), new Bar("two", 200, Look.ORANGE), new Bar("none", 0, Look.GREEN)));
        Document svg = Xml.parse(chart.toSvg());
        List<Element> bars = Xml.ofClass(svg, "rect", "bar");
        assertEquals(2, number(bars.get(1), "height") / number(bars.get(0), "height"), 0.01);
        assertEquals(0, number(bars.get(2), "height"));
        List<String> texts = Xml.elements(svg, "text").stream().map(Element::getTextContent).toList();
        assertTrue(texts.containsAll(List.of("one", "two", "none", "100", "200", "which", "how many", "Bars")), texts.toString());
        BufferedImage image = chart.toImage(1);
        for (int i = 0; i < 2; i++) {
            int x = (int) (number(bars.get(i), "x") + number(bars.get(i), "width") / 2);
            int y = (int) (number(bars.get(i), "y") + number(bars.get(i), "height") / 2);
            assertEquals(List.of(Tone.BLUE, Tone.ORANGE).get(i).color(), new Color(image.getRGB(x, y)));
        }
    }

    @Test
    void ofManyBarsSomeAreLabelledAndNoneCoversAnother() {
        Document svg = Xml.parse(chart(IntStream.range(0, 64).mapToObj(i -> new Bar("part " + i, i, Look.BLUE)).toList()).toSvg());
        List<Element> labels = Xml.ofClass(svg, "text", "middle");
        assertTrue(labels.size() > 4 && labels.size() < 16, labels.size() + " labels");
        Lettering tick = Lettering.tick(14);
        for (int i = 1; i < labels.size(); i++) {
            double apart = number(labels.get(i), "x") - number(labels.get(i - 1), "x");
            assertTrue(apart >= tick.width(labels.get(i).getTextContent()), "label " + i);
        }
    }

    @Test
    void whatHasNoHeightIsRefused() {
        assertEquals("bar \"a\" needs a finite value of at least 0; got -1.0",
                assertThrows(InvalidInputException.class, () -> new Bar("a", -1, Look.BLUE)).getMessage());
        assertThrows(InvalidInputException.class, () -> new Bar("a", Double.NaN, Look.BLUE));
        assertThrows(InvalidInputException.class, () -> chart(List.of()));
    }

    @Test
    void allZeroBarsHaveAnAxis() {
        Document svg = Xml.parse(chart(List.of(new Bar("a", 0, Look.BLUE))).toSvg());
        assertEquals(1, Xml.ofClass(svg, "rect", "bar").size());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "0, 39, 1", "0, 40, 2", "96, 561, 20", "0, 1000000, 50000", "995, 1005, 1"})
    void aHistogramHasRoundRangesOfWhichThereAreNotTooMany(long least, long most, double step) {
        Histogram histogram = Histogram.of("t", "d", "x", "y", new long[] {least, most, most});
        assertEquals(step, histogram.step());
        assertTrue(histogram.counts().size() <= 40, histogram.counts().toString());
        assertEquals(0, histogram.from() % step);
        assertTrue(histogram.from() <= least && least < histogram.from() + step);
        assertEquals(3, histogram.counts().stream().mapToLong(Long::longValue).sum());
        assertEquals(least == most ? 3L : 2L, histogram.counts().getLast());
        Xml.parse(histogram.toSvg());
    }

    @Test
    void aHistogramsBarsLieOverTheirRanges() {
        Document svg = Xml.parse(Histogram.of("t", "d", "x", "y", new long[] {0, 0, 0, 1, 2}).toSvg());
        List<Element> bars = Xml.ofClass(svg, "rect", "bar");
        assertEquals(3, bars.size());
        assertEquals(3, number(bars.get(0), "height") / number(bars.get(1), "height"), 0.01);
        assertEquals(number(bars.get(1), "x") - number(bars.get(0), "x"), number(bars.get(2), "x") - number(bars.get(1), "x"), 0.02);
        assertThrows(InvalidInputException.class, () -> Histogram.of("t", "d", "x", "y", new long[0]));
    }
}
