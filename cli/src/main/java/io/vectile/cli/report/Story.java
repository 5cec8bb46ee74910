package io.vectile.cli.report;

import io.vectile.pictures.Table;
import java.util.List;

/** What is told, in its order. Each medium shows it as it can: the console leaves figures out. */
public interface Story {

    /** Begins a part. */
    void heading(String text);

    /** A paragraph; words between backticks are code. */
    void paragraph(String text);

    /**
     * A table.
     *
     * @param caption what the figures are and in which unit; empty for none
     */
    void table(Table table, String caption);

    /**
     * Figures that belong together, side by side where there is room.
     *
     * @param caption what holds for all of them; empty for none
     */
    void figures(List<Figure> figures, String caption);

    /** The figures to remember: few and large. */
    void highlights(List<Highlight> highlights);

    /**
     * A picture with the words under it.
     *
     * @param svg the picture, as one or more {@code svg} elements of which the page shows one
     */
    record Figure(String caption, String... svg) {}

    /**
     * One figure to remember.
     *
     * @param value such as "9.1 times"
     * @param words what it is
     */
    record Highlight(String value, String words) {}

    /** The same story for several media. */
    static Story toAll(List<Story> media) {
        return new Story() {
            @Override
            public void heading(String text) {
                media.forEach(story -> story.heading(text));
            }

            @Override
            public void paragraph(String text) {
                media.forEach(story -> story.paragraph(text));
            }

            @Override
            public void table(Table table, String caption) {
                media.forEach(story -> story.table(table, caption));
            }

            @Override
            public void figures(List<Figure> figures, String caption) {
                media.forEach(story -> story.figures(figures, caption));
            }

            @Override
            public void highlights(List<Highlight> highlights) {
                media.forEach(story -> story.highlights(highlights));
            }
        };
    }
}
