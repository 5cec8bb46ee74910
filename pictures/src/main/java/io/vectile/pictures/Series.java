package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;

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
            throw new InvalidInputException("series \"" + name + "\" has no points");
        }
    }

    /** A line with a mark at each point. */
    public static Series line(String name, Look look, double[] x, double[] y) {
        return of(name, look, Stroke.MARKED_LINE, x, y);
    }

    /**
     * The points of two arrays.
     *
     * @throws InvalidInputException if they are not of one length, above 0
     */
    public static Series of(String name, Look look, Stroke stroke, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new InvalidInputException("series \"" + name + "\" needs as many values of y as of x, " + x.length + "; got " + y.length);
        }
        return new Series(name, look, stroke, IntStream.range(0, x.length).mapToObj(i -> new Point(x[i], y[i])).toList());
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
        /** A line alone, for points so many that marks would hide it. */
        LINE,
        /** A dashed line without marks: a level to compare with. */
        DASHES;

        boolean hasMarks() {
            return this == MARKED_LINE || this == MARKS;
        }

        /** What its line is drawn with. */
        Ink ink() {
            return this == DASHES ? Ink.DASHES : Ink.LINE;
        }
    }
}
