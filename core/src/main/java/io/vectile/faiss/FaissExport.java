package io.vectile.faiss;

import io.vectile.cluster.Centroids;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.PqCodec;
import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Progress;
import io.vectile.contents.Contents;
import io.vectile.contents.Trained;
import io.vectile.kernel.Kernels;
import io.vectile.partition.InvertedFile;
import io.vectile.storage.CodeList;
import io.vectile.storage.Snapshot;
import io.vectile.transform.Normalization;
import io.vectile.transform.Transform;
import io.vectile.vectors.Metric;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an index as a Faiss file; {@link FaissParser} and {@link FaissParts} have the layouts. Around the index itself
 * stand, from outside in: the map of own ids, scaling to length one where the metric is the cosine and originals are kept,
 * the originals, and the transforms. An index that came from a Faiss file and was not changed gives its bytes again.
 */
public final class FaissExport {
    private static final long DUMMY = 1 << 20;

    private final Trained trained;
    private final Snapshot snapshot;
    private final Contents contents;
    private final FaissForm form;
    private final FaissOutput out;
    private final Meter meter;
    /** What is written now does not need the transforms to be trained. */
    private boolean behindTransforms;

    private FaissExport(Contents contents, FaissForm form, FaissOutput out, Progress progress) {
        this.contents = contents;
        this.trained = contents.trained();
        this.snapshot = contents.snapshot();
        this.form = form == null ? FaissForm.NONE : form;
        this.out = out;
        this.meter = new Meter(progress, "write", snapshot.size());
    }

    /**
     * Writes a file, beside the target first; then it takes the target's place.
     *
     * @param form what the Faiss file that the index came from said beyond it; null for none
     * @throws io.vectile.error.VectorFileException where it cannot be written; the target stays as it was
     */
    public static void write(Path path, Contents contents, FaissForm form, Progress progress) {
        try (FaissOutput out = FaissOutput.to(path)) {
            new FaissExport(contents, form, out, progress).index();
            out.commit();
        }
    }

    /** Bytes that the file takes. */
    public static long size(Contents contents, FaissForm form) {
        try (FaissOutput out = FaissOutput.counting()) {
            new FaissExport(contents, form, out, Progress.NONE).index();
            return out.position();
        }
    }

    // ---- what stands around ----------------------------------------------------------------------------------------------

    private enum Layer {
        ID_MAP, UNIT_LENGTH, REFINE, TRANSFORMS
    }

    private void index() {
        layers(order(), 0);
    }

    private List<Layer> order() {
        boolean cosine = trained.metric() == Metric.COSINE;
        boolean refine = trained.refine() != null;
        List<Layer> layers = new ArrayList<>();
        if (cosine && refine) {
            layers.add(Layer.UNIT_LENGTH);
        }
        int inside = layers.size();
        if (refine) {
            layers.add(Layer.REFINE);
        }
        if (!trained.transforms().isIdentity() || cosine && !refine || form.emptyChain()) {
            layers.add(Layer.TRANSFORMS);
            inside = refine ? inside : layers.size();
        }
        if (form.idMap() != null || hasOwnIds()) {
            layers.add(form.idMapInside() ? inside : 0, Layer.ID_MAP);
        }
        return layers;
    }

    /** Whether ids are neither counted from 0 nor kept in the lists, as only an IVF's are. */
    private boolean hasOwnIds() {
        return snapshot.size() > 0 && (snapshot.hasLabels() || !trained.hasCells()) && !snapshot.countsFromZero();
    }

    private void layers(List<Layer> layers, int at) {
        if (at == layers.size()) {
            core();
            return;
        }
        // Behind transforms vectors have the dimension that these give.
        int before = layers.subList(0, at).contains(Layer.TRANSFORMS) ? trained.space().d() : trained.d();
        switch (layers.get(at)) {
            case ID_MAP -> {
                header((form.idMap() == null ? FaissForm.IdMapKind.IDMAP : form.idMap()).fourcc(), before);
                layers(layers, at + 1);
                ids();
            }
            case UNIT_LENGTH -> {
                header("IxPT", before);
                transforms(List.of(new Normalization(before)));
                layers(layers, at + 1);
            }
            case REFINE -> {
                header("IxRF", before);
                layers(layers, at + 1);
                flat(snapshot.originals(), before, false);
                out.f32(contents.defaults().kFactor());
            }
            case TRANSFORMS -> {
                header("IxPT", before);
                List<Transform> all = new ArrayList<>(trained.transforms().transforms());
                if (trained.metric() == Metric.COSINE && trained.refine() == null) {
                    all.addFirst(new Normalization(before));
                }
                transforms(all);
                behindTransforms = true;
                layers(layers, at + 1);
            }
        }
    }

