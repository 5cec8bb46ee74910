package io.vectile.cli.explore.trade;

import io.vectile.cli.bench.BenchLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured since the program began: a page that is opened again shows it. Thread safe. */
final class Measured {
    /** Beyond it the eldest go. */
    private static final int MOST = 500;

    private record Setting(String spec, String search) {}

    private final Map<Setting, Map<String, Object>> points = new LinkedHashMap<>();

    synchronized boolean has(String spec, String search) {
        return points.containsKey(new Setting(spec, search));
    }

    synchronized Map<String, Object> get(String spec, String search) {
        return points.get(new Setting(spec, search));
    }

    /** Keeps one, and gives it as the page takes it. */
    synchronized Map<String, Object> add(BenchLine line, Recipe recipe) {
        Map<String, Object> point = new LinkedHashMap<>(line.toJson());
        point.put("java", recipe.java());
        point.put("build", recipe.build());
        point.put("bench", recipe.bench());
        points.remove(new Setting(line.index(), line.search()));
        points.put(new Setting(line.index(), line.search()), point);
        if (points.size() > MOST) {
            points.remove(points.keySet().iterator().next());
        }
        return point;
    }

    synchronized List<Map<String, Object>> all() {
        return List.copyOf(points.values());
    }
}
