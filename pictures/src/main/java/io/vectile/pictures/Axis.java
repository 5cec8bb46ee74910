package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction of a chart: what it shows, from where to where, and whether steps along it add or multiply.
 *
 * @param title    what the axis shows, for its end or side
 * @param quantity how its labels read
 * @param scale    whether equal distances are equal differences or equal ratios
 * @param from     the value at its beginning, above 0 on a logarithmic axis
 * @param to       the value at its end, greater than {@code from}
 * @param marks    values to label, in rising order; where it is empty, round values are found
 */
public record Axis(String title, Quantity quantity, Scale scale, double from, double to, List<Double> marks) {

    /** How values lie along an axis. */
    public enum Scale {
        /** Equal distances are equal differences. */
        LINEAR,
        /** Equal distances are equal ratios. */
        LOGARITHMIC
    }

    /** Checks the range, so that every position along the axis is finite. */
    public Axis {
        marks = List.copyOf(marks);
        if (!(from < to) || !Double.isFinite(from) || !Double.isFinite(to)) {
            throw new InvalidInputException("axis \"" + title + "\" needs from < to; got " + from + " to " + to);
        }
        if (scale == Scale.LOGARITHMIC && from <= 0) {
            throw new InvalidInputException("logarithmic axis \"" + title + "\" needs a range above 0; it begins at " + from);
        }
    }

    /** Equal distances are equal differences. */
    public static Axis linear(String title, Quantity quantity, double from, double to) {
        return new Axis(title, quantity, Scale.LINEAR, from, to, List.of());
    }

    /** Equal distances are equal ratios. */
    public static Axis logarithmic(String title, Quantity quantity, double from, double to) {
        return new Axis(title, quantity, Scale.LOGARITHMIC, from, to, List.of());
    }

    /** The same axis, labelled at these values and nowhere else. */
    public Axis withMarks(List<Double> values) {
        return new Axis(title, quantity, scale, from, to, values);
    }

    /** Where a value lies: 0 at the beginning of the axis, 1 at its end. */
    double position(double value) {
        return switch (scale) {
            case LINEAR -> (value - from) / (to - from);
            case LOGARITHMIC -> Math.log(value / from) / Math.log(to / from);
        };
    }

    /**
     * The values to label, rising.
     *
     * @param most how many labels there is room for, at least 2
     */
    List<Double> ticks(int most) {
        List<Double> ticks = !marks.isEmpty() ? marks : switch (scale) {
            case LINEAR -> linearTicks(most);
            case LOGARITHMIC -> logarithmicTicks(most);
        };
        int step = Math.ceilDiv(ticks.size(), most);
        List<Double> kept = new ArrayList<>();
        for (int i = (ticks.size() - 1) % step; i < ticks.size(); i += step) {
            kept.add(ticks.get(i));
        }
        return kept;
    }

    /** Multiples of 1, 2 or 5 times a power of ten. */
    private List<Double> linearTicks(int most) {
        double power = Math.pow(10, Math.floor(Math.log10((to - from) / most)));
        double step = 10 * power;
        for (double factor : new double[] {1, 2, 5}) {
            if ((to - from) / (factor * power) <= most - 1 + 1e-9) {
                step = factor * power;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Powers of ten; 1, 2 and 5 times them where the axis is short. */
    private List<Double> logarithmicTicks(int most) {
        double[] factors = to / from < 1000 ? new double[] {1, 2, 5} : new double[] {1};
        List<Double> ticks = powersOfTen(factors);
        return ticks.size() > most ? powersOfTen(1) : ticks;
    }

    private List<Double> powersOfTen(double... factors) {
        List<Double> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(Math.log10(from)); exponent <= Math.log10(to) + 1e-9; exponent++) {
            for (double factor : factors) {
                double value = factor * Math.pow(10, exponent);
                if (value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)) {
                    ticks.add(value);
                }
            }
        }
        return ticks;
    }
}
