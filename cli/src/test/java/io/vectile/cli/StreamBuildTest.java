package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.cli.datasets.Catalogue;
import io.vectile.cli.datasets.FtpDownload;
import io.vectile.cli.terminal.Terminal;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Builds that save on the way: they answer as a build at once does, and the file of one that ended before its time and went on
 * is that of one that did not. (Bound rows are as tight as an add or a packing makes them, so that pieces of other sizes may
 * differ in these.)
 */
class StreamBuildTest {

    @TempDir
    Path temp;

    private SampleFiles sample;
    private Path whole;
    private Path file;

    @BeforeEach
    void files() {
        sample = new SampleFiles(temp);
        whole = temp.resolve("whole.vtl");
        file = temp.resolve("streamed.vtl");
    }

    private Object[] words(String spec, Path out, Object... more) {
        Object[] words = {"build", "--index", spec, "--base", sample.baseFile, "--out", out, "--threads", 2};
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }

    private void assertSameAnswers() {
        Index expected = Index.open(whole);
        Index found = Index.open(file);
        assertEquals(expected.ntotal(), found.ntotal());
        SearchOptions all = SearchOptions.defaults().withNprobe(8);
        assertEquals(expected.search(Vectors.of(sample.queries), 50, all), found.search(Vectors.of(sample.queries), 50, all));
    }

    /** A run that is asked to stop at the n-th time that it looks, counted while there is something at --out. */
    private CommandRun stoppedAt(int n, Object... words) {
        AtomicInteger looks = new AtomicInteger();
        return stopped(() -> Files.exists(file) && looks.incrementAndGet() >= n, words);
    }

