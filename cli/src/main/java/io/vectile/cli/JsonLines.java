package io.vectile.cli;

import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Results as JSON, one object per line, each written as soon as it is there; nowhere, if nobody asked for them. */
final class JsonLines implements AutoCloseable {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private final Path file;
    private final Terminal terminal;
    private final Writer writer;

    private JsonLines(Path file, Terminal terminal, Writer writer) {
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
            return new JsonLines(file, terminal, Files.newBufferedWriter(file));
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
        String line = Json.of(object) + System.lineSeparator();
        if (writer == null) {
            terminal.out().print(line);
            terminal.out().flush();
            if (!terminal.answered()) {
                throw CommandFailure.answerLost();
            }
            return;
        }
        try {
            writer.write(line);
            writer.flush();
        } catch (IOException e) {
            throw new CommandFailure("cannot write to " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
