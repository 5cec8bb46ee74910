package io.vectile.cli.report;

import io.vectile.pictures.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/** The story as plain text of at most {@value #WIDTH} columns, printed as it is told. */
public final class ConsoleStory implements Story {
    private static final int WIDTH = 96;

    private final Supplier<PrintWriter> console;

    /** @param console asked before each print, so that it can clear away what else it shows */
    public ConsoleStory(Supplier<PrintWriter> console) {
        this.console = console;
    }

    @Override
    public void heading(String text) {
        PrintWriter out = console.get();
        out.printf("%n%s%n%s%n", text, "=".repeat(text.length()));
        out.flush();
    }

    @Override
    public void paragraph(String text) {
        PrintWriter out = console.get();
        wrap(out, text);
        out.println();
        out.flush();
    }

    @Override
    public void table(Table table, String caption) {
        PrintWriter out = console.get();
        table.print(out);
        if (!caption.isEmpty()) {
            wrap(out, caption);
        }
        out.println();
        out.flush();
    }

    @Override
    public void figures(List<Figure> figures, String caption) {
        // A console shows no pictures; the paragraphs and tables around them hold their numbers.
    }

    @Override
    public void highlights(List<Highlight> highlights) {
        PrintWriter out = console.get();
        int widest = highlights.stream().mapToInt(h -> h.value().length()).max().orElse(0);
        highlights.forEach(h -> out.printf("  %" + widest + "s  %s%n", h.value(), h.words()));
        out.println();
        out.flush();
    }

    private static void wrap(PrintWriter out, String text) {
        var line = new StringBuilder();
        for (String word : text.replace("`", "").split(" ")) {
            if (line.length() + word.length() + 1 > WIDTH) {
                out.println(line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        out.println(line);
    }
}
