package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissBytes;
import io.vectile.faiss.FaissFixture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faiss files that are cut off, or say about themselves what is not so: each a typed error that says where, and what would
 * be right, before memory is taken for what is not there. Most of these Faiss itself reads.
 */
class FaissHostileFilesTest {
    private static final Set<String> NOT_READ = Set.of("hnsw", "ivf16_rq3x6", "ivf_hnsw_pq", "ivf_rabitq", "ivfpq_fs",
            "ivfpq_fs_residual", "ivfpq_refine_sq", "ivfsq8", "lsh", "lsh_rt", "lsq3x5", "pq_fs", "prq2x2x5", "rabitq", "rq3x6",
            "sq4", "sq6", "sq8", "sqbf16", "sqfp16");

    @TempDir
    Path folder;

    /** Small files of every kind, whole and right. */
    private enum Sample {
        FLAT(() -> new FaissBytes().flat("", 2, 1, 2, 3, 4, 5, 6)),
        PQ(FaissBytes::pq),
        IVF_FLAT(FaissBytes::ivfFlat),
        IVF_FLAT_WITH_ARRAY(FaissBytes::ivfFlatWithArray),
        IVF_FLAT_WITH_HASH_TABLE(FaissBytes::ivfFlatWithHashTable),
        IVF_FLAT_UNTRAINED(FaissBytes::ivfFlatUntrained),
        IVF_FLAT_SPARSE(FaissBytes::ivfFlatSparse),
        IVF_PQ(FaissBytes::ivfPq),
        ID_MAP(FaissBytes::idMap),
        REFINE(FaissBytes::refine),
        LINEAR(FaissBytes::linear),
        LINEAR_EMPTY(FaissBytes::linearEmpty),
        CENTER_AND_NORMALIZE(FaissBytes::centerAndNormalize),
        PCA(FaissBytes::pca);

        private final Supplier<FaissBytes> bytes;

        Sample(Supplier<FaissBytes> bytes) {
            this.bytes = bytes;
        }
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void theSamplesAreRead(Sample sample) throws IOException {
        Path file = sample.bytes.get().in(folder);
        Index index = FaissFiles.read(file);
        boolean empty = sample == Sample.IVF_FLAT_UNTRAINED || sample == Sample.LINEAR_EMPTY;
        assertEquals(empty ? 0 : sample.name().startsWith("IVF") ? 4 : 3, index.ntotal());
        FaissFiles.write(index, folder.resolve("again.index"));
        assertEquals(-1, Files.mismatch(file, folder.resolve("again.index")), "the first byte that differs");
    }

    private void refused(FaissBytes file, String field, String message) throws IOException {
        refused(file.array(), ", byte " + file.at(field) + ": " + message);
    }

    private void refused(byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("a.index"), bytes);
        var e = assertThrows(VectorFileException.class, () -> FaissFiles.read(file));
        assertEquals(file + message, e.getMessage());
        assertEquals(file, e.path());
    }

    // ---- cut off ---------------------------------------------------------------------------------------------------------

    static Stream<FaissFixture> fixtures() {
        return FaissFixture.in("d16").stream().filter(fixture -> !NOT_READ.contains(fixture.name()));
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void aFileCutAnywhereIsRefused(Sample sample) throws IOException {
        refusedAtEveryLength(sample.bytes.get().array(), 1);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFileOfFaissCutAnywhereIsRefused(FaissFixture fixture) throws IOException {
        byte[] bytes = fixture.read();
        refusedAtEveryLength(bytes, Math.max(7, bytes.length / 150 | 1));
    }

    /** Every length near the start and the end; between them one in {@code stride}. */
    private void refusedAtEveryLength(byte[] whole, int stride) throws IOException {
        Path file = Files.write(folder.resolve("a.index"), Arrays.copyOf(whole, whole.length + 1));
        var e = assertThrows(VectorFileException.class, () -> FaissFiles.read(file));
        assertEquals(file + ", byte " + whole.length + ": 1 bytes follow the end of the index", e.getMessage());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = whole.length - 1; length > 0; length--) {
                boolean near = length < 60 || length > whole.length - 60;
                if (near || length % stride == 0) {
                    channel.truncate(length);
                    int cut = length;
                    e = assertThrows(VectorFileException.class, () -> FaissFiles.read(file), () -> "cut to " + cut + " bytes");
                    assertTrue(e.getMessage().startsWith(file.toString()) && e.offset() >= 0 && e.offset() <= length,
                            e.getMessage());
                }
            }
        }
    }

