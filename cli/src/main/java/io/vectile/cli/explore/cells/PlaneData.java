package io.vectile.cli.explore.cells;

import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.tour.SquareOfPlane;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.stream.LongStream;

/**
 * Vectors as points in the plane in which they spread most: a data set of two dimensions, small enough to be drawn. Its places
 * are from 0 to 1 across and from 0 to {@value #HEIGHT} upwards.
 *
 * @param points  {@code float[n * 2]}
 * @param queries {@code float[q * 2]}: places of queries of the data
 */
record PlaneData(float[] points, float[] queries) {
    /** A picture that is wider than high fits screens, and distances in it are true only where both axes have one scale. */
    static final double HEIGHT = 0.75;

    /** Points that can still be told apart. */
    private static final int MOST_POINTS = 1500;
    private static final int MOST_QUERIES = 200;

    static PlaneData of(ExploredData data) {
        float[][] rows = spread(data.base(), MOST_POINTS);
        SquareOfPlane square = SquareOfPlane.of(rows);
        float[] points = flat(square.places(LongStream.range(0, rows.length).mapToObj(i -> rows[(int) i])));
        float[][] asked = spread(data.queries(), MOST_QUERIES);
        float[] queries = flat(square.places(LongStream.range(0, asked.length).mapToObj(q -> asked[(int) q])));
        return new PlaneData(points, queries.length > 0 ? queries : new float[] {0.5f, (float) HEIGHT / 2});
    }

    /** So many rows at most, evenly spread over all. */
    private static float[][] spread(Vectors vectors, int most) {
        long n = Math.min(vectors.n(), most);
        return LongStream.range(0, n).mapToObj(i -> vectors.row(i * vectors.n() / n)).toArray(float[][]::new);
    }

    private static float[] flat(double[][] places) {
        float[] flat = new float[2 * places.length];
        for (int i = 0; i < places.length; i++) {
            flat[2 * i] = (float) places[i][0];
            flat[2 * i + 1] = (float) (places[i][1] * HEIGHT);
        }
        return flat;
    }

    /** How many points. */
    int n() {
        return points.length / 2;
    }

    /** The true neighbours of queries, as many as there are points at most. */
    GroundTruth truth(float[] asked, int k) {
        return GroundTruth.compute(vectors(), Vectors.of(asked, 2), Math.min(k, n()), Metric.L2, Parallel.single(), Progress.NONE);
    }

    Vectors vectors() {
        return Vectors.of(points, 2);
    }
}
