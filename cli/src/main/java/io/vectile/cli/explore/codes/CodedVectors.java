package io.vectile.cli.explore.codes;

import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.explore.data.Background;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.OpenedIndex;
import io.vectile.concurrent.Progress;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The vectors of the data as codes of one product quantizer, beside the index that was trained with it and holds the same codes.
 */
final class CodedVectors {
    /** Vectors that are encoded, and the numbers that these have in all: more change no error, and cost memory. */
    private static final int MOST_ROWS = 100_000;
    private static final int MOST_NUMBERS = 1 << 24;

    private static final int CHUNK = 4096;

    private final Index index;
    /** What the index calls the vectors; null where it calls them by their row. */
    private final long[] ids;
    private final ProductQuantizer quantizer;
    private final Vectors vectors;
    /** {@code byte[n * codeSize]}. */
    private final byte[] codes;
    /** Per part the mean squared distance to its decoding. */
    private final double[] errors;

    private CodedVectors(Index index, long[] ids, Vectors vectors, byte[] codes, double[] errors) {
        this.index = index;
        this.ids = ids;
        this.quantizer = index.quantizer().orElseThrow();
        this.vectors = vectors;
        this.codes = codes;
        this.errors = errors;
    }

    /** Those vectors of the base that are encoded: the first, as many as there is room for. */
    static Vectors chosen(ExploredData data) {
        long most = Math.max(1, Math.min(MOST_ROWS, MOST_NUMBERS / data.base().d()));
        return data.base().rows(0, Math.min(data.base().n(), most));
    }

    /** Trains a quantizer as {@code PQm} does, and encodes. Where the data is an index of such codes, its own quantizer is taken. */
    static CodedVectors of(ExploredData data, int m, int nbits, Progress progress) {
        Index index = Index.of("PQ" + m + "x" + nbits, data.base().d());
        Optional<OpenedIndex> same = data.index()
                .filter(opened -> opened.index().metric() == Metric.L2 && opened.index().spec().equals(index.spec()));
        if (same.isPresent()) {
            long[] ids = Arrays.copyOf(same.get().ids(), (int) chosen(data).n());
            return encode(same.get().index(), ids, chosen(data), progress);
        }
        index.train(data.training(), Background.options(progress));
        index.add(chosen(data), Background.options(progress));
        return encode(index, null, chosen(data), progress);
    }

    private static CodedVectors encode(Index index, long[] ids, Vectors vectors, Progress progress) {
        ProductQuantizer quantizer = index.quantizer().orElseThrow();
        int n = (int) vectors.n();
        byte[] codes = new byte[n * quantizer.codeSize()];
        double[] errors = new double[quantizer.m()];
        float[] rows = new float[CHUNK * vectors.d()];
        float[] decoded = new float[vectors.d()];
        for (int from = 0; from < n; from += CHUNK) {
            progress.check("encode");
            int count = Math.min(CHUNK, n - from);
            vectors.copyRows(from, count, rows, 0);
            quantizer.encode(rows, 0, count, codes, from * quantizer.codeSize());
            for (int i = 0; i < count; i++) {
                quantizer.decode(codes, (from + i) * quantizer.codeSize(), decoded, 0);
                addErrors(rows, i * vectors.d(), decoded, errors);
            }
            progress.update("encode", from + count, n);
        }
        Arrays.setAll(errors, j -> errors[j] / n);
        return new CodedVectors(index, ids, vectors, codes, errors);
    }

    /** Adds to each part the squared distance of a row there to its decoding. */
    private static void addErrors(float[] rows, int at, float[] decoded, double[] errors) {
        int dsub = decoded.length / errors.length;
        for (int e = 0; e < decoded.length; e++) {
            double difference = rows[at + e] - decoded[e];
            errors[e / dsub] += difference * difference;
        }
    }

    ProductQuantizer quantizer() {
        return quantizer;
    }

    int n() {
        return (int) vectors.n();
    }

    /** A vector as it was before it was encoded. */
    float[] vector(int row) {
        return vectors.row(row);
    }

    /** A part of a vector's code. */
    int code(int row, int part) {
        return quantizer.value(codes, row * quantizer.codeSize(), part);
    }

    float[] decoded(int row) {
        float[] decoded = new float[quantizer.d()];
        quantizer.decode(codes, row * quantizer.codeSize(), decoded, 0);
        return decoded;
    }

    /** The rows that the library answers, nearest first; of an index that holds more vectors, those among ours. */
    long[] search(float[] query, int k) {
        SearchOptions options = SearchOptions.defaults();
        return LongStream.of(index.search(query, k, ids == null ? options : options.withFilter(IdFilter.in(ids))).ids(0))
                .filter(id -> id != Neighbors.NO_ID)
                .map(id -> ids == null ? id : Arrays.binarySearch(ids, id))
                .toArray();
    }

    /** Mean squared distance of a vector to its decoding. */
    double error() {
        return Arrays.stream(errors).sum();
    }

    /** What such codes take, and what they lose. */
    Map<String, Object> summary() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("spec", index.spec().toString());
        fields.put("m", quantizer.m());
        fields.put("nbits", quantizer.nbits());
        fields.put("n", n());
        fields.put("ksub", quantizer.ksub());
        fields.put("code_bytes", quantizer.codeSize());
        fields.put("codebook_bytes", (long) quantizer.d() * quantizer.ksub() * Float.BYTES);
        fields.put("error", error());
        fields.put("errors", errors);
        return fields;
    }
}
