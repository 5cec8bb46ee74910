package io.vectile.faiss;

import io.vectile.contents.SearchDefaults;
import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissNode.Header;
import io.vectile.partition.InvertedFile;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.transform.Transform;
import io.vectile.vectors.Vectors;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what a Faiss file holds. An index is its fourcc, the header that all share, and the fields of its class, where other
 * indexes may stand:
 *
 * <table>
 * <caption>All numbers little endian; VEC is a u64 count and the elements</caption>
 * <tr><th>fourcc</th><th>fields</th></tr>
 * <tr><td>header</td><td>d i32, ntotal i64, 1048576 i64 twice, is_trained u8, metric i32</td></tr>
 * <tr><td>IxF2 IxFI IxFl</td><td>vectors VEC f32 (the count is of floats)</td></tr>
 * <tr><td>IxPq</td><td>PQ, codes VEC u8, search_type i32, encode_signs u8, polysemous_ht i32; IxPQ is without the last
 * three, and IxPQ and IxPo mean L2</td></tr>
 * <tr><td>IwFl</td><td>nlist u64, nprobe u64, quantizer index, direct map, lists</td></tr>
 * <tr><td>IwPQ</td><td>as IwFl up to the direct map, by_residual u8, code_size u64, PQ, lists</td></tr>
 * <tr><td>IxPT</td><td>count i32, transforms, index</td></tr>
 * <tr><td>IxMp IxM2</td><td>index, ids VEC i64</td></tr>
 * <tr><td>IxRF</td><td>index, index of the originals, k_factor f32</td></tr>
 * </table>
 *
 * <p>Everything that two places of the file say must agree, also where Faiss itself does not look.
 */
final class FaissParser {
    /** Deeper than the indexes we read can be nested. */
    private static final int DEEPEST = 8;
    private static final long DUMMY = 1 << 20;
    private static final String[] METRICS = {"inner product", "L2", "L1", "Linf", "Lp"};

    private final FaissInput in;
    private final FaissParts parts;

    private FaissParser(FaissInput in) {
        this.in = in;
        this.parts = new FaissParts(in);
    }

    /**
     * The index that fills a file.
     *
     * @throws VectorFileException where the file is damaged, or holds what we do not read
     */
    static FaissNode parse(Path path, MemorySegment file) {
        FaissInput in = new FaissInput(path, file);
        FaissNode root = new FaissParser(in).index(0);
        in.end();
        return root;
    }

    private FaissNode index(int depth) {
        long offset = in.position();
        String fourcc = in.fourcc("the kind of index");
        if (depth == DEEPEST) {
            throw in.wrong(offset, "indexes are nested more than " + DEEPEST + " deep");
        }
        return switch (fourcc) {
            case "IxF2", "IxFI", "IxFl" -> flat(header(fourcc, offset));
            case "IxPq", "IxPQ", "IxPo" -> pq(header(fourcc, offset));
            case "IwFl", "IwPQ" -> ivf(header(fourcc, offset), depth);
            case "IxPT" -> preTransform(header(fourcc, offset), depth);
            case "IxMp", "IxM2" -> idMap(header(fourcc, offset), depth);
            case "IxRF" -> refine(header(fourcc, offset), depth);
            default -> throw unknown(fourcc, offset);
        };
    }

    private VectorFileException unknown(String fourcc, long offset) {
        String name = FaissClasses.of(fourcc);
        if (name != null) {
            return in.wrong(offset, "holds \"" + fourcc + "\", Faiss's " + name + ", which is not read; " + FaissClasses.READ);
        }
        return in.wrong(offset, "begins with \"" + fourcc + "\", which is no kind of Faiss index; is this a file that "
                + "faiss.write_index wrote?");
    }

