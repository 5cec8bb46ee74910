package io.vectile.faiss;

import io.vectile.cluster.Centroids;
import io.vectile.codec.Codec;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.PqCodec;
import io.vectile.codec.ResidualTerms;
import io.vectile.codec.Space;
import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.contents.Contents;
import io.vectile.contents.Measurable;
import io.vectile.contents.SearchDefaults;
import io.vectile.contents.Trained;
import io.vectile.error.InvalidInputException;
import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissNode.Header;
import io.vectile.file.SourceFile;
import io.vectile.partition.InvertedFile;
import io.vectile.partition.OneList;
import io.vectile.partition.Partition;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.quantization.CodewordNumbers;
import io.vectile.storage.BoundRow;
import io.vectile.storage.ListLoader;
import io.vectile.storage.ListLoader.IdRange;
import io.vectile.storage.RowStore;
import io.vectile.storage.Snapshot;
import io.vectile.transform.Normalization;
import io.vectile.transform.Transform;
import io.vectile.transform.TransformChain;
import io.vectile.vectors.Metric;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes an index of ours of what a Faiss file holds. Plain vectors stay where they lie in the file; lists of codes are
 * copied once, into blocks.
 */
public final class FaissImport {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final SourceFile file;
    private final Parallel parallel;
    private final Progress progress;

    private FaissNode.IdMap idMap;
    private boolean idMapInside;
    private FaissNode.Refine refine;
    private List<Transform> transforms;
    private boolean cosine;
    private Trained trained;
    private IdRange ids = IdRange.NONE;

    private FaissImport(Path path, SourceFile file, Parallel parallel, Progress progress) {
        this.path = path;
        this.file = file;
        this.parallel = parallel;
        this.progress = progress;
    }

    /** An index, and what its file says beyond it. */
    public record Result(Contents contents, FaissForm form) {}

    /**
     * Reads a file.
     *
     * @throws VectorFileException where the file is missing, damaged, or holds what we do not read
     */
    public static Result read(Path path, Parallel parallel, Progress progress) {
        try (SourceFile file = SourceFile.open(path)) {
            FaissNode root = FaissParser.parse(path, file.mapped());
            return new FaissImport(path, file, parallel, progress).assemble(root);
        }
    }

    private VectorFileException wrong(FaissNode node, String message) {
        return new VectorFileException(path, node.header().offset(), message);
    }

    private Result assemble(FaissNode root) {
        FaissNode.Core core = unwrap(root);
        Header outer = root.header();
        trained = trained(outer, core);
        Snapshot snapshot = snapshot(core);
        if (idMap != null) {
            ids = IdRange.of(idMap.ids());
        } else if (!(core instanceof FaissNode.Ivf)) {
            ids = new IdRange(0, outer.ntotal() - 1);
        }
        if (refine != null) {
            RowStore originals = RowStore.of(refine.originals().vectors(), outer.d(), Float.BYTES, outer.ntotal());
            snapshot = ListLoader.withLabels(snapshot, idMap == null ? null : idMap.ids(), originals);
        } else if (idMap != null && core instanceof FaissNode.Ivf) {
            snapshot = ListLoader.withLabels(snapshot, idMap.ids(), null);
        } else if (idMap != null && snapshot.listCount() > 0) {
            snapshot = ListLoader.withIds(snapshot, idMap.ids());
        }
        boolean residual = core instanceof FaissNode.Ivf ivf && ivf.residual();
        return new Result(new Contents(trained, snapshot, defaults(core), residual, Math.max(-1, ids.largest())), form(outer, core));
    }

    // ---- what stands around ----------------------------------------------------------------------------------------------

    /** Takes wrappers off, each at most once, in the orders that mean what our index means. */
    private FaissNode.Core unwrap(FaissNode root) {
        FaissNode node = root;
        while (true) {
            switch (node) {
                case FaissNode.IdMap map -> {
                    if (idMap != null || refine != null) {
                        throw wrong(map, "an id map within " + (idMap != null ? "another" : "IndexRefine") + " is not read");
                    }
                    idMap = map;
                    idMapInside = transforms != null || cosine;
                    node = map.inner();
                }
                case FaissNode.Refine around -> {
                    if (refine != null || transforms != null) {
                        throw wrong(around, "IndexRefine within " + (refine != null ? "another" : "transforms") + " is not read");
                    }
                    refine = around;
                    node = around.base();
                }
                case FaissNode.PreTransform before -> {
                    takeTransforms(before);
                    node = before.inner();
                }
                case FaissNode.Core core -> {
                    return core;
                }
            }
        }
    }

