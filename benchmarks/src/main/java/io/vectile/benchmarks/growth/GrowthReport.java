package io.vectile.benchmarks.growth;

import io.vectile.benchmarks.RawLine;
import io.vectile.benchmarks.Usage;
import io.vectile.benchmarks.growth.Growth.Respect;
import io.vectile.cli.text.Format;
import io.vectile.error.VectileException;
import io.vectile.pictures.Axis;
import io.vectile.pictures.LineChart;
import io.vectile.pictures.Look;
import io.vectile.pictures.Quantity;
import io.vectile.pictures.RoundAxis;
import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tables and charts of how cost grows, from the raw lines of {@link Growth}; what was not measured has none.
 *
 * <pre>java -cp benchmarks/target/vectile-benchmarks.jar io.vectile.benchmarks.growth.GrowthReport RAW.jsonl DIR</pre>
 *
 * writes {@code DIR/growth.md} and beside it the charts that it names.
 */
public final class GrowthReport {
    private final List<RawLine> lines;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, LineChart> charts = new LinkedHashMap<>();

    private GrowthReport(List<RawLine> lines) {
        this.lines = lines;
    }

    /** @param args the raw lines and the folder to write to */
    public static void main(String[] args) throws IOException {
        Usage.require("GrowthReport", "RAW.jsonl DIR", args, 0);
        try {
            write(RawLine.read(Path.of(args[0])), Files.createDirectories(Path.of(args[1])));
        } catch (IllegalArgumentException | VectileException | IOException e) {
            System.err.println("GrowthReport: " + (e instanceof IOException ? e.toString() : e.getMessage()));
            System.exit(1);
        }
    }

    static void write(List<RawLine> lines, Path folder) throws IOException {
        GrowthReport report = new GrowthReport(lines.stream().filter(line -> line.has("grows")).toList());
        if (report.lines.isEmpty()) {
            throw new IllegalArgumentException("there is no measurement of growth");
        }
        lines.stream().filter(line -> line.has("cpu")).findFirst().ifPresent(report::about);
        report.all();
        Files.writeString(folder.resolve("growth.md"), report.text);
        for (Map.Entry<String, LineChart> chart : report.charts.entrySet()) {
            chart.getValue().writeTo(folder.resolve(chart.getKey()));
        }
    }

    private void about(RawLine about) {
        say("%s; %s", about.text("data"), about.text("date"));
        say("");
        say("- %s, %.0f processors, %s", about.text("cpu"), about.number("processors"), about.text("system"));
        say("- JDK %s, kernels %s", lines.getFirst().text("jdk"),
                lines.stream().filter(line -> line.has("kernels")).findFirst().map(line -> line.text("kernels")).orElse("not used"));
        List<Double> loads = lines.stream().filter(line -> line.has("load")).map(line -> line.number("load")).sorted().toList();
        say("- One thread; %.0f process%s for each table, in turn%s", about.number("runs"), about.number("runs") > 1 ? "es" : "",
                loads.isEmpty() ? "" : String.format(Locale.ROOT, "; load average before a process %.1f to %.1f", loads.getFirst(), loads.getLast()));
        say("");
    }

    private void all() {
        say("Times are medians over the processes (least and largest), of single queries each one's p50. A ratio is to the row above; in");
        say("brackets its slope, the logarithm of the ratio by that of the sizes: 1 where cost grows as size does, 0 where it stays.");
        say("A step that leaves a cache behind is steeper than the method alone.");
        respect(Respect.N, "More vectors");
        respect(Respect.D, "More dimensions");
        respect(Respect.M, "Longer codes");
        respect(Respect.NLIST, "More cells");
        respect(Respect.K, "More neighbours");
        memory();
        allocation();
    }

