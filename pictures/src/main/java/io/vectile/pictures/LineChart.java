package io.vectile.pictures;

import io.vectile.pictures.Series.Point;
import java.util.List;

/**
 * A chart of lines and marks over two axes. In the wide frame, which is that of files and notebooks, each line is named where it ends, in the
 * narrow one by a legend above.
 *
 * @param title       what the chart shows
 * @param description what is to be seen in it, in a sentence
 */
public record LineChart(String title, String description, Axis x, Axis y, List<Series> series) implements Picture {

    /** Takes a copy of the series. */
    public LineChart {
        series = List.copyOf(series);
    }

    /**
     * A chart with linear axes of round numbers that hold all points.
     *
     * @param x what lies along the horizontal axis
     * @param y what lies along the vertical one
     */
    public static LineChart of(String title, String x, String y, Series... series) {
        List<Series> all = List.of(series);
        return new LineChart(title, y + " over " + x, RoundAxis.linear(x, Quantity.NUMBER, all, Point::x),
                RoundAxis.linear(y, Quantity.NUMBER, all, Point::y), all);
    }

    /** The same chart over another horizontal axis. */
    public LineChart withX(Axis axis) {
        return new LineChart(title, description, axis, y, series);
    }

    /** The same chart over another vertical axis. */
    public LineChart withY(Axis axis) {
        return new LineChart(title, description, x, axis, series);
    }

    /** The same chart with other words for readers who do not see it as well. */
    public LineChart withDescription(String words) {
        return new LineChart(title, words, x, y, series);
    }

    /** The chart drawn for a frame. */
    public Picture in(Frame frame) {
        return new LineDrawing(this, frame);
    }

    /**
     * The chart as an {@code svg} element within a page, coloured by {@link PlotStyle#CSS}.
     *
     * @param id names the element; the two frames of a chart on one page get different suffixes by themselves
     */
    public String svg(Frame frame, String id) {
        return SvgCanvas.embedded(in(frame), id + "-" + frame.word(), "plot " + frame.word(), frame.fontSize());
    }

    @Override
    public double width() {
        return Frame.WIDE.width();
    }

    @Override
    public double height() {
        return Frame.WIDE.height();
    }

    @Override
    public void draw(Canvas canvas) {
        in(Frame.WIDE).draw(canvas);
    }
}
