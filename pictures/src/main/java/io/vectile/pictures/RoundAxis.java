package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import io.vectile.pictures.Series.Point;
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
            throw new InvalidInputException("a logarithmic axis needs values above 0; \"" + title + "\" has " + least);
        }
        double from = below(least);
        double to = 1 / below(1 / most);
        return Axis.logarithmic(title, quantity, from, from < to ? to : 10 * from);
    }

    /**
     * From one multiple of a round step to another; from 0 where all values are at least 0.
     *
     * @param value which of a point's values lies along the axis
     */
    public static Axis linear(String title, Quantity quantity, List<Series> series, ToDoubleFunction<Point> value) {
        double least = points(series).mapToDouble(value).min().orElseThrow();
        double most = points(series).mapToDouble(value).max().orElseThrow();
        return linear(title, quantity, Math.min(0, least), most);
    }

    /**
     * From the tenth below the least share to 1, for recalls.
     *
     * @param value which of a point's values lies along the axis
     */
    public static Axis toOne(String title, List<Series> series, ToDoubleFunction<Point> value) {
        double least = points(series).mapToDouble(value).min().orElseThrow();
        return Axis.linear(title, Quantity.NUMBER, Math.clamp(Math.floor(10 * least - 0.1) / 10, 0, 0.9), 1);
    }

    /** From the multiple of a round step that is not above a value to the one that is not below another. */
    static Axis linear(String title, Quantity quantity, double least, double most) {
        double step = below(Math.max((most - least) / 5, Double.MIN_NORMAL));
        double from = Math.floor(least / step + 1e-9) * step;
        double to = Math.ceil(most / step - 1e-9) * step;
        return Axis.linear(title, quantity, from, from < to ? to : from + 1);
    }

    private static Stream<Point> points(List<Series> series) {
        return series.stream().flatMap(one -> one.points().stream());
    }

    /** The least of 1, 2, 5, 10, 20 ... whose multiples part a range into at most so many. */
    static long wholeStep(long least, long most, int parts) {
        long power = 1;
        while (true) {
            for (int factor : new int[] {1, 2, 5}) {
                long step = factor * power;
                if (Math.floorDiv(most, step) - Math.floorDiv(least, step) < parts) {
                    return step;
                }
            }
            power *= 10;
        }
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
