package io.vectile.cli.bench;

import io.vectile.cli.text.Format;
import io.vectile.pictures.LineChart;
import io.vectile.pictures.Look;
import io.vectile.pictures.Quantity;
import io.vectile.pictures.RoundAxis;
import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series.Stroke;
import io.vectile.pictures.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The picture of {@code bench --plot}: queries a second over recall, a line for each index, named with the memory that it takes, and a mark
 * for each of its searches.
 */
public final class BenchChart {
    /** Recalls by how much they tell, of which the first is drawn that was measured. */
    private static final List<String> RECALLS = List.of("10@10", "1@10", "1@1");

    private BenchChart() {}

    /** @param lines what was measured, at least one line */
    public static LineChart of(List<BenchLine> lines) {
        String recall = RECALLS.stream().filter(lines.getFirst().recall()::containsKey).findFirst().orElseThrow();
        Map<String, List<BenchLine>> byIndex = new LinkedHashMap<>();
        lines.forEach(line -> byIndex.computeIfAbsent(line.index(), index -> new ArrayList<>()).add(line));
        List<Series> series = new ArrayList<>();
        byIndex.forEach((index, searches) -> series.add(series(index, Look.of(series.size()), searches, recall)));
        BenchLine any = lines.getFirst();
        String speed = "queries a second, one per call, on " + (any.threads() == 1 ? "one thread" : any.threads() + " threads");
        return new LineChart("Recall and speed: " + Format.count(any.report().ntotal()) + " vectors of " + any.report().d() + " numbers",
                "The median of " + speed + ", over recall " + recall + " of " + String.join(" and ", byIndex.keySet()),
                RoundAxis.toOne("recall " + recall, series, Point::x),
                RoundAxis.logarithmic(speed, Quantity.NUMBER, series, Point::y), series);
    }

    private static Series series(String index, Look look, List<BenchLine> searches, String recall) {
        List<Point> points = searches.stream()
                .map(line -> new Point(line.recall().get(recall), 1000 / line.single().p50(), line.search().replace('=', ' ').replace(",", ", ")))
                .sorted(Comparator.comparingDouble(Point::x)).toList();
        String name = String.format(Locale.ROOT, "%s, %.1f B/vector", index, searches.getFirst().report().bytesPerVector());
        return new Series(name, look, Stroke.MARKED_LINE, points);
    }
}