    @Test
    void whatIsNoIndexIsRefused() throws IOException {
        refused(new byte[0], ": the file is empty");
        refused(new byte[] {'I', 'x'}, ", byte 0: the kind of index needs 4 bytes; the file ends after 2 more");
        String question = ", which is no kind of Faiss index; is this a file that faiss.write_index wrote?";
        refused(new byte[] {4, 0, 0, 0, 1, 2, 3, 4}, ", byte 0: begins with \"0x04000000\"" + question);
        refused("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 5\n".getBytes(StandardCharsets.US_ASCII),
                ", byte 0: begins with \"vers\"" + question);
        Path missing = folder.resolve("none.index");
        assertEquals(missing + ": cannot be opened: there is no such file",
                assertThrows(VectorFileException.class, () -> FaissFiles.read(missing)).getMessage());
        assertEquals(folder + ": cannot be opened: this is a directory",
                assertThrows(VectorFileException.class, () -> FaissFiles.read(folder)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"IxMp", "IxM2", "IxRF"})
    void aFileOfNothingButNestedHeadersIsRefused(String fourcc) throws IOException {
        refused(FaissBytes.nested(fourcc, 20_000), ", byte " + 8 * 37 + ": indexes are nested more than 8 deep");
    }

    // ---- holes, by name --------------------------------------------------------------------------------------------------

    @Test
    void headersAreChecked() throws IOException {
        FaissBytes flat = Sample.FLAT.bytes.get();
        refused(flat.withInt("d", 0), "d", "d is 0; it must be 1 to 1048576");
        refused(flat.withInt("d", -1), "d", "d is -1; it must be 1 to 1048576");
        refused(flat.withInt("d", 1_048_577), "d", "d is 1048577; it must be 1 to 1048576");
        refused(Sample.FLAT.bytes.get().withLong("ntotal", -1), "ntotal",
                "ntotal is 18446744073709551615; it must be 0 to 9223372036854775807");
        refused(Sample.FLAT.bytes.get().withLong("ntotal", 4), "rows.count",
                "there are 6 numbers; 4 vectors of d = 2 are said to be there");
        refused(Sample.FLAT.bytes.get().withLong("dummy1", 1 << 21), "dummy1",
                "the header has 2097152 where Faiss writes 1048576");
        refused(Sample.FLAT.bytes.get().withLong("dummy2", 0), "dummy2", "the header has 0 where Faiss writes 1048576");
        refused(Sample.FLAT.bytes.get().withByte("trained", 2), "trained", "is_trained is 2; it must be 0 or 1");
        refused(Sample.FLAT.bytes.get().withByte("trained", 0), "d", "the index holds 3 vectors and is not trained");
        refused(Sample.FLAT.bytes.get().withInt("metric", 7), "d", "the metric is number 7; L2 and inner product are read");
        refused(Sample.FLAT.bytes.get().withInt("metric", 2), "d", "the metric is L1; L2 and inner product are read");
        refused(Sample.FLAT.bytes.get().withInt("metric", -1), "d", "the metric is number -1; L2 and inner product are read");
        refused(Sample.FLAT.bytes.get().withInt("metric", 0), "d",
                "the metric is inner product, which \"IxF2\" does not have");
    }

    @Test
    void productQuantizersAreChecked() throws IOException {
        refused(FaissBytes.pq().withInt("d", 5), "pq.d", "d of the product quantizer is 4; the index has 5");
        refused(FaissBytes.pq().withLong("pq.m", 3), "pq.d", "PQ3 needs d divisible by 3; d is 4");
        refused(FaissBytes.pq().withLong("pq.nbits", 0), "pq.nbits", "nbits is 0; it must be 1 to 24");
        refused(FaissBytes.pq().withLong("pq.nbits", 25), "pq.nbits", "nbits is 25; it must be 1 to 24");
        refused(FaissBytes.pq().withLong("pq.nbits", 4), "centroids.count", "there are 32 centroids; there must be 64");
        refused(FaissBytes.pq().withLong("codes.count", 2), "codes.count",
                "there are 2 bytes of codes; 3 vectors of 1 bytes each are said to be there");
        refused(FaissBytes.pq().withLong("ntotal", 1L << 60), "codes.count",
                "there are 3 bytes of codes; 1152921504606846976 vectors of 1 bytes each are said to be there");
        refused(FaissBytes.pq().withFloat("centroids", Float.NaN), "centroids",
                "number 0 of the centroids is NaN; every one must be finite");
        refused(FaissBytes.pq().withFloat("centroids", Float.NEGATIVE_INFINITY), "centroids",
                "number 0 of the centroids is -Infinity; every one must be finite");
        refused(FaissBytes.pq().withFloat("centroids", 1e19f), "centroids.count",
                "the centroids have squared lengths up to 1.0E38; 2.1267647E37 is the most that can be searched");
        refused(FaissBytes.pq().withInt("search_type", 6), "search_type", "search_type is 6; it must be 0 to 5");
        refused(FaissBytes.pq().withByte("encode_signs", 9), "encode_signs", "encode_signs is 9; it must be 0 or 1");
        refused(FaissBytes.pq().withInt("trained", 0x100), "d", "the index holds 3 vectors and is not trained");
    }

    @Test
    void cellsAreChecked() throws IOException {
        refused(FaissBytes.ivfFlat().withInt("cells.d", 3), "cells.rows.count",
                "there are 6 numbers; 3 vectors of d = 3 are said to be there");
        refused(FaissBytes.ivfPq().withInt("d", 2), "cells.fourcc", "the index over the cells has d = 4; 2 is needed there");
        refused(FaissBytes.ivfFlat().withLong("nlist", 0), "nlist", "nlist is 0; it must be 1 to 4194304");
        refused(FaissBytes.ivfFlat().withLong("nlist", 4), "cells.fourcc", "there are 3 centroids for nlist = 4 cells");
        refused(FaissBytes.ivfFlat().withLong("nprobe", 0), "nprobe", "nprobe is 0; it must be 1 to 2147483647");
        refused(FaissBytes.ivfFlat().withFloat("cells.rows", Float.NaN), "cells.fourcc",
                "centroid 0 has the squared length NaN; 2.1267647E37 is the most that can be searched");
        refused(FaissBytes.ivfFlat().withFloat("cells.rows", 3e38f), "cells.fourcc",
                "centroid 0 has the squared length Infinity; 2.1267647E37 is the most that can be searched");
        refused(FaissBytes.ivfPq().withFloat("cells.rows", 1e19f), "cells.fourcc",
                "centroid 0 has the squared length 1.0E38; 2.1267647E37 is the most that can be searched");
        refused(FaissBytes.ivfPq().withFloat("centroids", Float.NaN), "centroids",
                "number 0 of the centroids is NaN; every one must be finite");
        refused(FaissBytes.ivfPq().withByte("by_residual", 255), "by_residual", "by_residual is 255; it must be 0 or 1");
        refused(FaissBytes.ivfPq().withLong("code_size", 2), "code_size",
                "code_size is 2; codes of 2 x 3 bits have 1");
        refused(FaissBytes.ivfPq().withInt("cells.metric", 9), "cells.d",
                "the metric is number 9; L2 and inner product are read");
        refused(FaissBytes.ivfFlat().withText("cells.fourcc", "IxMp"), "cells.rows.count",
                "begins with \"0x06000000\", which is no kind of Faiss index; is this a file that faiss.write_index wrote?");
    }

    @Test
    void listsAreChecked() throws IOException {
        refused(FaissBytes.ivfFlat().withLong("ntotal", 5), "lists", "the lists have 4 vectors; ntotal is 5");
        refused(FaissBytes.ivfFlat().withLong("ntotal", 3), "lists",
                "list 2 has 2 vectors, where 1 of ntotal = 3 are left");
        refused(FaissBytes.ivfFlat().withLong("sizes", 1, -2), "lists",
                "list 1 has 18446744073709551614 vectors, where 2 of ntotal = 4 are left");
        refused(FaissBytes.ivfFlat().withText("lists", "ilod"), "lists",
                "the lists are \"ilod\", Faiss's OnDiskInvertedLists; ArrayInvertedLists are read");
        refused(FaissBytes.ivfFlat().withText("lists", "ilxx"), "lists",
                "the lists are \"ilxx\"; ArrayInvertedLists are read");
        refused(FaissBytes.ivfFlat().withLong("lists.nlist", 2), "lists.nlist",
                "the lists have nlist = 2; the index has 3");
        refused(FaissBytes.ivfFlat().withLong("lists.code_size", 4), "lists.code_size",
                "the lists have code_size = 4; the index has 8");
        refused(FaissBytes.ivfPq().withLong("lists.code_size", 2), "lists.code_size",
                "the lists have code_size = 2; the index has 1");
        refused(FaissBytes.ivfFlat().withText("sizes.fourcc", "half"), "sizes.fourcc",
                "list sizes are encoded as \"half\"; it must be \"full\" or \"sprs\"");
        refused(FaissBytes.ivfFlat().withLong("sizes.count", 2), "sizes.count", "there are 2 list sizes; there must be 3");
        refused(FaissBytes.ivfFlat().withLong("ntotal", 1 << 20).withLong("sizes", 2, (1 << 20) - 2), "codes2",
                "list 2 has 1048574 vectors of 8 bytes and an id; the file ends after 32 more");
        refused(FaissBytes.ivfFlat().withFloat("codes0", Float.NaN), "codes0",
                "vector 0 of list 0 has the squared length NaN; it must be finite, and 2.1267647E37 at most");
        refused(FaissBytes.ivfFlat().withFloat("codes2", 1e19f), "codes2",
                "vector 0 of list 2 has the squared length 1.0E38; it must be finite, and 2.1267647E37 at most");
    }

    @Test
    void sparseSizesAreChecked() throws IOException {
        refused(FaissBytes.ivfFlatSparse().withLong("sizes", 0, 3), "sizes.fourcc",
                "the size of list 3 follows that of list -1; lists must rise, up to 2");
        refused(FaissBytes.ivfFlatSparse().withLong("sizes", 0, -1), "sizes.fourcc",
                "the size of list 18446744073709551615 follows that of list -1; lists must rise, up to 2");
        refused(FaissBytes.ivfFlatSparse().withLong("sizes", 0, Long.MIN_VALUE), "sizes.fourcc",
                "the size of list 9223372036854775808 follows that of list -1; lists must rise, up to 2");
        refused(FaissBytes.ivfFlatSparse().withLong("sizes.count", 1), "sizes.fourcc",
                "list sizes are pairs; there are 1 numbers");
        // The first codes are taken for a second pair: zeros, which name list 0 after list 1.
        refused(FaissBytes.ivfFlatSparse().withLong("sizes.count", 4), "sizes.fourcc",
                "the size of list 0 follows that of list 1; lists must rise, up to 2");
        refused(FaissBytes.ivfFlatSparse().withLong("sizes", 1, 3), "lists", "the lists have 3 vectors; ntotal is 4");
    }

    @Test
    void directMapsAreChecked() throws IOException {
        String array = "the direct map says of ids other places than those where the lists have them";
        refused(FaissBytes.ivfFlat().withByte("map", 9), "map",
                "the kind of direct map is 9; it must be 0 (none), 1 (array) or 2 (hash table)");
        refused(FaissBytes.ivfFlatWithArray().withLong("map.array", 1, 2L << 32 | 2), "map", array);
        refused(FaissBytes.ivfFlatWithArray().withLong("map.array", 1, 7L << 32), "map", array);
        refused(FaissBytes.ivfFlatWithArray().withLong("map.array", 0, -1), "map", array);
        refused(FaissBytes.ivfFlatWithArray().withLong("map.array", 0, 1), "map", array);
        refused(FaissBytes.ivfFlatWithArray().withLong("ids0", 0, 4), "map", array);
        refused(FaissBytes.ivfFlatWithArray().withLong("ids0", 0, 3), "map", array);
        refused(FaissBytes.ivfFlatWithArray().withLong("map.array.count", 3), "map.array.count",
                "there are 3 places of the direct map; there must be 4");
        refused(FaissBytes.ivfFlat().withLong("map.array.count", 1), "map.array.count",
                "there are 1 places of the direct map; there must be 0");
        for (long place : new long[] {0, 2, 1L << 32, 3L << 32, -1, Long.MIN_VALUE, 0xffffffffL, 1L << 62}) {
            refused(FaissBytes.ivfFlatWithHashTable().withLong("map.pairs", 1, place), "map",
                    "the direct map says that id 3 is at place " + place + ", where the lists do not have it");
        }
        refused(FaissBytes.ivfFlatWithHashTable().withLong("map.pairs", 0, 8), "map",
                "the direct map says that id 8 is at place 1, where the lists do not have it");
        refused(FaissBytes.ivfFlatWithHashTable().withLong("map.entries", 5), "map",
                "the direct map has 5 entries; ntotal is 4");
    }

    @Test
    void idMapsAreChecked() throws IOException {
        refused(FaissBytes.idMap().withInt("d", 3), "inner.fourcc",
                "the index within IndexIDMap2 has d = 2; 3 is needed there");
        refused(FaissBytes.idMap().withLong("ntotal", 2), "inner.fourcc",
                "an index within another has ntotal = 3; 2 is needed there");
        refused(FaissBytes.idMap().withInt("metric", 0), "inner.fourcc",
                "an index within another has another metric than that one");
        refused(FaissBytes.idMap().withLong("ids.count", 2), "ids.count", "there are 2 ids; there must be 3");
        refused(FaissBytes.idMap().withText("inner.fourcc", "null"), "inner.fourcc",
                "holds \"null\", Faiss's place for no index, which is not read; Vectile reads IndexFlat, IndexPQ, IndexIVFFlat and "
                        + "IndexIVFPQ (with an IndexFlat for the cells), alone or within IndexIDMap, IndexIDMap2, "
                        + "IndexPreTransform and IndexRefine (with an IndexFlat)");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, 0, 0.5f, -1, 1000.5f, 1001, Float.POSITIVE_INFINITY})
    void kFactorsOutOfRangeAreRefused(float kFactor) throws IOException {
        refused(FaissBytes.refine().withFloat("k_factor", kFactor), "k_factor",
                "k_factor is " + kFactor + "; it must be 1 to 1000");
    }

