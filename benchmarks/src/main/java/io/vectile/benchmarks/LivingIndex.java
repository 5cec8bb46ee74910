package io.vectile.benchmarks;

import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.eval.GroundTruth;
import io.vectile.eval.Recall;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * What {@code benchmarks/living-index} measures of native files, each in a process of its own; prints one JSON object.
 *
 * <pre>
 * build DIR SPEC OUT [rows]      trains on learn.bvecs, adds base.bvecs (its rows stay there with "rows"), saves
 * open FILE QUERIES TIMES        opens some times in a row; the first is that of a JVM that has compiled nothing yet
 * warm FILE QUERIES TIMES        the same after some seconds of searches
 * save FILE OUT TIMES            saves, and writes as many bytes plainly
 * search FILE DIR NPROBE KFACTOR all queries twice: recall, times, resident memory
 * filters FILE QUERIES           searches under filters of all kinds
 * </pre>
 */
public final class LivingIndex {
    private static final double WARM_UP_MS = 4_000;

    private LivingIndex() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        System.out.println(switch (args[0]) {
            case "build" -> build(file, args[2], Path.of(args[3]), args.length > 4);
            case "open" -> open(file, Path.of(args[2]), Integer.parseInt(args[3]));
            case "warm" -> warm(file, Path.of(args[2]), Integer.parseInt(args[3]));
            case "save" -> save(file, Path.of(args[2]), Integer.parseInt(args[3]));
            case "search" -> search(file, Path.of(args[2]), Integer.parseInt(args[3]), Float.parseFloat(args[4]));
            case "filters" -> filters(file, Path.of(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        });
    }

    private static String build(Path folder, String spec, Path out, boolean rows) {
        Vectors learn = VectorFiles.open(folder.resolve("learn.bvecs"));
        Index index = Index.of(spec, learn.d()).train(learn);
        if (rows) {
            index.addRowsOf(folder.resolve("base.bvecs"));
        } else {
            index.add(VectorFiles.open(folder.resolve("base.bvecs")));
        }
        index.save(out);
        return String.format(Locale.ROOT, "{\"bytes_per_vector\": %.4f}", index.inspect().bytesPerVector());
    }

    private static String open(Path file, Path queries, int times) {
        Vectors asked = VectorFiles.open(queries);
        List<Double> opened = new ArrayList<>();
        List<Double> answered = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            Index index = Index.open(file);
            opened.add(since(start));
            index.search(asked.row(i), 10, SearchOptions.defaults().withNprobe(48));
            answered.add(since(start));
        }
        return "{\"open_ms\": " + opened + ", \"answer_ms\": " + answered + "}";
    }

    private static String warm(Path file, Path queries, int times) {
        Vectors asked = VectorFiles.open(queries);
        Index index = Index.open(file);
        warmUp(index, asked);
        for (int i = 0; i < 20; i++) {
            Index.open(file);
        }
        System.gc();
        return open(file, queries, times);
    }

    private static void warmUp(Index index, Vectors asked) {
        long start = System.nanoTime();
        for (long q = 0; since(start) < WARM_UP_MS; q++) {
            index.search(asked.row(q % asked.n()), 10, SearchOptions.defaults().withNprobe(48));
        }
    }

    private static String save(Path file, Path out, int times) throws IOException {
        Index index = Index.open(file);
        List<Double> saved = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            index.save(out);
            saved.add(since(start));
            try (FileChannel from = FileChannel.open(out, StandardOpenOption.READ);
                    FileChannel to = FileChannel.open(out.resolveSibling("plain"), StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
                double writing = 0;
                while (from.read(buffer.clear()) >= 0) {
                    long begin = System.nanoTime();
                    for (buffer.flip(); buffer.hasRemaining();) {
                        to.write(buffer);
                    }
                    writing += since(begin);
                }
                long begin = System.nanoTime();
                to.force(true);
                plain.add(writing + since(begin));
            }
        }
        long bytes = Files.size(out);
        Files.delete(out.resolveSibling("plain"));
        return "{\"bytes\": " + bytes + ", \"save_ms\": " + saved + ", \"plain_ms\": " + plain + "}";
    }

