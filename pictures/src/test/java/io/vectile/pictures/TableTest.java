package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import io.vectile.fixtures.xml.Xml;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TableTest {
    private final Table table = new Table("index", "recall", "ms")
            .row("Flat", "1.000", "12.1")
            .row("IVF2048,PQ8", "0.398", null);

    @Test
    void numbersStandRightAndWordsLeft() {
        assertEquals(
                """
                index        recall    ms
                -----------  ------  ----
                Flat          1.000  12.1
                IVF2048,PQ8   0.398
                """,
                table.toText());
        assertEquals(table.toText(), table.toString());
    }

    @Test
    void printedItEndsLinesAsTheSystemDoes() {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text));
        assertEquals(table.toText().replace("\n", System.lineSeparator()), text.toString());
    }

    @Test
    void aStrongCellIsStarredInTextAndBoldInHtml() {
        Table marked = new Table("id", "place").row(Table.strong(17), 1).row(4, "-");
        assertEquals("id    place\n----  -----\n17 *      1\n4         -\n", marked.toText());
        List<Element> strong = Xml.elements(Xml.parse(marked.toHtml()), "strong");
        assertEquals(List.of("17"), strong.stream().map(Element::getTextContent).toList());
    }

    @Test
    void htmlHasAllCellsAndAlignsNumbers() {
        Document html = Xml.parse(table.toHtml());
        assertEquals(List.of("index", "recall", "ms"), Xml.elements(html, "th").stream().map(Element::getTextContent).toList());
        List<Element> cells = Xml.elements(html, "td");
        assertEquals(List.of("Flat", "1.000", "12.1", "IVF2048,PQ8", "0.398", ""), cells.stream().map(Element::getTextContent).toList());
        assertTrue(cells.get(0).getAttribute("style").contains("text-align: left"), "words");
        assertTrue(cells.get(1).getAttribute("style").contains("text-align: right"), "numbers");
        assertEquals(cells.get(1).getAttribute("style"), Xml.elements(html, "th").get(1).getAttribute("style"));
    }

    @Test
    void htmlEscapesWhatWouldBeMarkup() {
        String html = new Table("a < b", "\"c\"").row("<script>alert(1)</script>", Table.strong("&amp; <b>")).toHtml();
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        Document parsed = Xml.parse(html);
        assertEquals("a < b", Xml.elements(parsed, "th").getFirst().getTextContent());
        assertEquals("&amp; <b>", Xml.elements(parsed, "strong").getFirst().getTextContent());
        assertEquals(0, Xml.elements(parsed, "script").size());
    }

    @Test
    void aRowNeedsACellPerHeading() {
        String message = assertThrows(InvalidInputException.class, () -> new Table("a", "b").row("1")).getMessage();
        assertEquals("2 cells are needed; got 1", message);
    }
}
