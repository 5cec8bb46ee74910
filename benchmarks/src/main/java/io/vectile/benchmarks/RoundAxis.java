package io.vectile.benchmarks;

import io.vectile.cli.plot.Axis;
import io.vectile.cli.plot.Quantity;
import io.vectile.cli.plot.Series;
import io.vectile.cli.plot.Series.Point;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Axes from one round value to another with all points of some series between. */
public final class RoundAxis {
    private static final double[] STEPS = {1, 2, 5, 10};

    private RoundAxis() {}

    /** @param value which of a point's values lies along the axis; all must be above 0 */
    public static Axis logarithmic(String title, Quantity quantity, List<Series> series, ToDoubleFunction<Point> value) {
        double least = points(series).mapToDouble(value).min().orElseThrow();
        double most = points(series).mapToDouble(value).max().orElseThrow();
        if (!(least > 0)) {
            throw new IllegalArgumentException("a logarithmic axis needs values above 0; \"" + title + "\" has " + least);
        }
        double from = below(least);
        double to = 1 / below(1 / most);
        return Axis.logarithmic(title, quantity, from, from < to ? to : 10 * from);
    }

    private static Stream<Point> points(List<Series> series) {
        return series.stream().flatMap(one -> one.points().stream());
    }

    /** 1, 2 or 5 times a power of ten: the greatest of them that is not above. */
    private static double below(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double round = power;
        for (double step : STEPS) {
            if (step * power <= value * (1 + 1e-9)) {
                round = step * power;
            }
        }
        return round;
    }
}