    @Test
    void partsOfRefiningIndexesAreChecked() throws IOException {
        refused(FaissBytes.refine().withInt("d", 3), "base.fourcc", "a part of IndexRefine has d = 2; 3 is needed there");
        refused(FaissBytes.refine().withLong("ntotal", 2), "base.fourcc",
                "an index within another has ntotal = 3; 2 is needed there");
        refused(FaissBytes.refine().withInt("metric", 0), "base.fourcc",
                "an index within another has another metric than that one");
    }

    @Test
    void transformsAreChecked() throws IOException {
        // Faiss holds the length of a matrix against dimensions that it has not read yet.
        refused(FaissBytes.shortMatrix(), "t.", "the matrix of a transform has 4 numbers; 6 are needed");
        refused(FaissBytes.linear().withInt("t.d_out", 3), "t.",
                "the matrix of a transform has 6 numbers; 9 are needed");
        refused(FaissBytes.linear().withInt("t.d_out", 1), "t.",
                "the matrix of a transform has 6 numbers; 3 are needed");
        refused(FaissBytes.linear().withInt("t.d_in", 0), "t.d_in", "d_in is 0; it must be 1 to 1048576");
        refused(FaissBytes.linear().withInt("t.d_out", 1 << 30), "t.d_out", "d_out is 1073741824; it must be 1 to 1048576");
        refused(FaissBytes.linear().withInt("t.d_in", 1 << 20).withInt("t.d_out", 1 << 20), "t.",
                "the matrix of a transform has 6 numbers; 1099511627776 are needed");
        refused(FaissBytes.linear().withByte("t.have_bias", 0), "t.",
                "the bias of a transform has 2 numbers; 0 are needed");
        refused(FaissBytes.linear().withByte("t.have_bias", 3), "t.have_bias", "have_bias is 3; it must be 0 or 1");
        refused(FaissBytes.linear().withFloat("t.matrix", Float.NaN), "t.matrix",
                "number 0 of the numbers of the matrix is NaN; every one must be finite");
        refused(FaissBytes.linear().withFloat("t.bias", Float.POSITIVE_INFINITY), "t.bias",
                "number 0 of the numbers of the bias is Infinity; every one must be finite");
        refused(FaissBytes.linear().withByte("t.trained", 0), "fourcc",
                "the index says that it is trained; a part of it is not");
        refused(FaissBytes.linear().withInt("d", 4), "t.", "a transform takes d = 3 numbers; it is given 4");
        refused(FaissBytes.linear().withLong("ntotal", 2), "inner.fourcc",
                "an index within another has ntotal = 3; 2 is needed there");
        refused(FaissBytes.linear().withInt("transforms", 101), "transforms",
                "the number of transforms is 101; it must be 0 to 100");
        refused(FaissBytes.linear().withInt("transforms", -1), "transforms",
                "the number of transforms is -1; it must be 0 to 100");
        refused(FaissBytes.linear().withInt("transforms", 2), "inner.fourcc",
                "the transform is \"IxF2\", Faiss's IndexFlatL2; LinearTransform (also as OPQMatrix), RandomRotationMatrix, "
                        + "PCAMatrix, NormalizationTransform and CenteringTransform are read");
        refused(FaissBytes.linear().withInt("inner.d", 3).withLong("inner.ntotal", 2), "transforms",
                "the index behind the transforms has d = 3; 2 is needed there");
        refused(FaissBytes.centerAndNormalize().withInt("n.d_in", 3).withInt("n.d_out", 3), "n.",
                "a transform takes d = 3 numbers; it is given 2");
        refused(FaissBytes.centerAndNormalize().withInt("n.d_out", 3), "n.",
                "the transform takes d = 2 to d = 3; both must be the same");
        refused(FaissBytes.centerAndNormalize().withInt("c.d_in", 1).withInt("c.d_out", 1), "c.",
                "the mean of a transform has 2 numbers; 1 are needed");
        refused(FaissBytes.centerAndNormalize().withFloat("c.mean", Float.NaN), "c.mean",
                "number 0 of the numbers of the mean is NaN; every one must be finite");
        refused(FaissBytes.centerAndNormalize().withFloat("n.norm", 1), "n.",
                "the vectors are scaled by the norm L1.0; L2 is read");
        refused(FaissBytes.pca().withFloat("t.eigenvalues", Float.NaN), "t.eigenvalues",
                "number 0 of the eigenvalues is NaN; every one must be finite");
        refused(FaissBytes.pca().withFloat("t.basis", Float.NaN), "t.basis",
                "number 0 of the numbers of the basis is NaN; every one must be finite");
        refused(FaissBytes.pca().withByte("t.random_rotation", 2), "t.random_rotation",
                "random_rotation is 2; it must be 0 or 1");
    }

