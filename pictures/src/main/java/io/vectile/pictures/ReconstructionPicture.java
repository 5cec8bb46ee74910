package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import io.vectile.quantization.ProductQuantizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A vector and its reconstruction as lines over the dimensions, parted where the quantizer parts them; below, under its part, each part's
 * squared error.
 *
 * @param vector   d numbers
 * @param restored d numbers
 * @param errors   squared error of each part
 * @param parts    what the parts are called, in their order
 * @param called   what their names are
 */
record ReconstructionPicture(float[] vector, float[] restored, double[] errors, List<String> parts, String called) implements Picture {
    private static final double WIDTH = Frame.WIDE.width();
    private static final double LINES_HEIGHT = 300;
    private static final double ERRORS_HEIGHT = 180;
    private static final double FONT_SIZE = Frame.WIDE.fontSize();
    /** Of the width of a part, what its bar fills. */
    private static final double FILLED = 0.72;

    static ReconstructionPicture of(float[] vector, float[] restored, int m) {
        if (vector.length == 0 || m < 1 || vector.length % m != 0) {
            throw new InvalidInputException("m parts need d divisible by m; d is " + vector.length + ", m is " + m);
        }
        if (restored.length != vector.length) {
            throw new InvalidInputException("a reconstruction of " + vector.length + " numbers is needed; got " + restored.length);
        }
        return new ReconstructionPicture(vector.clone(), restored.clone(), errors(vector, restored, m),
                IntStream.range(0, m).mapToObj(Integer::toString).toList(), "part");
    }

    static ReconstructionPicture of(float[] vector, ProductQuantizer quantizer) {
        if (vector.length != quantizer.d()) {
            throw new InvalidInputException("the vector has " + vector.length + " numbers; the quantizer needs d = " + quantizer.d());
        }
        byte[] code = new byte[quantizer.codeSize()];
        float[] restored = new float[quantizer.d()];
        quantizer.encode(vector, 0, 1, code, 0);
        quantizer.decode(code, 0, restored, 0);
        return new ReconstructionPicture(vector.clone(), restored, errors(vector, restored, quantizer.m()),
                IntStream.range(0, quantizer.m()).mapToObj(j -> Integer.toString(quantizer.value(code, 0, j))).toList(), "centroid of each part: the code");
    }

    private static double[] errors(float[] vector, float[] restored, int m) {
        int dsub = vector.length / m;
        double[] errors = new double[m];
        for (int e = 0; e < vector.length; e++) {
            double difference = (double) vector[e] - restored[e];
            errors[e / dsub] += difference * difference;
        }
        return errors;
    }

    @Override
    public String title() {
        return "A vector and its reconstruction from " + parts.size() + (parts.size() == 1 ? " part" : " parts");
    }

    @Override
    public String description() {
        return "Squared error " + Quantity.NUMBER.label(Math.rint(Arrays.stream(errors).sum())) + " in all; by part: "
                + String.join(", ", Arrays.stream(errors).mapToObj(Quantity.NUMBER::label).toList());
    }

    @Override
    public double width() {
        return WIDTH;
    }

    @Override
    public double height() {
        return LINES_HEIGHT + ERRORS_HEIGHT;
    }

    @Override
    public void draw(Canvas canvas) {
        double least = Math.min(0, IntStream.range(0, vector.length).mapToDouble(e -> Math.min(vector[e], restored[e])).min().orElse(0));
        double most = IntStream.range(0, vector.length).mapToDouble(e -> Math.max(vector[e], restored[e])).max().orElse(0);
        PlotArea lines = PlotArea.within(new Box(0, 0, WIDTH, LINES_HEIGHT), FONT_SIZE, Axis.linear("dimension", Quantity.NUMBER, 0, vector.length),
                RoundAxis.linear("value", Quantity.NUMBER, least, most), 12, 8, 0, 0);
        PlotArea bars = PlotArea.within(new Box(0, LINES_HEIGHT, WIDTH, LINES_HEIGHT + ERRORS_HEIGHT), FONT_SIZE,
                Axis.linear(called, Quantity.NUMBER, 0, parts.size()),
                RoundAxis.linear("squared error of each part", Quantity.NUMBER, 0, Arrays.stream(errors).max().orElse(0)), 2, 5, 0, 0);
        double left = Math.max(lines.box().left(), bars.box().left());
        double right = Math.min(lines.box().right(), bars.box().right());
        drawLines(canvas, lines.between(left, right));
        drawErrors(canvas, bars.between(left, right));
    }

    private void drawLines(Canvas canvas, PlotArea area) {
        area.drawAxes(canvas);
        for (int j = 1; j < parts.size(); j++) {
            double x = area.px((double) j * vector.length / parts.size());
            canvas.line(Ink.GRID, x, area.box().top(), x, area.box().bottom());
        }
        canvas.path(Ink.LINE.in(Look.BLUE), line(area, vector));
        canvas.path(Ink.LINE.in(Look.ORANGE), line(area, restored));
        Lettering restoredName = Lettering.name(FONT_SIZE, Look.ORANGE).end();
        double baseline = FONT_SIZE;
        double width = restoredName.width("reconstruction");
        canvas.text(restoredName, area.box().right(), baseline, "reconstruction");
        canvas.text(Lettering.name(FONT_SIZE, Look.BLUE).end(), area.box().right() - width - 12, baseline, "vector");
    }

    /** Each number in the middle of the place of its dimension. */
    private static double[] line(PlotArea area, float[] values) {
        double[] coordinates = new double[2 * values.length];
        for (int e = 0; e < values.length; e++) {
            coordinates[2 * e] = area.px(e + 0.5);
            coordinates[2 * e + 1] = area.py(values[e]);
        }
        return coordinates;
    }

    private void drawErrors(Canvas canvas, PlotArea area) {
        area.drawVertical(canvas);
        double room = area.px(1) - area.px(0);
        int labelled = Lettering.tick(FONT_SIZE).every(parts, room);
        for (int j = 0; j < parts.size(); j++) {
            double top = area.py(errors[j]);
            canvas.rectangle(Ink.BAR.in(Look.ORANGE), area.px(j + (1 - FILLED) / 2), top, room * FILLED, area.box().bottom() - top);
            if (j % labelled == 0) {
                area.drawLabel(canvas, area.px(j + 0.5), parts.get(j));
            }
        }
        area.drawHorizontal(canvas);
    }
}
