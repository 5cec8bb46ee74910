package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import io.vectile.quantization.ProductQuantizer;
import java.util.Arrays;

/**
 * The centroids of one part of a product quantizer, each a line over the dimensions of that part.
 *
 * @param part      its number, counted from 0
 * @param first     the number of its first dimension
 * @param centroids {@code [ksub][dsub]}
 */
record CentroidLines(int part, int first, float[][] centroids) implements Picture {
    private static final Frame FRAME = Frame.WIDE;

    static CentroidLines of(ProductQuantizer quantizer, int part) {
        if (part < 0 || part >= quantizer.m()) {
            throw new InvalidInputException("the quantizer has the parts 0 to " + (quantizer.m() - 1) + "; got " + part);
        }
        float[] codebook = quantizer.codebook();
        int dsub = quantizer.dsub();
        float[][] centroids = new float[quantizer.ksub()][];
        for (int c = 0; c < centroids.length; c++) {
            int at = (part * quantizer.ksub() + c) * dsub;
            centroids[c] = Arrays.copyOfRange(codebook, at, at + dsub);
        }
        return new CentroidLines(part, part * dsub, centroids);
    }

    @Override
    public String title() {
        return "The " + Quantity.NUMBER.label(centroids.length) + " centroids of part " + part;
    }

    @Override
    public String description() {
        return "Each a line over the " + centroids[0].length + " dimensions from " + first;
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
        int dsub = centroids[0].length;
        Shades range = Arrays.stream(centroids).map(Shades::of)
                .reduce((one, other) -> new Shades(Math.min(one.least(), other.least()), Math.max(one.most(), other.most()))).orElseThrow();
        PlotArea area = PlotArea.within(FRAME, Axis.linear("dimension", Quantity.NUMBER, first, first + Math.max(1, dsub - 1)),
                RoundAxis.linear("value", Quantity.NUMBER, Math.min(0, range.least()), range.most()), 0, 0);
        area.drawAxes(canvas);
        // Few lines can be told apart; many are seen as a whole.
        Style style = (centroids.length > 16 ? Ink.HAIR : Ink.LINE).in(Look.BLUE);
        for (float[] centroid : centroids) {
            double[] coordinates = new double[2 * dsub];
            for (int e = 0; e < dsub; e++) {
                coordinates[2 * e] = area.px(first + e);
                coordinates[2 * e + 1] = area.py(centroid[e]);
            }
            canvas.path(style, coordinates);
        }
    }
}
