package io.vectile.cli;

import io.vectile.cli.bench.BenchLine;
import io.vectile.cli.text.Format;
import io.vectile.pictures.Table;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** The results of {@code bench} as people read them. */
final class BenchTable {
    private final Table table = new Table("index", "search", "1@1", "1@10", "1@100", "10@10", "100@100", "p50 ms", "p99 ms",
            "batch", "train s", "add s", "B/vec", "error");
    private String kernels = "";

    void add(BenchLine line) {
        Map<String, Double> recall = line.recall();
        kernels = line.report().kernels();
        table.row(
                line.index(),
                line.search(),
                share(recall.get("1@1")),
                share(recall.get("1@10")),
                share(recall.get("1@100")),
                share(recall.get("10@10")),
                share(recall.get("100@100")),
                Format.significant(line.single().p50(), 3),
                Format.significant(line.single().p99(), 3),
                Format.significant(line.batchMillis(), 3),
                Format.seconds(line.trainSeconds()),
                Format.seconds(line.addSeconds()),
                String.format(Locale.ROOT, "%.1f", line.report().bytesPerVector()),
                Format.significant(line.quantizationError(), 5));
    }

    void print(PrintWriter out) {
        if (table.isEmpty()) {
            return;
        }
        table.print(out);
        out.println();
        out.println("1@R: how often the true nearest is among the first R. k@k: share of the true k nearest among the k");
        out.println("found. p50, p99: one query per call. batch: ms per query, all queries in one call. B/vec: resident");
        out.println("bytes per vector. error: mean squared distance of a vector to its decoding. Kernels: " + kernels + ".");
        out.flush();
    }

    private static String share(Double recall) {
        return recall == null ? "-" : String.format(Locale.ROOT, "%.3f", recall);
    }
}
