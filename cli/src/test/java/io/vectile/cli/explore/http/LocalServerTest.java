package io.vectile.cli.explore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.explore.http.RawClient.Answer;
import io.vectile.cli.text.JsonReader;
import io.vectile.error.InvalidInputException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered, and with what; on real sockets. */
class LocalServerTest {
    private static final String STYLE = "p { color: red; }";
    private static final String SCRIPT = "\nlet a = 1;\n";
    private static final String HTML = "<style>" + STYLE + "</style><p>ü</p><script>" + SCRIPT + "</script>";

    private LocalServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.start(0, PageText.of(HTML), List.of(
                Route.answer("/api/double", request -> Map.of("twice", 2 * request.whole("n", 0, 100))),
                Route.answer("/api/invalid", request -> {
                    throw new InvalidInputException("n must be odd; got 4");
                }),
                Route.answer("/api/broken", request -> {
                    throw new IllegalStateException("secret");
                })), failure -> "unexpected " + failure.getClass().getSimpleName());
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String error(Answer answer) {
        assertEquals("application/json", answer.headers().get("content-type"));
        return (String) JsonReader.readObject(answer.body()).get("error");
    }

    @Test
    void thePageComesWithAPolicyThatAllowsItsOwnScriptAndStyleAlone() throws Exception {
        Answer answer = RawClient.get(port, "/");
        assertEquals(200, answer.status());
        assertEquals(HTML, answer.body());
        assertEquals("text/html; charset=utf-8", answer.headers().get("content-type"));
        String policy = answer.headers().get("content-security-policy");
        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        assertTrue(policy.contains("script-src 'sha256-" + sha256(SCRIPT) + "';"), policy);
        assertTrue(policy.contains("style-src 'sha256-" + sha256(STYLE) + "';"), policy);
        assertTrue(policy.contains("connect-src 'self';"), policy);
        assertTrue(!policy.contains("unsafe") && !policy.contains("*"), policy);
    }

