package io.vectile.cli;

import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Results as JSON, one object per line, each written as soon as it is there; nowhere, if nobody asked for them. */
final class JsonLines implements AutoCloseable {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private final Path file;
    private final Terminal terminal;
    private final PrintWriter writer;

    private JsonLines(Path file, Terminal terminal, PrintWriter writer) {
        this.file = file;
        this.terminal = terminal;
        this.writer = writer;
    }

    /** @param file null for nowhere, {@code -} for standard output */
    static JsonLines open(Path file, Terminal terminal) {
        if (file == null || file.equals(STANDARD_OUTPUT)) {
            return new JsonLines(file, terminal, null);
        }
        OutputFile.checkFolder(file);
        try {
            return new JsonLines(file, terminal, new PrintWriter(Files.newBufferedWriter(file)));
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    boolean ownsStandardOutput() {
        return file != null && writer == null;
    }

    void write(Map<String, Object> object) {
        if (file == null) {
            return;
        }
        PrintWriter to = writer == null ? terminal.out() : writer;
        to.println(Json.of(object));
        to.flush();
        if (to.checkError()) {
            throw new CommandFailure("cannot write to " + (writer == null ? "standard output" : file));
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