    private void header(String fourcc, int d) {
        boolean outermost = out.position() == 0;
        boolean within = trained.partition().isTrained() && trained.codec().isTrained();
        boolean isTrained = behindTransforms ? within : trained.isComplete();
        if (outermost && form.outerUntrained() && snapshot.version() == 0) {
            isTrained = false;
        }
        header(fourcc, d, snapshot.size(), isTrained, trained.space().innerProduct());
    }

    private void header(String fourcc, int d, long ntotal, boolean isTrained, boolean innerProduct) {
        out.fourcc(fourcc);
        out.i32(d);
        out.i64(ntotal);
        out.i64(DUMMY);
        out.i64(DUMMY);
        out.bool(isTrained);
        out.i32(innerProduct ? 0 : 1);
    }

    private void transforms(List<Transform> transforms) {
        out.i32(transforms.size());
        FaissTransforms writer = new FaissTransforms(out);
        transforms.forEach(writer::write);
    }

    private void ids() {
        out.i64(snapshot.size());
        out.bulk(snapshot.size() * Long.BYTES, () -> {
            for (long o = 0; o < snapshot.size(); o++) {
                out.i64(snapshot.hasLabels() ? snapshot.label(o) : snapshot.id(Snapshot.ref(0, o)));
            }
        });
    }

    // ---- the index itself ------------------------------------------------------------------------------------------------

    private void core() {
        int d = trained.space().d();
        switch (trained.codec()) {
            case FlatCodec flat when !trained.hasCells() -> flat(firstList(), d, true);
            case PqCodec pq when !trained.hasCells() -> pq(pq, d);
            case FlatCodec flat -> {
                header("IwFl", d);
                cells(d);
                lists(d * Float.BYTES);
            }
            case PqCodec pq -> {
                header("IwPQ", d);
                cells(d);
                out.bool(contents.residual());
                int codeSize = pq.layout(trained.space()).codeBytes();
                out.i64(codeSize);
                codebooks(pq);
                lists(codeSize);
            }
        }
    }

    /** The single list; null where an index that is not trained has none yet. */
    private CodeList firstList() {
        return snapshot.listCount() == 0 ? null : snapshot.list(0);
    }

    /** @param counted whether these vectors, each of which may be written twice, count as progress */
    private void flat(CodeList list, int d, boolean counted) {
        long n = list == null ? 0 : list.size();
        header(trained.space().innerProduct() ? "IxFI" : "IxF2", d, n, true, trained.space().innerProduct());
        out.i64(n * d);
        if (n > 0) {
            floats(list, d, null, counted);
        }
    }

    /**
     * Plain vectors as floats, row-major.
     *
     * @param centroid what is added to each, since Faiss knows no plain residuals; null for nothing
     */
    private void floats(CodeList list, int d, float[] centroid, boolean counted) {
        if (list.layout().rowMajor() && list.layout().elementBytes() == Float.BYTES) {
            out.segment(list.blocks().asSlice(0, list.size() * d * Float.BYTES));
            meter.add(counted ? list.size() : 0);
            return;
        }
        out.bulk(list.size() * d * Float.BYTES, () -> {
            byte[] codes = new byte[Kernels.BLOCK * list.layout().codeBytes()];
            byte[] scratch = new byte[codes.length];
            for (int b = 0; b < list.blockCount(); b++) {
                int n = list.copyBlock(b, codes, scratch);
                if (centroid != null) {
                    sums(codes, n, centroid);
                } else if (list.layout().elementBytes() == Float.BYTES) {
                    out.bytes(codes, n * list.layout().codeBytes());
                } else {
                    for (int i = 0; i < n * d; i++) {
                        out.f32(codes[i] & 255);
                    }
                }
                meter.add(counted ? n : 0);
            }
        });
    }

    private void sums(byte[] residuals, int n, float[] centroid) {
        float[] row = new float[centroid.length];
        FlatCodec codec = (FlatCodec) trained.codec();
        for (int i = 0; i < n; i++) {
            codec.decode(residuals, i * centroid.length * Float.BYTES, row, 0, codec.layout(trained.space()));
            for (int e = 0; e < centroid.length; e++) {
                out.f32(row[e] + centroid[e]);
            }
        }
    }

    private void pq(PqCodec pq, int d) {
        FaissForm.PqFields fields = form.pq() != null
                ? form.pq()
                : FaissForm.PqFields.usual(pq.m(), pq.nbits(), contents.defaults().symmetric());
        header(fields.fourcc(), d);
        codebooks(pq);
        int codeSize = pq.layout(trained.space()).codeBytes();
        out.i64(snapshot.size() * codeSize);
        codes(firstList(), codeSize);
        if (!fields.fourcc().equals("IxPQ")) {
            out.i32(fields.searchType());
            out.bool(fields.encodeSigns());
            out.i32(fields.polysemousHt());
        }
    }

    private void codebooks(PqCodec pq) {
        out.i64(pq.d());
        out.i64(pq.m());
        out.i64(pq.nbits());
        if (pq.isTrained()) {
            out.floats(pq.quantizer().codebook());
            return;
        }
        long numbers = (long) pq.d() << pq.nbits();
        out.i64(numbers);
        out.bulk(numbers * Float.BYTES, () -> {
            for (long i = 0; i < numbers; i++) {
                out.f32(0f);
            }
        });
    }

