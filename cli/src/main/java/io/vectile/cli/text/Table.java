package io.vectile.cli.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A plain text table: one line of headings, a rule, one line per row. A column whose cells are all numbers stands to
 * the right, so that the digits line up.
 */
public final class Table {
    private static final String GAP = "  ";

    private final String[] headings;
    private final List<String[]> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = headings.clone();
    }

    /** Adds a row; a null cell is printed as empty. */
    public Table row(Object... cells) {
        if (cells.length != headings.length) {
            throw new IllegalArgumentException(headings.length + " cells are needed; got " + cells.length);
        }
        rows.add(Arrays.stream(cells).map(cell -> cell == null ? "" : cell.toString()).toArray(String[]::new));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public void print(PrintWriter out) {
        int columns = headings.length;
        int[] width = new int[columns];
        boolean[] right = new boolean[columns];
        String[] rule = new String[columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            width[c] = headings[c].length();
            rows.forEach(row -> width[column] = Math.max(width[column], row[column].length()));
            right[c] = rows.stream().map(row -> row[column]).allMatch(Table::isNumber);
            rule[c] = "-".repeat(width[c]);
        }
        printLine(out, headings, width, right);
        printLine(out, rule, width, right);
        rows.forEach(row -> printLine(out, row, width, right));
        out.flush();
    }

    private static void printLine(PrintWriter out, String[] cells, int[] width, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.length; c++) {
            String fill = " ".repeat(width[c] - cells[c].length());
            line.append(c == 0 ? "" : GAP).append(right[c] ? fill + cells[c] : cells[c] + fill);
        }
        out.println(line.toString().stripTrailing());
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.equals("-") || cell.matches("[-+]?[0-9][0-9,.]*([eE][-+]?[0-9]+)?( ([kMGT]i?B|B|ms|s|%))?");
    }
}
