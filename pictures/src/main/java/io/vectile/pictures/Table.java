package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Headings and rows of cells, as plain text or as HTML. A column whose cells are all numbers stands to the right, so that the digits line
 * up. Rows can be added at any time; not thread safe.
 */
public final class Table implements Displayable {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * One cell.
     *
     * @param strong whether it is one to look at: bold in HTML, starred in plain text
     */
    public record Cell(String text, boolean strong) {}

    /** A table without rows yet. */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** A cell to look at. */
    public static Cell strong(Object text) {
        return new Cell(text.toString(), true);
    }

    /**
     * Adds a row.
     *
     * @param cells one per heading: {@link Cell}s, or anything else as its {@code toString} has it; null is empty
     * @return this table
     * @throws InvalidInputException if there are more or fewer cells than headings
     */
    public Table row(Object... cells) {
        if (cells.length != headings.size()) {
            throw new InvalidInputException(headings.size() + " cells are needed; got " + cells.length);
        }
        List<Cell> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Cell given ? given : new Cell(cell == null ? "" : cell.toString(), false));
        }
        rows.add(List.copyOf(row));
        return this;
    }

    /** The words above the columns. */
    public List<String> headings() {
        return headings;
    }

    /** The rows as they are now, each with a cell per heading. */
    public List<List<Cell>> rows() {
        return List.copyOf(rows);
    }

    /** Whether it has no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** A line of headings, a rule, and a line per row, each ended by a line feed. */
    public String toText() {
        int columns = headings.size();
        List<List<String>> lines = new ArrayList<>();
        lines.add(headings);
        rows.forEach(row -> lines.add(row.stream().map(cell -> cell.strong() ? cell.text() + " *" : cell.text()).toList()));
        int[] width = new int[columns];
        lines.forEach(line -> {
            for (int c = 0; c < columns; c++) {
                width[c] = Math.max(width[c], line.get(c).length());
            }
        });
        boolean[] right = new boolean[columns];
        List<String> rule = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            int column = c;
            right[c] = lines.stream().skip(1).map(line -> line.get(column)).allMatch(Table::isNumber);
            rule.add("-".repeat(width[c]));
        }
        lines.add(1, rule);
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> appendLine(text, line, width, right));
        return text.toString();
    }

    /** Prints {@link #toText}, with the line ends of the system. */
    public void print(PrintWriter out) {
        toText().lines().forEach(out::println);
        out.flush();
    }

    /** A {@code table} element, whose look is the page's, save that cells stand apart and numbers to the right. */
    @Override
    public String toHtml() {
        Markup html = new Markup().open("table").open("thead").open("tr");
        for (int c = 0; c < headings.size(); c++) {
            html.leaf("th", headings.get(c), "scope", "col", "style", style(c));
        }
        html.close().close().open("tbody");
        for (List<Cell> row : rows) {
            html.open("tr");
            for (int c = 0; c < row.size(); c++) {
                html.open("td", "style", style(c));
                if (row.get(c).strong()) {
                    html.leaf("strong", row.get(c).text());
                } else {
                    html.text(row.get(c).text());
                }
                html.close();
            }
            html.close();
        }
        return html.close().close().toString();
    }

    /** {@link #toText}. */
    @Override
    public String toString() {
        return toText();
    }

    private String style(int column) {
        boolean numbers = rows.stream().allMatch(row -> isNumber(row.get(column).text()));
        return "padding: 0.15em 0.6em; " + (numbers ? "text-align: right; font-variant-numeric: tabular-nums" : "text-align: left");
    }

    private static void appendLine(StringBuilder text, List<String> cells, int[] width, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            String fill = " ".repeat(width[c] - cells.get(c).length());
            line.append(c == 0 ? "" : GAP).append(right[c] ? fill + cells.get(c) : cells.get(c) + fill);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.equals("-") || cell.matches("[-+]?[0-9][0-9,.]*([eE][-+]?[0-9]+)?( ([kMGT]i?B|B|ms|s|%))?");
    }
}
