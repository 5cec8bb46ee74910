package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.datasets.Catalogue;
import io.vectile.cli.datasets.FtpDownload;
import io.vectile.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The command line run in this process, as one call: its exit status and what it wrote. */
record CommandRun(int status, String out, String err) {
    private static final FtpDownload.Patience NO_WAITING =
            new FtpDownload.Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 3, Duration.ZERO);

    static CommandRun of(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.of(new PrintWriter(out), new PrintWriter(err), () -> false);
        String[] args = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
        int status = Main.run(terminal, Catalogue.WELL_KNOWN, NO_WAITING, args);
        return new CommandRun(status, out.toString(), err.toString());
    }

    /** Runs what must succeed and say nothing beside its answer. */
    static CommandRun done(Object... words) {
        CommandRun run = of(words);
        assertEquals("", run.err);
        assertEquals(0, run.status);
        return run;
    }

    /** Runs what must fail with one line, and gives the line. */
    static String refused(int status, Object... words) {
        CommandRun run = of(words);
        assertEquals(1, run.err.lines().count(), run.err);
        assertTrue(run.err.startsWith("vectile: "), run.err);
        assertFalse(run.err.contains("Exception"), run.err);
        assertEquals(status, run.status, run.err);
        return run.err.strip();
    }

    List<String> outLines() {
        return out.lines().toList();
    }
}
