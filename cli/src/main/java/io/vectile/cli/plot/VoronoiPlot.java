package io.vectile.cli.plot;

import java.util.List;
import java.util.Set;

/**
 * The picture of an inverted-file search in the plane: cells, the probed ones lit; the query; its true neighbours, those found as dots and
 * those missed as crosses. All coordinates lie in the unit square, y growing upwards.
 *
 * @param title       what is shown, for readers who do not see it as well
 * @param description what is to be seen, in a sentence
 * @param centroids   {@code [cells][2]}
 * @param points      {@code [n][2]}, the vectors in the lists
 * @param probed      which cells the query visits
 * @param query       {@code [2]}
 * @param found       rows of {@code points} that are true neighbours and lie in probed cells
 * @param missed      rows of {@code points} that are true neighbours and lie elsewhere
 */
public record VoronoiPlot(
        String title,
        String description,
        double[][] centroids,
        double[][] points,
        Set<Integer> probed,
        double[] query,
        List<Integer> found,
        List<Integer> missed) {

    private static final double SIDE = 340;

    /** The picture as an {@code svg} element, coloured by {@link PlotStyle#CSS}. It can be read at any width: it has no letters. */
    public String svg(String id) {
        var svg = new Markup();
        svg.open("svg", "viewBox", "-1 -1 " + Markup.number(SIDE + 2) + " " + Markup.number(SIDE + 2), "class", "plot", "role", "img",
                "aria-labelledby", id + "-title " + id + "-desc");
        svg.leaf("title", title, "id", id + "-title").leaf("desc", description, "id", id + "-desc");
        List<Polygon> cells = Voronoi.cells(centroids);
        // Lit cells come last: an edge shared with a dark cell is then drawn lit.
        for (boolean lit : new boolean[] {false, true}) {
            for (int c = 0; c < cells.size(); c++) {
                if (probed.contains(c) == lit && cells.get(c).corners() > 0) {
                    svg.empty("polygon", "class", lit ? "cell lit" : "cell", "points", corners(cells.get(c)));
                }
            }
        }
        for (double[] point : points) {
            svg.empty("circle", "class", "point", "cx", px(point), "cy", py(point), "r", 1.7);
        }
        for (double[] centroid : centroids) {
            plus(svg, "centroid", centroid, 3);
        }
        for (int row : found) {
            svg.empty("circle", "class", "found", "cx", px(points[row]), "cy", py(points[row]), "r", 3.6);
        }
        for (int row : missed) {
            double x = px(points[row]);
            double y = py(points[row]);
            svg.empty("path", "class", "missed", "d", "M" + PlotStyle.points(x - 3.2, y - 3.2) + "L" + PlotStyle.points(x + 3.2, y + 3.2)
                    + "M" + PlotStyle.points(x - 3.2, y + 3.2) + "L" + PlotStyle.points(x + 3.2, y - 3.2));
        }
        svg.empty("polygon", "class", "query", "points", star(px(query), py(query)));
        return svg.close().toString();
    }

    private static double px(double[] point) {
        return point[0] * SIDE;
    }

    private static double py(double[] point) {
        return (1 - point[1]) * SIDE;
    }

    private static String corners(Polygon cell) {
        double[] coordinates = new double[2 * cell.corners()];
        for (int i = 0; i < cell.corners(); i++) {
            double[] corner = {cell.x()[i], cell.y()[i]};
            coordinates[2 * i] = px(corner);
            coordinates[2 * i + 1] = py(corner);
        }
        return PlotStyle.points(coordinates);
    }

    private static void plus(Markup svg, String classes, double[] at, double arm) {
        double x = px(at);
        double y = py(at);
        svg.empty("path", "class", classes, "d", "M" + PlotStyle.points(x - arm, y) + "L" + PlotStyle.points(x + arm, y)
                + "M" + PlotStyle.points(x, y - arm) + "L" + PlotStyle.points(x, y + arm));
    }

    private static String star(double x, double y) {
        double[] coordinates = new double[20];
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? 9 : 3.8;
            double angle = Math.PI / 5 * i - Math.PI / 2;
            coordinates[2 * i] = x + radius * Math.cos(angle);
            coordinates[2 * i + 1] = y + radius * Math.sin(angle);
        }
        return PlotStyle.points(coordinates);
    }
}
