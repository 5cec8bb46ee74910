package io.vectile.cli.report;

import io.vectile.cli.text.Table;
import java.io.PrintWriter;
import java.util.List;

/** The story as plain text of at most {@value #WIDTH} columns, printed as it is told. */
public final class ConsoleStory implements Story {
    private static final int WIDTH = 96;

    private final PrintWriter out;

    public ConsoleStory(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void heading(String text) {
        out.printf("%n%s%n%s%n", text, "=".repeat(text.length()));
        out.flush();
    }

    @Override
    public void paragraph(String text) {
        wrap(text.replace("`", ""));
        out.println();
        out.flush();
    }

    @Override
    public void table(DataTable table, String caption) {
        var text = new Table(table.headings().toArray(String[]::new));
        for (List<DataTable.Cell> row : table.rows()) {
            text.row(row.stream().map(cell -> cell.strong() ? cell.text() + " *" : cell.text()).toArray());
        }
        text.print(out);
        if (!caption.isEmpty()) {
            wrap(caption.replace("`", ""));
        }
        out.println();
        out.flush();
    }

    @Override
    public void figures(List<Figure> figures) {
        // A console shows no pictures; the paragraphs and tables around them hold their numbers.
    }

    @Override
    public void highlights(List<Highlight> highlights) {
        int widest = highlights.stream().mapToInt(h -> h.value().length()).max().orElse(0);
        highlights.forEach(h -> out.printf("  %" + widest + "s  %s%n", h.value(), h.words()));
        out.println();
        out.flush();
    }

    private void wrap(String text) {
        var line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + word.length() + 1 > WIDTH) {
                out.println(line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        out.println(line);
    }
}
