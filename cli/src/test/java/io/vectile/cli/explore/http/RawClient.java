package io.vectile.cli.explore.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One request on a socket of its own, byte by byte as a test wants it, and its answer; java.net.http would not send a false Host. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private int status;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer that was read to its end. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** The head of a request: its first line, then headers, without line ends. */
    static Answer send(int port, String body, String... head) throws IOException {
        try (RawClient client = open(port, body, head)) {
            return new Answer(client.status, client.headers, client.body());
        }
    }

    /** Sends a request and reads the head of its answer. */
    static RawClient open(int port, String body, String... head) throws IOException {
        RawClient client = new RawClient(port);
        String text = String.join("\r\n", head) + "\r\n\r\n" + body;
        client.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.socket.getOutputStream().flush();
        client.status = Integer.parseInt(client.line().split(" ")[1]);
        for (String line = client.line(); !line.isEmpty(); line = client.line()) {
            client.headers.put(line.split(": ", 2)[0].toLowerCase(Locale.ROOT), line.split(": ", 2)[1]);
        }
        return client;
    }

    static Answer get(int port, String path, String... headers) throws IOException {
        return send(port, "", head("GET " + path + " HTTP/1.1", port, headers));
    }

    /** A request as the page sends it; headers of the same name take the place of its own. */
    static Answer post(int port, String path, String json, String... headers) throws IOException {
        return send(port, json, head("POST " + path + " HTTP/1.1", port, withLength(json, headers)));
    }

    /** The same, of which the answer is read event by event. */
    static RawClient stream(int port, String path, String page, String json) throws IOException {
        return open(port, json, head("POST " + path + " HTTP/1.1", port, withLength(json, "Vectile-Page: " + page)));
    }

    private static String[] withLength(String json, String... headers) {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 1, headers.length);
        all[0] = "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length;
        return all;
    }

    private static String[] head(String first, int port, String... headers) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Host", "127.0.0.1:" + port);
        fields.put("Content-Type", "application/json");
        fields.put("Connection", "close");
        for (String header : headers) {
            fields.put(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        }
        fields.values().removeIf(String::isEmpty);
        return Stream.concat(
                Stream.of(first), fields.entrySet().stream().map(field -> field.getKey() + ": " + field.getValue()))
                .toArray(String[]::new);
    }

    int status() {
        return status;
    }

    /** The next event of a stream, {@code name data}; empty at its end. Lines that say nothing are passed over. */
    String event() throws IOException {
        String name = "";
        for (String line = streamLine(); line != null; line = streamLine()) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                return name + " " + line.substring("data: ".length());
            }
        }
        return "";
    }

    private InputStream chunk = InputStream.nullInputStream();

    /** A line of a chunked body; null at its end. */
    private String streamLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = chunk.read();
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (next >= 0) {
                line.write(next);
                continue;
            }
            byte[] bytes = nextChunk();
            if (bytes.length == 0) {
                return null;
            }
            chunk = new ByteArrayInputStream(bytes);
        }
    }

    private byte[] nextChunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        byte[] bytes = in.readNBytes(size);
        line();
        return bytes;
    }

    private String body() throws IOException {
        if (headers.containsKey("content-length")) {
            return new String(in.readNBytes(Integer.parseInt(headers.get("content-length"))), StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            for (byte[] bytes = nextChunk(); bytes.length > 0; bytes = nextChunk()) {
                body.write(bytes);
            }
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection after \"" + line + "\"");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    /** Goes away, as a browser does whose tab is closed. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
