package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.vectile.Index;
import io.vectile.cli.text.JsonReader;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
    private static final List<String> FIELDS = List.of("index", "metric", "d", "n", "threads", "k", "search", "train_s",
            "add_s", "file_bytes", "native_bytes", "resident_bytes", "bytes_per_vector", "single_ms", "batch_ms", "recall", "kernels",
            "quantization_error");
    private static final Set<String> RECALLS = Set.of("1@1", "1@10", "1@100", "10@10", "100@100");

    @TempDir
    Path temp;

    private SampleFiles sample;
    private Path json;

    @BeforeEach
    void files() {
        sample = new SampleFiles(temp);
        json = temp.resolve("bench.json");
    }

    private List<Map<String, Object>> bench(Object... more) throws IOException {
        run(more);
        return Files.readString(json).lines().map(JsonReader::readObject).toList();
    }

    private CommandRun run(Object... more) {
        Object[] words = new Object[9 + more.length];
        Object[] common = {"bench", "--base", sample.baseFile, "--query", sample.queryFile, "--warmup", "0", "--json", json};
        System.arraycopy(common, 0, words, 0, common.length);
        System.arraycopy(more, 0, words, common.length, more.length);
        return CommandRun.done(words);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Double> recall(Map<String, Object> line) {
        return (Map<String, Double>) line.get("recall");
    }

    @Test
    void aLineHasExactlyTheFieldsThatMeasurementsRelyOn() throws IOException {
        Map<String, Object> line = bench("--index", "IVF8,PQ4", "--search", "nprobe=3", "-k", 5, "--threads", 2).getFirst();
        assertEquals(FIELDS, List.copyOf(line.keySet()));
        assertEquals("IVF8,PQ4", line.get("index"));
        assertEquals("l2", line.get("metric"));
        assertEquals(16.0, line.get("d"));
        assertEquals(2000.0, line.get("n"));
        assertEquals(2.0, line.get("threads"));
        assertEquals(5.0, line.get("k"));
        assertEquals("nprobe=3", line.get("search"));
        assertEquals(RECALLS, recall(line).keySet());
        assertEquals(Set.of("p50", "p99"), ((Map<?, ?>) line.get("single_ms")).keySet());
        double p50 = (double) ((Map<?, ?>) line.get("single_ms")).get("p50");
        double p99 = (double) ((Map<?, ?>) line.get("single_ms")).get("p99");
        assertTrue(p50 > 0 && p99 >= p50);
        assertTrue((double) line.get("batch_ms") > 0);
        assertTrue((double) line.get("train_s") > 0 && (double) line.get("add_s") > 0);
    }

    @Test
    void sizesAndErrorAreThoseOfTheIndex() throws IOException {
        Map<String, Object> line = bench("--index", "IVF8,PQ4", "--search", "nprobe=3").getFirst();
        Index index = Index.of("IVF8,PQ4", SampleFiles.D);
        index.train(Vectors.of(sample.base));
        index.add(Vectors.of(sample.base));
        assertEquals((double) index.inspect().fileBytes(), line.get("file_bytes"));
        assertEquals((double) index.inspect().nativeBytes(), line.get("native_bytes"));
        assertEquals((double) index.inspect().residentBytes(), line.get("resident_bytes"));
        assertEquals(index.inspect().bytesPerVector(), line.get("bytes_per_vector"));
        assertEquals(index.quantizationError(Vectors.of(sample.base)), line.get("quantization_error"));
        assertEquals(index.inspect().kernels(), line.get("kernels"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"l2", "ip", "cosine"})
    void anExactIndexFindsAllThatIsTrue(String metric) throws IOException {
        for (Map<String, Object> line : bench("--index", "Flat", "--index", "IVF8,Flat", "--search", "nprobe=8",
                "--metric", metric)) {
            assertEquals(metric, line.get("metric"));
            recall(line).forEach((name, value) -> assertEquals(1.0, value, name));
            if (!metric.equals("cosine")) { // there the decoding is of a vector scaled in float
                assertEquals(0.0, line.get("quantization_error"));
            }
        }
    }

    @Test
    void thereIsOneLineForEachIndexAndSearchThatDiffers() throws IOException {
        List<Map<String, Object>> lines = bench("--index", "Flat", "--index", "PQ4", "--index", "IVF24,Flat", "--index",
                "IVF24,PQ4", "--search", "nprobe=1", "--search", "nprobe=24", "--search", "nprobe=24,distances=symmetric");
        assertEquals(
                List.of("Flat ", "PQ4 ", "PQ4 distances=symmetric", "IVF24,Flat nprobe=1", "IVF24,Flat nprobe=24",
                        "IVF24,PQ4 nprobe=1", "IVF24,PQ4 nprobe=24", "IVF24,PQ4 nprobe=24,distances=symmetric"),
                lines.stream().map(line -> line.get("index") + " " + line.get("search")).toList());
        double one = recall(lines.get(3)).get("10@10");
        double all = recall(lines.get(4)).get("10@10");
        assertTrue(one < all && all == 1.0, one + " and " + all);
    }

    @Test
    void theFactorOfCandidatesIsForIndexesThatKeepTheVectors() throws IOException {
        List<Map<String, Object>> lines = bench("--index", "PQ4", "--index", "OPQ4,IVF8,PQ4,RFlat", "--index", "PQ4,RFlat",
                "--search", "nprobe=8,k_factor=1", "--search", "nprobe=8,k_factor=200");
        assertEquals(
                List.of("PQ4 ", "OPQ4,IVF8,PQ4,RFlat nprobe=8,k_factor=1", "OPQ4,IVF8,PQ4,RFlat nprobe=8,k_factor=200",
                        "PQ4,RFlat k_factor=1", "PQ4,RFlat k_factor=200"),
                lines.stream().map(line -> line.get("index") + " " + line.get("search")).toList());
        // 200 x 10 candidates are all vectors, measured exactly.
        assertTrue(recall(lines.get(1)).get("10@10") < 1);
        assertEquals(1.0, recall(lines.get(2)).get("10@10"));
        assertEquals(1.0, recall(lines.get(4)).get("10@10"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCA16,Flat", "RR,Flat", "L2norm,Flat", "Center,Flat"})
    void transformsAreBenchedLikeAllElse(String spec) throws IOException {
        Map<String, Object> line = bench("--index", spec).getFirst();
        assertEquals(spec, line.get("index"));
        double recall = recall(line).get("10@10");
        // All but scaling keep distances, up to the rounding of floats.
        assertTrue(spec.startsWith("L2norm") ? recall > 0.2 && recall < 1 : recall > 0.99, spec + ": " + recall);
    }

    @Test
    void withoutSearchTheDefaultsOfTheIndexHold() throws IOException {
        List<Map<String, Object>> lines = bench("--index", "IVF8,Flat");
        assertEquals(1, lines.size());
        assertEquals("", lines.getFirst().get("search"));
        assertEquals(recall(bench("--index", "IVF8,Flat", "--search", "nprobe=1").getFirst()), recall(lines.getFirst()));
    }

    @Test
    void everyRecallIsGivenWhateverKIsAndIsTheSame() throws IOException {
        Map<String, Double> ten = recall(bench("--index", "PQ4", "-k", 10).getFirst());
        assertEquals(RECALLS, ten.keySet());
        assertEquals(ten, recall(bench("--index", "PQ4", "-k", 1).getFirst()));
        assertEquals(ten, recall(bench("--index", "PQ4", "-k", 150).getFirst()));
        assertTrue(ten.get("1@1") <= ten.get("1@10") && ten.get("1@10") <= ten.get("1@100"));
        assertTrue(ten.get("10@10") > 0.2 && ten.get("10@10") < 1, ten.toString());
    }

    @Test
    void recallsThatTheDataIsTooSmallForAreLeftOut() throws IOException {
        Map<String, Double> recall = recall(bench("--index", "Flat", "--limit", 50).getFirst());
        assertEquals(Map.of("1@1", 1.0, "1@10", 1.0, "1@100", 1.0, "10@10", 1.0), recall);
    }

    @Test
    void threadsChangeNeitherRecallNorSize() throws IOException {
        Map<String, Object> one = bench("--index", "IVF8,PQ4", "--search", "nprobe=2").getFirst();
        Map<String, Object> three = bench("--index", "IVF8,PQ4", "--search", "nprobe=2", "--threads", 3).getFirst();
        assertEquals(recall(one), recall(three));
        assertEquals(one.get("resident_bytes"), three.get("resident_bytes"));
        assertEquals(one.get("quantization_error"), three.get("quantization_error"));
    }

    @Test
    void groundTruthFromAFileCountsLikeTheOneComputed() throws IOException {
        Path truth = temp.resolve("truth.ivecs");
        CommandRun.done("groundtruth", "--base", sample.baseFile, "--query", sample.queryFile, "--out", truth);
        assertEquals(recall(bench("--index", "PQ4").getFirst()),
                recall(bench("--index", "PQ4", "--groundtruth", truth).getFirst()));
        assertEquals(recall(bench("--index", "PQ4", "--queries", 7).getFirst()),
                recall(bench("--index", "PQ4", "--queries", 7, "--groundtruth", truth).getFirst()));
    }

    @Test
    void trainsOnTheTrainFileWhereThereIsOne() throws IOException {
        Map<String, Object> own = bench("--index", "PQ4").getFirst();
        Map<String, Object> other = bench("--index", "PQ4x4", "--train", sample.queryFile).getFirst();
        assertEquals(own.get("n"), other.get("n"));
        Index index = Index.of("PQ4x4", SampleFiles.D);
        index.train(Vectors.of(sample.queries));
        assertEquals(index.quantizationError(Vectors.of(sample.base)), other.get("quantization_error"));
    }

    @Test
    void readsAnnBenchmarksFilesWhole() throws IOException {
        Path truth = temp.resolve("truth.ivecs");
        CommandRun.done("groundtruth", "--base", sample.baseFile, "--query", sample.queryFile, "--out", truth);
        Path hdf5 = temp.resolve("sample.hdf5");
        int[][] neighbors = new int[SampleFiles.QUERIES][];
        for (int q = 0; q < neighbors.length; q++) {
            neighbors[q] = io.vectile.vectors.VectorFiles.openInts(truth).rowInts(q);
        }
        try (WritableHdfFile file = HdfFile.write(hdf5)) {
            file.putDataset("train", sample.base);
            file.putDataset("test", sample.queries);
            file.putDataset("neighbors", neighbors);
        }
        CommandRun.done("bench", "--index", "PQ4", "--base", hdf5, "--query", hdf5, "--train", hdf5, "--groundtruth", hdf5,
                "--warmup", 0, "--json", json);
        Map<String, Double> fromHdf5 = recall(JsonReader.readObject(Files.readString(json)));
        assertEquals(recall(bench("--index", "PQ4").getFirst()), fromHdf5);
    }

    @Test
    void theTableHasALineForEachResult() {
        CommandRun run = run("--index", "Flat", "--index", "IVF8,PQ4", "--search", "nprobe=8");
        assertEquals("2,000 base vectors of 16 numbers, 2,000 to learn from, 60 queries; l2, k = 10, 1 thread",
                run.outLines().getFirst());
        assertTrue(run.outLines().stream().anyMatch(line -> line.matches("Flat +1.000 +1.000 +1.000 +1.000 +1.000 .*")));
        assertTrue(run.outLines().stream().anyMatch(line -> line.matches("IVF8,PQ4 +nprobe=8 +0\\.[0-9]{3} .*")), run.out());
    }

    @Test
    void standardOutputCanBeJsonAlone() {
        CommandRun run = CommandRun.done("bench", "--base", sample.baseFile, "--query", sample.queryFile, "--warmup", 0,
                "--index", "Flat", "--index", "PQ4", "--json", "-");
        assertEquals(List.of("Flat", "PQ4"),
                run.outLines().stream().map(line -> JsonReader.readObject(line).get("index")).toList());
    }
}
