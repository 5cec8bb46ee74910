package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.contents.SearchDefaults;
import io.vectile.kernel.KernelSets;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an index says that it holds, byte by byte. */
class IndexReportTest {
    private static Index index(String spec, int d, int n, Metric metric) {
        SplittableRandom random = new SplittableRandom(1);
        Index index = new Index(IndexSpec.parse(spec), d, metric, SearchDefaults.USUAL, new TrainingOptions(1, 2, 2, 256));
        index.train(Data.NORMAL.vectors(500, d, random));
        index.add(Data.NORMAL.vectors(n, d, random));
        return index;
    }

    private static Map<String, Long> parts(Index index) {
        Map<String, Long> parts = new LinkedHashMap<>();
        index.inspect().parts().forEach(part -> assertEquals(null, parts.put(part.name(), part.bytes())));
        return parts;
    }

    /** The sizes are those of faiss.serialize_index of Faiss 1.15.1. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Flat         | 128 | 1000 | L2            | 512045",
        "PQ8          | 128 | 0    | L2            | 131158",
        "PQ8          | 128 | 300  | L2            | 133558",
        "PQ4x6        | 20  | 300  | INNER_PRODUCT | 6106",
        "IVF16,Flat   | 8   | 0    | L2            | 651",
        "IVF16,Flat   | 8   | 500  | L2            | 20779",
        "IVF16,PQ4    | 8   | 500  | L2            | 15012",
        "IVF16,PQ4x5  | 8   | 500  | INNER_PRODUCT | 7344",
    })
    void fileBytesAreThoseOfAFaissFile(String spec, int d, int n, Metric metric, long bytes) {
        assertEquals(bytes, index(spec, d, n, metric).inspect().fileBytes());
    }

    /** Faiss lists sizes of the lists that are not empty where these are few: 3 of 16 here. */
    @Test
    void fileBytesOfSparseListsAreThoseOfAFaissFile() {
        assertEquals(819, sparse("IVF16,Flat").inspect().fileBytes());
        assertEquals(1797, sparse("IVF16,PQ4x5").inspect().fileBytes());
    }

