package io.vectile.cli.explore.codes;

import io.vectile.cli.explore.codes.SearchSteps.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One pass over all codes for one query: bytes are summed, and what they let through is measured. The bound is the k-th smallest
 * distance so far, at first that of a short exact start; it falls as results come, and when it has halved, counted from what
 * every code costs at least, the bytes are made anew with finer steps.
 */
final class CodeScan {
    /** Codes that are measured to begin with. */
    static final int START = 256;

    /** The farthest first; of equals that of the larger row. */
    private static final Comparator<Result> FARTHEST = Comparator.comparingDouble(Result::distance).thenComparing(Result::row).reversed();

    /** A code that the bytes let through. */
    record Survivor(int row, int sum, double distance, double bound) {}

    /** Tables that were made at a row, with what bound. */
    record Made(int row, double bound, double step) {}

    private final CodedVectors coded;
    private final float[] table;
    private final int k;
    private final PriorityQueue<Result> nearest = new PriorityQueue<>(FARTHEST);
    private final List<Survivor> survivors = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();
    private final double startBound;

    CodeScan(CodedVectors coded, float[] table, int k) {
        this.coded = coded;
        this.table = table;
        this.k = k;
        int start = Math.min(coded.n(), Math.max(START, k));
        for (int row = 0; row < start; row++) {
            offer(row, distance(row));
        }
        this.startBound = bound();
        scan(start);
    }

    private void scan(int start) {
        ByteTable bytes = remade(start);
        double madeFor = bound();
        int threshold = bytes.threshold(madeFor);
        for (int row = start; row < coded.n(); row++) {
            int sum = sum(bytes, row);
            if (sum > threshold) {
                continue;
            }
            double distance = distance(row);
            survivors.add(new Survivor(row, sum, distance, bound()));
            offer(row, distance);
            if (bound() - bytes.leastSum() < (madeFor - bytes.leastSum()) / 2) {
                bytes = remade(row + 1);
                madeFor = bound();
            }
            threshold = bytes.threshold(bound());
        }
    }

    private ByteTable remade(int row) {
        ByteTable bytes = new ByteTable(table, coded.quantizer().m(), bound());
        made.add(new Made(row, bound(), bytes.step()));
        return bytes;
    }

    private void offer(int row, double distance) {
        nearest.add(new Result(row, distance));
        if (nearest.size() > k) {
            nearest.remove();
        }
    }

    private double bound() {
        return nearest.isEmpty() ? Double.MAX_VALUE : nearest.peek().distance();
    }

    /** The bytes of a code's entries, added; {@link ByteTable#FAR} where they are more than that. */
    int sum(ByteTable bytes, int row) {
        int ksub = coded.quantizer().ksub();
        int sum = 0;
        for (int j = 0; j < coded.quantizer().m(); j++) {
            sum += bytes.entries()[j * ksub + coded.code(row, j)];
        }
        return Math.min(sum, ByteTable.FAR);
    }

    /** The squared distance of the query to a decoded code: the entries of its parts, added as they are. */
    private double distance(int row) {
        int ksub = coded.quantizer().ksub();
        double sum = 0;
        for (int j = 0; j < coded.quantizer().m(); j++) {
            sum += table[j * ksub + coded.code(row, j)];
        }
        return sum;
    }

    /** The k-th smallest distance of the short start. */
    double startBound() {
        return startBound;
    }

    List<Survivor> survivors() {
        return survivors;
    }

    List<Made> made() {
        return made;
    }

    /** The k nearest, nearest first. */
    List<Result> nearest() {
        List<Result> results = new ArrayList<>(nearest);
        results.sort(Collections.reverseOrder(FARTHEST));
        return results;
    }
}
