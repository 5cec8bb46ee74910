package io.vectile.cli.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtpDownloadTest {
    private static final FtpDownload.Patience NO_WAITING =
            new FtpDownload.Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 3, Duration.ZERO);
    private static final int SIZE = 700_001;

    @TempDir
    Path temp;

    private Path target;
    private Path part;
    private byte[] content;
    private Path served;

    @BeforeEach
    void serveOneFile() throws IOException {
        served = Files.createDirectories(temp.resolve("served"));
        content = new byte[SIZE];
        new Random(7).nextBytes(content);
        Files.createDirectories(served.resolve("a/b"));
        Files.write(served.resolve("a/b/data.tar.gz"), content);
        target = temp.resolve("data.tar.gz");
        part = temp.resolve("data.tar.gz.part");
    }

    private long fetch(LocalFtpServer server) {
        return FtpDownload.fetch(server.url("a/b/data.tar.gz"), target, NO_WAITING, Progress.NONE);
    }

    @Test
    void bringsTheFileWhole() throws Exception {
        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            assertEquals(SIZE, fetch(server));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
        assertFalse(Files.exists(part));
    }

    @Test
    void reportsHowFarItIs() throws Exception {
        List<Long> done = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            FtpDownload.fetch(server.url("a/b/data.tar.gz"), target, NO_WAITING, (stage, now, total) -> {
                assertEquals("download data.tar.gz", stage);
                done.add(now);
                totals.add(total);
            });
        }
        assertEquals(0L, done.getFirst());
        assertEquals((long) SIZE, done.getLast());
        assertEquals(done.stream().sorted().toList(), done);
        assertTrue(totals.stream().allMatch(total -> total == SIZE));
    }

    @Test
    void goesOnByItselfWhereTheConnectionBroke() throws Exception {
        try (LocalFtpServer server = LocalFtpServer.breakingOnceAt(served, 300_000)) {
            assertEquals(SIZE, fetch(server));
            assertEquals(2, server.restarts().size());
            assertEquals(0L, server.restarts().getFirst());
            long resumedAt = server.restarts().getLast();
            assertTrue(resumedAt > 100_000 && resumedAt <= 300_000, () -> "resumed at " + resumedAt);
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void keepsWhatCameAndALaterCallLoadsOnlyTheRest() throws Exception {
        long kept;
        try (LocalFtpServer server = LocalFtpServer.breakingAt(served, 300_000)) {
            DataSetException failure = assertThrows(DataSetException.class, () -> fetch(server));
            kept = Files.size(part);
            assertTrue(kept > 100_000 && kept <= 300_000, () -> kept + " bytes kept");
            assertTrue(failure.getMessage().contains("the first " + kept + " bytes are kept"), failure.getMessage());
            assertTrue(server.restarts().size() >= 4, "three attempts that bring nothing before it gives up");
        }
        assertFalse(Files.exists(target));

        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            assertEquals(SIZE - kept, fetch(server));
            assertEquals(List.of(kept), server.restarts());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
        assertFalse(Files.exists(part));
    }

    @Test
    void startsAgainWhereTheServerCannotResume() throws Exception {
        Files.write(part, new byte[1000]);
        try (LocalFtpServer server = LocalFtpServer.withoutResume(served)) {
            fetch(server);
            assertEquals(List.of(0L), server.restarts());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aPartLongerThanTheFileIsNotAPartOfIt() throws Exception {
        Files.write(part, new byte[SIZE + 1]);
        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            assertEquals(SIZE, fetch(server));
            assertEquals(List.of(0L), server.restarts());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aPartThatIsAlreadyWholeIsNotLoadedAgain() throws Exception {
        Files.write(part, content);
        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            assertEquals(0, fetch(server));
            assertEquals(List.of(), server.restarts());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void cancellingKeepsWhatCame() throws Exception {
        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            Progress cancelHalfway = new Progress() {
                private boolean enough;

                @Override
                public void update(String stage, long done, long total) {
                    enough = done > total / 2;
                }

                @Override
                public boolean cancelled() {
                    return enough;
                }
            };
            assertThrows(CancelledException.class, () ->
                    FtpDownload.fetch(server.url("a/b/data.tar.gz"), target, NO_WAITING, cancelHalfway));
            long kept = Files.size(part);
            assertTrue(kept > SIZE / 2 && kept < SIZE, () -> kept + " bytes kept");
            assertEquals(SIZE - kept, fetch(server));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aFileThatIsNotThereIsSaidAtOnce() throws Exception {
        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            DataSetException failure = assertThrows(DataSetException.class, () ->
                    FtpDownload.fetch(server.url("a/none.tar.gz"), target, NO_WAITING, Progress.NONE));
            assertTrue(failure.getMessage().contains("/a/none.tar.gz: the server has no such file"),
                    failure.getMessage());
        }
        assertFalse(Files.exists(part));
    }

    @Test
    void aServerThatCannotBeReachedIsSaidInOneLine() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI url = URI.create("ftp://127.0.0.1:" + port + "/x.tar.gz");
        DataSetException failure = assertThrows(DataSetException.class, () ->
                FtpDownload.fetch(url, target, NO_WAITING, Progress.NONE));
        assertEquals(url + ": the server cannot be reached (Connection refused)", failure.getMessage());
        assertFalse(Files.exists(part));
    }

    @Test
    void aRefusedLoginDoesNotShowThePassword() throws Exception {
        try (LocalFtpServer server = LocalFtpServer.serving(served)) {
            URI url = URI.create(server.url("a/b/data.tar.gz").toString().replace("ftp://", "ftp://me:secret@"));
            DataSetException failure = assertThrows(DataSetException.class, () ->
                    FtpDownload.fetch(url, target, NO_WAITING, Progress.NONE));
            assertTrue(failure.getMessage().contains("refused the login"), failure.getMessage());
            assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
        }
    }

    @Test
    void addressesThatCannotBeMeantAreRefused() {
        for (String bad : List.of("http://127.0.0.1/x", "ftp:///x", "ftp://127.0.0.1/", "ftp://127.0.0.1/a/",
                "ftp://127.0.0.1/a%0d%0aDELE%20b")) {
            assertThrows(DataSetException.class, () ->
                    FtpDownload.fetch(URI.create(bad), target, NO_WAITING, Progress.NONE), bad);
        }
        assertFalse(Files.exists(part));
    }
}