    private Header header(String fourcc, long offset) {
        long at = in.position();
        int d = in.i32("d", 1, Vectors.MAX_D);
        long ntotal = in.u64("ntotal", 0, Long.MAX_VALUE);
        for (int i = 0; i < 2; i++) {
            long dummy = in.i64("the header");
            if (dummy != DUMMY) {
                throw in.wrong(in.position() - Long.BYTES, "the header has " + dummy + " where Faiss writes " + DUMMY);
            }
        }
        boolean trained = in.bool("is_trained");
        int metric = in.i32("the metric");
        boolean old = fourcc.equals("IxPQ") || fourcc.equals("IxPo");
        if (metric != 0 && metric != 1) {
            String name = metric > 1 && metric < METRICS.length ? METRICS[metric] : "number " + metric;
            throw in.wrong(at, "the metric is " + name + "; L2 and inner product are read");
        }
        boolean innerProduct = metric == 0;
        if (fourcc.equals("IxF2") && innerProduct || fourcc.equals("IxFI") && !innerProduct || old && innerProduct) {
            throw in.wrong(at, "the metric is " + METRICS[metric] + ", which \"" + fourcc + "\" does not have");
        }
        if (!trained && ntotal > 0) {
            throw in.wrong(at, "the index holds " + ntotal + " vectors and is not trained");
        }
        return new Header(fourcc, offset, d, ntotal, trained, innerProduct);
    }

    private FaissNode.Flat flat(Header header) {
        long start = in.position();
        long count = in.count("numbers", Float.BYTES);
        // Divided rather than multiplied, so that no ntotal can overflow the comparison.
        if (count / header.d() != header.ntotal() || count % header.d() != 0) {
            throw in.wrong(start, "there are " + count + " numbers; " + header.ntotal() + " vectors of d = " + header.d()
                    + " are said to be there");
        }
        return new FaissNode.Flat(header, in.bytes(count * Float.BYTES, "vectors"));
    }

    private FaissNode.Pq pq(Header header) {
        FaissNode.PqShape shape = parts.pqShape(header.d());
        ProductQuantizer quantizer = parts.codebooks(shape, header.trained());
        long codes = codes(header.ntotal(), shape.codeSize());
        FaissForm.PqFields fields = FaissForm.PqFields.usual(shape.m(), shape.nbits(), false);
        if (header.fourcc().equals("IxPQ")) {
            return new FaissNode.Pq(header, shape, quantizer, codes,
                    new FaissForm.PqFields("IxPQ", 0, fields.encodeSigns(), fields.polysemousHt()));
        }
        long at = in.position();
        int searchType = in.i32("search_type", 0, 5);
        if (searchType != 0 && searchType != FaissForm.PqFields.SYMMETRIC && searchType != FaissForm.PqFields.POLYSEMOUS) {
            throw in.wrong(at, "search_type is " + searchType + ", by Hamming distance, which is not searched; 0 (asymmetric), "
                    + "3 (symmetric) and 4 (polysemous) are");
        }
        return new FaissNode.Pq(header, shape, quantizer, codes,
                new FaissForm.PqFields(header.fourcc(), searchType, in.bool("encode_signs"), in.i32("polysemous_ht")));
    }

    /** The byte at which the codes begin. */
    private long codes(long ntotal, int codeSize) {
        long start = in.position();
        long bytes = in.count("bytes of codes", 1);
        if (bytes / codeSize != ntotal || bytes % codeSize != 0) {
            throw in.wrong(start, "there are " + bytes + " bytes of codes; " + ntotal + " vectors of " + codeSize
                    + " bytes each are said to be there");
        }
        long at = in.position();
        in.skip(bytes, "codes");
        return at;
    }

    private FaissNode.Ivf ivf(Header header, int depth) {
        int nlist = (int) in.u64("nlist", 1, InvertedFile.MAX_NLIST);
        int nprobe = (int) in.u64("nprobe", 1, Integer.MAX_VALUE);
        FaissNode.Flat quantizer = quantizer(header, nlist, depth);
        FaissNode.DirectMap directMap = parts.directMap(header.ntotal());
        if (header.fourcc().equals("IwFl")) {
            FaissNode.InvertedLists lists = parts.lists(nlist, header.d() * Float.BYTES, header.ntotal(), header.trained());
            return new FaissNode.Ivf(header, nlist, nprobe, quantizer, directMap, false, null, null, lists);
        }
        boolean residual = in.bool("by_residual");
        long at = in.position();
        long codeSize = in.u64("code_size", 1, Integer.MAX_VALUE);
        FaissNode.PqShape shape = parts.pqShape(header.d());
        if (codeSize != shape.codeSize()) {
            throw in.wrong(at, "code_size is " + codeSize + "; codes of " + shape.m() + " x " + shape.nbits() + " bits have "
                    + shape.codeSize());
        }
        ProductQuantizer codebooks = parts.codebooks(shape, header.trained());
        FaissNode.InvertedLists lists = parts.lists(nlist, shape.codeSize(), header.ntotal(), header.trained());
        return new FaissNode.Ivf(header, nlist, nprobe, quantizer, directMap, residual, shape, codebooks, lists);
    }

