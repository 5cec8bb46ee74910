package io.vectile.pictures;

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
        List<Integer> missed) implements Picture {

    private static final double SIDE = 340;
    /** Around the unit square, for the outer half of its outline. */
    private static final double EDGE = 1;

    /** The picture as an {@code svg} element within a page, coloured by {@link PlotStyle#CSS}. It can be read at any width: it has no letters. */
    public String svg(String id) {
        return SvgCanvas.embedded(this, id, "plot", Frame.WIDE.fontSize());
    }

    @Override
    public double width() {
        return SIDE + 2 * EDGE;
    }

    @Override
    public double height() {
        return SIDE + 2 * EDGE;
    }

    @Override
    public void draw(Canvas canvas) {
        List<Polygon> cells = Voronoi.cells(centroids);
        // Lit cells come last: an edge shared with a dark cell is then drawn lit.
        for (boolean lit : new boolean[] {false, true}) {
            for (int c = 0; c < cells.size(); c++) {
                if (probed.contains(c) == lit && cells.get(c).corners() > 0) {
                    canvas.polygon(lit ? Ink.LIT : Ink.CELL, corners(cells.get(c)));
                }
            }
        }
        for (double[] point : points) {
            canvas.circle(Ink.POINT, px(point), py(point), 1.7);
        }
        for (double[] centroid : centroids) {
            double x = px(centroid);
            double y = py(centroid);
            canvas.line(Ink.CENTROID, x - 3, y, x + 3, y);
            canvas.line(Ink.CENTROID, x, y - 3, x, y + 3);
        }
        for (int row : found) {
            canvas.circle(Ink.FOUND, px(points[row]), py(points[row]), 3.6);
        }
        for (int row : missed) {
            double x = px(points[row]);
            double y = py(points[row]);
            canvas.line(Ink.MISSED, x - 3.2, y - 3.2, x + 3.2, y + 3.2);
            canvas.line(Ink.MISSED, x - 3.2, y + 3.2, x + 3.2, y - 3.2);
        }
        canvas.polygon(Ink.QUERY, star(px(query), py(query)));
    }

    private static double px(double[] point) {
        return EDGE + point[0] * SIDE;
    }

    private static double py(double[] point) {
        return EDGE + (1 - point[1]) * SIDE;
    }

    private static double[] corners(Polygon cell) {
        double[] coordinates = new double[2 * cell.corners()];
        for (int i = 0; i < cell.corners(); i++) {
            double[] corner = {cell.x()[i], cell.y()[i]};
            coordinates[2 * i] = px(corner);
            coordinates[2 * i + 1] = py(corner);
        }
        return coordinates;
    }

    private static double[] star(double x, double y) {
        double[] coordinates = new double[20];
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? 9 : 3.8;
            double angle = Math.PI / 5 * i - Math.PI / 2;
            coordinates[2 * i] = x + radius * Math.cos(angle);
            coordinates[2 * i + 1] = y + radius * Math.sin(angle);
        }
        return coordinates;
    }
}