    // ---- counts that are not so --------------------------------------------------------------------------------------------

    /** What this thread has taken from the heap. By reflection: the library itself does not require java.management. */
    private static long allocatedBytes() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void noMemoryIsTakenForWhatIsNotThere(Sample sample) throws Exception {
        int refusals = 0;
        for (String count : sample.bytes.get().counts()) {
            for (long value : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62, 1L << 61, 1L << 60, 1L << 40, 1L << 33,
                    1L << 32, Integer.MAX_VALUE, 1 << 28, 1 << 22, 1 << 20}) {
                if (count.equals("nprobe") && value > 0 && value <= Integer.MAX_VALUE) {
                    continue; // more than there are is all
                }
                byte[] bytes = sample.bytes.get().withLong(count, value).array();
                Path file = Files.write(folder.resolve("a.index"), bytes);
                BuildOptions options = BuildOptions.defaults().withThreads(1);
                String what = count + " = " + value;
                // The first time classes are loaded.
                var e = assertThrows(VectorFileException.class, () -> FaissFiles.read(file, options), what);
                long before = allocatedBytes();
                try {
                    FaissFiles.read(file, options);
                } catch (VectorFileException again) {
                    refusals++;
                }
                long taken = allocatedBytes() - before;
                assertTrue(taken < 4L * bytes.length + (1 << 20), what + " takes " + taken + " bytes: " + e.getMessage());
                assertTrue(e.offset() >= 0 && e.offset() <= bytes.length, e.getMessage());
            }
        }
        assertTrue(refusals >= 13 * (sample.bytes.get().counts().size() - 1), refusals + " refusals");
    }
}
