package io.vectile.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The race tests run, and see a fault that is there. */
class RacesTest {
    @TempDir
    private Path folder;

    private int run(String test, Fault fault) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "org.openjdk.jcstress.Main", "-m", "sanity", "-iters", "3", "-t", test, "-v",
                "-sc", "false", "-af", "NONE", "-spinStyle", "THREAD_YIELD", "-time", "1000", "-strideSize", "10",
                "-strideCount", "4", "-jvmArgs", "--add-modules jdk.incubator.vector -Xmx256m -XX:+UseSerialGC "
                + "-Dvectile.stress.plant=" + fault.word()))
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log().toFile()).start();
        return process.waitFor();
    }

    private Path log() {
        return folder.resolve("log");
    }

    @Test
    void whatHoldsIsObservedToHold() throws Exception {
        int status = run("races.RemoveBesideSearch|races.TwoFirstSearches", Fault.NONE);
        String log = Files.readString(log());
        assertEquals(0, status, log);
        assertTrue(log.contains("[OK] io.vectile.stress.races.RemoveBesideSearch"), log);
        assertTrue(log.contains("[OK] io.vectile.stress.races.TwoFirstSearches"), log);
    }

    @Test
    void anUpdateInTwoStepsIsSeen() throws Exception {
        int status = run("races.UpdateBesideSearch", Fault.TORN_UPDATE);
        String log = Files.readString(log());
        assertNotEquals(0, status, log);
        assertTrue(log.contains("half an update"), log);
    }
}
