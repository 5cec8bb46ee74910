package io.vectile.cli.plot;

import java.util.List;

/**
 * One line or one lone mark of a chart.
 *
 * @param name   how the legend calls it; empty for a series that another one's look explains
 * @param look   its colour and the shape of its marks, so that no reader depends on colour alone
 * @param stroke how the points are drawn
 * @param points from left to right
 */
public record Series(String name, Look look, Stroke stroke, List<Point> points) {

    /** Takes a copy of the points. */
    public Series {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("series \"" + name + "\" has no points");
        }
    }

    /**
     * One measured or computed value.
     *
     * @param label a word to write beside it; empty for none
     */
    public record Point(double x, double y, String label) {
        public Point(double x, double y) {
            this(x, y, "");
        }
    }

    /** How the points of a series are drawn. */
    public enum Stroke {
        /** A mark at each point, and a line through them. */
        MARKED_LINE,
        /** A mark at each point and nothing between them, which says that they are not steps of one thing. */
        MARKS,
        /** A dashed line without marks: a level to compare with. */
        DASHES
    }

    /** Colours that readers with any of the common kinds of colour blindness can tell apart (after Okabe and Ito), with a shape each. */
    public enum Look {
        BLUE("blue"),
        ORANGE("orange"),
        GREEN("green"),
        PURPLE("purple");

        private final String word;

        Look(String word) {
            this.word = word;
        }

        /** The class that a style sheet colours. */
        String word() {
            return word;
        }
    }
}
