package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.datasets.Catalogue;
import io.vectile.cli.datasets.FtpDownload;
import io.vectile.cli.terminal.Terminal;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that cannot be written are a failure. {@code /dev/full} is a disk without room. */
class LostOutputTest {
    private static final String FULL = "/dev/full";

    @TempDir
    Path temp;

    @Test
    void anAnswerThatIsLostIsAFailure() throws IOException {
        SampleFiles sample = new SampleFiles(temp);
        Path file = temp.resolve("a.vtl");
        CommandRun.done("build", "--index", "PQ4", "--base", sample.baseFile, "--out", file);
        for (List<Object> words : List.<List<Object>>of(List.of("search", file, "--query", sample.queryFile), List.of("inspect", file),
                List.of("inspect", file, "--json"), List.of("--help"))) {
            StringWriter err = new StringWriter();
            String[] args = words.stream().map(Object::toString).toArray(String[]::new);
            Terminal terminal = Terminal.of(new PrintWriter(new FileWriter(FULL)), new PrintWriter(err), () -> false);
            int status = Main.run(terminal, Catalogue.WELL_KNOWN, FtpDownload.Patience.USUAL, args);
            assertTrue(err.toString().startsWith("vectile: cannot write to standard output"), Arrays.toString(args) + err);
            assertEquals(1, status);
        }
    }

    /** As {@code vectile --help | head -1} ends: status 1, and not a word about it. */
    @Test
    void whereTheReaderHasAllItWantsNothingIsSaid() throws IOException {
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.of(new PrintWriter(new FileWriter(FULL)), new PrintWriter(err), () -> false, () -> true);
        assertEquals(1, Main.run(terminal, Catalogue.WELL_KNOWN, FtpDownload.Patience.USUAL, "--help"));
        assertEquals("", err.toString());
    }

    @Test
    void jsonThatCannotBeWrittenSaysWhy() {
        Terminal terminal = Terminal.of(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), () -> false);
        JsonLines lines = JsonLines.open(Path.of(FULL), terminal);
        String message = assertThrows(CommandFailure.class, () -> lines.write(Map.of("a", 1))).getMessage();
        assertEquals("cannot write to /dev/full: No space left on device", message);
    }
}
