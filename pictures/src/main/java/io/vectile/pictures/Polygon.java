package io.vectile.pictures;

import java.util.Arrays;

/** A convex polygon in the plane: corners in turn, x and y. Empty where it has fewer than three. */
public record Polygon(double[] x, double[] y) {

    /** The square from {@code (from, from)} to {@code (to, to)}. */
    public static Polygon square(double from, double to) {
        return new Polygon(new double[] {from, to, to, from}, new double[] {from, from, to, to});
    }

    /** Number of corners. */
    public int corners() {
        return x.length;
    }

    /** The area, by the trapezoids under the edges. */
    public double area() {
        double twice = 0;
        for (int i = 0, before = corners() - 1; i < corners(); before = i++) {
            twice += x[before] * y[i] - x[i] * y[before];
        }
        return Math.abs(twice) / 2;
    }

    /** Whether a point lies in it or on its edge. */
    public boolean contains(double px, double py) {
        boolean left = false;
        boolean right = false;
        for (int i = 0, before = corners() - 1; i < corners(); before = i++) {
            double side = (x[i] - x[before]) * (py - y[before]) - (y[i] - y[before]) * (px - x[before]);
            left |= side > 1e-12;
            right |= side < -1e-12;
        }
        return corners() >= 3 && !(left && right);
    }

    /** The part with {@code a*x + b*y <= c}: corners inside stay, and each edge that crosses the line gives one more. */
    Polygon cut(double a, double b, double c) {
        double[] keptX = new double[corners() + 1];
        double[] keptY = new double[corners() + 1];
        int kept = 0;
        for (int i = 0, before = corners() - 1; i < corners(); before = i++) {
            double outside = a * x[i] + b * y[i] - c;
            double outsideBefore = a * x[before] + b * y[before] - c;
            if (outside > 0 != outsideBefore > 0) {
                double t = outsideBefore / (outsideBefore - outside);
                keptX[kept] = x[before] + t * (x[i] - x[before]);
                keptY[kept++] = y[before] + t * (y[i] - y[before]);
            }
            if (outside <= 0) {
                keptX[kept] = x[i];
                keptY[kept++] = y[i];
            }
        }
        return kept < 3 ? new Polygon(new double[0], new double[0])
                : new Polygon(Arrays.copyOf(keptX, kept), Arrays.copyOf(keptY, kept));
    }
}
