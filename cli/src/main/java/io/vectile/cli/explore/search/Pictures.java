package io.vectile.cli.explore.search;

import io.vectile.vectors.Vectors;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The numbers of vectors for small pictures of them: each row is sent once for each query, long ones as means of their parts. */
final class Pictures {
    /** A picture some dozen pixels wide shows no more. */
    static final int MOST_NUMBERS = 128;

    private final Vectors base;
    private final Set<Integer> sent = new HashSet<>();

    Pictures(Vectors base) {
        this.base = base;
    }

    /** Those of some rows that were not sent yet, by name. */
    Map<String, Object> of(Map<Integer, Long> nameOfRow) {
        Map<String, Object> pictures = new LinkedHashMap<>();
        nameOfRow.forEach((row, name) -> {
            if (sent.add(row)) {
                pictures.put(name.toString(), shortened(base.row(row)));
            }
        });
        return pictures;
    }

    static float[] shortened(float[] vector) {
        if (vector.length <= MOST_NUMBERS) {
            return vector;
        }
        float[] means = new float[MOST_NUMBERS];
        for (int part = 0; part < MOST_NUMBERS; part++) {
            int from = (int) ((long) part * vector.length / MOST_NUMBERS);
            int to = (int) ((part + 1L) * vector.length / MOST_NUMBERS);
            means[part] = (float) IntStream.range(from, to).mapToDouble(i -> vector[i]).average().orElseThrow();
        }
        return means;
    }
}
