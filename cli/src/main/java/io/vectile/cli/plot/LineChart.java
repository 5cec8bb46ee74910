package io.vectile.cli.plot;

import io.vectile.cli.plot.Series.Look;
import io.vectile.cli.plot.Series.Point;
import io.vectile.cli.plot.Series.Stroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A chart of lines over two axes. In the wide frame each line is named where it ends, in the narrow one by a legend above.
 *
 * @param title       what the chart shows, for readers who do not see it as well
 * @param description what is to be seen in it, in a sentence
 */
public record LineChart(String title, String description, Axis x, Axis y, List<Series> series) {

    /** Takes a copy of the series. */
    public LineChart {
        series = List.copyOf(series);
    }

    /**
     * The chart as an {@code svg} element, coloured by {@link PlotStyle#CSS}.
     *
     * @param id names the element; the two frames of a chart on one page get different suffixes by themselves
     */
    public String svg(Frame frame, String id) {
        return new Drawing(frame).draw(id + "-" + frame.word);
    }

    /** One drawing of the chart: where the plot area lies, and what has been written so far. */
    private final class Drawing {
        private final Markup svg = new Markup();
        private final Frame frame;
        private final double lineHeight;
        private final List<Double> xTicks;
        private final List<Double> yTicks;
        private final Box area;

        Drawing(Frame frame) {
            this.frame = frame;
            lineHeight = frame.fontSize * 1.35;
            xTicks = x.ticks(frame == Frame.WIDE ? 12 : 5);
            yTicks = y.ticks(frame == Frame.WIDE ? 8 : 6);
            double left = 10 + widest(yTicks.stream().map(y.quantity()::label).toList());
            double lastTick = frame.textWidth(x.quantity().label(xTicks.getLast())) / 2;
            double right = frame == Frame.WIDE ? Math.max(lastTick, 12 + widestName(endLabelled())) : lastTick;
            double top = lineHeight * (frame == Frame.WIDE ? 1.6 : 1.6 + legendRows().size());
            area = new Box(left, top, frame.width - Math.max(right, 8), frame.height - lineHeight * 2.5);
        }

        String draw(String id) {
            svg.open("svg", "viewBox", "0 0 " + frame.width + " " + frame.height, "class", "plot " + frame.word, "role", "img",
                    "font-size", frame.fontSize, "aria-labelledby", id + "-title " + id + "-desc");
            svg.leaf("title", title, "id", id + "-title").leaf("desc", description, "id", id + "-desc");
            drawAxes();
            if (frame == Frame.NARROW) {
                drawLegend();
            }
            var placer = new LabelPlacer(new Box(area.left() + 2, area.top(), frame.width, area.bottom() - 2));
            series.forEach(s -> drawSeries(s, placer));
            if (frame == Frame.WIDE) {
                drawEndLabels(placer);
            }
            series.forEach(s -> drawPointLabels(s, placer));
            return svg.close().toString();
        }

        private double px(double value) {
            return area.left() + x.position(value) * (area.right() - area.left());
        }

        private double py(double value) {
            return area.bottom() - y.position(value) * (area.bottom() - area.top());
        }

        private double widest(List<String> texts) {
            return texts.stream().mapToDouble(frame::textWidth).max().orElse(0);
        }

        private double widestName(List<Series> named) {
            return named.stream().mapToDouble(s -> frame.boldWidth(s.name())).max().orElse(0);
        }

        private void drawAxes() {
            for (double tick : yTicks) {
                svg.empty("line", "class", "grid", "x1", area.left(), "x2", area.right(), "y1", py(tick), "y2", py(tick));
                text("tick end", area.left() - 8, py(tick) + frame.fontSize * 0.35, y.quantity().label(tick));
            }
            for (double tick : xTicks) {
                svg.empty("line", "class", "axis", "x1", px(tick), "x2", px(tick), "y1", area.bottom(), "y2", area.bottom() + 5);
                text("tick middle", px(tick), area.bottom() + 5 + frame.fontSize, x.quantity().label(tick));
            }
            svg.empty("line", "class", "axis", "x1", area.left(), "x2", area.right(), "y1", area.bottom(), "y2", area.bottom());
            text("axis-title", 0, frame.fontSize, y.title());
            text("axis-title end", area.right(), frame.height - 4.0, x.title());
        }

        private void drawSeries(Series s, LabelPlacer placer) {
            if (s.stroke() != Stroke.MARKS) {
                drawLine(s, placer);
            }
            if (s.stroke() != Stroke.DASHES) {
                for (Point point : s.points()) {
                    placer.avoid(px(point.x()), py(point.y()), 5);
                    mark(s.look(), px(point.x()), py(point.y()));
                }
            }
        }

