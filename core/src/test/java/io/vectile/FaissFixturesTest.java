package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.IndexStateException;
import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissFixture;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Faiss wrote are read as what they are, answer as Faiss answers, and are written again byte for byte. */
class FaissFixturesTest {
    private static final double RELATIVE = 1e-5;

    private static final String NOR = ", which is not read; Vectile reads IndexFlat, IndexPQ, IndexIVFFlat and IndexIVFPQ (with "
            + "an IndexFlat for the cells), alone or within IndexIDMap, IndexIDMap2, IndexPreTransform and IndexRefine (with an "
            + "IndexFlat)";
    private static final String HAMMING = ", by Hamming distance, which is not searched; 0 (asymmetric), 3 (symmetric) and 4 "
            + "(polysemous) are";
    private static final String TRANSFORMS = "; LinearTransform (also as OPQMatrix), RandomRotationMatrix, PCAMatrix, "
            + "NormalizationTransform and CenteringTransform are read";

    /** Files that are not read, and what their message says. */
    private static final Map<String, String> NOT_READ = notRead();

    @TempDir
    Path folder;

    private static Map<String, String> notRead() {
        Map<String, String> classes = new TreeMap<>();
        String[] pairs = {
            "flat_canberra", "the metric is number 20; L2 and inner product are read",
            "flat_l1", "the metric is L1; L2 and inner product are read",
            "flat_linf", "the metric is Linf; L2 and inner product are read",
            "hnsw", "holds \"IHNf\", Faiss's IndexHNSWFlat" + NOR,
            "ivf16_rq3x6", "holds \"IwRQ\", Faiss's IndexIVFResidualQuantizer" + NOR,
            "ivf_hnsw_pq", "holds \"IHNf\", Faiss's IndexHNSWFlat" + NOR,
            "ivf_rabitq", "holds \"Iwrq\", Faiss's IndexIVFRaBitQ" + NOR,
            "ivfpq_fs", "holds \"IwPf\", Faiss's IndexIVFPQFastScan" + NOR,
            "ivfpq_fs_residual", "holds \"IwPf\", Faiss's IndexIVFPQFastScan" + NOR,
            "ivfpq_refine_sq", "holds \"IxSQ\", Faiss's IndexScalarQuantizer" + NOR,
            "ivfsq8", "holds \"IwSq\", Faiss's IndexIVFScalarQuantizer" + NOR,
            "lsh", "holds \"IxHe\", Faiss's IndexLSH" + NOR,
            "lsh_rt", "holds \"IxHe\", Faiss's IndexLSH" + NOR,
            "lsq3x5", "holds \"IxLS\", Faiss's IndexLocalSearchQuantizer" + NOR,
            "not_read_hnsw4_pq2", "holds \"IHNp\", Faiss's IndexHNSWPQ" + NOR,
            "not_read_hr_flat", "the transform is \"HRot\", Faiss's HadamardRotation" + TRANSFORMS,
            "not_read_idmap_in_idmap", "an id map within another is not read",
            "not_read_imi2x2_pq2", "holds \"Imiq\", Faiss's MultiIndexQuantizer" + NOR,
            "not_read_itq8_lsh", "the transform is \"Viqt\", Faiss's ITQTransform" + TRANSFORMS,
            "not_read_ivf4_flatdedup", "holds \"IwFd\", Faiss's IndexIVFFlatDedup" + NOR,
            "not_read_ivf4_pca4_flat__flat", "the cells are searched by Faiss's IndexPreTransform; an IndexFlat is read there",
            "not_read_ivf4_pq2_4", "holds \"IwQR\", Faiss's IndexIVFPQR" + NOR,
            "not_read_ivf4_pq4x4fs", "holds \"IwPf\", Faiss's IndexIVFPQFastScan" + NOR,
            "not_read_ivf4_rabitq", "holds \"Iwrq\", Faiss's IndexIVFRaBitQ" + NOR,
            "not_read_ivf4_sq4", "holds \"IwSq\", Faiss's IndexIVFScalarQuantizer" + NOR,
            "not_read_nsg8_flat", "holds \"INSf\", Faiss's IndexNSGFlat" + NOR,
            "not_read_pad12_flat", "the transform is \"RmDT\", Faiss's RemapDimensionsTransform" + TRANSFORMS,
            "not_read_pq2x4np_refine_pq4np_", "candidates are measured again by Faiss's IndexPQ; an IndexFlat is read there",
            "not_read_refine_in_transforms", "IndexRefine within transforms is not read",
            "pq_fs", "holds \"IPfs\", Faiss's IndexPQFastScan" + NOR,
            "pq_generalized_hamming", "search_type is 2" + HAMMING,
            "pq_hamming", "search_type is 1" + HAMMING,
            "prq2x2x5", "holds \"IxPR\", Faiss's IndexProductResidualQuantizer" + NOR,
            "rabitq", "holds \"Ixrq\", Faiss's IndexRaBitQ" + NOR,
            "rq3x6", "holds \"IxRq\", Faiss's IndexResidualQuantizer" + NOR,
            "sq4", "holds \"IxSQ\", Faiss's IndexScalarQuantizer" + NOR,
            "sq6", "holds \"IxSQ\", Faiss's IndexScalarQuantizer" + NOR,
            "sq8", "holds \"IxSQ\", Faiss's IndexScalarQuantizer" + NOR,
            "sqbf16", "holds \"IxSQ\", Faiss's IndexScalarQuantizer" + NOR,
            "sqfp16", "holds \"IxSQ\", Faiss's IndexScalarQuantizer" + NOR
        };
        for (int i = 0; i < pairs.length; i += 2) {
            classes.put(pairs[i], pairs[i + 1]);
        }
        return classes;
    }

