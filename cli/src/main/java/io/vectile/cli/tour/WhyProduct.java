package io.vectile.cli.tour;

import io.vectile.cli.report.Story.Figure;
import io.vectile.cli.report.Story;
import io.vectile.cli.text.Format;
import io.vectile.pictures.Axis;
import io.vectile.pictures.Frame;
import io.vectile.pictures.LineChart;
import io.vectile.pictures.Look;
import io.vectile.pictures.Quantity;
import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series.Stroke;
import io.vectile.pictures.Series;
import io.vectile.pictures.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The second part: what plain k-means would cost, and what a product costs. */
final class WhyProduct {
    static final double K = 2048;
    static final int M = 8;
    static final int D = 128;

    /** The product quantizer that the third part uses: 8 parts with 256 centroids each. */
    private static final int CENTROIDS_PER_BYTE = 256;

    private static final int[] DIMENSIONS = IntStream.rangeClosed(4, 12).map(power -> 1 << power).toArray();

    private WhyProduct() {}

    static void tell(Story story) {
        story.heading("2. Why a product");
        story.paragraph("A codebook of k centroids for whole vectors of D numbers holds k x D numbers, and to encode a vector it is "
                + "compared with all of them: k x D multiplications. Cut into m parts, k^(1/m) centroids in each part combine to the same k: "
                + "m x k^(1/m) x D/m = k^(1/m) x D numbers, and as many multiplications.");
        double k = Math.pow(CENTROIDS_PER_BYTE, M);
        story.table(
                new Table("D = " + D, "k", "centroids per part", "numbers = work", "memory")
                        .row(costs("k-means", new QuantizerCost(K, 1, D)))
                        .row(costs("PQ, m = " + M, new QuantizerCost(K, M, D)))
                        .row(costs("k-means", new QuantizerCost(k, 1, D)))
                        .row(costs("PQ, m = " + M, new QuantizerCost(k, M, D))),
                "The last row is `PQ" + M + "` as it is used below: " + M + " bytes a vector tell " + CENTROIDS_PER_BYTE + "^" + M
                        + " vectors apart. Plain k-means with so many centroids could be stored nowhere. Memory as 4-byte floats.");
        var byD = new Table("memory at k = " + Format.count((long) K), "k-means", "PQ, m = 2", "PQ, m = 4", "PQ, m = " + M);
        for (int d : DIMENSIONS) {
            if (Integer.numberOfTrailingZeros(d) % 2 == 0 || d == D) {
                byD.row("D = " + Format.count(d), memory(1, d), memory(2, d), memory(4, d), memory(M, d));
            }
        }
        story.table(byD, "");
        LineChart chart = memoryOverD();
        story.figures(List.of(new Figure("Memory of the centroids over the number of dimensions, for the same k = " + Format.count((long) K)
                + ". All grow in proportion to D; what the product saves is the factor k / k^(1/m).",
                chart.svg(Frame.WIDE, "memory"), chart.svg(Frame.NARROW, "memory"))), "");
    }

    static LineChart memoryOverD() {
        List<Series> series = List.of(line("k-means", 1, Look.ORANGE), line("PQ, m = 2", 2, Look.GREEN), line("PQ, m = 4", 4, Look.PURPLE),
                line("PQ, m = " + M, M, Look.BLUE));
        double least = new QuantizerCost(K, M, DIMENSIONS[0]).bytes();
        double most = new QuantizerCost(K, 1, DIMENSIONS[DIMENSIONS.length - 1]).bytes();
        List<Double> marks = IntStream.of(DIMENSIONS).asDoubleStream().boxed().toList();
        return new LineChart("Memory of k-means and of product quantizers over the dimension D",
                "Both axes are logarithmic; the lines are parallel, k-means on top and the product of " + M + " parts lowest.",
                Axis.logarithmic("dimensions D", Quantity.NUMBER, marks.getFirst(), marks.getLast()).withMarks(marks),
                Axis.logarithmic("memory for k = " + Format.count((long) K) + " centroids", Quantity.BYTES, decadeBelow(least), most * 1.5),
                series);
    }

    private static Series line(String name, int m, Look look) {
        List<Point> points = new ArrayList<>();
        for (int d : DIMENSIONS) {
            points.add(new Point(d, new QuantizerCost(K, m, d).bytes()));
        }
        return new Series(name, look, Stroke.MARKED_LINE, points);
    }

    private static double decadeBelow(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    private static Object[] costs(String name, QuantizerCost cost) {
        String perPart = cost.m() == 1 ? "-" : Format.significant(cost.centroidsPerPart(), 4);
        return new Object[] {name, large(cost.k()), perPart, large(cost.numbers()), Quantity.BYTES.label(cost.bytes())};
    }

    private static String memory(int m, int d) {
        return Quantity.BYTES.label(new QuantizerCost(K, m, d).bytes());
    }

    /** Whole numbers up to a billion; beyond, two digits and the power of ten. */
    static String large(double value) {
        if (value < 1e9) {
            return Format.count(Math.round(value));
        }
        int exponent = (int) Math.floor(Math.log10(value));
        return String.format(Locale.ROOT, "%.1f x 10^%d", value / Math.pow(10, exponent), exponent);
    }
}
