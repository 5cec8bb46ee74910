package io.vectile.pictures;

import java.awt.image.BufferedImage;

/**
 * What pictures are drawn on. x grows to the right and y downwards, in units of about a pixel; coordinates are finite. Later shapes hide
 * earlier ones.
 */
public interface Canvas {

    /** A straight line. */
    void line(Style style, double x1, double y1, double x2, double y2);

    /**
     * A line through points.
     *
     * @param coordinates x and y in turn
     */
    void path(Style style, double... coordinates);

    /**
     * A closed shape.
     *
     * @param coordinates of its corners, x and y in turn
     */
    void polygon(Style style, double... coordinates);

    /** An upright rectangle, from its upper left corner. */
    void rectangle(Style style, double x, double y, double width, double height);

    /** A circle. */
    void circle(Style style, double cx, double cy, double radius);

    /** A line of words whose start, middle or end lies at x. */
    void text(Lettering lettering, double x, double baseline, String words);

    /** Pixels, stretched over a rectangle without being blurred. */
    void pixels(BufferedImage image, double x, double y, double width, double height);

    /** The same canvas with its origin elsewhere, for a part of a picture. */
    default Canvas shifted(double dx, double dy) {
        return new ShiftedCanvas(this, dx, dy);
    }
}