    /** Scaling to length one before inner products is our cosine; its own transforms follow, within a refining index perhaps. */
    private void takeTransforms(FaissNode.PreTransform before) {
        if (transforms != null || cosine && refine == null) {
            throw wrong(before, "transforms within other transforms are not read");
        }
        List<Transform> found = before.transforms();
        if (!cosine && refine == null && before.header().innerProduct() && !found.isEmpty()
                && found.getFirst() instanceof Normalization) {
            cosine = true;
            found = found.subList(1, found.size());
            transforms = found.isEmpty() ? null : found;
        } else {
            transforms = found;
        }
    }

    // ---- what was trained ------------------------------------------------------------------------------------------------

    private Trained trained(Header outer, FaissNode.Core core) {
        boolean innerProduct = core.header().innerProduct();
        int d = core.header().d();
        Metric metric = cosine ? Metric.COSINE : innerProduct ? Metric.INNER_PRODUCT : Metric.L2;
        FlatCodec originals = refine == null ? null : new FlatCodec(outer.d());
        Partition partition = partition(core);
        Codec codec = switch (core) {
            case FaissNode.Pq pq -> codec(pq.shape(), pq.quantizer());
            case FaissNode.Ivf ivf when ivf.shape() != null -> codec(ivf.shape(), ivf.codebooks());
            default -> new FlatCodec(d);
        };
        Space space = Space.whole(innerProduct, d);
        if (core instanceof FaissNode.Ivf ivf && ivf.residual() && partition.isTrained()
                && partition instanceof InvertedFile(int n, boolean byInnerProduct, Centroids cells)) {
            space = Space.residual(innerProduct, cells);
            if (!innerProduct && codec.isTrained()) {
                space = space.withBoundRow(Centroids.meanOf(cells.toRows(), n, d), 1f);
            }
        }
        TransformChain chain = new TransformChain(outer.d(), transforms == null ? List.of() : transforms);
        return new Trained(metric, chain, partition, codec, space, originals);
    }

    private static Codec codec(FaissNode.PqShape shape, ProductQuantizer quantizer) {
        return new PqCodec(shape.d(), shape.m(), shape.nbits(), quantizer);
    }

    private Partition partition(FaissNode.Core core) {
        if (!(core instanceof FaissNode.Ivf ivf)) {
            return new OneList();
        }
        FaissNode.Flat quantizer = ivf.quantizer();
        if (quantizer.header().ntotal() == 0) {
            return new InvertedFile(ivf.nlist(), quantizer.header().innerProduct(), null);
        }
        int d = ivf.header().d();
        float[] centroids = new float[ivf.nlist() * d];
        MemorySegment.copy(quantizer.vectors(), FLOAT, 0, centroids, 0, centroids.length);
        try {
            Measurable.requireCentroids(centroids, ivf.nlist(), d);
        } catch (InvalidInputException e) {
            throw wrong(quantizer, e.getMessage());
        }
        return new InvertedFile(Centroids.of(centroids, ivf.nlist(), d, quantizer.header().innerProduct()));
    }

    private SearchDefaults defaults(FaissNode.Core core) {
        int nprobe = core instanceof FaissNode.Ivf ivf ? ivf.nprobe() : 1;
        boolean symmetric = core instanceof FaissNode.Pq pq && pq.fields().searchType() == FaissForm.PqFields.SYMMETRIC;
        return new SearchDefaults(nprobe, refine == null ? 1f : refine.kFactor(), symmetric);
    }

    private FaissForm form(Header outer, FaissNode.Core core) {
        FaissForm.IdMapKind ids = idMap == null ? null
                : idMap.header().fourcc().equals("IxMp") ? FaissForm.IdMapKind.IDMAP : FaissForm.IdMapKind.IDMAP2;
        FaissNode.DirectMap map = core instanceof FaissNode.Ivf ivf ? ivf.directMap() : null;
        return new FaissForm(ids, idMapInside, map == null ? FaissForm.MapKind.NONE : map.kind(),
                map == null ? null : map.hashPairs(), core instanceof FaissNode.Pq pq ? pq.fields() : null,
                transforms != null && transforms.isEmpty(), !outer.trained() && trained.isComplete());
    }

