package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.error.InvalidInputException;
import io.vectile.fixtures.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {

    @Test
    void textAndAttributesAreEscaped() {
        var document = Xml.parse(new Markup().leaf("p", "a < b & \"c\" > d", "title", "\"<&>\"").toString());
        assertEquals("a < b & \"c\" > d", document.getDocumentElement().getTextContent());
        assertEquals("\"<&>\"", document.getDocumentElement().getAttribute("title"));
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "0.125, 0.13", "-0.001, 0", "120.5, 120.5", "1200, 1200", "-7.25, -7.25"})
    void numbersAreShortAndNeverInExponentForm(double value, String text) {
        assertEquals(text, Markup.number(value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aCoordinateThatIsNotFiniteIsRefused(double value) {
        assertThrows(InvalidInputException.class, () -> new Markup().empty("circle", "cx", value));
    }

    @Test
    void anElementLeftOpenIsRefused() {
        assertThrows(IllegalStateException.class, () -> new Markup().open("svg").toString());
    }
}
