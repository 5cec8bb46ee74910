package io.vectile.benchmarks;

import io.vectile.error.VectileException;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The charts of {@code benchmarks/side-by-side}, from its raw lines: recall over queries per second, one query per call and all in one,
 * and recall over the time to build. The line of a library goes through those of its indexes and searches that no other beats in both.
 *
 * <pre>java -cp benchmarks/target/vectile-benchmarks.jar io.vectile.benchmarks.Charts RAW.jsonl PREFIX</pre>
 *
 * writes {@code PREFIX-single.svg}, {@code PREFIX-batch.svg} and {@code PREFIX-build.svg}.
 */
public final class Charts {
    private static final String RECALL = "10@10";
    /** Between the two sides of a pair, and what stands for a search that has nothing to set, as {@code side-by-side} writes them. */
    private static final String BESIDE = "; Faiss: ";
    private static final String NO_SEARCH = "none";
    private static final Look[] LOOKS = {Look.ORANGE, Look.BLUE, Look.GREEN, Look.PURPLE};

    private Charts() {}

    /** @param args the raw lines, and how the names of the charts begin */
    public static void main(String[] args) {
        Usage.require("Charts", "RAW.jsonl PREFIX", args, 0);
        try {
            write(RawLine.read(Path.of(args[0])).stream().filter(line -> line.has("library")).toList(), args[1]);
        } catch (IllegalArgumentException | VectileException | IOException e) {
            System.err.println("Charts: " + (e instanceof IOException ? e.toString() : e.getMessage()));
            System.exit(1);
        }
    }

    private static void write(List<RawLine> lines, String prefix) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("there is no measurement");
        }
        single(lines).writeTo(Path.of(prefix + "-single.svg"));
        batch(lines).writeTo(Path.of(prefix + "-batch.svg"));
        build(lines).writeTo(Path.of(prefix + "-build.svg"));
    }

    /** Queries per second, one query per call: a mark for each index and search, and a line through the best. */
    static LineChart single(List<RawLine> lines) {
        return speed("Recall and speed, one query per call", "queries a second, one thread: 1000 by the p50 in ms", lines, group -> 1e3 / RawLine.median(group, "single_ms", "p50"));
    }

    /** Queries per second, all queries in one call. */
    static LineChart batch(List<RawLine> lines) {
        return speed("Recall and speed, all queries in one call", "queries a second, one thread", lines, group -> 1e3 / RawLine.median(group, "batch_ms"));
    }

    /** Seconds to train and to add: a mark for each index, at the recall of the search that found most. */
    static LineChart build(List<RawLine> lines) {
        return chart("Recall and the time to build", "seconds to train and add, one thread", libraries(lines), (name, look, groups, labelled) -> {
            Map<String, Point> most = new LinkedHashMap<>();
            groups.forEach((key, group) -> most.merge(key.index(), new Point(recall(group),
                    RawLine.median(group, "train_s") + RawLine.median(group, "add_s"), labelled ? ours(key.index()) : ""),
                    (one, other) -> one.x() >= other.x() ? one : other));
            return List.of(new Series(name, look, Stroke.MARKS, most.values().stream().sorted(Comparator.comparingDouble(Point::x)).toList()));
        });
    }

    private static LineChart speed(String title, String what, List<RawLine> lines, ToDoubleFunction<List<RawLine>> perSecond) {
        return chart(title, what, libraries(lines), (name, look, groups, labelled) -> {
            List<Point> points = points(groups, perSecond, labelled);
            List<Point> best = Frontier.of(points);
            List<Point> others = points.stream().filter(point -> !best.contains(point)).toList();
            Series line = new Series(name, look, Stroke.MARKED_LINE, best);
            return others.isEmpty() ? List.of(line) : List.of(line, new Series("", look, Stroke.MARKS, others));
        });
    }

    /** An index and how it was searched. */
    private record Key(String index, String search) {}

    private static Map<String, Map<Key, List<RawLine>>> libraries(List<RawLine> lines) {
        Map<String, Map<Key, List<RawLine>>> libraries = new LinkedHashMap<>();
        for (RawLine line : lines) {
            libraries.computeIfAbsent(line.text("library"), library -> new LinkedHashMap<>())
                    .computeIfAbsent(new Key(line.text("index"), line.text("search")), key -> new ArrayList<>()).add(line);
        }
        if (libraries.size() > LOOKS.length) {
            throw new IllegalArgumentException("a chart has room for " + LOOKS.length + " libraries; got " + libraries.keySet());
        }
        return libraries;
    }

    /** What is drawn of one library. */
    private interface Drawing {
        List<Series> of(String library, Look look, Map<Key, List<RawLine>> groups, boolean labelled);
    }

    private static LineChart chart(String title, String what, Map<String, Map<Key, List<RawLine>>> libraries, Drawing drawing) {
        List<Series> series = new ArrayList<>();
        List<String> names = List.copyOf(libraries.keySet());
        for (int i = 0; i < names.size(); i++) {
            // Marks of one index have nearly the same recall in each library: the labels of one are enough.
            series.addAll(drawing.of(names.get(i), LOOKS[i], libraries.get(names.get(i)), i == names.size() - 1));
        }
        String description = what + " over recall " + RECALL + " of " + String.join(" and ", names);
        return new LineChart(title, description, RoundAxis.toOne("recall " + RECALL, series, Point::x), RoundAxis.logarithmic(what, Quantity.NUMBER, series, Point::y), series);
    }

    /** A point for each index and search, by recall. The first of an index is labelled with its name, others with their search alone. */
    private static List<Point> points(Map<Key, List<RawLine>> groups, ToDoubleFunction<List<RawLine>> value, boolean labelled) {
        List<Point> points = new ArrayList<>();
        Set<String> named = new HashSet<>();
        groups.entrySet().stream().sorted(Comparator.comparingDouble(group -> recall(group.getValue()))).forEach(group -> {
            String index = group.getKey().index();
            String search = ours(group.getKey().search()).replace('=', ' ');
            String label = !labelled ? "" : named.add(index) || search.isEmpty() ? (ours(index) + " " + search).strip() : search;
            points.add(new Point(recall(group.getValue()), value.applyAsDouble(group.getValue()), label));
        });
        return points;
    }

    /** Of a pair of names, one for each library, the first, which is Vectile's: it is that library whose marks are labelled. */
    private static String ours(String name) {
        int end = name.indexOf(BESIDE);
        String first = end < 0 ? name : name.substring(0, end);
        return end >= 0 && first.equals(NO_SEARCH) ? "" : first;
    }

    private static double recall(List<RawLine> lines) {
        return RawLine.median(lines, "recall", RECALL);
    }
}
