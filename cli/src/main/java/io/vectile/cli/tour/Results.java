package io.vectile.cli.tour;

import io.vectile.cli.report.Story.Figure;
import io.vectile.cli.report.Story.Highlight;
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
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * What the three indexes answered, and the last part of the tour, which compares them.
 *
 * @param probes the IVF index at each nprobe measured, rising; the last visits all cells
 * @param shown  the values of nprobe that the table has, beside the recommended one and all cells
 */
record Results(TourData data, Measurement flat, Measurement pq, List<Measurement> probes, int nlist, List<Integer> shown) {

    void tell(Story story) {
        Measurement all = probes.getLast();
        Measurement best = recommended();
        story.heading("5. Recall, speed and memory");
        story.table(table(), "Over " + Format.count(data.queries().n()) + " queries. 10@10: share of the 10 true neighbours among the 10 found. 1@10: share of "
                + "queries whose nearest is among the 10. Time: median of single queries on one thread, after warm-up. "
                + "Speed-up: against Flat.");
        story.paragraph("With every cell visited, `" + all.index() + "` finds " + percent(all.allOfK()) + " of the true 10. The rest is not "
                + "lost to cells but to codes of " + codeBytes() + " bytes, which cannot tell near neighbours apart. At nprobe = " + best.nprobe() + " it finds " + percent(best.allOfK()) + ", having looked at "
                + percent((double) best.nprobe() / nlist) + " of the cells. More bytes a vector (`PQ16`, `PQ32`) raise the recall; more cells visited cost time.");
        story.figures(List.of(figure("probes", overProbes(),
                "Recall over the number of cells visited. Beyond a point more cells add nothing: the codes are the limit.")), "");
        story.figures(List.of(figure("time", overTime("Recall over time per query", Measurement::index), "Recall over the time of a query, on one thread. Up and to the left is better.")), "");
        story.highlights(List.of(
                new Highlight(times(flat.millis() / best.millis()) + " times", "as fast as Flat: " + best.index() + " at nprobe = " + best.nprobe()),
                new Highlight(decimal(best.report().bytesPerVector()) + " bytes", "a vector, all included; Flat has " + decimal(flat.report().bytesPerVector())),
                new Highlight(percent(best.nearestInK()), "of queries find their true nearest among 10 (at nprobe = " + best.nprobe() + ")"),
                new Highlight(percent(best.allOfK()), "of the true 10 nearest are found; with every cell visited " + percent(all.allOfK()))));
    }

    /** The fewest cells that give all but a hundredth of the recall that there is to be had: where a user would begin. */
    private Measurement recommended() {
        double enough = 0.99 * probes.getLast().allOfK();
        return probes.stream().filter(m -> m.allOfK() >= enough).findFirst().orElseThrow();
    }

    private int codeBytes() {
        return pq.report().codeBytes();
    }

    private Table table() {
        var table = new Table("index", "nprobe", "10@10", "1@10", "time", "speed-up", "file", "resident", "bytes per vector");
        List<Measurement> rows = new ArrayList<>(List.of(flat, pq));
        Measurement best = recommended();
        probes.stream().filter(m -> m == best || shown.contains(m.nprobe()) || m.nprobe() == nlist).forEach(rows::add);
        for (Measurement m : rows) {
            String nprobe = m.nprobe() == 0 ? "-" : m.nprobe() == nlist ? "all " + Format.count(nlist) : Integer.toString(m.nprobe());
            table.row(m.index(), nprobe, share(m.allOfK()), share(m.nearestInK()), String.format(Locale.ROOT, "%.3f ms", m.millis()),
                    times(flat.millis() / m.millis()), Format.bytes(m.report().fileBytes()), Format.bytes(m.report().residentBytes()),
                    decimal(m.report().bytesPerVector()));
        }
        return table;
    }

    private LineChart overProbes() {
        List<Double> marks = DoubleStream.iterate(1, nprobe -> nprobe <= nlist, nprobe -> nprobe * 2).boxed().toList();
        double to = Math.max(2, nlist);
        return new LineChart("Recall over nprobe",
                "Both recalls of " + probes.getLast().index() + " rise with the number of cells visited and level out; a dashed line shows " + pq.index() + ".",
                Axis.logarithmic("nprobe, cells visited of " + Format.count(nlist), Quantity.NUMBER, 1, to).withMarks(marks),
                recallAxis("recall"),
                List.of(new Series("1@10", Look.GREEN, Stroke.MARKED_LINE, probes.stream().map(m -> new Point(m.nprobe(), m.nearestInK())).toList()),
                        new Series("10@10", Look.BLUE, Stroke.MARKED_LINE, probes.stream().map(m -> new Point(m.nprobe(), m.allOfK())).toList()),
                        new Series(pq.index() + " 10@10", Look.ORANGE, Stroke.DASHES, List.of(new Point(1, pq.allOfK()), new Point(to, pq.allOfK())))));
    }

    /** Recall over time on its own, with the memory of each index beside its name. */
    LineChart plot() {
        return overTime("Recall over time per query: " + data.name() + ", " + Format.count(data.base().n()) + " vectors",
                m -> m.index() + ", " + decimal(m.report().bytesPerVector()) + " bytes a vector");
    }

    /** @param name what an index is called in it */
    private LineChart overTime(String title, Function<Measurement, String> name) {
        List<Double> times = new ArrayList<>(List.of(flat.millis(), pq.millis()));
        probes.forEach(m -> times.add(m.millis()));
        double least = times.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = times.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        List<Point> line = probes.stream().map(m -> new Point(m.millis(), m.allOfK(), label(m))).toList();
        return new LineChart(title,
                "Flat is exact and slowest; " + pq.index() + " is faster; the line of " + probes.getLast().index() + " runs from fast with low recall to slower with more.",
                Axis.logarithmic("time per query", Quantity.MILLISECONDS, least / 1.6, most * 1.9), recallAxis("recall 10@10"),
                List.of(new Series(name.apply(probes.getLast()), Look.BLUE, Stroke.MARKED_LINE, line),
                        new Series(name.apply(pq), Look.ORANGE, Stroke.MARKED_LINE, List.of(new Point(pq.millis(), pq.allOfK()))),
                        new Series(name.apply(flat), Look.GREEN, Stroke.MARKED_LINE, List.of(new Point(flat.millis(), flat.allOfK())))));
    }

    private String label(Measurement m) {
        return m.nprobe() == nlist ? "all cells" : shown.contains(m.nprobe()) || m.nprobe() == 8 ? "nprobe " + m.nprobe() : "";
    }

    private static Axis recallAxis(String title) {
        return Axis.linear(title, Quantity.NUMBER, 0, 1);
    }

    private static Figure figure(String id, LineChart chart, String caption) {
        return new Figure(caption, chart.svg(Frame.WIDE, id), chart.svg(Frame.NARROW, id));
    }

    private static String share(double recall) {
        return String.format(Locale.ROOT, "%.3f", recall);
    }

    private static String percent(double share) {
        return Format.significant(100 * share, 3) + "%";
    }

    private static String times(double factor) {
        return Format.significant(factor, factor < 10 ? 2 : 3);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
