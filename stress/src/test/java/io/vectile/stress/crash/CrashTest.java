package io.vectile.stress.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills lose nothing, and a way of saving that loses something is found out. */
class CrashTest {
    /** A run ends with the first violation: so many kills are tried at most. */
    private static final int MOST = 60;

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream report = new ByteArrayOutputStream();

    private Crash crash(int saves, SaveFault fault) {
        return new Crash(new Crash.Options(saves, "faiss", 4000, 1, folder, fault),
                new PrintStream(report, true, StandardCharsets.UTF_8));
    }

    @Test
    void killsLoseNothing() throws Exception {
        boolean kept = crash(3, SaveFault.NONE).run();
        String text = report.toString(StandardCharsets.UTF_8);
        assertTrue(kept, text);
        assertTrue(text.contains("kills     3"), text);
    }

    @ParameterizedTest
    @EnumSource(value = SaveFault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedFaultIsFound(SaveFault fault) throws Exception {
        Crash crash = crash(MOST, fault);
        assertFalse(crash.run());
        assertNotNull(crash.violation());
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> Crash.Options.parse("--saves", "none"));
        assertThrows(IllegalArgumentException.class, () -> Crash.Options.parse("--format", "zip"));
        assertThrows(IllegalArgumentException.class, () -> Crash.Options.parse("--plant", "anything"));
        assertEquals(500, Crash.Options.parse().saves());
    }
}
