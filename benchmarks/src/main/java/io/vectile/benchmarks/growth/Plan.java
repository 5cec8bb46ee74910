package io.vectile.benchmarks.growth;

import io.vectile.cli.bench.Stopwatch.Effort;
import java.time.Duration;
import java.util.List;

/**
 * Which sizes are measured, and how long each.
 *
 * @param vectors     n in rising order, where n grows
 * @param mostFlat    the greatest of them that {@code Flat} is measured with: a byte per number
 * @param nlist       cells where they do not grow
 * @param nprobes     cells visited there, in rising order
 * @param d           numbers per vector in rising order, all multiples of 16
 * @param vectorsOfD  vectors of each
 * @param m           bytes of a code in rising order
 * @param cells       nlist in rising order
 * @param k           neighbours in rising order
 * @param vectorsElse vectors where m, nlist or k grows
 * @param sweeps      bytes that are read from end to end, in rising order
 * @param queries     how many there are, at most
 */
record Plan(List<Integer> vectors, int mostFlat, int nlist, List<Integer> nprobes, List<Integer> d, int vectorsOfD, List<Integer> m,
        List<Integer> cells, List<Integer> k, int vectorsElse, List<Integer> sweeps, int queries, Effort effort) {

    /** The words of {@link #of}. */
    static final List<String> WORDS = List.of("full", "quick", "tiny");

    private static final Effort BRIEF = new Effort(300, Duration.ofMillis(800), Duration.ofMillis(1500), 100, 300, Duration.ofSeconds(2),
            3, Duration.ofSeconds(2));

    private static final Plan FULL = new Plan(List.of(100_000, 300_000, 1_000_000, 3_000_000, 10_000_000), 3_000_000, 2048, List.of(8, 48),
            List.of(96, 128, 384, 768, 1536), 50_000, List.of(4, 8, 16, 32, 64), List.of(256, 1024, 4096, 16_384),
            List.of(1, 10, 100, 1000), 300_000, List.of(1 << 18, 1 << 20, 8 << 20, 32 << 20, 128 << 20, 512 << 20), 300, BRIEF);

    private static final Plan QUICK = new Plan(List.of(100_000, 300_000, 1_000_000), 1_000_000, 2048, List.of(8, 48),
            List.of(96, 384, 768), 20_000, List.of(4, 16, 64), List.of(256, 1024, 4096), List.of(1, 10, 100, 1000), 100_000,
            List.of(1 << 18, 8 << 20, 32 << 20, 128 << 20, 512 << 20), 200, BRIEF);

    /** For a first look, and for tests. */
    private static final Plan TINY = new Plan(List.of(1000, 3000), 3000, 16, List.of(2, 8), List.of(16, 32), 600, List.of(2, 4),
            List.of(4, 8), List.of(1, 10), 1000, List.of(1 << 16, 1 << 20), 20,
            new Effort(5, Duration.ZERO, Duration.ofMillis(10), 5, 20, Duration.ofMillis(20), 1, Duration.ofMillis(10)));

    /** @throws IllegalArgumentException if the word is none of {@link #WORDS} */
    static Plan of(String word) {
        return switch (word) {
            case "full" -> FULL;
            case "quick" -> QUICK;
            case "tiny" -> TINY;
            default -> throw new IllegalArgumentException("a plan is one of " + WORDS + "; got \"" + word + "\"");
        };
    }

    String ivf(String codec) {
        return "IVF" + nlist + "," + codec;
    }
}
