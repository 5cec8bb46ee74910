package io.vectile.pictures;

import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series.Stroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A {@link LineChart} in one frame: where its axes lie, and what is drawn between them. */
final class LineDrawing implements Picture {
    /** From a name of the legend to the next, and the room of its mark. */
    private static final double LEGEND_GAP = 38;
    /** Of the width, what names beside the ends of lines may take. */
    private static final double MOST_MARGIN = 0.2;
    /** Between two labels, at least. */
    private static final double LABEL_GAP = 5;

    private final LineChart chart;
    private final Frame frame;
    private final double fontSize;
    private final PlotArea area;

    LineDrawing(LineChart chart, Frame frame) {
        this.chart = chart;
        this.frame = frame;
        fontSize = frame.fontSize();
        boolean wide = frame == Frame.WIDE;
        double head = wide ? 0 : legendRows().size();
        double names = wide ? 12 + widestName(endLabelled()) : 0;
        area = PlotArea.within(frame, chart.x(), chart.y(), head, names);
    }

    @Override
    public String title() {
        return chart.title();
    }

    @Override
    public String description() {
        return chart.description();
    }

    @Override
    public double width() {
        return frame.width();
    }

    @Override
    public double height() {
        return frame.height();
    }

    @Override
    public void draw(Canvas canvas) {
        area.drawAxes(canvas);
        if (frame == Frame.NARROW) {
            drawLegend(canvas);
        }
        Box box = area.box();
        LabelPlacer placer = new LabelPlacer(new Box(box.left() + 2, box.top(), frame.width(), box.bottom() - 2));
        chart.series().forEach(s -> drawSeries(canvas, s, placer));
        if (frame == Frame.WIDE) {
            drawEndLabels(canvas, placer);
        }
        chart.series().forEach(s -> drawPointLabels(canvas, s, placer));
    }

    private double px(Point point) {
        return area.px(point.x());
    }

    private double py(Point point) {
        return area.py(point.y());
    }

    private Lettering name(Series s) {
        return Lettering.name(fontSize, s.look());
    }

    private double widestName(List<Series> named) {
        return named.stream().mapToDouble(s -> name(s).width(s.name())).max().orElse(0);
    }

    private void drawSeries(Canvas canvas, Series s, LabelPlacer placer) {
        if (s.stroke() != Stroke.MARKS) {
            drawLine(canvas, s, placer);
        }
        if (s.stroke().hasMarks()) {
            for (Point point : s.points()) {
                placer.avoid(px(point), py(point), 5);
                s.look().mark(canvas, px(point), py(point));
            }
        }
    }

    private void drawLine(Canvas canvas, Series s, LabelPlacer placer) {
        List<Point> points = s.points();
        double[] coordinates = new double[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            coordinates[2 * i] = px(points.get(i));
            coordinates[2 * i + 1] = py(points.get(i));
            if (i > 0) {
                placer.avoidLine(coordinates[2 * i - 2], coordinates[2 * i - 1], coordinates[2 * i], coordinates[2 * i + 1]);
            }
        }
        canvas.path(s.stroke().ink().in(s.look()), coordinates);
    }

    /** Series whose line reaches the right edge: named there, in the margin, if that does not take too much of the chart. */
    private List<Series> endLabelled() {
        return named().filter(s -> s.points().size() > 1 && chart.x().position(s.points().getLast().x()) > 0.98
                && name(s).width(s.name()) < MOST_MARGIN * frame.width()).toList();
    }

    private Stream<Series> named() {
        return chart.series().stream().filter(s -> !s.name().isEmpty());
    }

    private void drawEndLabels(Canvas canvas, LabelPlacer placer) {
        List<Series> atEdge = new ArrayList<>(endLabelled());
        atEdge.sort(Comparator.comparingDouble(s -> py(s.points().getLast())));
        double left = area.box().right() + 10;
        double lowest = Double.NEGATIVE_INFINITY;
        for (Series s : atEdge) {
            // Lines that end close together get their names one under the other.
            double baseline = Math.max(py(s.points().getLast()) + fontSize * 0.35, lowest + PlotArea.lineHeight(fontSize));
            canvas.text(name(s), left, baseline, s.name());
            placer.avoid(new Box(left, baseline - fontSize, frame.width(), baseline));
            lowest = baseline;
        }
        for (Series s : named().toList()) {
            if (!atEdge.contains(s)) {
                label(canvas, name(s), s.name(), s.points().getLast(), placer);
            }
        }
    }

    private void drawPointLabels(Canvas canvas, Series s, LabelPlacer placer) {
        for (Point point : s.points()) {
            if (!point.label().isEmpty()) {
                label(canvas, Lettering.tick(fontSize), point.label(), point, placer);
            }
        }
    }

    /** Close to its point whatever the font, and apart from other words. */
    private void label(Canvas canvas, Lettering lettering, String text, Point point, LabelPlacer placer) {
        double x = px(point);
        Box box = placer.place(x, py(point), lettering.width(text) + LABEL_GAP, fontSize);
        double baseline = box.bottom() - fontSize * 0.2;
        if (box.left() >= x) {
            canvas.text(lettering, box.left(), baseline, text);
        } else if (box.right() <= x) {
            canvas.text(lettering.end(), box.right(), baseline, text);
        } else {
            canvas.text(lettering.middle(), (box.left() + box.right()) / 2, baseline, text);
        }
    }

    /** As many names in a row as fit. */
    private List<List<Series>> legendRows() {
        List<List<Series>> rows = new ArrayList<>();
        double used = Double.POSITIVE_INFINITY;
        for (Series s : named().toList()) {
            double width = name(s).width(s.name()) + LEGEND_GAP;
            if (used + width > frame.width()) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.getLast().add(s);
            used += width;
        }
        return rows;
    }

    private void drawLegend(Canvas canvas) {
        double baseline = fontSize + PlotArea.lineHeight(fontSize);
        for (List<Series> row : legendRows()) {
            double left = 0;
            for (Series s : row) {
                double middle = baseline - fontSize * 0.35;
                if (s.stroke() != Stroke.MARKS) {
                    canvas.line(s.stroke().ink().in(s.look()), left, middle, left + 20, middle);
                }
                if (s.stroke().hasMarks()) {
                    s.look().mark(canvas, left + 10, middle);
                }
                canvas.text(name(s), left + 25, baseline, s.name());
                left += name(s).width(s.name()) + LEGEND_GAP;
            }
            baseline += PlotArea.lineHeight(fontSize);
        }
    }
}
