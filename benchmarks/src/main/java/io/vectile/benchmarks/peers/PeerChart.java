package io.vectile.benchmarks.peers;

import io.vectile.benchmarks.RawLine;
import io.vectile.benchmarks.Usage;
import io.vectile.error.VectileException;
import io.vectile.pictures.Axis;
import io.vectile.pictures.Frontier;
import io.vectile.pictures.LineChart;
import io.vectile.pictures.Look;
import io.vectile.pictures.Quantity;
import io.vectile.pictures.RoundAxis;
import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series.Stroke;
import io.vectile.pictures.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chart of {@code benchmarks/peers}: queries per second over recall 10@10, a line for each library through those of its
 * indexes and settings that no other of its own beats in both. Exhaustive searches, which have nothing to set, are left out.
 *
 * <pre>java -cp benchmarks/target/vectile-benchmarks.jar io.vectile.benchmarks.peers.PeerChart RAW.jsonl OUT.svg</pre>
 */
public final class PeerChart {
    /** The lowest recall that is drawn: below it curves are far apart, and would take the room of those recalls that are in use. */
    private static final double LEAST_RECALL = 0.7;

    private PeerChart() {}

    /** Exit status 1, and what is wrong on standard error, for lines that cannot be drawn; 2 for words or files that are missing. */
    public static void main(String[] args) {
        Usage.require("PeerChart", "RAW.jsonl OUT.svg", args, 0);
        try {
            chart(RawLine.read(Path.of(args[0]))).writeTo(Path.of(args[1]));
        } catch (IllegalArgumentException | VectileException | IOException e) {
            System.err.println("PeerChart: " + (e instanceof IOException ? e.toString() : e.getMessage()));
            System.exit(1);
        }
    }

    /** @param lines of the raw output, medians of which are drawn where several processes measured the same */
    static LineChart chart(List<RawLine> lines) {
        Map<String, Map<String, List<RawLine>>> libraries = new LinkedHashMap<>();
        for (RawLine line : lines) {
            if (line.text("kind").equals("search") && !line.text("search").isEmpty()) {
                libraries.computeIfAbsent(line.text("library"), library -> new LinkedHashMap<>())
                        .computeIfAbsent(line.text("index") + " " + line.text("search"), key -> new ArrayList<>()).add(line);
            }
        }
        List<Series> series = new ArrayList<>();
        for (Library library : Library.values()) {
            List<Point> points = best(libraries.getOrDefault(library.label(), Map.of()).values());
            if (!points.isEmpty()) {
                series.add(new Series(library.label(), Look.values()[library.ordinal()], Stroke.MARKED_LINE, points));
            }
        }
        if (series.isEmpty()) {
            throw new IllegalArgumentException("no search with a setting reached recall 10@10 of " + LEAST_RECALL);
        }
        double least = series.stream().mapToDouble(one -> one.points().getFirst().x()).min().orElseThrow();
        Axis recall = Axis.linear("recall 10@10", Quantity.NUMBER, Math.clamp(Math.floor(20 * least) / 20, LEAST_RECALL, 0.95), 1);
        return new LineChart("Recall and speed of vector indexes on the JVM",
                "Queries per second over recall 10@10 of " + String.join(", ", series.stream().map(Series::name).toList()), recall,
                RoundAxis.logarithmic("queries a second, one thread", Quantity.NUMBER, series, Point::y), series);
    }

    /** The points that no other beats, by recall. */
    private static List<Point> best(Iterable<List<RawLine>> groups) {
        List<Point> points = new ArrayList<>();
        groups.forEach(group -> points.add(
                new Point(RawLine.median(group, "recall", "10@10"), RawLine.median(group, "queries_per_s"))));
        points.removeIf(point -> point.x() < LEAST_RECALL);
        return Frontier.of(points).stream().distinct().sorted((one, other) -> Double.compare(one.x(), other.x())).toList();
    }
}