    static Stream<FaissFixture> read() {
        return FaissFixture.all().filter(fixture -> !NOT_READ.containsKey(fixture.name()));
    }

    static Stream<FaissFixture> refused() {
        return FaissFixture.all().filter(fixture -> NOT_READ.containsKey(fixture.name()));
    }

    @ParameterizedTest
    @MethodSource("read")
    void theIndexIsWhatTheFileSays(FaissFixture fixture) {
        Index index = FaissFiles.read(fixture.file());
        assertEquals(spec(fixture), index.spec().toString());
        assertEquals(metric(fixture), index.metric());
        assertEquals(fixture.d(), index.d());
        assertEquals(fixture.ntotal(), index.ntotal());
        assertEquals(fixture.trained(), index.isTrained());
        assertEquals(fixture.nprobe(), index.nprobe());
        boolean residual = fixture.factory().contains("IVF") && fixture.factory().contains("PQ")
                && !fixture.note().equals("by_residual=false");
        assertEquals(residual, index.spec().residual());
        assertEquals(kFactor(fixture), index.kFactor());
        assertEquals(fixture.bytes(), index.inspect().fileBytes());
        assertEquals(fixture.ntotal(), index.inspect().ntotal());
    }

    /** Scaling to length one before inner products is our cosine. */
    private static Metric metric(FaissFixture fixture) {
        boolean refines = fixture.factory().endsWith(",RFlat");
        boolean cosine = fixture.metric().equals("IP") && fixture.factory().startsWith("L2norm,")
                && (!refines || fixture.name().startsWith("cosine"));
        return cosine ? Metric.COSINE : fixture.metric().equals("IP") ? Metric.INNER_PRODUCT : Metric.L2;
    }

    /** The factory string as our spec says it: without id maps, and OPQ as the linear transform that is in the file. */
    private static String spec(FaissFixture fixture) {
        List<String> parts = new ArrayList<>(List.of(fixture.factory().split(",")));
        parts.removeIf(part -> part.startsWith("IDMap"));
        if (metric(fixture) == Metric.COSINE) {
            parts.removeFirst();
        }
        parts.replaceAll(part -> {
            if (part.startsWith("OPQ")) {
                return "Linear" + (part.contains("_") ? part.substring(part.indexOf('_') + 1) : fixture.d());
            }
            return part.matches("PQ\\d+x8") ? part.substring(0, part.length() - 2) : part;
        });
        return String.join(",", parts);
    }

    private static float kFactor(FaissFixture fixture) {
        if (fixture.name().matches("refine_.*_(1|2_5|10)(_ip)?")) {
            return fixture.name().contains("_2_5") ? 2.5f : fixture.name().contains("_10") ? 10f : 1f;
        }
        return switch (fixture.name()) {
            case "idmap_refine", "idmap2_refine" -> 3f;
            case "cosine_refine" -> 4f;
            default -> 1f;
        };
    }

    @ParameterizedTest
    @MethodSource("read")
    void searchAnswersAsFaissDoes(FaissFixture fixture) {
        Index index = FaissFiles.read(fixture.file());
        Vectors queries = fixture.queries();
        if (fixture.name().matches("ivf.*_minus_one")) {
            return; // see anIdOfMinusOneIsFoundLikeAnyOther
        }
        if (!fixture.trained()) {
            assertThrows(IndexStateException.class, () -> index.search(queries, fixture.k()));
            return;
        }
        Vectors distances = fixture.distances();
        IntVectors ids = fixture.ids();
        Neighbors batch = index.search(queries, fixture.k(), SearchOptions.defaults().withThreads(2));
        assertEquals(batch, index.search(queries, fixture.k(), SearchOptions.defaults().withThreads(1)));
        Index onOneThread = FaissFiles.read(fixture.file(), BuildOptions.defaults().withThreads(1));
        assertEquals(batch, onOneThread.search(queries, fixture.k()));
        for (int q = 0; q < queries.n(); q++) {
            assertAsFaiss(ids.rowLongs(q), distances.row(q), batch.ids(q), batch.distances(q), fixture + ", query " + q);
            for (int threads = 1; threads <= (q < 3 ? 2 : q < 12 ? 1 : 0); threads++) {
                Neighbors single = index.search(queries.row(q), fixture.k(), SearchOptions.defaults().withThreads(threads));
                assertArrayEquals(batch.ids(q), single.ids(0), "query " + q + " alone on " + threads);
                assertArrayEquals(batch.distances(q), single.distances(0), "query " + q + " alone on " + threads);
            }
        }
    }

