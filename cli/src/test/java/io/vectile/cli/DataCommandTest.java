package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.datasets.ArchiveFixture;
import io.vectile.cli.datasets.Catalogue;
import io.vectile.cli.datasets.DataSet;
import io.vectile.cli.datasets.LocalFtpServer;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command data, with the real entry of siftsmall, whose archive a local server holds in its real shape. */
class DataCommandTest {
    private static final DataSet SIFTSMALL = Catalogue.WELL_KNOWN.find("siftsmall").orElseThrow();

    @TempDir
    Path temp;

    private Path served;
    private Path dir;

    @BeforeEach
    void folders() throws IOException {
        served = Files.createDirectories(temp.resolve("served/local/texmex/corpus"));
        dir = temp.resolve("data");
    }

    private void serveSiftsmall() throws IOException {
        Files.write(served.resolve("siftsmall.tar.gz"), ArchiveFixture.honest(SIFTSMALL));
    }

    @Test
    void listShowsWhatIsKnown() {
        List<String> lines = CommandRun.done("data", "list").outLines();
        assertEquals(5, lines.size());
        assertTrue(lines.get(3).matches("sift1m +128 +1,000,000 +10,000 +100,000 +161 MB +577 MB +SIFT .*"), lines.get(3));
    }

    @Test
    void fetchBringsADataSetThroughABrokenConnection() throws Exception {
        serveSiftsmall();
        try (LocalFtpServer server = LocalFtpServer.breakingOnceAt(temp.resolve("served"), 40_000)) {
            CommandRun run = CommandRun.done("data", "fetch", "siftsmall", "--dir", dir, "--url",
                    server.url("local/texmex/corpus/siftsmall.tar.gz"));
            assertTrue(run.outLines().getFirst().startsWith("siftsmall is in " + dir.resolve("siftsmall") + " ("), run.out());
            assertTrue(run.out().contains("--base " + dir.resolve("siftsmall/siftsmall_base.fvecs")), run.out());
            assertEquals(2, server.restarts().size());
        }
        Vectors base = VectorFiles.open(dir.resolve("siftsmall/siftsmall_base.fvecs"));
        assertEquals(10_000, base.n());
        assertEquals(128, base.d());
        assertEquals(9_999f, base.row(9_999)[0]);
        IntVectors truth = VectorFiles.openInts(dir.resolve("siftsmall/siftsmall_groundtruth.ivecs"));
        assertEquals(100, truth.n());
        assertEquals(100, truth.d());

        CommandRun again = CommandRun.done("data", "fetch", "SiftSmall", "--dir", dir, "--url", "ftp://127.0.0.1:1/gone.tar.gz");
        assertEquals("siftsmall is already in " + dir.resolve("siftsmall"), again.outLines().getFirst());
    }

    @Test
    void aBreakThatLastsIsSaidAndTheNextRunGoesOn() throws Exception {
        serveSiftsmall();
        try (LocalFtpServer server = LocalFtpServer.breakingAt(temp.resolve("served"), 40_000)) {
            String line = CommandRun.refused(1, "data", "fetch", "siftsmall", "--dir", dir, "--url",
                    server.url("local/texmex/corpus/siftsmall.tar.gz"));
            assertTrue(line.contains("the same command goes on from there"), line);
        }
        long kept = Files.size(dir.resolve("siftsmall.tar.gz.part"));
        try (LocalFtpServer server = LocalFtpServer.serving(temp.resolve("served"))) {
            CommandRun.done("data", "fetch", "siftsmall", "--dir", dir, "--keep-archive", "--url",
                    server.url("local/texmex/corpus/siftsmall.tar.gz"));
            assertEquals(List.of(kept), server.restarts());
        }
        assertTrue(Files.exists(dir.resolve("siftsmall.tar.gz")));
        assertFalse(Files.exists(dir.resolve("siftsmall.tar.gz.part")));
    }

    @Test
    void failuresAreOneLine() throws Exception {
        String unreachable = CommandRun.refused(
                1, "data", "fetch", "siftsmall", "--dir", dir, "--url", "ftp://127.0.0.1:1/siftsmall.tar.gz");
        assertEquals("vectile: ftp://127.0.0.1:1/siftsmall.tar.gz: the server cannot be reached (Connection refused)", unreachable);
        Files.writeString(served.resolve("siftsmall.tar.gz"), "no archive");
        try (LocalFtpServer server = LocalFtpServer.serving(temp.resolve("served"))) {
            String damaged = CommandRun.refused(1, "data", "fetch", "siftsmall", "--dir", dir, "--url",
                    server.url("local/texmex/corpus/siftsmall.tar.gz"));
            assertTrue(damaged.contains("is damaged: it is not a whole gzip file"), damaged);
            String missing = CommandRun.refused(
                    1, "data", "fetch", "siftsmall", "--dir", dir, "--url", server.url("other.tar.gz"));
            assertTrue(missing.contains("the server has no such file"), missing);
        }
        Path file = Files.createFile(temp.resolve("file"));
        assertTrue(CommandRun.refused(1, "data", "fetch", "siftsmall", "--dir", file).contains(file.toString()));
    }
}
