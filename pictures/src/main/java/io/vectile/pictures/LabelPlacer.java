package io.vectile.pictures;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds places for labels beside their points: of the places around a point, the first that lies inside the drawing and covers nothing, else the one that covers least. Greedy, in the order of the calls; charts here have a dozen labels.
 */
final class LabelPlacer {
    private static final double GAP = 7;

    /**
     * Right below, right above, left above, left below, then straight beside, under and over, and last a line further off; in units of the
     * label's own size.
     */
    private static final double[][] PLACES = {
        {0, 0}, {0, -1}, {-1, -1}, {-1, 0}, {0, -0.5}, {-0.5, 0}, {-0.5, -1}, {-1, -0.5}, {-0.5, 1}, {-0.5, -2}, {0, 1}, {0, -2}, {-1, -2}, {-1, 1}
    };

    private final Box inside;
    private final List<Box> taken = new ArrayList<>();

    LabelPlacer(Box inside) {
        this.inside = inside;
    }

    /** Keeps labels off what is drawn there. */
    void avoid(Box box) {
        taken.add(box);
    }

    /** Keeps labels off a mark. */
    void avoid(double x, double y, double radius) {
        avoid(new Box(x - radius, y - radius, x + radius, y + radius));
    }

    /** Keeps labels off a line, by small boxes along it. */
    void avoidLine(double x0, double y0, double x1, double y1) {
        int steps = Math.max(1, (int) (Math.hypot(x1 - x0, y1 - y0) / 4));
        for (int i = 0; i <= steps; i++) {
            avoid(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, 2);
        }
    }

    /** A box of this size beside the point, from now on taken. */
    Box place(double x, double y, double width, double height) {
        Box best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double[] place : PLACES) {
            double left = x + place[0] * width + shift(place[0]);
            double top = y + place[1] * height + shift(place[1]);
            Box box = new Box(left, top, left + width, top + height);
            double cost = inside.contains(box) ? 0 : width * height;
            for (Box other : taken) {
                cost += box.overlapArea(other);
            }
            if (cost < least) {
                least = cost;
                best = box;
            }
        }
        taken.add(best);
        return best;
    }

    private static double shift(double place) {
        return place >= 0 ? GAP : place <= -1 ? -GAP : 0;
    }
}