    /**
     * Distances are the same in each place. Ids differ only within a tie: one that Faiss has in another place has the same
     * distance there, and one that it has not, or that we have not, is as far as the last place.
     */
    private static void assertAsFaiss(long[] faissIds, float[] faissDistances, long[] ids, float[] distances, String query) {
        double scale = 0;
        for (int i = 0; i < ids.length; i++) {
            scale = faissIds[i] == -1 ? scale : Math.max(scale, Math.abs(faissDistances[i]));
        }
        double tolerance = RELATIVE * scale;
        int last = ids.length - 1;
        for (int i = 0; i <= last; i++) {
            String place = query + ", place " + i + ": Faiss has " + faissIds[i] + " at " + faissDistances[i] + ", we have "
                    + ids[i] + " at " + distances[i];
            if (faissIds[i] == -1 || ids[i] == -1) {
                assertEquals(faissIds[i], ids[i], place);
                assertEquals(faissDistances[i], distances[i], place);
                continue;
            }
            assertEquals(faissDistances[i], distances[i], tolerance, place);
            if (ids[i] != faissIds[i]) {
                assertEquals(distanceOf(ids[i], faissIds, faissDistances, last), faissDistances[i], 2 * tolerance, place);
                assertEquals(distanceOf(faissIds[i], ids, distances, last), distances[i], 2 * tolerance, place);
            }
        }
    }

    /** Faiss's IVF leaves it out of all answers, other indexes of Faiss do not. */
    @ParameterizedTest
    @ValueSource(strings = {"ivfpq_ids_minus_one", "ivfflat_ids_minus_one", "idmap_ids_minus_one", "idmap2_pq_ids_minus_one"})
    void anIdOfMinusOneIsFoundLikeAnyOther(String name) {
        FaissFixture fixture = FaissFixture.of("more", name);
        Index index = FaissFiles.read(fixture.file());
        float[] vector = index.reconstruct(-1);
        Neighbors all = index.search(vector, 120, SearchOptions.defaults().withNprobe(4));
        assertEquals(120, Arrays.stream(all.ids(0)).distinct().count());
        int place = (int) LongStream.of(all.ids(0)).takeWhile(id -> id != -1).count();
        assertEquals(0f, all.distance(0, place), 1e-5f, "it has the distance zero to itself");
    }

    private static float distanceOf(long id, long[] ids, float[] distances, int otherwise) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id) {
                return distances[i];
            }
        }
        return distances[otherwise];
    }

    @ParameterizedTest
    @MethodSource("read")
    void writtenAgainItHasTheSameBytes(FaissFixture fixture) throws IOException {
        Path again = folder.resolve("again.index");
        FaissFiles.write(FaissFiles.read(fixture.file()), again);
        assertEquals(-1, Files.mismatch(fixture.file(), again), "the first byte that differs");
    }

    /** Codewords have other numbers in our files, which keep those that they came with. */
    @ParameterizedTest
    @ValueSource(strings = {"pq_4x8", "pq_ip", "ivfpq", "ivfpq_ip", "ivfpq_noresidual", "ivfpq_6bit"})
    void codesHaveTheSameBytesAfterOurOwnFormat(String name) throws IOException {
        FaissFixture fixture = FaissFixture.of("d16", name);
        Path saved = folder.resolve("saved.vtl");
        Path again = folder.resolve("again.index");
        FaissFiles.read(fixture.file()).save(saved);
        FaissFiles.write(Index.open(saved), again);
        assertEquals(-1, Files.mismatch(fixture.file(), again), "the first byte that differs");
    }

    /** As versions before 1.5 wrote them: IxPo as IxPq is, IxPQ without the three last fields; both for L2 alone. */
    @ParameterizedTest
    @ValueSource(strings = {"IxPo", "IxPQ"})
    void oldFilesOfIndexPqAreReadAndWrittenAgainAsTheyAre(String fourcc) throws IOException {
        FaissFixture fixture = FaissFixture.of("d16", "pq_4x6");
        byte[] bytes = fixture.read();
        System.arraycopy(fourcc.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
        Path old = folder.resolve("old.index");
        Files.write(old, fourcc.equals("IxPQ") ? Arrays.copyOf(bytes, bytes.length - 9) : bytes);
        Index index = FaissFiles.read(old);
        assertEquals("PQ4x6", index.spec().toString());
        assertEquals(FaissFiles.read(fixture.file()).search(fixture.queries(), 10), index.search(fixture.queries(), 10));
        Path again = folder.resolve("again.index");
        FaissFiles.write(index, again);
        assertEquals(-1, Files.mismatch(old, again), "the first byte that differs");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotReadIsNamedBesideWhatIs(FaissFixture fixture) {
        var e = assertThrows(VectorFileException.class, () -> FaissFiles.read(fixture.file()));
        assertEquals(fixture.file(), e.path());
        assertTrue(e.offset() >= 0 && e.offset() < fixture.bytes(), e.getMessage());
        assertEquals(fixture.file() + ", byte " + e.offset() + ": " + NOT_READ.get(fixture.name()), e.getMessage());
    }
}
