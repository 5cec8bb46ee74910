package io.vectile;

import io.vectile.contents.Contents;
import io.vectile.contents.Trained;
import io.vectile.faiss.FaissExport;
import io.vectile.faiss.FaissForm;
import io.vectile.kernel.Kernels;
import io.vectile.partition.InvertedFile;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.Originals;
import io.vectile.storage.RowStore;
import io.vectile.storage.Snapshot;
import io.vectile.vtl.NativeFile;
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
 * @param kFactor   how many times k candidates it measures again by default, where it keeps the vectors themselves
 * @param residual  whether codes are residuals
 * @param codeBytes bytes of one code
 * @param lists     how vectors spread over lists
 * @param parts     what is resident, part by part
 * @param training  how it learns; null where a file brought it trained, which does not say
 * @param kernels   the kernel set of this process
 * @param fileBytes size of the same index as a Faiss file
 * @param nativeBytes size of the same index as a file of {@link Index#save}
 * @param removed   removed vectors, those replaced by an update included, that take room until lists are packed
 * @param unpacked  vectors that were added since lists were packed, and are found as any other
 */
public record IndexReport(IndexSpec spec, String metric, int d, long ntotal, boolean trained, int nprobe, float kFactor,
        boolean residual, int codeBytes, Lists lists, List<Part> parts, TrainingOptions training, String kernels, long fileBytes,
        long nativeBytes, long removed, long unpacked) {

    /**
     * A part of the memory held.
     *
     * @param name     short name
     * @param bytes    how many, native, on the heap or mapped from a file
     * @param what     what it is for
     * @param resident whether a search needs it in memory: originals that are mapped from a file are read at the rows of a
     *                 query's candidates only
     * @param mapped   whether it lies in a mapped file, save what was added since the file was opened: the system brings such
     *                 memory in as it is read, and may take it back
     */
    public record Part(String name, long bytes, String what, boolean resident, boolean mapped) {
        Part(String name, long bytes, String what) {
            this(name, bytes, what, true, false);
        }

        Part(String name, long bytes, String what, boolean mapped) {
            this(name, bytes, what, true, mapped);
        }
    }

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
        /** The size of each list; those that an index which is not trained has not made yet are empty. */
        static long[] sizes(int count, Snapshot snapshot) {
            long[] sizes = new long[count];
            for (int l = 0; l < snapshot.listCount(); l++) {
                sizes[l] = snapshot.liveSize(l);
            }
            return sizes;
        }

        static Lists of(int count, Snapshot snapshot) {
            int empty = 0;
            long smallest = Long.MAX_VALUE;
            long largest = 0;
            double squares = 0;
            for (long size : sizes(count, snapshot)) {
                empty += size == 0 ? 1 : 0;
                smallest = Math.min(smallest, size);
                largest = Math.max(largest, size);
                squares += (double) size * size;
            }
            double total = snapshot.size();
            double imbalance = total == 0 ? 1 : squares * count / (total * total);
            return new Lists(count, empty, smallest, largest, imbalance);
        }
    }

    static IndexReport of(IndexSpec spec, Contents contents, FaissForm form, TrainingOptions training) {
        Trained trained = contents.trained();
        Snapshot snapshot = contents.snapshot();
        BlockLayout layout = snapshot.layout();
        List<Part> parts = new ArrayList<>();
        long exact = snapshot.usedBytes() - (layout.boundRow() ? snapshot.size() : 0);
        boolean mapped = snapshot.size() > 0 && snapshot.isMapped();
        parts.add(new Part("codes", exact, layout.codeBytes() + " bytes a vector", mapped));
        if (layout.boundRow()) {
            parts.add(new Part("bounds", snapshot.size(), "1 byte a vector, the lower bound of its distance term", mapped));
        }
        parts.add(new Part("ids", snapshot.idBytes(), idsIn(snapshot), snapshot.hasMappedIds()));
        parts.add(new Part("slack", snapshot.codeBytes() - snapshot.usedBytes(), "what is removed, and room to grow"));
        parts.add(new Part("lists", snapshot.tableBytes(), "where each begins, and what is removed"));
        if (trained.refine() != null) {
            originals(snapshot.originals(), parts);
        }
        if (!trained.transforms().isIdentity()) {
            parts.add(new Part("transforms", trained.transforms().bytes(), "matrices, plain and in panels"));
        }
        if (trained.hasCells()) {
            parts.add(new Part("centroids", trained.partition().bytes(), "of cells, in panels", areCellsMapped(trained)));
        }
        if (trained.codec().bytes() > 0) {
            parts.add(new Part("codebooks", trained.codec().bytes(), "as rows and as columns"));
        }
        return new IndexReport(spec, trained.metric().word(), trained.d(), snapshot.size(), trained.isComplete(),
                contents.defaults().nprobe(), contents.defaults().kFactor(), trained.space().isResidual(), layout.codeBytes(),
                Lists.of(trained.partition().lists(), snapshot), List.copyOf(parts), training, Kernels.active().name(),
                FaissExport.size(contents, form),
                NativeFile.size(new NativeFile.Stored(contents, spec.toString(), TrainingOptions.toStored(training))),
                snapshot.removedCount(), snapshot.tailCount());
    }

    private static void originals(Originals originals, List<Part> parts) {
        RowStore base = originals.base();
        boolean mapped = base.segment().isMapped();
        String where = base.file() != null ? "rows of " + base.file() : "the vectors themselves";
        parts.add(new Part("originals", base.bytes() + (mapped ? 0 : originals.added().segment().byteSize()), where, !mapped, mapped));
        if (mapped && originals.added().size() > 0) {
            parts.add(new Part("added", originals.added().segment().byteSize(), "originals added since"));
        }
    }

    private static String idsIn(Snapshot snapshot) {
        if (snapshot.hasLabels()) {
            return "of originals by list, and what ids these have";
        }
        return snapshot.idBytes() == 0 ? "counted, not stored" : "by list, in the order of codes";
    }

    /** Bytes held in memory to search, all resident parts together. */
    public long residentBytes() {
        return parts.stream().filter(Part::resident).mapToLong(Part::bytes).sum();
    }

    /** Bytes that lie in mapped files, resident parts or not. */
    public long mappedBytes() {
        return parts.stream().filter(Part::mapped).mapToLong(Part::bytes).sum();
    }

    /** Resident bytes per vector; 0 for an empty index. */
    public double bytesPerVector() {
        return ntotal == 0 ? 0 : (double) residentBytes() / ntotal;
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
        if (spec.refine()) {
            line(text, "refining", String.format(Locale.ROOT, "k_factor %s", kFactor));
        }
        line(text, "training", training == null ? "elsewhere, as it came from a file" : String.format(Locale.ROOT, "seed %d, %d rounds for cells, %d for codebooks",
                training.seed(), training.coarseIterations(), training.codebookIterations()));
        if (removed > 0 || unpacked > 0) {
            line(text, "changes", String.format(Locale.ROOT, "%,d removed vectors take room (%.1f%%), %,d were added, since lists were packed",
                    removed, 100.0 * removed / (ntotal + removed), unpacked));
        }
        line(text, "kernels", kernels);
        for (Part part : parts) {
            line(text, part.name(), String.format(Locale.ROOT, "%,15d bytes  %s%s%s", part.bytes(), part.what(),
                    part.mapped() && part.bytes() > 0 ? ", mapped" : "", part.resident() ? "" : "; not counted as resident"));
        }
        line(text, "resident", String.format(Locale.ROOT, "%,15d bytes  %.2f a vector", residentBytes(), bytesPerVector()));
        if (mappedBytes() > 0) {
            line(text, "mapped", String.format(Locale.ROOT, "%,15d bytes  of all parts, read as they are touched", mappedBytes()));
        }
        line(text, "file", String.format(Locale.ROOT, "%,15d bytes  saved", nativeBytes));
        line(text, "", String.format(Locale.ROOT, "%,15d bytes  as a Faiss file", fileBytes));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-10s %s%n", name, value));
    }

    /** Whether the coarse search reads the cells in the file. */
    private static boolean areCellsMapped(Trained trained) {
        return trained.partition() instanceof InvertedFile cells && cells.isTrained()
                && cells.centroids().panels().segment().isMapped();
    }
}
