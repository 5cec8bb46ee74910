package io.vectile;

import io.vectile.quantization.ProductQuantizer;
import io.vectile.codec.PqCodec;
import io.vectile.kernel.Kernels;
import io.vectile.partition.OneList;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an index is made of at one moment, and every byte that it holds to answer.
 *
 * @param spec      its spec
 * @param metric    the metric's word
 * @param d         numbers per vector
 * @param ntotal    vectors held
 * @param trained   whether it is trained
 * @param nprobe    cells that a search visits by default
 * @param residual  whether codes are residuals
 * @param codeBytes bytes of one code
 * @param lists     how vectors spread over lists
 * @param parts     what is resident, part by part
 * @param training  how it learns
 * @param kernels   the kernel set of this process
 * @param fileBytes size of the same index as a Faiss file: codes, 8-byte ids, centroids and codebooks
 */
public record IndexReport(IndexSpec spec, String metric, int d, long ntotal, boolean trained, int nprobe, boolean residual,
        int codeBytes, Lists lists, List<Part> parts, TrainingOptions training, String kernels, long fileBytes) {

    /**
     * A part of the memory held.
     *
     * @param name  short name
     * @param bytes resident, native or on the heap
     * @param what  what it is for
     */
    public record Part(String name, long bytes, String what) {}

    /**
     * How vectors spread over lists.
     *
     * @param count     lists
     * @param empty     lists without a vector
     * @param smallest  size of the smallest list
     * @param largest   size of the largest list
     * @param imbalance Faiss's factor: 1 when all lists are equally long; how much more than that a query scans on average
     */
    public record Lists(int count, int empty, long smallest, long largest, double imbalance) {
        static Lists of(Snapshot snapshot) {
            int empty = 0;
            long smallest = Long.MAX_VALUE;
            long largest = 0;
            double squares = 0;
            for (int l = 0; l < snapshot.listCount(); l++) {
                long size = snapshot.list(l).size();
                empty += size == 0 ? 1 : 0;
                smallest = Math.min(smallest, size);
                largest = Math.max(largest, size);
                squares += (double) size * size;
            }
            double total = snapshot.size();
            double imbalance = total == 0 ? 1 : squares * snapshot.listCount() / (total * total);
            return new Lists(snapshot.listCount(), empty, smallest, largest, imbalance);
        }
    }

    static IndexReport of(IndexSpec spec, Trained trained, Snapshot snapshot, int nprobe, TrainingOptions training) {
        BlockLayout layout = snapshot.layout();
        List<Part> parts = new ArrayList<>();
        long exact = snapshot.size() * layout.codeBytes();
        parts.add(new Part("codes", exact, layout.codeBytes() + " bytes a vector"));
        if (layout.boundRow()) {
            parts.add(new Part("bounds", snapshot.size(), "1 byte a vector, the lower bound of its distance term"));
        }
        parts.add(new Part("ids", snapshot.idBytes(),
                snapshot.idBytes() == 0 ? "counted, not stored" : "by list, in the order of codes"));
        parts.add(new Part("slack", snapshot.codeBytes() - snapshot.size() * layout.blockBytes() / Kernels.BLOCK,
                "unused lanes of last blocks, and room to grow"));
        if (trained.hasCells()) {
            parts.add(new Part("centroids", trained.partition().bytes(), "of cells, plain and in panels"));
        }
        if (trained.codec().bytes() > 0) {
            parts.add(new Part("codebooks", trained.codec().bytes(), "plain, transposed and in panels"));
        }
        return new IndexReport(spec, trained.metric().word(), trained.d(), snapshot.size(), trained.isComplete(), nprobe,
                trained.space().isResidual(), layout.codeBytes(), Lists.of(snapshot), List.copyOf(parts), training,
                Kernels.active().name(), fileBytes(trained, snapshot));
    }

    /** Bytes held in memory to search, all parts together. */
    public long residentBytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** Resident bytes per vector; 0 for an empty index. */
    public double bytesPerVector() {
        return ntotal == 0 ? 0 : (double) residentBytes() / ntotal;
    }

    /** Field by field as Faiss writes {@code IxF2, IxPq, IwFl, IwPQ}. */
    private static long fileBytes(Trained trained, Snapshot snapshot) {
        long header = 4 + 33;
        long vectors = 8 + snapshot.size() * trained.d() * Float.BYTES;
        long flat = header + vectors;
        long pq = trained.codec() instanceof PqCodec(int d, int m, int nbits, ProductQuantizer quantizer)
                ? 32 + ((long) d << nbits) * Float.BYTES
                : 0;
        int codeSize = trained.codec() instanceof PqCodec ? snapshot.layout().codeBytes() : trained.d() * Float.BYTES;
        if (trained.partition() instanceof OneList) {
            return pq == 0 ? flat : header + pq + 8 + snapshot.size() * codeSize + 9;
        }
        long nlist = snapshot.listCount();
        long ivf = header + 16 + header + 8 + nlist * trained.d() * Float.BYTES + 9;
        long nonEmpty = nlist - Lists.of(snapshot).empty();
        long sizes = nonEmpty > nlist / 2 ? 8 * nlist : 16 * nonEmpty;
        long lists = 4 + 8 + 8 + 4 + 8 + sizes + snapshot.size() * (codeSize + 8);
        return ivf + (pq == 0 ? 0 : 9 + pq) + lists;
    }

    /** A table that people can read. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, "index", spec + (residual ? " (residual)" : ""));
        line(text, "vectors", ntotal + " x " + d + ", " + metric + (trained ? "" : ", not trained"));
        line(text, "code", codeBytes + " bytes");
        if (lists.count() > 1) {
            line(text, "lists", String.format(Locale.ROOT, "%d (%d empty), %d to %d vectors, imbalance %.2f, nprobe %d",
                    lists.count(), lists.empty(), lists.smallest(), lists.largest(), lists.imbalance(), nprobe));
        }
        line(text, "training", String.format(Locale.ROOT, "seed %d, %d rounds for cells, %d for codebooks",
                training.seed(), training.coarseIterations(), training.codebookIterations()));
        line(text, "kernels", kernels);
        for (Part part : parts) {
            line(text, part.name(), String.format(Locale.ROOT, "%,15d bytes  %s", part.bytes(), part.what()));
        }
        line(text, "resident", String.format(Locale.ROOT, "%,15d bytes  %.2f a vector", residentBytes(), bytesPerVector()));
        line(text, "file", String.format(Locale.ROOT, "%,15d bytes  as a Faiss file", fileBytes));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-10s %s%n", name, value));
    }
}