    private static Index sparse(String spec) {
        float[][] centres = new float[16][8];
        for (int c = 0; c < 16; c++) {
            Arrays.fill(centres[c], 10f * c);
        }
        float[][] training = new float[320][];
        Arrays.setAll(training, i -> centres[i % 16]);
        Index index = Index.of(spec, 8).train(Vectors.of(training));
        index.add(new float[][] {centres[2], centres[5], centres[11]});
        assertEquals(13, index.inspect().lists().empty());
        return index;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ5", "PQ4x5", "PQ2x10", "IVF16,Flat", "IVF16,PQ5", "IVF16,PQ10x4"})
    void residentBytesAreTheSumOfTheParts(String spec) {
        int d = 20;
        for (Metric metric : Metric.values()) {
            Index index = new Index(IndexSpec.parse(spec), d, metric, SearchDefaults.USUAL, new TrainingOptions(1, 1, 1, 256));
            SplittableRandom random = new SplittableRandom(2);
            index.train(Data.NORMAL.vectors(1100, d, random));
            for (int call = 0; call < 5; call++) {
                index.add(Data.NORMAL.vectors(random.nextInt(200), d, random));
                IndexReport report = index.inspect();
                long sum = report.parts().stream().mapToLong(IndexReport.Part::bytes).sum();
                assertEquals(sum, report.residentBytes());
                assertEquals((double) sum / index.ntotal(), report.bytesPerVector());
                assertTrue(report.parts().stream().allMatch(part -> part.bytes() >= 0), report::toString);
                assertEquals(index.ntotal(), report.ntotal());
                assertEquals(index.ntotal() * report.codeBytes(), parts(index).get("codes"));
            }
        }
    }

    @Test
    void eachPartIsWhatItsTypesTake() {
        // What a scan may read past the last vector: 64 floats, or bytes.
        assertEquals(Map.of("codes", 1000L * 20 * 4, "ids", 0L, "slack", 64L * 4, "lists", 0L), parts(index("Flat", 20, 1000, Metric.L2)));
        // Codebooks: 20 dimensions x 256 floats twice (as rows, as columns), 5 x 256 scores, and a center.
        long codebooks = 4L * (2 * 20 * 256 + 5 * 256 + 20);
        assertEquals(Map.of("codes", 1000L * 5, "ids", 0L, "slack", 64L, "lists", 0L, "codebooks", codebooks),
                parts(index("PQ5", 20, 1000, Metric.L2)));
        // Centroids: one panel of 64 columns, 16 bits a number, and its scores.
        Map<String, Long> cells = parts(index("IVF16,PQ5", 20, 1000, Metric.L2));
        assertEquals(2L * 64 * 20 + 4L * 64, cells.get("centroids"));
        // Elias-Fano: 4 bits below, 2 above, rounded up to bytes twice in each of 16 lists, and where each list's begin.
        long ids = cells.get("ids") - 17L * 8;
        assertTrue(ids >= 1000 * 5.5 / 8 && ids <= 1000 * 7.0 / 8, () -> "ids take " + ids);
        assertEquals(1000L, cells.get("bounds"));
        assertEquals(codebooks, cells.get("codebooks"));
        assertEquals(64L, cells.get("slack"));
        assertEquals(17L * 8 + 16 * 4, cells.get("lists"));
    }

    @Test
    void idsTakeEightBytesWhereOneNeedsThem() {
        Index index = index("Flat", 4, 100, Metric.L2);
        assertEquals(0, parts(index).get("ids"));
        Vectors one = Data.NORMAL.vectors(1, 4, new SplittableRandom(1));
        index.add(one, new long[] {1L << 40});
        assertEquals(8, parts(index).get("ids"), "those counted before need none");
    }

    @Test
    void removedVectorsAndThoseAddedSincePackingAreCounted() {
        Index index = index("IVF16,PQ5", 20, 1000, Metric.L2);
        assertEquals(0, index.inspect().removed());
        assertEquals(0, index.inspect().unpacked());
        index.remove(IdFilter.range(0, 250));
        index.add(Data.NORMAL.vectors(30, 20, new SplittableRandom(3)));
        assertEquals(250, index.inspect().removed());
        assertEquals(30, index.inspect().unpacked());
        String table = index.inspect().toString();
        assertTrue(table.contains("250 removed vectors take room (24.3%), 30 were added, since lists were packed"), table);
        index.compact();
        assertEquals(0, index.inspect().removed());
        assertEquals(0, index.inspect().unpacked());
        assertEquals(0, index.inspect().mappedBytes());
    }

    @Test
    void listsAreCounted() {
        float[][] training = new float[400][2];
        for (int i = 0; i < training.length; i++) {
            training[i] = new float[] {i % 4 * 100, i % 7};
        }
        Index index = Index.of("IVF4,Flat", 2).train(training);
        assertEquals(new IndexReport.Lists(4, 4, 0, 0, 1.0), index.inspect().lists());
        index.add(new float[][] {{0, 1}, {0, 2}, {100, 1}});
        // Faiss's factor: nlist * (2^2 + 1^2) / 3^2.
        assertEquals(new IndexReport.Lists(4, 2, 0, 2, 20.0 / 9), index.inspect().lists());
    }

    @Test
    void theTableSaysAll() {
        Index index = Index.builder(8).ivf(5).pq(4, 5).nprobe(3).seed(77).build()
                .train(Data.NORMAL.vectors(300, 8, new SplittableRandom(1)));
        index.add(Data.NORMAL.vectors(300, 8, new SplittableRandom(1)));
        IndexReport report = index.inspect();
        String table = report.toString();
        for (String said : new String[] {"IVF5,PQ4x5 (residual)", "300 x 8, l2", "3 bytes", "nprobe 3", "seed 77",
            "10 rounds for cells, 25 for codebooks", report.kernels(), "as a Faiss file"}) {
            assertTrue(table.contains(said), said + " in\n" + table);
        }
        report.parts().forEach(part -> assertTrue(
                table.contains(String.format("%,d bytes  %s", part.bytes(), part.what())), part + " in\n" + table));
        assertTrue(KernelSets.all().stream().anyMatch(set -> set.name().equals(report.kernels())), report.kernels());
        assertTrue(Index.of("PQ4", 8).inspect().toString().contains("0 x 8, l2, not trained"));
    }

    @Test
    void listSizesCountTheVectorsThatAreThere() {
        Index index = sparse("IVF16,Flat");
        long[] before = index.listSizes();
        assertEquals(16, before.length);
        assertEquals(index.ntotal(), Arrays.stream(before).sum());
        IndexReport.Lists lists = index.inspect().lists();
        assertEquals(lists.empty(), Arrays.stream(before).filter(size -> size == 0).count());
        assertEquals(lists.largest(), Arrays.stream(before).max().orElseThrow());
        index.remove(0);
        long[] after = index.listSizes();
        assertEquals(1, IntStream.range(0, 16).mapToLong(l -> before[l] - after[l]).filter(gone -> gone == 1).count());
        assertEquals(index.ntotal(), Arrays.stream(after).sum());
        assertEquals(1, index("PQ4", 8, 300, Metric.L2).listSizes().length);
        assertEquals(300, index("PQ4", 8, 300, Metric.L2).listSizes()[0]);
        assertEquals(16, Arrays.stream(Index.of("IVF16,PQ4", 8).listSizes()).filter(size -> size == 0).count());
    }

    /** Decoding the code that the quantizer gives a vector is what the index reconstructs. */
    @Test
    void theQuantizerIsTheOneThatCodesVectors() {
        Index index = index("PQ4", 8, 300, Metric.L2);
        ProductQuantizer quantizer = index.quantizer().orElseThrow();
        float[] row = Data.NORMAL.vectors(1, 8, new SplittableRandom(7)).row(0);
        index.add(new float[][] {row});
        byte[] code = new byte[quantizer.codeSize()];
        quantizer.encode(row, 0, 1, code, 0);
        float[] decoded = new float[8];
        quantizer.decode(code, 0, decoded, 0);
        assertArrayEquals(decoded, index.reconstruct(300));
        assertTrue(index("IVF16,Flat", 8, 300, Metric.L2).quantizer().isEmpty());
        assertTrue(Index.of("IVF16,PQ4", 8).quantizer().isEmpty(), "before training");
    }
}
