package io.vectile.pictures;

import java.util.ArrayList;
import java.util.List;

/**
 * Voronoi cells in the unit square: the cell of a site is what lies nearer to it than to any other site. Each begins as the whole square
 * and is cut by the bisector towards every other site, n^2 cuts in all, which is nothing for the few dozen cells of a picture.
 */
public final class Voronoi {
    private Voronoi() {}

    /**
     * One cell per site, in their order.
     *
     * @param sites {@code [n][2]}, inside the unit square; of two equal sites the later gets an empty cell
     */
    public static List<Polygon> cells(double[][] sites) {
        List<Polygon> cells = new ArrayList<>();
        for (int i = 0; i < sites.length; i++) {
            Polygon cell = Polygon.square(0, 1);
            for (int j = 0; j < sites.length && cell.corners() > 0; j++) {
                if (j != i) {
                    cell = nearer(cell, sites[i], sites[j], i < j);
                }
            }
            cells.add(cell);
        }
        return cells;
    }

    /** {@code |p - s|^2 <= |p - t|^2} is the half plane {@code 2 <p, t - s> <= |t|^2 - |s|^2}. */
    private static Polygon nearer(Polygon cell, double[] s, double[] t, boolean keepIfEqual) {
        if (s[0] == t[0] && s[1] == t[1]) {
            return keepIfEqual ? cell : new Polygon(new double[0], new double[0]);
        }
        return cell.cut(2 * (t[0] - s[0]), 2 * (t[1] - s[1]), t[0] * t[0] + t[1] * t[1] - s[0] * s[0] - s[1] * s[1]);
    }
}
