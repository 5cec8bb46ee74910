package io.vectile.cli.tour;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The plane in which some vectors spread most, scaled so that the middle part of them fills the unit square. A few outliers are
 * left out, or they would shrink all else to a blot.
 */
public final class SquareOfPlane {
    private static final double KEPT = 0.98;

    private final PrincipalPlane plane;
    private final double[] from = new double[2];
    private final double[] span = new double[2];

    private SquareOfPlane(float[][] rows) {
        plane = PrincipalPlane.of(rows);
        double[][] places = Arrays.stream(rows).map(plane::project).toArray(double[][]::new);
        for (int axis = 0; axis < 2; axis++) {
            int a = axis;
            double[] sorted = Arrays.stream(places).mapToDouble(place -> place[a]).sorted().toArray();
            int cut = (int) (rows.length * (1 - KEPT) / 2);
            from[axis] = sorted[cut];
            span[axis] = Math.max(sorted[rows.length - 1 - cut] - sorted[cut], Double.MIN_NORMAL);
        }
    }

    /** The square of some rows, at least one, all of one length. */
    public static SquareOfPlane of(float[][] rows) {
        return new SquareOfPlane(rows);
    }

    /** The places {@code {x, y}} of those rows that lie inside, 0 to 1 each. */
    public double[][] places(Stream<float[]> rows) {
        return rows.map(plane::project)
                .map(p -> new double[] {(p[0] - from[0]) / span[0], (p[1] - from[1]) / span[1]})
                .filter(p -> p[0] >= 0 && p[0] <= 1 && p[1] >= 0 && p[1] <= 1)
                .toArray(double[][]::new);
    }
}
