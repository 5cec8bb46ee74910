package io.vectile.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.report.Story.Figure;
import io.vectile.cli.report.Story.Highlight;
import io.vectile.fixtures.xml.Xml;
import io.vectile.pictures.Table.Cell;
import io.vectile.pictures.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PageTest {

    private static void tell(Story story) {
        story.heading("A < B");
        story.paragraph("k-means with `PQ8` has k^(1/m) x D = 2^8 numbers & no more. ".repeat(3).strip());
        story.table(new Table("index", "recall").row("Flat", "1.000").row("PQ8", new Cell("0.492", true)), "Recall of `PQ8`.");
        story.figures(List.of(new Figure("A circle.", "<svg viewBox=\"0 0 1 1\"><circle r=\"1\"/></svg>")), "Round.");
        story.highlights(List.of(new Highlight("9 times", "as fast")));
    }

    private static Document page() {
        var page = new Page("A tour", "What it is.");
        tell(page);
        return Xml.parse(page.html());
    }

    @Test
    void thePageHasAllThatWasTold() {
        Document page = page();
        assertEquals("A < B", Xml.elements(page, "h2").getFirst().getTextContent());
        assertEquals("PQ8", Xml.elements(page, "code").getFirst().getTextContent());
        assertEquals(List.of("1/m", "8"), Xml.elements(page, "sup").stream().limit(2).map(Element::getTextContent).toList());
        assertEquals(List.of("1.000", "0.492"), Xml.elements(page, "td").stream().map(Element::getTextContent).toList());
        assertEquals(List.of("0.492"), Xml.ofClass(page, "td", "strong").stream().map(Element::getTextContent).toList());
        assertEquals(1, Xml.elements(page, "svg").size());
        assertEquals("A circle.", Xml.elements(page, "figcaption").getFirst().getTextContent());
    }

    @Test
    void whatToRememberStandsBeforeTheFirstPart() {
        String text = page().getDocumentElement().getTextContent();
        assertTrue(text.indexOf("9 times") > 0 && text.indexOf("9 times") < text.indexOf("A < B"));
    }

    @Test
    void aWideTableScrollsInItsOwnBox() {
        Element box = Xml.ofClass(page(), "div", "table").getFirst();
        assertEquals("0", box.getAttribute("tabindex"));
        assertEquals("Recall of PQ8.", box.getAttribute("aria-label"));
        assertTrue(Xml.elements(page(), "style").getFirst().getTextContent().contains(".table { overflow-x: auto;"));
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        var page = new Page("A tour", "What it is.");
        tell(page);
        for (String reference : new String[] {"http", "src=", "href=", "url(", "@import", "<script", "<link"}) {
            assertFalse(page.html().contains(reference), reference);
        }
        assertTrue(page.html().contains("prefers-color-scheme: dark"));
        assertTrue(page.html().startsWith("<!DOCTYPE html>"));
    }

    @Test
    void theConsoleHasTheSameWordsWithoutMarkup() {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        tell(new ConsoleStory(() -> out));
        List<String> lines = text.toString().lines().toList();
        assertTrue(lines.contains("A < B"));
        assertTrue(lines.contains("Recall of PQ8."));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("PQ8 ") && line.endsWith("0.492 *")), text.toString());
        assertTrue(lines.contains("  9 times  as fast"), text.toString());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 96 && !line.contains("`")), text.toString());
    }
}
