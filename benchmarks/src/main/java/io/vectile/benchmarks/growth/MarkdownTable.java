package io.vectile.benchmarks.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown: words on the left, numbers to the right. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    /** @param words how many of the columns, from the first, hold words */
    MarkdownTable(int words, String... headings) {
        this.columns = headings.length;
        row(headings);
        lines.add("|" + "---|".repeat(words) + "---:|".repeat(columns - words));
    }

    MarkdownTable row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(columns + " cells are needed; got " + cells.length);
        }
        lines.add(List.of(cells).stream().map(cell -> " " + cell + " ").collect(Collectors.joining("|", "|", "|")));
        return this;
    }

    /** Its lines, each with its end. */
    @Override
    public String toString() {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