    /** What the method lets one expect. */
    private static String expected(Respect respect) {
        return switch (respect) {
            case N -> """
                    `Flat` and exhaustive PQ read all: slope 1. With cells, those visited hold their share of n vectors: slope 1 for the scan, 0
                    for finding cells. Training has the same vectors for all n.""";
            case D -> """
                    `Flat` reads d floats: slope 1. Tables take 256 x d, whatever m; a scan takes m bytes a vector: slope 1 where m grows with d,
                    0 where it stays. Training compares each vector's d numbers with 256 centroids: slope 1.""";
            case M -> """
                    A scan reads m bytes a vector: slope 1. Training and adding multiply 256 x d numbers a vector, however they are cut, and choose
                    the nearest of 256 m times: slope 0 to 1.""";
            case NLIST -> """
                    Finding cells compares the query with nlist centroids; what is scanned falls with nlist where nprobe stays, and stays where the
                    share does. Training has %d vectors a cell, in %d rounds instead of 10: slope 2. Adding compares a vector with nlist
                    centroids, and encodes it: slope 0 to 1.""".formatted(MoreCells.POINTS_PER_CELL, MoreCells.ROUNDS);
            case K -> "The scan is the same; what is kept and sorted grows with k: slope below 1.";
            case ALLOCATION -> """
                    Heap bytes of a single search by the JVM's own count for the thread, mean over the queries, after warming up. The answer alone
                    is an id and a distance, 12 bytes, for each neighbour.""";
            case MEMORY -> """
                    The sum of native memory, in vectors of longs: the best of several sweeps in a process, the median over the processes.""";
        };
    }

    private List<RawLine> of(Respect respect) {
        return lines.stream().filter(line -> line.text("grows").equals(respect.word())).toList();
    }

    /** Tables of searching and building, and a chart of each. */
    private void respect(Respect respect, String title) {
        List<Curve> curves = Curve.of(of(respect));
        if (curves.isEmpty()) {
            return;
        }
        String size = respect.word();
        section(title + ": " + size, respect);
        var search = new MarkdownTable(1, "index", size, "ratio", "one query, ms", "ratio (slope)", "batch, ms a query", "ratio (slope)");
        for (Curve curve : curves) {
            List<Step> single = curve.steps("single_ms", "p50");
            List<Step> batch = curve.steps("batch_ms");
            for (int i = 0; i < curve.sizes().size(); i++) {
                List<RawLine> here = curve.at(curve.sizes().get(i));
                search.row(curve.name(), Format.count(curve.sizes().get(i).longValue()), size(single, i), spread(here, "single_ms", "p50"),
                        step(single, i), spread(here, "batch_ms"), step(batch, i));
            }
        }
        say("%s", search);
        chart(respect, "search", "One query", size, curves, Quantity.MILLISECONDS, "time of one query", "single_ms", "p50");
        chart(respect, "batch", "Queries of a batch", size, curves, Quantity.MILLISECONDS, "time a query", "batch_ms");
        if (respect != Respect.K) {
            build(respect, size, Curve.built(curves));
        }
        charts.keySet().stream().filter(file -> file.startsWith("growth-" + respect.word() + "-"))
                .forEach(file -> say("![%s](%s)", charts.get(file).title(), file));
    }

    private void build(Respect respect, String size, List<Curve> curves) {
        var build = new MarkdownTable(1, "index", size, "ratio", "train, s", "ratio (slope)", "add, s", "ratio (slope)", "pack, s", "bytes a vector");
        for (Curve curve : curves) {
            boolean trains = !curve.any().text("built").equals(MoreVectors.FLAT);
            // Where vectors are added to the same index, it was trained once.
            List<Step> train = trains && respect != Respect.N ? curve.steps("train_s") : List.of();
            List<Step> add = curve.steps("add_s");
            for (int i = 0; i < curve.sizes().size(); i++) {
                List<RawLine> here = curve.at(curve.sizes().get(i));
                build.row(curve.any().text("built"), Format.count(curve.sizes().get(i).longValue()), size(add, i),
                        trains ? spread(here, "train_s") : "", step(train, i), spread(here, "add_s"), step(add, i), Format.significant(RawLine.median(here, "pack_s"), 3),
                        Format.significant(RawLine.median(here, "bytes_per_vector"), 3));
            }
        }
        say("%s", build);
        chart(respect, "add", "Adding", size, curves, Quantity.NUMBER, "seconds to add", "add_s");
        List<Curve> trained = curves.stream().filter(curve -> !curve.any().text("built").equals(MoreVectors.FLAT)).toList();
        if (respect != Respect.N) {
            chart(respect, "train", "Training", size, trained, Quantity.NUMBER, "seconds to train", "train_s");
        }
    }

    private void chart(Respect respect, String name, String title, String size, List<Curve> curves, Quantity quantity, String what,
            String... path) {
        // Such as trainings where a run was broken off and only Flat was built.
        if (curves.isEmpty()) {
            return;
        }
        List<Series> series = new ArrayList<>();
        boolean building = name.equals("add") || name.equals("train");
        for (Curve curve : curves.subList(0, Math.min(curves.size(), Look.values().length))) {
            series.add(curve.series(building ? curve.any().text("built") : curve.name(), Look.values()[series.size()], path));
        }
        String full = title + " over " + size;
        charts.put("growth-" + respect.word() + "-" + name + ".svg", new LineChart(full, what + " for each " + size + ", both axes logarithmic",
                sizes(size, curves), RoundAxis.logarithmic(what, quantity, series, Point::y), series));
    }