    private static CommandRun stopped(BooleanSupplier stop, Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
        int status = Main.run(Terminal.of(new PrintWriter(out), new PrintWriter(err), stop), Catalogue.WELL_KNOWN,
                new FtpDownload.Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 3, Duration.ZERO), args);
        return new CommandRun(status, out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"'Flat', 300, copy", "'PQ4', 1, copy", "'IVF8,PQ4', 300, copy", "'IVF8,Flat', 2000, copy", "'IVF8,PQ4', 9999, copy",
        "'OPQ4,IVF8,PQ4,RFlat', 700, copy", "'IVF8,PQ4,RFlat', 700, file"})
    void aBuildThatSavesOnTheWayAnswersAsOneThatDoesNot(String spec, int every, String originals) {
        Object limit = spec.equals("PQ4") ? 300 : 2000;
        CommandRun.done(words(spec, whole, "--originals", originals, "--limit", limit));
        CommandRun run = CommandRun.done(words(spec, file, "--originals", originals, "--limit", limit, "--save-every", every));
        assertSameAnswers();
        assertEquals(1, run.outLines().size());
        assertTrue(run.out().startsWith(file + ": " + spec), run.out());
    }

    @ParameterizedTest
    @CsvSource({"'IVF8,PQ4', copy", "'IVF8,PQ4,RFlat', file", "'PQ4,RFlat', copy"})
    void aBuildThatWasStoppedAnywhereGoesOnToTheSameBytes(String spec, String originals) throws IOException {
        Object[] build = words(spec, file, "--originals", originals, "--save-every", 600, "--resume");
        CommandRun.done(words(spec, whole, "--originals", originals, "--save-every", 600));
        assertEquals(1, stopped(() -> true, build).status());
        assertFalse(Files.exists(file));
        int times = 0;
        for (int n = 1; stoppedAt(n, build).status() != 0; n += 1 + n / 8) {
            CommandRun.done(build);
            assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(file), "stopped at " + n);
            Files.delete(file);
            times++;
        }
        assertTrue(times > 5, times + " times");
    }

    @Test
    void aBuildIsStoppedAgainAndAgainAndEnds() throws IOException {
        Object[] build = words("IVF8,PQ4", file, "--save-every", 300, "--resume");
        CommandRun.done(words("IVF8,PQ4", whole, "--save-every", 300));
        int runs = 1;
        while (stoppedAt(3 * runs, build).status() != 0) {
            runs++;
        }
        assertTrue(runs > 5, runs + " runs");
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(file));
    }

    @Test
    void whoStopsABuildIsToldThatItGoesOn() {
        CommandRun run = stoppedAt(5, words("IVF8,PQ4", file, "--save-every", 300));
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("vectile: cancelled during ") && run.err().contains(file + " holds the first ")
                && run.err().contains("of 2,000 vectors") && run.err().contains("--resume"), run.err());
    }

    @Test
    void whoseDiskIsFullIsToldWhatIsThereAndThatItGoesOn() {
        AtomicInteger looks = new AtomicInteger();
        CommandRun run = stopped(() -> {
            if (Files.exists(file) && looks.incrementAndGet() >= 5) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            return false;
        }, words("IVF8,PQ4", file, "--save-every", 300));
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("vectile: No space left on device; " + file + " holds the first ")
                && run.err().contains("of 2,000 vectors") && run.err().contains("--resume"), run.err());
    }

    /** A process that gets no chance to clean up, killed as soon as there is a first save. */
    @Test
    void aKilledBuildGoesOnToTheSameBytes() throws Exception {
        Object[] build = words("IVF8,PQ4", file, "--save-every", 20, "--resume");
        Process process;
        try (WatchService watch = temp.getFileSystem().newWatchService()) {
            temp.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Stream<String> java = Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                    "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    Main.class.getName());
            process = new ProcessBuilder(Stream.concat(java, Arrays.stream(build).map(Object::toString)).toList())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            boolean saved = false;
            while (!saved) {
                WatchKey key = watch.poll(60, TimeUnit.SECONDS);
                assertTrue(key != null && process.isAlive(), "the build goes on until its first save");
                for (WatchEvent<?> event : key.pollEvents()) {
                    saved |= file.getFileName().equals(event.context());
                }
                key.reset();
            }
            process.destroyForcibly().waitFor();
        }
        long held = Index.open(file).ntotal();
        assertTrue(held < SampleFiles.N, "killed at " + held);
        // What a process leaves that is killed as it writes; others are nobody's business.
        Path half = Files.write(temp.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp"), new byte[100]);
        Path other = Files.write(temp.resolve("." + file.getFileName() + ".tmp"), new byte[100]);
        CommandRun run = CommandRun.done(build);
        assertEquals(file + ": holds " + held + " of 2,000 vectors; going on from vector " + held, run.outLines().getFirst()
                .replace(String.format("%,d of", held), held + " of"));
        CommandRun.done(words("IVF8,PQ4", whole, "--save-every", 20));
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(file));
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(List.of(other), left.filter(path -> path.toString().endsWith(".tmp")).toList());
        }
        assertFalse(Files.exists(half));
    }

    @Test
    void aBuildThatIsDoneStaysAsItIs() throws IOException {
        Object[] build = words("IVF8,PQ4", file, "--save-every", 600, "--resume");
        CommandRun.done(build);
        byte[] bytes = Files.readAllBytes(file);
        CommandRun run = CommandRun.done(build);
        assertTrue(run.out().contains("holds 2,000 of 2,000 vectors"), run.out());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        CommandRun.done(words("IVF8,PQ4", file, "--resume"));
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void moreVectorsOfTheSameFileAreAddedToWhatIsThere() {
        CommandRun.done(words("IVF8,PQ4", file, "--limit", 900, "--train", sample.baseFile));
        CommandRun.done(words("IVF8,PQ4", file, "--resume"));
        CommandRun.done(words("IVF8,PQ4", whole));
        assertSameAnswers();
    }

    @Test
    void anotherBuildIsNotGoneOnWith() throws IOException {
        CommandRun.done(words("IVF8,PQ4", file, "--limit", 900));
        byte[] bytes = Files.readAllBytes(file);
        assertRefused(words("IVF8,PQ8", file, "--resume"), "this is IVF8,PQ4 (l2) of d = 16", "IVF8,PQ8 (l2) of d = 16");
        assertRefused(words("IVF8,PQ4", file, "--resume", "--metric", "ip"), "IVF8,PQ4 (l2)", "IVF8,PQ4 (ip)");
        assertRefused(words("IVF8,PQ4", file, "--resume", "--search", "nprobe=4"), "nprobe=1", "nprobe=4");
        assertRefused(words("IVF8,PQ4", file, "--resume", "--limit", 800), "holds 900 vectors already", "--base has 800");
        Path other = temp.resolve("other.fvecs");
        VectorFiles.write(other, Vectors.of(new float[8 * 1000], 8));
        assertRefused(new Object[] {"build", "--index", "IVF8,PQ4", "--base", other, "--out", file, "--resume"}, "d = 16", "d = 8");
        assertArrayEquals(bytes, Files.readAllBytes(file));
        CommandRun.done("remove", file, "--ids", "5");
        assertRefused(words("IVF8,PQ4", file, "--resume"), "899 vectors with ids up to 899");
        CommandRun.done(words("IVF8,PQ4", file, "--format", "faiss"));
        assertRefused(words("IVF8,PQ4", file, "--resume"), "this is a file of Faiss");
        CommandRun.done(words("IVF8,PQ4,RFlat", file, "--limit", 900));
        assertRefused(words("IVF8,PQ4,RFlat", file, "--resume", "--originals", "file"), "begun with --originals copy");
    }

    @ParameterizedTest
    @CsvSource({"'Flat', l2, copy", "'IVF8,PQ4', l2, copy", "'PQ4', cosine, copy", "'IVF8,PQ4', ip, copy", "'PCA8,PQ4', l2, copy",
        "'IVF8,PQ4,RFlat', l2, copy", "'IVF8,PQ4,RFlat', l2, file"})
    void vectorsOfAnotherFileAreNotMixedIn(String spec, String metric, String originals) throws IOException {
        CommandRun.done(words(spec, file, "--limit", 900, "--metric", metric, "--originals", originals));
        byte[] bytes = Files.readAllBytes(file);
        Path other = temp.resolve("other.fvecs");
        float[][] rows = Arrays.stream(sample.base).map(float[]::clone).toArray(float[][]::new);
        rows[899] = sample.base[3];
        VectorFiles.write(other, Vectors.of(rows));
        assertRefused(new Object[] {"build", "--index", spec, "--base", other, "--out", file, "--resume", "--metric", metric,
            "--originals", originals}, originals.equals("file") ? "vector" : "vector 899 of --base is not the vector 899 that this holds");
        assertArrayEquals(bytes, Files.readAllBytes(file));
        CommandRun.done(words(spec, file, "--resume", "--metric", metric, "--originals", originals));
        assertEquals(2000, Index.open(file).ntotal());
    }

    private void assertRefused(Object[] words, String... parts) {
        String line = CommandRun.refused(1, words);
        for (String part : parts) {
            assertTrue(line.contains(part) && line.contains(file.toString()), () -> part + " is not in: " + line);
        }
    }
}
