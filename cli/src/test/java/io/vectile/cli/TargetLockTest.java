package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process at a time changes the index at a path; another is refused, and harms nothing. */
class TargetLockTest {

    @TempDir
    Path temp;

    private SampleFiles sample;
    private Path file;

    @BeforeEach
    void index() {
        sample = new SampleFiles(temp);
        file = temp.resolve("base.vtl");
        CommandRun.done(build("--limit", 900));
    }

    private Object[] build(Object... more) {
        Object[] words = {"build", "--index", "IVF8,PQ4", "--base", sample.baseFile, "--out", file};
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }

    @Test
    void whatAnotherWritesIsLeftAlone() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Path half = Files.write(temp.resolve(".base.vtl." + UUID.randomUUID() + ".tmp"), new byte[100]);
        List<Object[]> commands = List.of(build(), build("--save-every", 300), build("--save-every", 300, "--resume"),
                new Object[] {"remove", file, "--ids", "1"}, new Object[] {"convert", file, file},
                new Object[] {"merge", "--out", file, file, file, "--ids", "shift"});
        for (Object[] command : commands) {
            try (TargetLock other = TargetLock.of(file)) {
                assertEquals("vectile: " + file + ": another vectile process is writing it", CommandRun.refused(1, command));
                assertArrayEquals(bytes, Files.readAllBytes(file));
                assertTrue(Files.exists(half));
            }
        }
    }

    /** The other process of the test below: takes the lock, says so, and keeps it until it is killed. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            try (TargetLock lock = TargetLock.of(Path.of(args[0]))) {
                System.out.println("locked");
                System.in.read();
            }
        }
    }

    @Test
    void aLockOfAnotherProcessEndsWithIt() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Holder.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals("locked", other.inputReader().readLine());
            assertEquals("vectile: " + file + ": another vectile process is writing it", CommandRun.refused(1, "remove", file, "--ids", "1"));
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertTrue(Files.exists(temp.resolve(".base.vtl.lock")), "a killed process leaves the file");
        CommandRun.done("remove", file, "--ids", "1");
        assertEquals(899, Index.open(file).ntotal());
    }

    @Test
    void aRefusedResumptionDeletesNothing() throws IOException {
        Path half = Files.write(temp.resolve(".base.vtl." + UUID.randomUUID() + ".tmp"), new byte[100]);
        CommandRun.refused(1, build("--resume", "--metric", "ip"));
        assertTrue(Files.exists(half));
    }

    @Test
    void theLockLeavesNothingAndWhatAKilledProcessLeftHindersNobody() throws IOException {
        Path lock = Files.createFile(temp.resolve(".base.vtl.lock"));
        CommandRun.done("remove", file, "--ids", "1");
        CommandRun.done("remove", file, "--ids", "2");
        assertEquals(898, Index.open(file).ntotal());
        assertFalse(Files.exists(lock));
    }

    @Test
    void aLinkToTheIndexIsLockedAsTheIndex() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link.vtl"), file);
        try (TargetLock other = TargetLock.of(file)) {
            assertTrue(CommandRun.refused(1, "remove", link, "--ids", "1").contains("another vectile process"));
        }
    }
}
