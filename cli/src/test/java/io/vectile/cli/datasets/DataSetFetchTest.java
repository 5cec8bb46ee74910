package io.vectile.cli.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.datasets.DataSet.Member;
import io.vectile.cli.datasets.DataSet.Role;
import io.vectile.concurrent.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetFetchTest {
    private static final DataSet TINY = new DataSet("tiny", "a set for tests", 4, URI.create("ftp://nowhere/tiny.tar.gz"),
            "1 kB", "tiny", List.of(
                    new Member(Role.BASE, "tiny_base.fvecs", 50, 50 * 20),
                    new Member(Role.QUERY, "tiny_query.fvecs", 3, 3 * 20)));
    private static final FtpDownload.Patience NO_WAITING =
            new FtpDownload.Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 3, Duration.ZERO);

    @TempDir
    Path temp;

    private Path served;
    private Path dir;

    @BeforeEach
    void folders() throws IOException {
        served = Files.createDirectories(temp.resolve("served"));
        dir = temp.resolve("data");
    }

    private DataSetFetch.Result fetch(byte[] archive) throws Exception {
        Files.write(served.resolve("tiny.tar.gz"), archive);
        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            return new DataSetFetch(NO_WAITING, Progress.NONE).fetch(TINY, server.url("tiny.tar.gz"), dir, false);
        }
    }

    private String refusal(byte[] archive) {
        return assertThrows(DataSetException.class, () -> fetch(archive)).getMessage();
    }

    private TreeSet<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void assertNothingWasUnpacked() throws IOException {
        assertEquals(new TreeSet<>(), filesBelow(dir));
        try (Stream<Path> left = Files.list(dir)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void downloadsChecksAndUnpacks() throws Exception {
        byte[] archive = ArchiveFixture.honest(TINY);
        DataSetFetch.Result result = fetch(archive);
        assertEquals(new DataSetFetch.Result(archive.length, false), result);
        assertEquals(new TreeSet<>(List.of("tiny/tiny_base.fvecs", "tiny/tiny_query.fvecs")), filesBelow(dir));
        for (Member member : TINY.members()) {
            assertArrayEquals(ArchiveFixture.rows(member), Files.readAllBytes(TINY.path(dir, member)));
        }
    }

    @Test
    void doesNothingWhereAllIsThere() throws Exception {
        fetch(ArchiveFixture.honest(TINY));
        // Its own address leads nowhere: a second download would fail.
        DataSetFetch.Result again =
                new DataSetFetch(NO_WAITING, Progress.NONE).fetch(TINY, TINY.archive(), dir, false);
        assertEquals(new DataSetFetch.Result(0, true), again);
    }

    @Test
    void aFileThatWasCutShortIsReplaced() throws Exception {
        fetch(ArchiveFixture.honest(TINY));
        Path base = TINY.path(dir, TINY.member(Role.BASE));
        byte[] whole = Files.readAllBytes(base);
        Files.write(base, Arrays.copyOf(whole, 100));
        Files.writeString(dir.resolve("tiny/notes.txt"), "mine");
        assertFalse(fetch(ArchiveFixture.honest(TINY)).alreadyThere());
        assertArrayEquals(whole, Files.readAllBytes(base));
        assertEquals("mine", Files.readString(dir.resolve("tiny/notes.txt")));
    }

    @Test
    void anArchiveThatIsAlreadyThereNeedsNoNetwork() throws Exception {
        Files.createDirectories(dir);
        Files.write(dir.resolve("tiny.tar.gz"), ArchiveFixture.honest(TINY));
        DataSetFetch.Result result =
                new DataSetFetch(NO_WAITING, Progress.NONE).fetch(TINY, TINY.archive(), dir, true);
        assertEquals(new DataSetFetch.Result(0, false), result);
        assertTrue(TINY.isComplete(dir));
        assertTrue(Files.exists(dir.resolve("tiny.tar.gz")), "kept as asked");
    }

    @Test
    void aTruncatedArchiveIsRefusedRemovedAndDownloadedAnew() throws Exception {
        byte[] archive = ArchiveFixture.honest(TINY);
        for (int length : new int[] {0, 5, archive.length / 2, archive.length - 1}) {
            String message = refusal(Arrays.copyOf(archive, length));
            assertTrue(message.contains("damaged: it ends early (" + length + " bytes)"), message);
            assertNothingWasUnpacked();
        }
        fetch(archive);
        assertTrue(TINY.isComplete(dir));
    }

    @Test
    void aWrongChecksumIsRefused() throws Exception {
        byte[] archive = ArchiveFixture.honest(TINY);
        archive[archive.length - 6] ^= 1; // in the CRC-32 of the gzip trailer
        assertTrue(refusal(archive).contains("it is not a whole gzip file"));
        assertNothingWasUnpacked();
    }

    @Test
    void whatIsNoArchiveIsRefused() throws Exception {
        String message = refusal("<html>This page has moved</html>".getBytes());
        assertTrue(message.contains("it is not a whole gzip file (Not in GZIP format)"), message);
        assertNothingWasUnpacked();
    }

    @Test
    void aMemberOfTheWrongSizeIsRefused() throws Exception {
        byte[] archive = new ArchiveFixture()
                .file("tiny/tiny_base.fvecs", new byte[999])
                .file("tiny/tiny_query.fvecs", new byte[60])
                .bytes();
        String message = refusal(archive);
        assertTrue(message.contains("its tiny/tiny_base.fvecs has 999 bytes; 1000 are needed"), message);
        assertNothingWasUnpacked();
    }

    @Test
    void aMissingMemberIsRefused() throws Exception {
        byte[] archive = new ArchiveFixture()
                .file("tiny/tiny_base.fvecs", new byte[1000])
                .file("tiny/other.fvecs", new byte[60])
                .bytes();
        String message = refusal(archive);
        assertTrue(message.contains("it lacks tiny/tiny_query.fvecs of 60 bytes"), message);
        assertNothingWasUnpacked();
    }

    @Test
    void smallExtrasArePassedOver() throws Exception {
        byte[] archive = new ArchiveFixture()
                .folder("./tiny/")
                .file("./tiny/README", "hello")
                .file("./tiny/tiny_query.fvecs", new byte[60])
                .file("./tiny/tiny_base.fvecs", new byte[1000])
                .bytes();
        fetch(archive);
        assertEquals(new TreeSet<>(List.of("tiny/tiny_base.fvecs", "tiny/tiny_query.fvecs")), filesBelow(dir));
    }

    @Test
    void anEntryThatLeadsOutsideMakesTheWholeArchiveRefused() throws Exception {
        for (String name : List.of("../evil", "tiny/../../evil", "/evil", "tiny/..", "C:/evil", "tiny\\..\\evil",
                "tiny/evil\nname")) {
            byte[] archive = new ArchiveFixture()
                    .file("tiny/tiny_base.fvecs", new byte[1000])
                    .file(name, "evil")
                    .file("tiny/tiny_query.fvecs", new byte[60])
                    .bytes();
            String message = refusal(archive);
            assertTrue(message.contains("unsafe name"), message);
            assertEquals(1, message.lines().count());
            assertNothingWasUnpacked();
        }
        assertEquals(new TreeSet<>(List.of("tiny.tar.gz")), filesBelow(served));
        try (Stream<Path> beside = Files.list(temp)) {
            assertEquals(List.of(dir, served), beside.sorted().toList());
        }
    }

    @Test
    void linksAreRefused() throws Exception {
        byte[] archive = new ArchiveFixture()
                .link("tiny/tiny_base.fvecs", "/etc/hostname")
                .file("tiny/tiny_query.fvecs", new byte[60])
                .bytes();
        String message = refusal(archive);
        assertTrue(message.contains("tiny/tiny_base.fvecs is a link or a device"), message);
        assertNothingWasUnpacked();
    }

    @Test
    void theCatalogueHasTheKnownSizes() {
        DataSet sift = Catalogue.WELL_KNOWN.find("SIFT1M").orElseThrow();
        assertEquals("ftp://ftp.irisa.fr/local/texmex/corpus/sift.tar.gz", sift.archive().toString());
        assertEquals(
                List.of("sift_base.fvecs 516000000", "sift_query.fvecs 5160000", "sift_learn.fvecs 51600000",
                        "sift_groundtruth.ivecs 4040000"),
                sift.members().stream().map(m -> m.file() + " " + m.bytes()).toList());
        assertEquals("siftsmall, sift1m, gist1m", Catalogue.WELL_KNOWN.names());
        assertEquals(3_844_000_000L,
                Catalogue.WELL_KNOWN.find("gist1m").orElseThrow().member(Role.BASE).bytes());
    }
}
