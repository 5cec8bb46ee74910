package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.util.List;

/**
 * Numbers as colours in one or more panels, all by the same key at the right: more is lighter.
 *
 * @param title       what is shown
 * @param description what is to be seen in it, in a sentence
 * @param x           what the columns are
 * @param y           what the rows are
 * @param panels      side by side, at least one, in several lines where they are many
 */
public record HeatMap(String title, String description, String x, String y, List<Panel> panels) implements Picture {
    private static final double WIDTH = Frame.WIDE.width();
    private static final double FONT_SIZE = Frame.WIDE.fontSize();
    /** Panels in a line. */
    private static final int MOST_ABREAST = 8;
    private static final double GAP = 10;
    private static final double LINE = 1.35 * FONT_SIZE;
    /** All lines of panels together, about. */
    private static final double PANELS_HEIGHT = 300;
    private static final double LEAST_PANEL_HEIGHT = 70;
    /** Of one number, at most. */
    private static final double MOST_CELL_HEIGHT = 40;

    /**
     * One panel.
     *
     * @param label   above it; empty for none
     * @param rows    of numbers, from top to bottom
     * @param columns of numbers
     * @param values  {@code float[rows * columns]}, row-major
     */
    public record Panel(String label, int rows, int columns, float[] values) {
        /** Takes a copy of the numbers, which must be finite. */
        public Panel {
            if (rows < 1 || columns < 1 || values.length != (long) rows * columns) {
                throw new InvalidInputException("panel \"" + label + "\" needs " + rows + " x " + columns + " numbers; got " + values.length);
            }
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new InvalidInputException("panel \"" + label + "\" needs finite numbers; got " + value);
                }
            }
            values = values.clone();
        }
    }

    /** Takes a copy of the panels. */
    public HeatMap {
        panels = List.copyOf(panels);
        if (panels.isEmpty()) {
            throw new InvalidInputException("heat map \"" + title + "\" needs at least 1 panel; got none");
        }
    }

    @Override
    public double width() {
        return WIDTH;
    }

    @Override
    public double height() {
        return LINE + lines() * (panelHeight() + LINE) + LINE * 1.2;
    }

    private int abreast() {
        return Math.min(panels.size(), MOST_ABREAST);
    }

    private int lines() {
        return Math.ceilDiv(panels.size(), abreast());
    }

    private double panelHeight() {
        int rows = panels.stream().mapToInt(Panel::rows).max().orElseThrow();
        return Math.min(Math.max(PANELS_HEIGHT / lines(), LEAST_PANEL_HEIGHT), rows * MOST_CELL_HEIGHT);
    }

    private Shades shades() {
        return panels.stream().map(panel -> Shades.of(panel.values()))
                .reduce((one, other) -> new Shades(Math.min(one.least(), other.least()), Math.max(one.most(), other.most()))).orElseThrow();
    }

    @Override
    public void draw(Canvas canvas) {
        Shades shades = shades();
        double height = panelHeight();
        double right = WIDTH - shades.keyWidth(FONT_SIZE) - 2 * GAP;
        double width = (right + GAP) / abreast() - GAP;
        canvas.text(Lettering.axisTitle(FONT_SIZE), 0, FONT_SIZE, y);
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = panels.get(i);
            double left = i % abreast() * (width + GAP);
            double top = LINE + (double) (i / abreast()) * (height + LINE) + LINE;
            canvas.text(Lettering.tick(FONT_SIZE).middle(), left + width / 2, top - FONT_SIZE * 0.35, panel.label());
            canvas.pixels(shades.pixels(panel.values(), 0, panel.rows(), panel.columns()), left, top, width, height);
        }
        shades.drawKey(canvas, right + 2 * GAP, 2 * LINE, Math.min(height, PANELS_HEIGHT), FONT_SIZE);
        canvas.text(Lettering.axisTitle(FONT_SIZE).end(), right, height() - FONT_SIZE * 0.35, x);
    }
}
