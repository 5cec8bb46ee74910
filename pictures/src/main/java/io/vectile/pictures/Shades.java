package io.vectile.pictures;

import java.awt.Color;
import java.awt.image.BufferedImage;

/**
 * Numbers as colours: from dark to light by way of the blue and the green of the lines, so that more is lighter in every print and to every
 * eye.
 *
 * @param least the number that is darkest
 * @param most  the number that is lightest
 */
record Shades(double least, double most) {
    /** Red, green and blue at equal steps; their lightness rises evenly. */
    private static final int[][] STOPS = {{16, 24, 64}, {0, 78, 140}, {0, 132, 150}, {74, 184, 122}, {190, 224, 110}, {255, 250, 205}};

    /** The range of some numbers. */
    static Shades of(float[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new Shades(least, most);
    }

    Color color(double value) {
        double at = most > least ? Math.clamp((value - least) / (most - least), 0, 1) * (STOPS.length - 1) : 0;
        int stop = Math.min((int) at, STOPS.length - 2);
        double part = at - stop;
        int[] rgb = new int[3];
        for (int i = 0; i < 3; i++) {
            rgb[i] = (int) Math.round(STOPS[stop][i] + part * (STOPS[stop + 1][i] - STOPS[stop][i]));
        }
        return new Color(rgb[0], rgb[1], rgb[2]);
    }

    /**
     * A pixel for each number.
     *
     * @param values row-major
     */
    BufferedImage pixels(float[] values, int at, int rows, int columns) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                image.setRGB(column, row, color(values[at + row * columns + column]).getRGB());
            }
        }
        return image;
    }

    /** What the colours mean: all of them, with the least and the most, upwards from the lower left corner of a place. */
    void drawKey(Canvas canvas, double x, double y, double height, double fontSize) {
        int steps = 64;
        float[] ramp = new float[steps];
        for (int i = 0; i < steps; i++) {
            ramp[i] = (float) (most - (most - least) * i / (steps - 1));
        }
        canvas.pixels(pixels(ramp, 0, steps, 1), x, y, fontSize, height);
        Lettering tick = Lettering.tick(fontSize);
        canvas.text(tick, x + fontSize + 6, y + fontSize * 0.8, Quantity.NUMBER.label(most));
        canvas.text(tick, x + fontSize + 6, y + height, Quantity.NUMBER.label(least));
    }

    /** How wide the key is. */
    double keyWidth(double fontSize) {
        Lettering tick = Lettering.tick(fontSize);
        return fontSize + 6 + Math.max(tick.width(Quantity.NUMBER.label(least)), tick.width(Quantity.NUMBER.label(most)));
    }
}