    private static String sha256(String text) throws Exception {
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyAnswerForbidsToGuessItsTypeToKeepItAndToFrameIt() throws IOException {
        for (Answer answer : List.of(RawClient.get(port, "/"), RawClient.get(port, "/nothing"),
                RawClient.post(port, "/api/double", "{\"n\": 4}"), RawClient.get(port, "/", "Host: evil.example"))) {
            assertEquals("nosniff", answer.headers().get("x-content-type-options"));
            assertEquals("no-store", answer.headers().get("cache-control"));
            assertEquals("DENY", answer.headers().get("x-frame-options"));
            assertEquals("same-origin", answer.headers().get("cross-origin-resource-policy"));
            assertTrue(answer.headers().get("content-security-policy").contains("frame-ancestors 'none'"));
        }
    }

    @Test
    void aRequestIsAnsweredWithJson() throws IOException {
        Answer answer = RawClient.post(port, "/api/double", "{\"n\": 21}");
        assertEquals(200, answer.status());
        assertEquals("{\"twice\": 42}", answer.body());
        assertEquals("application/json", answer.headers().get("content-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void theNamesOfThisMachineAreAnswered(String name) throws IOException {
        String host = name + ":" + port;
        assertEquals(200, RawClient.get(port, "/", "Host: " + host).status());
        Answer own = RawClient.post(port, "/api/double", "{\"n\": 1}", "Host: " + host, "Origin: http://" + host, "Sec-Fetch-Site: same-origin");
        assertEquals(200, own.status());
    }

    /** As a site does whose name was made to mean 127.0.0.1. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example:PORT", "evil.example", "localhost", "127.0.0.1", "localhost:1", "localhost:PORT.evil.example", "127.0.0.2:PORT"})
    void requestsForOtherHostsAreRefused(String name) throws IOException {
        String host = name.replace("PORT", String.valueOf(port));
        for (Answer answer : List.of(RawClient.get(port, "/", "Host: " + host), RawClient.post(port, "/api/double", "{\"n\": 1}", "Host: " + host))) {
            assertEquals(403, answer.status());
            assertTrue(error(answer).endsWith("; the request is for the host \"" + host + "\""), answer.body());
            assertTrue(error(answer).startsWith("this server answers for 127.0.0.1:" + port + ", "), answer.body());
        }
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws IOException {
        assertEquals(403, RawClient.send(port, "", "GET / HTTP/1.0").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://evil.example", "Origin: null", "Origin: https://localhost:PORT", "Origin: http://localhost:1",
        "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"})
    void requestsOfOtherSitesAreRefused(String header) throws IOException {
        String sent = header.replace("PORT", String.valueOf(port));
        Answer answer = RawClient.post(port, "/api/double", "{\"n\": 1}", sent);
        assertEquals(403, answer.status());
        assertTrue(error(answer).startsWith("this server answers its own page"), answer.body());
        assertEquals(403, RawClient.get(port, "/", sent).status());
    }

    @Test
    void anAddressTypedByTheUserIsAnswered() throws IOException {
        assertEquals(200, RawClient.get(port, "/", "Sec-Fetch-Site: none").status());
    }

    @ParameterizedTest
    @CsvSource({"PUT,/,GET", "POST,/,GET", "HEAD,/api/double,POST", "GET,/api/double,POST", "OPTIONS,/api/double,POST", "DELETE,/api/double,POST"})
    void otherMethodsAreRefusedAndTheRightOneIsNamed(String method, String path, String allowed) throws IOException {
        try (RawClient client = RawClient.open(port, "", method + " " + path + " HTTP/1.1", "Host: localhost:" + port, "Connection: close")) {
            assertEquals(405, client.status());
        }
        if (!method.equals("HEAD")) {
            Answer answer = RawClient.send(port, "", method + " " + path + " HTTP/1.1", "Host: localhost:" + port, "Connection: close");
            assertEquals(allowed, answer.headers().get("allow"));
            assertEquals(path + " takes " + allowed + "; the request is " + method, error(answer));
        }
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        Answer answer = RawClient.get(port, "/favicon.ico");
        assertEquals(404, answer.status());
        assertEquals("there is nothing at /favicon.ico; the page is at /", error(answer));
    }

    @Test
    void bodiesOfAnotherTypeAreRefused() throws IOException {
        Answer form = RawClient.post(port, "/api/double", "n=1", "Content-Type: text/plain");
        assertEquals(415, form.status());
        assertEquals("the body must be application/json; it is text/plain", error(form));
        assertEquals(415, RawClient.post(port, "/api/double", "{\"n\": 1}", "Content-Type: ").status());
        assertEquals(200, RawClient.post(port, "/api/double", "{\"n\": 1}", "Content-Type: application/json; charset=utf-8").status());
    }

    @Test
    void bodiesThatAreTooLongAreRefused() throws IOException {
        String longest = "{\"n\": 1}" + " ".repeat(65_536 - 8);
        assertEquals(200, RawClient.post(port, "/api/double", longest).status());
        Answer answer = RawClient.post(port, "/api/double", longest + " ");
        assertEquals(413, answer.status());
        assertEquals("the body must have at most 65536 bytes; this one has more", error(answer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``              | the body must be one JSON object: JSON needs '{' at character 1; found the end",
        "[1]             | the body must be one JSON object: JSON needs '{' at character 1; found '['",
        "{\"n\": 1       | the body must be one JSON object: JSON needs '}'",
        "{}              | n must be a number from 0 to 100; it is missing",
        "{\"n\": \"1\"}  | n must be a number from 0 to 100; got \"1\"",
        "{\"n\": -1}     | n must be from 0 to 100; got -1",
        "{\"n\": 101}    | n must be from 0 to 100; got 101",
        "{\"n\": 1e300}  | n must be from 0 to 100; got 1.0E300",
        "{\"n\": 1.5}    | n must be a whole number from 0 to 100; got 1.5",
        "{\"n\": 1, \"m\": 2} | \"m\" is no field of this request",
    })
    void wrongBodiesAreExplained(String json, String explanation) throws IOException {
        Answer answer = RawClient.post(port, "/api/double", json);
        assertEquals(400, answer.status());
        assertTrue(error(answer).startsWith(explanation), answer.body());
    }

    @Test
    void aBodyThatIsNestedWithoutEndIsRefused() throws IOException {
        Answer answer = RawClient.post(port, "/api/double", "{\"n\": " + "[".repeat(60_000));
        assertEquals(400, answer.status());
        assertTrue(error(answer).contains("at most 100 levels"), answer.body());
    }

    @Test
    void whatTheLibraryRefusesIsExplained() throws IOException {
        Answer answer = RawClient.post(port, "/api/invalid", "{}");
        assertEquals(400, answer.status());
        assertEquals("n must be odd; got 4", error(answer));
    }

    @Test
    void aFaultOfOursIsToldAsTheCommandTellsIt() throws IOException {
        Answer answer = RawClient.post(port, "/api/broken", "{}");
        assertEquals(500, answer.status());
        assertEquals("unexpected IllegalStateException", error(answer));
    }

    @Test
    void itListensOnTheLoopbackAddressAlone() {
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.2", port).close());
        assertEquals("http://127.0.0.1:" + port + "/", server.url());
    }

    @Test
    void aPortThatIsTakenIsAnError() {
        assertThrows(BindException.class, () -> LocalServer.start(port, PageText.of(HTML), List.of(), Throwable::toString));
    }
}
