package io.vectile.cli.explore.data;

import io.vectile.cli.tour.TourData;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the explorer looks at.
 *
 * @param name     what it is called
 * @param base     the vectors to search
 * @param queries  what to search for, 1,000 at most
 * @param training what to train on; the base itself where nothing else is there
 * @param metric   how vectors are compared
 * @param truth    per query its true neighbours among the base, nearest first; empty where they are to be computed
 * @param index    the index that the vectors come from; empty where they come from files
 * @param files    the files that they come from, for commands over the same; empty where there are none
 */
public record ExploredData(String name, Vectors base, Vectors queries, Vectors training, Metric metric, Optional<IntVectors> truth,
        Optional<OpenedIndex> index, Optional<DataFiles> files) {

    /** The same, from no files. */
    public ExploredData(String name, Vectors base, Vectors queries, Vectors training, Metric metric, Optional<IntVectors> truth,
            Optional<OpenedIndex> index) {
        this(name, base, queries, training, metric, truth, index, Optional.empty());
    }

    /** A data set as the tour takes it. */
    public static ExploredData of(TourData data) {
        return new ExploredData(data.name(), data.base(), data.queries(), data.training(), Metric.L2, data.truth(), Optional.empty());
    }

    /** The same, from these files. */
    public ExploredData withFiles(DataFiles from) {
        return new ExploredData(name, base, queries, training, metric, truth, index, Optional.of(from));
    }

    /** What the page says of it. */
    public Map<String, Object> summary() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("n", base.n());
        fields.put("d", base.d());
        fields.put("queries", queries.n());
        fields.put("training", training.n());
        fields.put("metric", metric.word());
        index.ifPresent(opened -> fields.put("index", opened.summary()));
        return fields;
    }
}