    // ---- vectors ---------------------------------------------------------------------------------------------------------

    private Snapshot snapshot(FaissNode.Core core) {
        return switch (core) {
            case FaissNode.Flat flat -> ListLoader.ofRows(flat.vectors(), flat.header().d(), flat.header().ntotal());
            case FaissNode.Pq pq -> {
                if (!trained.isComplete()) {
                    yield trained.emptyStore().snapshot();
                }
                long[] sizes = {pq.header().ntotal()};
                FaissNode.InvertedLists list = new FaissNode.InvertedLists(file.mapped(), pq.shape().codeSize(), sizes,
                        new long[] {pq.codesAt()});
                ListLoader loader = new ListLoader(trained.codec().layout(trained.space()), sizes);
                reader(list, sizes[0]).read(transposed(loader, pq.quantizer().numbers()), null);
                yield loader.snapshot(null);
            }
            case FaissNode.Ivf ivf -> trained.isComplete() ? cells(ivf) : trained.emptyStore().snapshot();
        };
    }

    /** The vectors of an IVF, and the space whose bound row they have been given. */
    private Snapshot cells(FaissNode.Ivf ivf) {
        checkPlaces(ivf);
        long n = ivf.header().ntotal();
        ListReader reader = reader(ivf.lists(), n);
        ListLoader loader;
        if (ivf.shape() == null) {
            loader = new FlatFiller(path, ivf).fill(reader);
            ids = reader.read(null, loader.ids(false));
        } else {
            loader = new ListLoader(trained.codec().layout(trained.space()), ivf.lists().sizes());
            ids = reader.read(transposed(loader, ivf.codebooks().numbers()), loader.ids(false));
        }
        if (ids.isWide()) {
            reader.read(null, loader.ids(true));
        }
        if ((idMap != null || refine != null) && n > 0 && (ids.least() < 0 || ids.largest() >= n)) {
            throw wrong(ivf, "the lists have ids from " + ids.least() + " to " + ids.largest() + "; within "
                    + (refine != null ? "IndexRefine" : "an id map") + " they must be 0 to " + (n - 1));
        }
        BoundRow bounds = null;
        if (trained.space().hasBoundRow()) {
            ListLoader filled = loader;
            ResidualTerms terms = ResidualTerms.of(ivf.codebooks(), trained.space(), ivf.nlist(), filled::list);
            trained = trained.with(trained.partition(), trained.codec(), terms.space());
            bounds = terms;
        }
        return loader.snapshot(bounds);
    }

    /** Into blocks, by the numbers that codewords have here. */
    private static ListReader.CodesOfThread transposed(ListLoader loader, CodewordNumbers numbers) {
        return () -> {
            byte[] block = new byte[loader.scratchLength()];
            return (list, position, codes, at, n) -> {
                if (numbers != null) {
                    numbers.inward(codes, at, n);
                }
                loader.codes(list, position, codes, at, n, block);
            };
        };
    }

    private ListReader reader(FaissNode.InvertedLists lists, long n) {
        return new ListReader(file, lists, parallel, new Meter(progress, "read", n));
    }

    /** Holds the direct map against the lists, from which it is made again when the index is written. */
    private void checkPlaces(FaissNode.Ivf ivf) {
        FaissNode.DirectMap map = ivf.directMap();
        switch (map.kind()) {
            case NONE -> {}
            case ARRAY -> {
                MemorySegment expected = Places.array(ivf.lists(), ivf.header().ntotal());
                if (expected == null || expected.mismatch(map.array()) >= 0) {
                    throw new VectorFileException(path, map.offset(), "the direct map says of ids other places than those "
                            + "where the lists have them");
                }
            }
            case HASHTABLE -> {
                for (long at = 0; at < map.hashPairs().byteSize(); at += 2 * Long.BYTES) {
                    long id = map.hashPairs().get(FaissParts.LONG, at);
                    long place = map.hashPairs().get(FaissParts.LONG, at + Long.BYTES);
                    if (!Places.has(ivf.lists(), place, id)) {
                        throw new VectorFileException(path, map.offset(), "the direct map says that id " + id + " is at place "
                                + place + ", where the lists do not have it");
                    }
                }
            }
        }
    }
}
