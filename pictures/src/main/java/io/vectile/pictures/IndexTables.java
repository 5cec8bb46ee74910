package io.vectile.pictures;

import io.vectile.IndexReport;
import java.util.Locale;

/** What an index tells of itself, as tables. */
final class IndexTables {
    private IndexTables() {}

    static Table summary(IndexReport report) {
        Table table = new Table("index", report.spec().toString());
        table.row("vectors", count(report.ntotal()));
        table.row("dimensions", count(report.d()));
        table.row("metric", report.metric());
        table.row("trained", report.trained() ? "yes" : "no");
        table.row("code of a vector", Quantity.BYTES.label(report.codeBytes()) + (report.residual() ? ", of the difference to its cell's centroid" : ""));
        IndexReport.Lists lists = report.lists();
        if (lists.count() > 1) {
            table.row("lists", count(lists.count()) + " of " + count(lists.smallest()) + " to " + count(lists.largest()) + " vectors, "
                    + count(lists.empty()) + " empty");
            table.row("visited by default", report.nprobe());
        }
        table.row("bytes per vector", String.format(Locale.ROOT, "%.1f", report.bytesPerVector()));
        table.row("in memory", Quantity.BYTES.label(report.residentBytes()));
        table.row("as a saved file", Quantity.BYTES.label(report.nativeBytes()));
        table.row("as a Faiss file", Quantity.BYTES.label(report.fileBytes()));
        table.row("kernels", report.kernels());
        return table;
    }

    static Table memory(IndexReport report) {
        Table table = new Table("part", "bytes", "per vector", "what it is");
        for (IndexReport.Part part : report.parts()) {
            String where = (part.mapped() && part.bytes() > 0 ? ", mapped" : "") + (part.resident() ? "" : "; not counted as resident");
            table.row(part.name(), count(part.bytes()), perVector(part.bytes(), report.ntotal()), part.what() + where);
        }
        return table.row(Table.strong("resident"), count(report.residentBytes()), perVector(report.residentBytes(), report.ntotal()), "");
    }

    private static String count(long n) {
        return Quantity.NUMBER.label(n);
    }

    private static String perVector(long bytes, long n) {
        return n == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (double) bytes / n);
    }
}
