package io.vectile.cli.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long single searches took.
 *
 * @param p50 milliseconds that half of them did not exceed
 * @param p99 milliseconds that 99 of 100 did not exceed
 */
public record Latency(double p50, double p99) {

    /** By nearest rank, so that each value is one that was measured; of at least one. */
    public static Latency of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latency(millis(sorted, 0.50), millis(sorted, 0.99));
    }

    private static double millis(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }

    /** The fields p50 and p99. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50", p50);
        json.put("p99", p99);
        return json;
    }
}