    /** From the least size to the largest, each labelled. */
    private static Axis sizes(String size, List<Curve> curves) {
        List<Double> sizes = curves.stream().flatMap(curve -> curve.sizes().stream()).distinct().sorted().toList();
        double to = sizes.size() > 1 ? sizes.getLast() : 2 * sizes.getLast();
        return Axis.logarithmic(size, Quantity.NUMBER, sizes.getFirst(), to).withMarks(sizes);
    }

    /** What a thread reads, and what scans take in of it. */
    private void memory() {
        List<Curve> sweeps = Curve.of(of(Respect.MEMORY));
        if (sweeps.isEmpty()) {
            return;
        }
        Curve sweep = sweeps.getFirst();
        section("What one thread reads", Respect.MEMORY);
        var read = new MarkdownTable(0, "bytes", "GB/s");
        sweep.sizes().forEach(size -> read.row(Format.count(size.longValue()), giga(RawLine.median(sweep.at(size), "bytes_per_s"))));
        say("%s", read);
        List<Curve> scans = Curve.of(of(Respect.N)).stream()
                .filter(curve -> List.of(MoreVectors.PQ, MoreVectors.FLAT).contains(curve.name())).toList();
        if (scans.isEmpty()) {
            return;
        }
        say("%s", """
                Exhaustive scans: bytes of all codes by the time of a query. Shares are of the sweep over the least size not below those bytes,
                else the largest; above 1 where queries of a batch share what is read, or all lies in a nearer cache than the sweep's bytes.""");
        say("");
        var taken = new MarkdownTable(1, "index", "n", "bytes of codes", "one query, GB/s", "share of a sweep", "batch, GB/s", "share of a sweep");
        for (Curve curve : scans) {
            for (double n : curve.sizes()) {
                List<RawLine> here = curve.at(n);
                double bytes = RawLine.median(here, "code_bytes");
                double size = sweep.sizes().stream().filter(swept -> swept >= bytes).findFirst().orElse(sweep.sizes().getLast());
                double swept = RawLine.median(sweep.at(size), "bytes_per_s");
                double single = bytes / (RawLine.median(here, "single_ms", "p50") / 1e3);
                double batch = bytes / (RawLine.median(here, "batch_ms") / 1e3);
                taken.row(code(curve.name()), Format.count((long) n), Format.count((long) bytes), giga(single),
                        Format.significant(single / swept, 2), giga(batch), Format.significant(batch / swept, 2));
            }
        }
        say("%s", taken);
    }

    private void allocation() {
        List<Curve> curves = Curve.of(of(Respect.ALLOCATION));
        if (curves.isEmpty()) {
            return;
        }
        section("What a search allocates", Respect.ALLOCATION);
        var table = new MarkdownTable(1, "search", "k", "bytes a search", "bytes of the answer");
        for (Curve curve : curves) {
            for (double k : curve.sizes()) {
                table.row(curve.name(), Format.count((long) k), Format.count(Math.round(RawLine.median(curve.at(k), "allocated_bytes"))),
                        Format.count((long) RawLine.median(curve.at(k), "answer_bytes")));
            }
        }
        say("%s", table);
    }

    private void section(String title, Respect respect) {
        say("");
        say("## %s", title);
        say("");
        say("%s", expected(respect));
        say("");
    }

    private void say(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String step(List<Step> steps, int row) {
        return row == 0 || steps.isEmpty() ? "" : steps.get(row - 1).text();
    }

    private static String size(List<Step> steps, int row) {
        return row == 0 ? "" : String.format(Locale.ROOT, "%.2f", steps.get(row - 1).size());
    }

    private static String code(String spec) {
        return "`" + spec + "`";
    }

    private static String giga(double bytes) {
        return Format.significant(bytes / 1e9, 3);
    }

    /** The median, and the least and largest where there are several. */
    private static String spread(List<RawLine> lines, String... path) {
        String median = Format.significant(RawLine.median(lines, path), 3);
        double[] all = lines.stream().mapToDouble(line -> line.number(path)).sorted().toArray();
        return all.length == 1 ? median
                : median + " (" + Format.significant(all[0], 3) + "-" + Format.significant(all[all.length - 1], 3) + ")";
    }
}
