package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import io.vectile.fixtures.xml.Xml;
import io.vectile.pictures.HeatMap.Panel;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class HeatMapTest {

    /** So that the order of numbers can be seen without colours, on paper and by every eye. */
    @Test
    void moreIsLighter() {
        Shades shades = new Shades(-3, 7);
        double before = -1;
        for (int i = 0; i <= 100; i++) {
            Color color = shades.color(-3 + i / 10.0);
            double lightness = 0.2126 * color.getRed() + 0.7152 * color.getGreen() + 0.0722 * color.getBlue();
            assertTrue(lightness > before, "at " + i);
            before = lightness;
        }
        assertEquals(shades.color(7), shades.color(8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 9, 16, 64})
    void panelsLieWithinThePictureAndApart(int count) {
        HeatMap map = new HeatMap("t", "d", "x", "y", IntStream.range(0, count).mapToObj(i -> new Panel("part " + i, 256, 2, new float[512])).toList());
        List<Element> panels = Xml.elements(Xml.parse(map.toSvg()), "image").subList(0, count);
        double[][] boxes = panels.stream().map(p -> new double[] {Xml.numbers(p, "x")[0], Xml.numbers(p, "y")[0], Xml.numbers(p, "width")[0],
            Xml.numbers(p, "height")[0]}).toArray(double[][]::new);
        for (int i = 0; i < count; i++) {
            double[] box = boxes[i];
            assertTrue(box[0] >= Sheet.MARGIN && box[0] + box[2] < Sheet.MARGIN + map.width(), "panel " + i);
            assertTrue(box[1] >= Sheet.HEAD && box[1] + box[3] < Sheet.HEAD + map.height(), "panel " + i);
            assertTrue(box[3] >= 70 - 0.01, "height " + box[3]);
            for (int j = 0; j < i; j++) {
                assertTrue(box[0] >= boxes[j][0] + boxes[j][2] || box[1] >= boxes[j][1] + boxes[j][3], i + " covers " + j);
            }
        }
    }

    @Test
    void equalNumbersHaveOneColour() {
        HeatMap map = new HeatMap("t", "d", "x", "y", List.of(new Panel("", 2, 2, new float[] {5, 5, 5, 5})));
        assertEquals(2, Xml.elements(Xml.parse(map.toSvg()), "image").size());
    }

    @Test
    void panelsThatDoNotHoldTheirNumbersAreRefused() {
        assertEquals("panel \"p\" needs 2 x 3 numbers; got 5",
                assertThrows(InvalidInputException.class, () -> new Panel("p", 2, 3, new float[5])).getMessage());
        assertEquals("panel \"p\" needs finite numbers; got NaN",
                assertThrows(InvalidInputException.class, () -> new Panel("p", 1, 1, new float[] {Float.NaN})).getMessage());
        assertThrows(InvalidInputException.class, () -> new HeatMap("t", "d", "x", "y", List.of()));
    }
}
