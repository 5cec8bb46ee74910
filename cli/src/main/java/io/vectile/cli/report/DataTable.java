package io.vectile.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Headings and rows of text cells: the first column says what a row is, the others hold its figures. */
public final class DataTable {
    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * One cell.
     *
     * @param strong whether it is the one to look at: bold on a page, starred on a console
     */
    public record Cell(String text, boolean strong) {}

    public DataTable(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row of strings and {@link Cell}s. */
    public DataTable row(Object... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(headings.size() + " cells are needed; got " + cells.length);
        }
        List<Cell> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Cell c ? c : new Cell(cell.toString(), false));
        }
        rows.add(List.copyOf(row));
        return this;
    }

    public List<String> headings() {
        return headings;
    }

    public List<List<Cell>> rows() {
        return List.copyOf(rows);
    }
}
