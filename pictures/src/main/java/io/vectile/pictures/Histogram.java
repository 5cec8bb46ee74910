package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/**
 * How often values fall into ranges of equal, round width.
 *
 * @param title       what the chart shows
 * @param description what is to be seen in it, in a sentence
 * @param x           what the values are
 * @param y           what is counted
 * @param from        where the first range begins
 * @param step        the width of a range; a value on an edge falls into the range above
 * @param counts      for each range how many values
 */
public record Histogram(String title, String description, String x, String y, double from, double step, List<Long> counts)
        implements Picture {
    private static final Frame FRAME = Frame.WIDE;
    /** More ranges than that are no easier to read. */
    private static final int MOST = 40;

    /** Takes a copy of the counts. */
    public Histogram {
        counts = List.copyOf(counts);
        if (counts.isEmpty() || !(step > 0)) {
            throw new InvalidInputException("a histogram needs at least 1 range, wider than 0; got " + counts.size() + " of " + step);
        }
    }

    /**
     * Counts whole numbers.
     *
     * @param values at least one, each at least 0
     */
    public static Histogram of(String title, String description, String x, String y, long[] values) {
        long least = Arrays.stream(values).min().orElseThrow(() -> new InvalidInputException("a histogram needs at least 1 value; got none"));
        long most = Arrays.stream(values).max().orElseThrow();
        long step = RoundAxis.wholeStep(least, most, MOST);
        long from = Math.floorDiv(least, step) * step;
        Long[] counts = new Long[(int) ((most - from) / step) + 1];
        Arrays.fill(counts, 0L);
        for (long value : values) {
            counts[(int) ((value - from) / step)]++;
        }
        return new Histogram(title, description, x, y, from, step, List.of(counts));
    }

    @Override
    public double width() {
        return FRAME.width();
    }

    @Override
    public double height() {
        return FRAME.height();
    }

    @Override
    public void draw(Canvas canvas) {
        long most = counts.stream().mapToLong(Long::longValue).max().orElseThrow();
        PlotArea area = PlotArea.within(FRAME, Axis.linear(x, Quantity.NUMBER, from, from + step * counts.size()),
                RoundAxis.linear(y, Quantity.NUMBER, 0, most), 0, 0);
        area.drawVertical(canvas);
        for (int i = 0; i < counts.size(); i++) {
            double left = area.px(from + i * step);
            double right = area.px(from + (i + 1) * step);
            double top = area.py(counts.get(i));
            // A gap of one, so that each is seen.
            canvas.rectangle(Ink.BAR.in(Look.BLUE), left + 0.5, top, right - left - 1, area.box().bottom() - top);
        }
        area.xTicks().forEach(value -> area.drawTick(canvas, area.px(value), Quantity.NUMBER.label(value)));
        area.drawHorizontal(canvas);
    }
}
