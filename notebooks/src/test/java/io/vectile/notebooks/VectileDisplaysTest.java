package io.vectile.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.pictures.Look;
import io.vectile.pictures.LineChart;
import io.vectile.pictures.Pictures;
import io.vectile.pictures.Series;
import io.vectile.pictures.Column;
import io.vectile.pictures.Table;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

/** What a cell shows, asked of the kernel's own display system, which must find our renderers. */
class VectileDisplaysTest {
    private Index index;

    @BeforeEach
    void fill() {
        float[][] rows = new float[300][4];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i % 16, i % 7, i % 5, i / 10f};
        }
        index = Index.of("PQ2", 4).train(rows);
        index.add(rows);
    }

    private static Map<String, Object> shown(Object value) {
        return DisplaySystem.inst().render(value).data();
    }

    @Test
    void tablesAndPicturesComeAsHtmlWithWordsBesideIt() {
        Table table = new Table("a < b", "n").row("x & y", 3);
        assertEquals(Map.of("text/html", table.toHtml(), "text/plain", table.toText()), shown(table));
        LineChart chart = LineChart.of("Squares", "x", "y", Series.line("y", Look.BLUE, new double[] {1, 2}, new double[] {1, 4}));
        assertEquals(Map.of("text/html", chart.toHtml(), "text/plain", "Squares. " + chart.description()), shown(chart));
        Column stack = Column.of(table, chart);
        assertEquals(table.toText() + "\nSquares. " + chart.description(), shown(stack).get("text/plain"));
    }

    @Test
    void anIndexItsQuantizerAndAnAnswerAreDrawnByThemselves() {
        var found = index.search(new float[] {1, 2, 3, 4}, 3);
        var quantizer = index.quantizer().orElseThrow();
        assertEquals(Pictures.of(index).toHtml(), shown(index).get("text/html"));
        assertEquals(Pictures.of(quantizer).toHtml(), shown(quantizer).get("text/html"));
        assertEquals(Pictures.of(found).toHtml(), shown(found).get("text/html"));
        assertEquals(Pictures.of(found).toText(), shown(found).get("text/plain"));
    }

    @Test
    void textNumbersAndArraysArePlainText() {
        assertEquals(Map.of("text/plain", "a < b\n  c"), shown("a < b\n  c"));
        assertEquals(Map.of("text/plain", "3.5"), shown(3.5));
        assertEquals(Map.of("text/plain", "[1.0, 2.5]"), shown(new float[] {1, 2.5f}));
        assertEquals(Map.of("text/plain", index.inspect().toString()), shown(index.inspect()));
    }

    @Test
    void aStringThatIsShownAsHtmlStaysHtml() {
        Object html = DisplaySystem.inst().render("text/html", "<b>bold</b>").data().get("text/html");
        assertTrue(html instanceof String text && text.contains("<b>bold</b>"), String.valueOf(html));
    }
}
