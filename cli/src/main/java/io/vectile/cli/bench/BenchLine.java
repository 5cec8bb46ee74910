package io.vectile.cli.bench;

import io.vectile.IndexReport;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one index with one set of search options.
 *
 * @param index the spec as it was given
 * @param search the search options that apply to this index, as they were given
 * @param trainSeconds time to train
 * @param addSeconds time to add all vectors
 * @param report what the index is made of and weighs
 * @param quantizationError mean squared distance of a vector to its decoding
 * @param single one query per call
 * @param batchMillis per query, all queries in one call
 * @param recall by name, as {@link Recalls} counts it
 */
public record BenchLine(
        String index,
        int threads,
        int k,
        String search,
        double trainSeconds,
        double addSeconds,
        IndexReport report,
        double quantizationError,
        Latency single,
        double batchMillis,
        Map<String, Double> recall) {

    /** The fields of a line of {@code bench --json}. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("index", index);
        json.put("metric", report.metric());
        json.put("d", report.d());
        json.put("n", report.ntotal());
        json.put("threads", threads);
        json.put("k", k);
        json.put("search", search);
        json.put("train_s", trainSeconds);
        json.put("add_s", addSeconds);
        json.put("file_bytes", report.fileBytes());
        json.put("native_bytes", report.nativeBytes());
        json.put("resident_bytes", report.residentBytes());
        json.put("bytes_per_vector", report.bytesPerVector());
        json.put("single_ms", single.toJson());
        json.put("batch_ms", batchMillis);
        json.put("recall", recall);
        json.put("kernels", report.kernels());
        json.put("quantization_error", quantizationError);
        return json;
    }
}
