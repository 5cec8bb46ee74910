package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.cli.datasets.Catalogue;
import io.vectile.cli.datasets.FtpDownload;
import io.vectile.cli.terminal.Terminal;
import io.vectile.vectors.Vectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExploreCommandTest {
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final Pattern ADDRESS = Pattern.compile("The explorer is at (http://127\\.0\\.0\\.1:\\d+/) \\(Ctrl-C ends it\\)");

    @TempDir
    Path temp;

    /** The command, running in this process until it is told to end. */
    private static final class Running implements AutoCloseable {
        private final AtomicBoolean ends = new AtomicBoolean();
        private final StringWriter err = new StringWriter();
        private final CompletableFuture<Integer> status;
        private final URI url;

        Running(Object... words) throws IOException {
            PipedWriter pipe = new PipedWriter();
            BufferedReader out = new BufferedReader(new PipedReader(pipe));
            Terminal terminal = Terminal.of(new PrintWriter(pipe, true), new PrintWriter(err, true), ends::get);
            String[] args = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
            status = CompletableFuture.supplyAsync(
                    () -> Main.run(terminal, Catalogue.WELL_KNOWN, FtpDownload.Patience.USUAL, args), task -> Thread.ofPlatform().daemon().start(task));
            Matcher address = ADDRESS.matcher(out.readLine());
            assertTrue(address.matches(), err::toString);
            url = URI.create(address.group(1));
        }

        String ask(String path, String json) throws IOException, InterruptedException {
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(HttpRequest.newBuilder(url.resolve(path)).header("Content-Type", "application/json")
                        .header("Vectile-Page", "test").POST(HttpRequest.BodyPublishers.ofString(json)).build(), BodyHandlers.ofString()).body();
            }
        }

        @Override
        public void close() throws IOException {
            ends.set(true);
            assertEquals(0, status.orTimeout(60, TimeUnit.SECONDS).join(), err::toString);
            assertEquals("", err.toString());
        }
    }

    @Test
    void theBundledSampleIsServedUntilTheEndIsAskedFor() throws Exception {
        try (Running explorer = new Running("explore", "--no-browser", "--port", 0);
                HttpClient client = HttpClient.newHttpClient()) {
            String page = client.send(HttpRequest.newBuilder(explorer.url).build(), BodyHandlers.ofString()).body();
            assertTrue(page.startsWith("<!DOCTYPE html>"), page);
            assertTrue(explorer.ask("/api/data", "{}").contains("{\"name\": \"photosift50k\", \"n\": 50000, \"d\": 128, \"queries\": 1000"));
        }
    }

    @Test
    void aFolderOfVectorsIsServed() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("mine"));
        new SampleFiles(folder);
        try (Running explorer = new Running("explore", "--no-browser", "--port", 0, "--data", folder)) {
            assertTrue(explorer.ask("/api/data", "{}").contains("{\"name\": \"mine\", \"n\": 2000, \"d\": 16, \"queries\": 60"));
            assertTrue(explorer.ask("/api/codes/train", "{\"m\": 4, \"nbits\": 4}").contains("\"spec\": \"PQ4x4\""));
        }
    }

    @Test
    void anIndexIsServedWithTheVectorsThatItGivesBack() throws Exception {
        Vectors vectors = Vectors.of(new SampleFiles(temp).base);
        Index index = Index.of("IVF4,PQ4x4", vectors.d());
        index.train(vectors);
        index.add(vectors);
        Path file = temp.resolve("an.vtl");
        index.save(file);
        try (Running explorer = new Running("explore", "--no-browser", "--port", 0, "--index", file)) {
            String data = explorer.ask("/api/data", "{}");
            assertTrue(data.contains("\"name\": \"an.vtl\", \"n\": 2000, \"d\": 16"), data);
            assertTrue(data.contains("\"index\": {\"spec\": \"IVF4,PQ4x4\", \"ntotal\": 2000, \"nprobe\": 1}"), data);
            String start = explorer.ask("/api/codes/start", "{}");
            assertTrue(start.contains("\"index_m\": 4, \"index_nbits\": 4"), start);
        }
    }

    @Test
    void aPortThatWasAskedForAndIsTakenIsAnError() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String line = CommandRun.refused(1, "explore", "--no-browser", "--port", taken.getLocalPort());
            assertTrue(line.startsWith("vectile: port " + taken.getLocalPort() + " is taken or not allowed"), line);
            assertTrue(line.endsWith("give another, or leave --port out for any that is free"), line);
        }
    }

    @Test
    void twoExplorersWithoutAPortHaveOneEach() throws IOException {
        try (Running first = new Running("explore", "--no-browser");
                Running second = new Running("explore", "--no-browser")) {
            assertTrue(first.url.getPort() != second.url.getPort(), first.url + " and " + second.url);
        }
    }

    @Test
    void whatIsWrongWithTheFilesIsSaidBeforeAnythingIsServed() {
        String folder = CommandRun.refused(1, "explore", "--no-browser", "--data", temp.resolve("none"));
        assertTrue(folder.endsWith("none: there is no such folder"), folder);
        String index = CommandRun.refused(1, "explore", "--no-browser", "--index", temp.resolve("none.vtl"));
        assertTrue(index.contains("none.vtl"), index);
    }

    /** A process that is asked to end does so though a page waits for it. */
    @Test
    void aProcessAskedToEndIsGone() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), Main.class.getName(), "explore", "--no-browser", "--port", "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Matcher address = ADDRESS.matcher(out.readLine());
            assertTrue(address.matches());
            try (HttpClient client = HttpClient.newHttpClient()) {
                CompletableFuture<?> training = client.sendAsync(HttpRequest.newBuilder(URI.create(address.group(1) + "api/codes/sweep"))
                        .header("Content-Type", "application/json").header("Vectile-Page", "test")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"nbits\": 8}")).build(), BodyHandlers.ofInputStream());
                training.orTimeout(60, TimeUnit.SECONDS).join(); // the head of the answer: work has begun
                process.destroy();
                assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process ended");
                client.shutdownNow();
            }
        } finally {
            process.destroyForcibly();
        }
        assertEquals(ENDED_BY_SIGTERM, process.exitValue());
    }
}
