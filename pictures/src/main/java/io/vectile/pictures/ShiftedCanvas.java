package io.vectile.pictures;

import java.awt.image.BufferedImage;

/** A canvas whose origin is a place of another one. */
record ShiftedCanvas(Canvas canvas, double dx, double dy) implements Canvas {

    @Override
    public void line(Style style, double x1, double y1, double x2, double y2) {
        canvas.line(style, x1 + dx, y1 + dy, x2 + dx, y2 + dy);
    }

    @Override
    public void path(Style style, double... coordinates) {
        canvas.path(style, moved(coordinates));
    }

    @Override
    public void polygon(Style style, double... coordinates) {
        canvas.polygon(style, moved(coordinates));
    }

    @Override
    public void rectangle(Style style, double x, double y, double width, double height) {
        canvas.rectangle(style, x + dx, y + dy, width, height);
    }

    @Override
    public void circle(Style style, double cx, double cy, double radius) {
        canvas.circle(style, cx + dx, cy + dy, radius);
    }

    @Override
    public void text(Lettering lettering, double x, double baseline, String words) {
        canvas.text(lettering, x + dx, baseline + dy, words);
    }

    @Override
    public void pixels(BufferedImage image, double x, double y, double width, double height) {
        canvas.pixels(image, x + dx, y + dy, width, height);
    }

    private double[] moved(double[] coordinates) {
        double[] moved = new double[coordinates.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = coordinates[i] + (i % 2 == 0 ? dx : dy);
        }
        return moved;
    }
}
