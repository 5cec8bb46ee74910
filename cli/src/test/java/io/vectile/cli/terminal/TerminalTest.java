package io.vectile.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    private final ProgressLine line =
            new ProgressLine(new PrintStream(drawn, true, StandardCharsets.UTF_8), () -> false);

    private String drawn() {
        return drawn.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theBarNamesTheStageAndHowFarItIs() {
        line.update("add", 0, 1000);
        line.update("add", 250, 1000);
        line.wipe(); // draws the last state first
        assertTrue(drawn().contains("add"), drawn());
        assertTrue(drawn().contains("25%"), drawn());
        assertTrue(drawn().contains("250/1000"), drawn());
    }

    @Test
    void theBarLeavesAnEmptyLineWhenTheStageIsOver() {
        line.update("add", 0, 1000);
        line.update("add", 1000, 1000);
        assertTrue(drawn().endsWith("\r\033[K"), drawn());
        int length = drawn().length();
        line.wipe();
        assertEquals(length, drawn().length(), "nothing is left to wipe");
    }

    @Test
    void aStatusStandsUntilSomethingElseIsShown() {
        line.say("timing searches ...");
        assertEquals("timing searches ...", drawn());
        line.update("add", 1, 20);
        assertTrue(drawn().startsWith("timing searches ...\r\033[K"), drawn());
        line.wipe();
        line.wipe();
        assertTrue(drawn().endsWith("\r\033[K"), drawn());
        assertFalse(drawn().endsWith("\r\033[K\r\033[K"), "nothing is left to wipe");
    }

    @Test
    void aNewStageReplacesTheBarOfTheOneBefore() {
        line.update("train", 1, 10);
        line.update("add", 1, 20);
        line.wipe();
        assertTrue(drawn().indexOf("\r\033[K") < drawn().indexOf("1/20"), drawn());
    }

    @Test
    void bytesAreShownAsMegabytes() {
        line.inBytes().update("download", 50_000_000, 200_000_000);
        line.wipe();
        assertTrue(drawn().contains("50/200 MB"), drawn());
    }

    @Test
    void anUnknownTotalIsNoTrouble() {
        line.update("download", 5, -1);
        line.update("download", 500, -1);
        line.wipe();
        assertTrue(drawn().contains("download"), drawn());
    }

    @Test
    void noLineIsLongerThanATerminal() {
        line.update("a stage with a name that goes on and on and on and on and on and on and on and on", 1, 10);
        line.wipe();
        for (String text : drawn().split("\r")) {
            assertTrue(text.length() < 80, text);
        }
    }

    @Test
    void withoutATerminalNothingIsDrawnButCancellingWorks() {
        AtomicBoolean stop = new AtomicBoolean();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.of(new PrintWriter(out), new PrintWriter(err), stop::get);
        for (Progress progress : new Progress[] {terminal.progress(), terminal.byteProgress()}) {
            stop.set(false);
            progress.update("add", 1, 2);
            progress.check("add");
            stop.set(true);
            assertThrows(CancelledException.class, () -> progress.check("add"));
        }
        assertEquals("", out.toString() + err);
    }
}
