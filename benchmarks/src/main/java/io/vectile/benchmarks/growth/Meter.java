package io.vectile.benchmarks.growth;

import io.vectile.SearchOptions;
import io.vectile.cli.bench.Stopwatch;
import io.vectile.cli.bench.Stopwatch.Effort;
import io.vectile.concurrent.Progress;
import io.vectile.vectors.Vectors;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Times searches on one thread and hands on what comes out, as the fields of a raw line. */
final class Meter {
    private final String grows;
    private final Stopwatch stopwatch;
    private final Consumer<Map<String, Object>> lines;
    private final Set<String> warm = new HashSet<>();

    /** @param grows what grows, a field of every line */
    Meter(String grows, Effort effort, Consumer<Map<String, Object>> lines) {
        this.grows = grows;
        this.stopwatch = new Stopwatch(effort, Progress.NONE);
        this.lines = lines;
    }

    /**
     * What is measured together.
     *
     * @param series what the measurements of different sizes have in common
     * @param built  what those indexes have in common; series of the same are searches of the same indexes
     * @param size   how much there is of what grows
     */
    record Place(String series, String built, long size) {}

    /** Times searches of an index: one query per call, and all queries in one. The first of a series is timed twice, and once in vain. */
    void search(Place place, MeasuredIndex measured, Vectors queries, int k, SearchOptions options) {
        SearchOptions one = options.withThreads(1);
        if (warm.add(place.series())) {
            stopwatch.single(measured.index(), queries, k, one);
            stopwatch.batch(measured.index(), queries, k, one);
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("series", place.series());
        line.put("built", place.built());
        line.put("size", place.size());
        line.putAll(measured.fields());
        line.put("k", k);
        line.put("single_ms", stopwatch.single(measured.index(), queries, k, one).toJson());
        line.put("batch_ms", stopwatch.batch(measured.index(), queries, k, one).millisPerQuery());
        put(line);
    }

    /** Hands on a line of other fields. */
    void put(Map<String, Object> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("grows", grows);
        line.putAll(fields);
        line.put("jdk", Runtime.version().toString());
        lines.accept(line);
    }
}
