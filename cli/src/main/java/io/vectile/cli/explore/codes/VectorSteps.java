package io.vectile.cli.explore.codes;

import io.vectile.quantization.ProductQuantizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What becomes of one vector: its parts, the centroids that lie nearest to each, its code, and what decoding gives back. */
final class VectorSteps {
    /** Centroids shown of each part. */
    private static final int NEAREST = 5;

    private VectorSteps() {}

    static Map<String, Object> of(CodedVectors coded, int row) {
        ProductQuantizer quantizer = coded.quantizer();
        float[] vector = coded.vector(row);
        float[] distances = quantizer.asymmetricTable(vector);
        float[] codebook = quantizer.codebook();
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int j = 0; j < quantizer.m(); j++) {
            parts.add(part(coded, row, j, distances, codebook));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("row", row);
        fields.put("vector", vector);
        fields.put("decoded", coded.decoded(row));
        fields.put("parts", parts);
        return fields;
    }

    private static Map<String, Object> part(CodedVectors coded, int row, int j, float[] distances, float[] codebook) {
        int ksub = coded.quantizer().ksub();
        int dsub = coded.quantizer().dsub();
        int code = coded.code(row, j);
        List<Map<String, Object>> nearest = IntStream.range(0, ksub).boxed()
                .sorted(Comparator.comparingDouble(c -> distances[j * ksub + c]))
                .limit(NEAREST)
                .map(c -> Map.<String, Object>of(
                        "centroid", c,
                        "distance", distances[j * ksub + c],
                        "values", Arrays.copyOfRange(codebook, (j * ksub + c) * dsub, (j * ksub + c + 1) * dsub)))
                .toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", code);
        fields.put("error", distances[j * ksub + code]);
        fields.put("nearest", nearest);
        return fields;
    }
}
