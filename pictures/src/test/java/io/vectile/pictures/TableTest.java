package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void numbersStandRightAndWordsLeft() {
        StringWriter text = new StringWriter();
        new Table("index", "recall", "ms")
                .row("Flat", "1.000", "12.1")
                .row("IVF2048,PQ8", "0.398", null)
                .print(new PrintWriter(text));
        assertEquals(
                """
                index        recall    ms
                -----------  ------  ----
                Flat          1.000  12.1
                IVF2048,PQ8   0.398
                """,
                text.toString().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void aRowNeedsACellPerHeading() {
        assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").row("1"));
    }
}
