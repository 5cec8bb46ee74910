package io.vectile.pictures;

import io.vectile.pictures.Series.Point;
import java.util.List;

/** Of points whose x and y are both the better the more they are, those that no other beats. */
public final class Frontier {
    private Frontier() {}

    /** The points that no other is as good as in both respects and better in one, in their order. */
    public static List<Point> of(List<Point> points) {
        return points.stream().filter(point -> points.stream().noneMatch(other -> beats(other, point))).toList();
    }

    private static boolean beats(Point one, Point other) {
        return one.x() >= other.x() && one.y() >= other.y() && (one.x() > other.x() || one.y() > other.y());
    }
}