    private static String search(Path file, Path folder, int nprobe, float kFactor) throws IOException {
        Vectors queries = VectorFiles.open(folder.resolve("query.bvecs"));
        GroundTruth truth = GroundTruth.of(VectorFiles.openInts(folder.resolve("groundtruth.ivecs")));
        Index index = Index.open(file);
        SearchOptions options = SearchOptions.defaults().withNprobe(nprobe).withKFactor(kFactor).withThreads(1);
        long before = resident("RssFile");
        List<Double> taken = new ArrayList<>();
        double recall = 0;
        for (int round = 0; round < 2; round++) {
            long start = System.nanoTime();
            Neighbors found = index.search(queries, 10, options);
            taken.add(since(start) / queries.n());
            long[][] ids = new long[found.queries()][];
            Arrays.setAll(ids, found::ids);
            recall = Recall.kAtK(10, ids, truth);
        }
        return String.format(Locale.ROOT, "{\"recall\": %.4f, \"query_ms\": %s, \"rss_anon_kb\": %d, \"rss_file_kb\": %d, "
                + "\"rss_file_before_kb\": %d, \"resident_bytes\": %d}", recall, taken, resident("RssAnon"), resident("RssFile"),
                before, index.inspect().residentBytes());
    }

    /** What the system says of this process, in kilobytes; 0 where it does not say. */
    private static long resident(String what) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith(what + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }

    private static String filters(Path file, Path queries) {
        Index index = Index.open(file);
        long n = index.largestId() + 1;
        Random random = new Random(1);
        Map<String, IdFilter> filters = new LinkedHashMap<>();
        filters.put("none", null);
        filters.put("predicate, all", id -> true);
        filters.put("bitmap, 1 in 2", everyNth(n, 2));
        filters.put("bitmap, 1 in 10", everyNth(n, 10));
        filters.put("bitmap, 1 in 1000", everyNth(n, 1000));
        filters.put("range, 1 in 10", IdFilter.range(n / 2, n / 2 + n / 10));
        filters.put("range, 1 in 1000", IdFilter.range(n / 2, n / 2 + n / 1000));
        filters.put("set, 1 in 10", IdFilter.in(random.longs(n / 10, 0, n).toArray()));
        filters.put("set, 1 in 1000", IdFilter.in(random.longs(n / 1000, 0, n).toArray()));
        filters.put("set of 20", IdFilter.in(random.longs(20, 0, n).toArray()));
        Vectors all = VectorFiles.open(queries);
        Vectors some = all.rows(0, Math.min(500, all.n()));
        warmUp(index, all);
        StringBuilder json = new StringBuilder("{");
        filters.forEach((name, filter) -> {
            SearchOptions options = SearchOptions.defaults().withNprobe(48).withThreads(1).withFilter(filter);
            double[] found = {0};
            double single = least(5, round -> {
                for (int q = 0; q < some.n(); q++) {
                    index.search(some.row(q), 10, options);
                }
                return some.n();
            });
            double batch = least(5, round -> {
                Neighbors neighbors = index.search(some, 10, options);
                found[0] = 0;
                for (int q = 0; q < some.n(); q++) {
                    found[0] += Arrays.stream(neighbors.ids(q)).filter(id -> id >= 0).count();
                }
                return some.n();
            });
            json.append(json.length() == 1 ? "" : ", ").append(String.format(Locale.ROOT,
                    "\"%s\": {\"single_ms\": %.4f, \"batch_ms\": %.4f, \"found\": %.2f}", name, single, batch, found[0] / some.n()));
        });
        return json.append("}").toString();
    }

    private static IdFilter everyNth(long n, int step) {
        BitSet bits = new BitSet();
        for (long id = 0; id < n; id += step) {
            bits.set((int) id);
        }
        return IdFilter.bitmap(bits);
    }

    /** The least time, per item, of some rounds. */
    private static double least(int rounds, ToDoubleFunction<Integer> body) {
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            double items = body.applyAsDouble(round);
            least = Math.min(least, since(start) / items);
        }
        return least;
    }

    private static double since(long start) {
        return Math.round((System.nanoTime() - start) / 1e3) / 1e3;
    }
}
