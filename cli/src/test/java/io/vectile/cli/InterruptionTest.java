package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.datasets.LocalFtpServer;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    Path temp;

    @Test
    void aProcessAskedToEndStopsItsWorkAndSaysSo() throws Exception {
        Path served = Files.createDirectories(temp.resolve("served"));
        try (RandomAccessFile endless = new RandomAccessFile(served.resolve("siftsmall.tar.gz").toFile(), "rw")) {
            endless.setLength(1L << 40); // a hole: takes no room, and never ends
        }
        Path err = temp.resolve("err.txt");
        Path data = Files.createDirectories(temp.resolve("data"));
        Path part = data.resolve("siftsmall.tar.gz.part");
        try (LocalFtpServer server = LocalFtpServer.serving(served);
                WatchService changes = data.getFileSystem().newWatchService()) {
            data.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                            "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                            "data", "fetch", "siftsmall", "--dir", data.toString(),
                            "--url", server.url("siftsmall.tar.gz").toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(err.toFile())
                    .start();
            try {
                assertTrue(server.awaitTransfer(60), "the download began");
                awaitBytes(part, changes);
                process.destroy();
                assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process ended");
            } finally {
                process.destroyForcibly();
            }
            assertEquals(ENDED_BY_SIGTERM, process.exitValue());
        }
        String said = Files.readString(err, StandardCharsets.UTF_8);
        assertTrue(said.contains("vectile: cancelled during download siftsmall.tar.gz"), said);
        assertFalse(said.contains("\tat "), said);
        assertTrue(Files.exists(part), "what has arrived is kept");
        assertFalse(Files.exists(data.resolve("siftsmall.tar.gz")));
    }

    /** A file that is still empty is not kept: nothing would go on from it. */
    private static void awaitBytes(Path file, WatchService changes) throws Exception {
        while (!Files.exists(file) || Files.size(file) == 0) {
            WatchKey change = changes.poll(60, TimeUnit.SECONDS);
            assertNotNull(change, "bytes of it arrived");
            change.pollEvents();
            change.reset();
        }
    }
}
