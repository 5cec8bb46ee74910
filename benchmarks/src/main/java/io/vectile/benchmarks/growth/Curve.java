package io.vectile.benchmarks.growth;

import io.vectile.benchmarks.RawLine;
import io.vectile.pictures.Look;
import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series.Stroke;
import io.vectile.pictures.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The measurements of one series, by size.
 *
 * @param bySize for each size in rising order the lines of all processes
 */
record Curve(String name, TreeMap<Double, List<RawLine>> bySize) {

    /** The curves of lines, in the order in which they first come. */
    static List<Curve> of(List<RawLine> lines) {
        Map<String, Curve> curves = new LinkedHashMap<>();
        for (RawLine line : lines) {
            curves.computeIfAbsent(line.text("series"), name -> new Curve(name, new TreeMap<>())).bySize
                    .computeIfAbsent(line.number("size"), size -> new ArrayList<>()).add(line);
        }
        return List.copyOf(curves.values());
    }

    /** The first curve of each kind of index: what it took to build is the same for all searches of it. */
    static List<Curve> built(List<Curve> curves) {
        Map<String, Curve> first = new LinkedHashMap<>();
        curves.forEach(curve -> first.putIfAbsent(curve.any().text("built"), curve));
        return List.copyOf(first.values());
    }

    RawLine any() {
        return bySize.firstEntry().getValue().getFirst();
    }

    List<Double> sizes() {
        return List.copyOf(bySize.keySet());
    }

    List<RawLine> at(double size) {
        return bySize.get(size);
    }

    /** For each size the median over the processes. */
    List<Double> medians(String... path) {
        return bySize.values().stream().map(lines -> RawLine.median(lines, path)).toList();
    }

    List<Step> steps(String... path) {
        return Step.between(sizes(), medians(path));
    }

    /** As a line of a chart. */
    Series series(String called, Look look, String... path) {
        List<Double> medians = medians(path);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < medians.size(); i++) {
            points.add(new Point(sizes().get(i), medians.get(i)));
        }
        return new Series(called, look, Stroke.MARKED_LINE, points);
    }
}