    /** The index over the centroids of the cells. */
    private FaissNode.Flat quantizer(Header ivf, int nlist, int depth) {
        FaissNode quantizer = index(depth + 1);
        Header header = quantizer.header();
        if (!(quantizer instanceof FaissNode.Flat flat)) {
            throw in.wrong(header.offset(), "the cells are searched by Faiss's " + FaissClasses.of(header.fourcc())
                    + "; an IndexFlat is read there");
        }
        requireSame("d", "the index over the cells", header.offset(), header.d(), ivf.d());
        // An index may be given its cells before it is trained; an empty one waits for them.
        if (header.ntotal() != nlist && (ivf.trained() || header.ntotal() != 0)) {
            throw in.wrong(header.offset(), "there are " + header.ntotal() + " centroids for nlist = " + nlist + " cells");
        }
        if ((long) nlist * ivf.d() > Integer.MAX_VALUE - 8) {
            throw in.wrong(header.offset(), nlist + " centroids of d = " + ivf.d() + " do not fit into one array");
        }
        return flat;
    }

    private FaissNode preTransform(Header header, int depth) {
        long at = in.position();
        int count = in.i32("the number of transforms", 0, 100);
        List<Transform> transforms = new ArrayList<>();
        int d = header.d();
        for (int i = 0; i < count; i++) {
            long offset = in.position();
            Transform transform = parts.transform();
            if (transform.dIn() != d) {
                throw in.wrong(offset, "a transform takes d = " + transform.dIn() + " numbers; it is given " + d);
            }
            transforms.add(transform);
            d = transform.dOut();
        }
        FaissNode inner = index(depth + 1);
        requireSame("d", "the index behind the transforms", at, inner.header().d(), d);
        requireSameVectors(header, inner);
        requireTrainedInside(header, inner.header().trained() && transforms.stream().allMatch(Transform::isTrained));
        return new FaissNode.PreTransform(header, transforms, inner);
    }

    private FaissNode idMap(Header header, int depth) {
        FaissNode inner = index(depth + 1);
        requireSame("d", "the index within " + FaissClasses.of(header.fourcc()), inner.header().offset(), inner.header().d(),
                header.d());
        requireSameVectors(header, inner);
        requireTrainedInside(header, inner.header().trained());
        return new FaissNode.IdMap(header, inner, in.vector("ids", Long.BYTES, header.ntotal()));
    }

    private FaissNode refine(Header header, int depth) {
        FaissNode base = index(depth + 1);
        FaissNode refine = index(depth + 1);
        if (!(refine instanceof FaissNode.Flat originals)) {
            throw in.wrong(refine.header().offset(), "candidates are measured again by Faiss's "
                    + FaissClasses.of(refine.header().fourcc()) + "; an IndexFlat is read there");
        }
        for (FaissNode part : List.of(base, refine)) {
            requireSame("d", "a part of IndexRefine", part.header().offset(), part.header().d(), header.d());
            requireSameVectors(header, part);
        }
        requireTrainedInside(header, base.header().trained());
        float kFactor = in.f32("k_factor");
        if (!(kFactor >= 1 && kFactor <= SearchDefaults.MAX_K_FACTOR)) {
            throw in.wrong(in.position() - Float.BYTES, "k_factor is " + kFactor + "; it must be 1 to " + (int) SearchDefaults.MAX_K_FACTOR);
        }
        return new FaissNode.Refine(header, base, originals, kFactor);
    }

    private void requireSameVectors(Header outer, FaissNode inner) {
        Header header = inner.header();
        requireSame("ntotal", "an index within another", header.offset(), header.ntotal(), outer.ntotal());
        if (header.innerProduct() != outer.innerProduct()) {
            throw in.wrong(header.offset(), "an index within another has another metric than that one");
        }
    }

    private void requireTrainedInside(Header outer, boolean inside) {
        if (outer.trained() && !inside) {
            throw in.wrong(outer.offset(), "the index says that it is trained; a part of it is not");
        }
    }

    private void requireSame(String what, String where, long offset, long found, long needed) {
        if (found != needed) {
            throw in.wrong(offset, where + " has " + what + " = " + found + "; " + needed + " is needed there");
        }
    }
}
