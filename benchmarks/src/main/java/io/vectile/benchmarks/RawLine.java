package io.vectile.benchmarks;

import io.vectile.cli.text.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One line of a measuring command's raw output: a JSON object, its fields reached by the names on the way to them. */
public record RawLine(Map<String, Object> fields) {

    /**
     * The objects of a file with one in each line.
     *
     * @throws IllegalArgumentException if a line is something else; it names the line
     */
    public static List<RawLine> read(Path file) throws IOException {
        List<RawLine> lines = new ArrayList<>();
        int row = 0;
        for (String text : Files.readAllLines(file)) {
            row++;
            if (!text.isBlank()) {
                try {
                    lines.add(of(text));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(file + ", line " + row + ": " + e.getMessage(), e);
                }
            }
        }
        return lines;
    }

    /** @throws IllegalArgumentException if the text is not a JSON object */
    @SuppressWarnings("unchecked")
    public static RawLine of(String text) {
        if (JsonReader.read(text) instanceof Map<?, ?> map) {
            return new RawLine((Map<String, Object>) map);
        }
        throw new IllegalArgumentException("a line must be a JSON object; got " + text);
    }

    /** Whether there is a value, null aside. */
    public boolean has(String... path) {
        return find(path) != null;
    }

    /** @throws IllegalArgumentException if there is no such number */
    public double number(String... path) {
        if (find(path) instanceof Double number) {
            return number;
        }
        throw new IllegalArgumentException("no number " + String.join(".", path) + " in " + fields);
    }

    /** @throws IllegalArgumentException if there is no such text */
    public String text(String... path) {
        if (find(path) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("no text " + String.join(".", path) + " in " + fields);
    }

    /** The median of a number over lines, the mean of the middle two where they are even. */
    public static double median(List<RawLine> lines, String... path) {
        double[] sorted = lines.stream().mapToDouble(line -> line.number(path)).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no lines to take the median of " + String.join(".", path) + " from");
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private Object find(String... path) {
        Object found = fields;
        for (String name : path) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }
}
