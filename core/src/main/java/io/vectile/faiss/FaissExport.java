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
import io.vectile.quantization.CodewordNumbers;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.CodeList;
import io.vectile.storage.Compaction.Renumbered;
import io.vectile.storage.LiveList;
import io.vectile.storage.RowStore;
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
    private final Renumbered renumbered;
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
        this.renumbered = whole(contents);
        this.snapshot = renumbered.snapshot();
        this.form = form == null ? FaissForm.NONE : form;
        this.out = out;
        this.meter = new Meter(progress, "write", snapshot.size());
    }

    /** Labels and originals are written by ordinal, which must have no holes; all else is written without what is removed anyway. */
    private static Renumbered whole(Contents contents) {
        Snapshot snapshot = contents.snapshot();
        // Packing alone may leave holes: ordinals that are rows of a file stay.
        return snapshot.hasLabels() && (snapshot.removedCount() > 0 || snapshot.ordinals() > snapshot.size())
                ? Renumbered.of(snapshot, contents.trained().boundRow())
                : Renumbered.asItIs(snapshot);
    }

    /**
     * Writes a file, beside the target first; then it takes the target's place.
     *
     * @param form what the Faiss file that the index came from said beyond it; null for none
     * @throws io.vectile.error.VectorFileException where it cannot be written; the target stays as it was
     */
    public static void write(Path path, Contents contents, FaissForm form, Progress progress) {
        contents.requireWritable(path);
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
        if (form.idMap() != null && (snapshot.hasLabels() || !trained.hasCells()) || hasOwnIds()) {
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
                originals(before);
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
            if (!snapshot.hasLabels()) {
                forEachVector((list, position, id) -> out.i64(id));
                return;
            }
            for (long o = 0; o < snapshot.size(); o++) {
                out.i64(snapshot.label(o));
            }
        });
    }

    private interface VectorBody {
        /** @param stored what the list holds for it */
        void run(int list, long position, long stored);
    }

    /** Vectors list by list, as they are written. */
    private void forEachVector(VectorBody body) {
        for (int l = 0; l < snapshot.listCount(); l++) {
            LiveList list = LiveList.byPosition(snapshot, l);
            long position = 0;
            for (int n = list.nextIds(); n > 0; n = list.nextIds()) {
                for (int i = 0; i < n; i++) {
                    body.run(l, position++, list.ids()[i]);
                }
            }
        }
    }

    // ---- the index itself ------------------------------------------------------------------------------------------------

    private void core() {
        int d = trained.space().d();
        switch (trained.codec()) {
            case FlatCodec flat when !trained.hasCells() -> flat(d);
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

    private void flat(int d) {
        header(trained.space().innerProduct() ? "IxFI" : "IxF2", d, snapshot.size(), true, trained.space().innerProduct());
        out.i64(snapshot.size() * d);
        if (snapshot.size() > 0) {
            floats(0, d, null);
        }
    }

    private void originals(int d) {
        header(trained.space().innerProduct() ? "IxFI" : "IxF2", d, snapshot.size(), true, trained.space().innerProduct());
        out.i64(snapshot.size() * d);
        RowStore base = renumbered.originals().base();
        if (renumbered.old() == null && base.size() == snapshot.size() && base.isContiguous() && !base.isBytes()) {
            out.segment(base.segment().asSlice(base.offset(), base.bytes()));
            return;
        }
        out.bulk(snapshot.size() * d * Float.BYTES, () -> {
            float[] row = new float[d];
            for (long o = 0; o < snapshot.size(); o++) {
                renumbered.copyOriginal(o, row);
                for (float value : row) {
                    out.f32(value);
                }
            }
        });
    }

    /**
     * Plain vectors as floats, row-major.
     *
     * @param centroid what is added to each, since Faiss knows no plain residuals; null for nothing
     */
    private void floats(int number, int d, float[] centroid) {
        CodeList[] parts = snapshot.parts(number);
        BlockLayout layout = parts[0].layout();
        long n = snapshot.liveSize(number);
        if (parts.length == 1 && layout.rowMajor() && layout.elementBytes() == Float.BYTES && parts[0].size() == n) {
            out.segment(parts[0].blocks().asSlice(parts[0].rowAt(0), n * d * Float.BYTES));
            meter.add(n);
            return;
        }
        out.bulk(n * d * Float.BYTES, () -> {
            LiveList list = LiveList.byPosition(snapshot, number);
            for (int count = list.nextCodes(); count > 0; count = list.nextCodes()) {
                if (centroid != null) {
                    sums(list.codes(), count, centroid);
                } else if (list.codeBytes() == d * Float.BYTES) {
                    out.bytes(list.codes(), count * list.codeBytes());
                } else {
                    for (int i = 0; i < count * d; i++) {
                        out.f32(list.codes()[i] & 255);
                    }
                }
                meter.add(count);
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
        if (snapshot.size() > 0) {
            codes(0, codeSize);
        }
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
            out.floats(pq.quantizer().outerCodebook());
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

    private void codes(int number, int codeSize) {
        CodewordNumbers numbers = ((PqCodec) trained.codec()).quantizer().numbers();
        out.bulk(snapshot.liveSize(number) * codeSize, () -> {
            LiveList list = LiveList.byPosition(snapshot, number);
            for (int n = list.nextCodes(); n > 0; n = list.nextCodes()) {
                if (numbers != null) {
                    numbers.outward(list.codes(), 0, n);
                }
                out.bytes(list.codes(), n * codeSize);
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
        boolean[] below = {true};
        forEachVector((list, position, id) -> below[0] &= id >= 0 && id < snapshot.size());
        return below[0];
    }

    private MemorySegment placesById() {
        MemorySegment places = Places.empty(snapshot.size());
        forEachVector((list, position, id) -> places.set(FaissParts.LONG, id * Long.BYTES, Places.of(list, position)));
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
        out.bulk(snapshot.size() * 2 * Long.BYTES, () -> forEachVector((list, position, id) -> {
            out.i64(id);
            out.i64(Places.of(list, position));
        }));
    }

    /** Sizes of all lists, or where at most half of them have vectors, of these. */
    private void lists(int codeSize) {
        int nlist = trained.partition().lists();
        out.fourcc("ilar");
        out.i64(nlist);
        out.i64(codeSize);
        int nonEmpty = 0;
        for (int l = 0; l < snapshot.listCount(); l++) {
            nonEmpty += snapshot.liveSize(l) > 0 ? 1 : 0;
        }
        boolean full = nonEmpty > nlist / 2;
        out.fourcc(full ? "full" : "sprs");
        out.i64(full ? nlist : 2L * nonEmpty);
        for (int l = 0; l < snapshot.listCount(); l++) {
            long size = snapshot.liveSize(l);
            if (!full && size > 0) {
                out.i64(l);
            }
            if (full || size > 0) {
                out.i64(size);
            }
        }
        for (int l = 0; l < snapshot.listCount(); l++) {
            if (snapshot.liveSize(l) > 0) {
                list(l, codeSize);
            }
        }
    }

    private void list(int number, int codeSize) {
        if (trained.codec() instanceof FlatCodec flat) {
            InvertedFile ivf = (InvertedFile) trained.partition();
            floats(number, flat.d(), trained.space().isResidual() ? ivf.centroids().row(number) : null);
        } else {
            codes(number, codeSize);
        }
        out.bulk(snapshot.liveSize(number) * Long.BYTES, () -> {
            LiveList list = LiveList.byPosition(snapshot, number);
            for (int n = list.nextIds(); n > 0; n = list.nextIds()) {
                for (int i = 0; i < n; i++) {
                    out.i64(list.ids()[i]);
                }
            }
        });
    }
}
