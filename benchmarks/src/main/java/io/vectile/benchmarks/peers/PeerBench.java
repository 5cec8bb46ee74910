package io.vectile.benchmarks.peers;

import io.vectile.benchmarks.Usage;
import io.vectile.cli.bench.Latency;
import io.vectile.cli.bench.Stopwatch;
import io.vectile.cli.bench.Stopwatch.Effort;
import io.vectile.cli.text.Json;
import io.vectile.concurrent.Progress;
import io.vectile.error.VectileException;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * One process of {@code benchmarks/peers}. Standard output has lines of JSON and nothing else: one for each index, then one
 * for each setting that it was searched with.
 *
 * <pre>
 * truth DIR ROWS QUERIES OUT.ivecs                                 the exact neighbours among the first rows
 * measure DIR ROWS QUERIES TRUTH.ivecs THREADS LIBRARY [SPEC...]  builds on so many threads, searches on one
 * </pre>
 *
 * <p>A search is timed as a whole, from an array of floats to an array of ids, whatever the library makes of either on the
 * way. The recall is that of the same queries, asked once more; {@link NearRecall} says how it is counted.
 */
public final class PeerBench {
    /** Slow searches warm up for six seconds. */
    private static final Effort EFFORT = Effort.USUAL.withLongestWarmUp(Duration.ofSeconds(6));
    private static final int MOST_COLLECTIONS = 8;

    private final PeerData data;
    private final GroundTruth truth;
    private final int threads;
    private final Stopwatch stopwatch;
    private final PrintStream out;

    PeerBench(PeerData data, GroundTruth truth, int threads, Effort effort, PrintStream out) {
        this.data = data;
        this.truth = truth;
        this.threads = threads;
        this.stopwatch = new Stopwatch(effort, Progress.NONE);
        this.out = out;
    }

    /** Exit status 1, and what is wrong on standard error, for data or options that cannot be used; 2 for words or files that are missing. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("truth")) {
            Usage.require("PeerBench", "truth DIR ROWS QUERIES OUT.ivecs", args, 1);
        } else {
            Usage.require("PeerBench", "measure DIR ROWS QUERIES TRUTH.ivecs THREADS LIBRARY [SPEC...]", args, 1, 4);
        }
        try {
            run(List.of(args), EFFORT, System.out);
        } catch (VectileException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static void run(List<String> args, Effort effort, PrintStream out) {
        PeerData data = PeerData.open(Path.of(args.get(1)), Long.parseLong(args.get(2)), Integer.parseInt(args.get(3)));
        Path truth = Path.of(args.get(4));
        switch (args.getFirst()) {
            case "truth" -> VectorFiles.writeInts(truth, IntVectors.of(data.truth().ids()));
            case "measure" -> {
                GroundTruth known = GroundTruth.of(VectorFiles.openInts(truth));
                new PeerBench(data, known, Integer.parseInt(args.get(5)), effort, out)
                        .measure(Library.named(args.get(6)), args.subList(7, args.size()));
            }
            default -> throw new IllegalArgumentException("not \"" + args.getFirst() + "\" but truth or measure");
        }
    }

    /** All that a library has, one after another. */
    private void measure(Library library, List<String> specs) {
        List<Library.Candidate> candidates = library.candidates(data.base().n(), specs);
        try {
            for (Library.Candidate candidate : candidates) {
                measure(library.label(), candidate);
            }
        } finally {
            // At the end, as one may use what another has built.
            candidates.forEach(candidate -> candidate.peer().close());
        }
    }

    private void measure(String library, Library.Candidate candidate) {
        Peer peer = candidate.peer();
        long before = usedHeap();
        Peer.BuildTime time = peer.build(data.base(), data.train(), threads);
        long growth = usedHeap() - before;
        Peer.Held held = peer.held(growth);

        Map<String, Object> built = line("index", library, candidate.index());
        built.put("rows", data.base().n());
        built.put("d", data.base().d());
        built.put("build_threads", threads);
        built.put("train_s", time.train());
        built.put("add_s", time.add());
        built.put("build_s", time.train() + time.add());
        built.put("bytes", held.bytes());
        built.put("bytes_per_vector", (double) held.bytes() / data.base().n());
        built.put("bytes_counted", held.counted());
        built.put("heap_growth", growth);
        built.put("kernels", peer.kernels());
        out.println(Json.of(built));

        float[][] warm = PeerData.floats(data.warmUp());
        float[][] timed = PeerData.floats(data.queries());
        for (String setting : candidate.settings()) {
            Peer.Search search = peer.search(setting);
            long[] nanos = stopwatch.single(warm, timed, query -> search.nearest(query, PeerData.K));
            Map<String, Object> searched = line("search", library, candidate.index());
            searched.put("search", setting);
            searched.put("k", PeerData.K);
            searched.put("recall", recall(search, timed));
            searched.put("single_ms", Latency.of(nanos).toJson());
            searched.put("queries_per_s", nanos.length * 1e9 / LongStream.of(nanos).sum());
            out.println(Json.of(searched));
        }
        out.flush();
    }

    private static Map<String, Object> line(String kind, String library, String index) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        line.put("library", library);
        line.put("index", index);
        return line;
    }

    private Map<String, Object> recall(Peer.Search search, float[][] queries) {
        long[][] found = new long[queries.length][];
        Arrays.setAll(found, q -> search.nearest(queries[q], PeerData.K));
        NearRecall near = new NearRecall(data.base(), queries, truth);
        Map<String, Object> recall = new LinkedHashMap<>();
        recall.put("10@10", near.at(PeerData.K, found));
        recall.put("1@1", near.at(1, found));
        return recall;
    }

    /** After collections, as many as still free something. */
    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            System.gc();
            long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (i > 1 && now >= used) {
                break;
            }
            used = Math.min(used, now);
        }
        return used;
    }
}
