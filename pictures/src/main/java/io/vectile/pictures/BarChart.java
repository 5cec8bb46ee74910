package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.util.List;

/**
 * Bars side by side from 0 upwards, each with its label under it and its value above it, as far as there is room.
 *
 * @param title       what the chart shows
 * @param description what is to be seen in it, in a sentence
 * @param x           what the bars are
 * @param y           what their heights are
 * @param quantity    how their values read
 * @param bars        from left to right, at least one
 */
public record BarChart(String title, String description, String x, String y, Quantity quantity, List<Bar> bars) implements Picture {
    private static final Frame FRAME = Frame.WIDE;
    /** Of the room of a bar, what it fills. */
    private static final double FILLED = 0.72;

    /**
     * One bar.
     *
     * @param value finite, at least 0
     */
    public record Bar(String label, double value, Look look) {
        public Bar {
            if (!(value >= 0 && Double.isFinite(value))) {
                throw new InvalidInputException("bar \"" + label + "\" needs a finite value of at least 0; got " + value);
            }
        }
    }

    /** Takes a copy of the bars. */
    public BarChart {
        bars = List.copyOf(bars);
        if (bars.isEmpty()) {
            throw new InvalidInputException("chart \"" + title + "\" needs at least 1 bar; got none");
        }
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
        double most = bars.stream().mapToDouble(Bar::value).max().orElseThrow();
        PlotArea area = PlotArea.within(FRAME, Axis.linear(x, Quantity.NUMBER, 0, bars.size()),
                RoundAxis.linear(y, quantity, 0, most), 0, 0);
        Lettering tick = Lettering.tick(FRAME.fontSize());
        double room = area.px(1) - area.px(0);
        int labelled = tick.every(bars.stream().map(Bar::label).toList(), room);
        boolean values = tick.every(bars.stream().map(bar -> quantity.label(bar.value())).toList(), room) == 1;
        area.drawVertical(canvas);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double top = area.py(bar.value());
            canvas.rectangle(Ink.BAR.in(bar.look()), area.px(i + (1 - FILLED) / 2), top, room * FILLED, area.box().bottom() - top);
            if (i % labelled == 0) {
                area.drawLabel(canvas, area.px(i + 0.5), bar.label());
            }
            if (values) {
                canvas.text(tick.middle(), area.px(i + 0.5), top - 4, quantity.label(bar.value()));
            }
        }
        area.drawHorizontal(canvas);
    }
}
