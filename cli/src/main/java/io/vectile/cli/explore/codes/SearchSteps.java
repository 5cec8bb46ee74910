package io.vectile.cli.explore.codes;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One real search, step by step: the distance table, its bytes, what they let through, and the exact replay of that. */
final class SearchSteps {
    /** Survivors that are drawn; all are counted. */
    private static final int MOST_DRAWN = 2000;

    private SearchSteps() {}

    /** @param distance squared */
    record Result(int row, double distance) {}

    static Map<String, Object> of(CodedVectors coded, float[] query, int k) {
        float[] table = coded.quantizer().asymmetricTable(query);
        CodeScan scan = new CodeScan(coded, table, k);
        ByteTable bytes = new ByteTable(table, coded.quantizer().m(), scan.startBound());
        long[] histogram = new long[ByteTable.FAR + 1];
        for (int row = 0; row < coded.n(); row++) {
            histogram[scan.sum(bytes, row)]++;
        }
        List<Result> nearest = scan.nearest();
        long[] answered = coded.search(query, k);

        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("n", coded.n());
        fields.put("start", Math.min(coded.n(), Math.max(CodeScan.START, k)));
        fields.put("bound", scan.startBound());
        fields.put("least_sum", bytes.leastSum());
        fields.put("step", bytes.step());
        fields.put("bytes", bytes.entries());
        fields.put("histogram", histogram);
        fields.put("survivors", scan.survivors().size());
        fields.put("survivor_rows", drawn(scan).stream().map(CodeScan.Survivor::row).toList());
        fields.put("survivor_distances", drawn(scan).stream().map(CodeScan.Survivor::distance).toList());
        fields.put("survivor_bounds", drawn(scan).stream().map(CodeScan.Survivor::bound).toList());
        fields.put("made", scan.made().stream()
                .map(made -> Map.of("row", made.row(), "bound", made.bound(), "step", made.step())).toList());
        fields.put("results", nearest.stream().map(result -> result(coded, scan, bytes, result)).toList());
        fields.put("library", answered);
        fields.put("equal", Arrays.equals(answered, nearest.stream().mapToLong(Result::row).toArray()));
        return fields;
    }

    private static List<CodeScan.Survivor> drawn(CodeScan scan) {
        return scan.survivors().subList(0, Math.min(MOST_DRAWN, scan.survivors().size()));
    }

    private static Map<String, Object> result(CodedVectors coded, CodeScan scan, ByteTable bytes, Result result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("row", result.row());
        fields.put("distance", result.distance());
        fields.put("codes", IntStream.range(0, coded.quantizer().m()).map(j -> coded.code(result.row(), j)).toArray());
        fields.put("sum", scan.sum(bytes, result.row()));
        return fields;
    }
}
