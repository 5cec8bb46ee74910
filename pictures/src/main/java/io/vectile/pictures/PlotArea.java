package io.vectile.pictures;

import java.util.List;

/**
 * The part of a chart between its axes: where values lie in it, and the axes themselves.
 *
 * @param fontSize of the words along the axes
 * @param top      where the words above it begin
 * @param box      where it lies in the drawing
 */
record PlotArea(Axis x, Axis y, List<Double> xTicks, List<Double> yTicks, double fontSize, double top, Box box) {
    private static final double TICK_LENGTH = 5;
    private static final double LABEL_GAP = 8;

    /**
     * The area that a frame leaves beside the labels of its axes.
     *
     * @param rows   lines of text above it, under the title of the vertical axis
     * @param margin room for words to its right
     */
    static PlotArea within(Frame frame, Axis x, Axis y, double rows, double margin) {
        boolean wide = frame == Frame.WIDE;
        return within(new Box(0, 0, frame.width(), frame.height()), frame.fontSize(), x, y, wide ? 12 : 5, wide ? 8 : 6, rows, margin);
    }

    /**
     * The area that is left of a box beside the labels of its axes.
     *
     * @param mostX labels along the horizontal axis that there is room for
     * @param mostY the same along the vertical one
     */
    static PlotArea within(Box outer, double fontSize, Axis x, Axis y, int mostX, int mostY, double rows, double margin) {
        Lettering tick = Lettering.tick(fontSize);
        List<Double> xTicks = x.ticks(mostX);
        List<Double> yTicks = y.ticks(mostY);
        double left = 10 + yTicks.stream().mapToDouble(value -> tick.width(y.quantity().label(value))).max().orElse(0);
        double lastTick = xTicks.isEmpty() ? 0 : tick.width(x.quantity().label(xTicks.getLast())) / 2;
        double right = Math.max(8, Math.max(lastTick, margin));
        Box box = new Box(outer.left() + left, outer.top() + lineHeight(fontSize) * (1.6 + rows), outer.right() - right,
                outer.bottom() - lineHeight(fontSize) * 2.5);
        return new PlotArea(x, y, xTicks, yTicks, fontSize, outer.top(), box);
    }

    /** From a line of text to the next. */
    static double lineHeight(double fontSize) {
        return fontSize * 1.35;
    }

    /** The same area with other sides, in line with another one. */
    PlotArea between(double left, double right) {
        return new PlotArea(x, y, xTicks, yTicks, fontSize, top, new Box(left, box.top(), right, box.bottom()));
    }

    double px(double value) {
        return box.left() + x.position(value) * (box.right() - box.left());
    }

    double py(double value) {
        return box.bottom() - y.position(value) * (box.bottom() - box.top());
    }

    /** Both axes, with labels and titles. */
    void drawAxes(Canvas canvas) {
        drawVertical(canvas);
        for (double value : xTicks) {
            drawTick(canvas, px(value), x.quantity().label(value));
        }
        drawHorizontal(canvas);
    }

    /** The labels and lines of the vertical axis, and its title above it and all else, where the drawing begins. */
    void drawVertical(Canvas canvas) {
        for (double value : yTicks) {
            canvas.line(Ink.GRID, box.left(), py(value), box.right(), py(value));
            canvas.text(Lettering.tick(fontSize).end(), box.left() - LABEL_GAP, py(value) + fontSize * 0.35, y.quantity().label(value));
        }
        canvas.text(Lettering.axisTitle(fontSize), 0, top + fontSize, y.title());
    }

    /** One mark of the horizontal axis. */
    void drawTick(Canvas canvas, double at, String label) {
        canvas.line(Ink.AXIS, at, box.bottom(), at, box.bottom() + TICK_LENGTH);
        drawLabel(canvas, at, label);
    }

    /** The same without the mark. */
    void drawLabel(Canvas canvas, double at, String label) {
        canvas.text(Lettering.tick(fontSize).middle(), at, box.bottom() + TICK_LENGTH + fontSize, label);
    }

    /** The line of the horizontal axis, and its title. */
    void drawHorizontal(Canvas canvas) {
        canvas.line(Ink.AXIS, box.left(), box.bottom(), box.right(), box.bottom());
        canvas.text(Lettering.axisTitle(fontSize).end(), box.right(), box.bottom() + lineHeight(fontSize) * 2.5 - 4, x.title());
    }
}