        private void drawLine(Series s, LabelPlacer placer) {
            var path = new StringBuilder();
            for (int i = 0; i < s.points().size(); i++) {
                Point point = s.points().get(i);
                path.append(i == 0 ? "M" : "L").append(Markup.number(px(point.x()))).append(' ').append(Markup.number(py(point.y())));
                if (i > 0) {
                    Point before = s.points().get(i - 1);
                    placer.avoidLine(px(before.x()), py(before.y()), px(point.x()), py(point.y()));
                }
            }
            String dashes = s.stroke() == Stroke.DASHES ? " dashes" : "";
            svg.empty("path", "class", "line " + s.look().word() + dashes, "d", path);
        }

        private void mark(Look look, double cx, double cy) {
            String classes = "mark " + look.word();
            switch (look) {
                case BLUE -> svg.empty("circle", "class", classes, "cx", cx, "cy", cy, "r", 4.0);
                case ORANGE -> svg.empty("rect", "class", classes, "x", cx - 3.8, "y", cy - 3.8, "width", 7.6, "height", 7.6);
                case GREEN -> polygon(classes, cx, cy - 5, cx + 5, cy + 4, cx - 5, cy + 4);
                case PURPLE -> polygon(classes, cx, cy - 5.5, cx + 5.5, cy, cx, cy + 5.5, cx - 5.5, cy);
            }
        }

        private void polygon(String classes, double... coordinates) {
            svg.empty("polygon", "class", classes, "points", PlotStyle.points(coordinates));
        }

        /** Series whose line reaches the right edge: named there, in the margin. */
        private List<Series> endLabelled() {
            return named().filter(s -> s.points().size() > 1 && x.position(s.points().getLast().x()) > 0.98).toList();
        }

        private Stream<Series> named() {
            return series.stream().filter(s -> !s.name().isEmpty());
        }

        private void drawEndLabels(LabelPlacer placer) {
            var atEdge = new ArrayList<>(endLabelled());
            atEdge.sort(Comparator.comparingDouble(s -> py(s.points().getLast().y())));
            double lowest = Double.NEGATIVE_INFINITY;
            for (Series s : atEdge) {
                // Lines that end close together get their names one under the other.
                double baseline = Math.max(py(s.points().getLast().y()) + frame.fontSize * 0.35, lowest + lineHeight);
                text("name " + s.look().word(), area.right() + 10, baseline, s.name());
                placer.avoid(new Box(area.right() + 10, baseline - frame.fontSize, frame.width, baseline));
                lowest = baseline;
            }
            for (Series s : named().toList()) {
                if (!atEdge.contains(s)) {
                    Point last = s.points().getLast();
                    label("name " + s.look().word(), s.name(), frame.boldWidth(s.name()), last, placer);
                }
            }
        }

        private void drawPointLabels(Series s, LabelPlacer placer) {
            for (Point point : s.points()) {
                if (!point.label().isEmpty()) {
                    label("tick", point.label(), frame.textWidth(point.label()), point, placer);
                }
            }
        }

        private void label(String classes, String text, double width, Point point, LabelPlacer placer) {
            Box box = placer.place(px(point.x()), py(point.y()), width, frame.fontSize);
            text(classes, box.left(), box.bottom() - frame.fontSize * 0.2, text);
        }

        /** As many names in a row as fit. */
        private List<List<Series>> legendRows() {
            List<List<Series>> rows = new ArrayList<>();
            double used = Double.POSITIVE_INFINITY;
            for (Series s : named().toList()) {
                double width = frame.boldWidth(s.name()) + 38;
                if (used + width > frame.width) {
                    rows.add(new ArrayList<>());
                    used = 0;
                }
                rows.getLast().add(s);
                used += width;
            }
            return rows;
        }

        private void drawLegend() {
            double baseline = frame.fontSize + lineHeight;
            for (List<Series> row : legendRows()) {
                double left = 0;
                for (Series s : row) {
                    double middle = baseline - frame.fontSize * 0.35;
                    if (s.stroke() != Stroke.MARKS) {
                        svg.empty("line", "class", "line " + s.look().word() + (s.stroke() == Stroke.DASHES ? " dashes" : ""),
                                "x1", left, "x2", left + 20, "y1", middle, "y2", middle);
                    }
                    if (s.stroke() != Stroke.DASHES) {
                        mark(s.look(), left + 10, middle);
                    }
                    text("name " + s.look().word(), left + 25, baseline, s.name());
                    left += frame.boldWidth(s.name()) + 38;
                }
                baseline += lineHeight;
            }
        }

        private void text(String classes, double left, double baseline, String text) {
            svg.leaf("text", text, "class", classes, "x", left, "y", baseline);
        }
    }
}