    private void codes(CodeList list, int codeSize) {
        if (list == null) {
            return;
        }
        out.bulk(list.size() * codeSize, () -> {
            byte[] codes = new byte[Kernels.BLOCK * codeSize];
            byte[] scratch = new byte[codes.length];
            for (int b = 0; b < list.blockCount(); b++) {
                int n = list.copyBlock(b, codes, scratch);
                out.bytes(codes, n * codeSize);
                meter.add(n);
            }
        });
    }

    // ---- cells -----------------------------------------------------------------------------------------------------------

    private void cells(int d) {
        InvertedFile ivf = (InvertedFile) trained.partition();
        out.i64(ivf.nlist());
        out.i64(contents.defaults().nprobe());
        Centroids centroids = ivf.centroids();
        boolean innerProduct = ivf.innerProduct();
        header(innerProduct ? "IxFI" : "IxF2", d, centroids == null ? 0 : ivf.nlist(), true, innerProduct);
        out.floats(centroids == null ? null : centroids.toRows());
        directMap();
    }

    private void directMap() {
        FaissForm.MapKind kind = form.directMap();
        if (kind == FaissForm.MapKind.ARRAY && snapshot.version() > 0 && !idsAreBelowTotal()) {
            kind = FaissForm.MapKind.HASHTABLE; // an array has room for the ids 0 to ntotal only
        }
        out.u8(kind.ordinal());
        if (kind == FaissForm.MapKind.ARRAY) {
            out.i64(snapshot.size());
            out.segment(placesById());
        } else {
            out.i64(0);
        }
        if (kind == FaissForm.MapKind.HASHTABLE) {
            hashTable();
        }
    }

    private boolean idsAreBelowTotal() {
        for (int l = 0; l < snapshot.listCount(); l++) {
            for (long p = 0; p < snapshot.list(l).size(); p++) {
                long id = snapshot.ordinal(Snapshot.ref(l, p));
                if (id < 0 || id >= snapshot.size()) {
                    return false;
                }
            }
        }
        return true;
    }

    private MemorySegment placesById() {
        MemorySegment places = Places.empty(snapshot.size());
        for (int l = 0; l < snapshot.listCount(); l++) {
            for (long p = 0; p < snapshot.list(l).size(); p++) {
                places.set(FaissParts.LONG, snapshot.ordinal(Snapshot.ref(l, p)) * Long.BYTES, Places.of(l, p));
            }
        }
        return places;
    }

    /** In the order of the file that the index came from while that holds; any order will do for Faiss. */
    private void hashTable() {
        if (form.hashPairs() != null && snapshot.version() == 0) {
            out.i64(form.hashPairs().byteSize() / (2 * Long.BYTES));
            out.segment(form.hashPairs());
            return;
        }
        out.i64(snapshot.size());
        out.bulk(snapshot.size() * 2 * Long.BYTES, () -> {
            for (int l = 0; l < snapshot.listCount(); l++) {
                for (long p = 0; p < snapshot.list(l).size(); p++) {
                    out.i64(snapshot.ordinal(Snapshot.ref(l, p)));
                    out.i64(Places.of(l, p));
                }
            }
        });
    }

    /** Sizes of all lists, or where at most half of them have vectors, of these. */
    private void lists(int codeSize) {
        int nlist = trained.partition().lists();
        out.fourcc("ilar");
        out.i64(nlist);
        out.i64(codeSize);
        int nonEmpty = 0;
        for (int l = 0; l < snapshot.listCount(); l++) {
            nonEmpty += snapshot.list(l).size() > 0 ? 1 : 0;
        }
        boolean full = nonEmpty > nlist / 2;
        out.fourcc(full ? "full" : "sprs");
        out.i64(full ? nlist : 2L * nonEmpty);
        for (int l = 0; l < snapshot.listCount(); l++) {
            long size = snapshot.list(l).size();
            if (!full && size > 0) {
                out.i64(l);
            }
            if (full || size > 0) {
                out.i64(size);
            }
        }
        for (int l = 0; l < snapshot.listCount(); l++) {
            CodeList list = snapshot.list(l);
            if (list.size() > 0) {
                list(list, l, codeSize);
            }
        }
    }

    private void list(CodeList list, int number, int codeSize) {
        if (trained.codec() instanceof FlatCodec flat) {
            InvertedFile ivf = (InvertedFile) trained.partition();
            floats(list, flat.d(), trained.space().isResidual() ? ivf.centroids().row(number) : null, true);
        } else {
            codes(list, codeSize);
        }
        out.bulk(list.size() * Long.BYTES, () -> {
            for (long p = 0; p < list.size(); p++) {
                out.i64(snapshot.ordinal(Snapshot.ref(number, p)));
            }
        });
    }
}
