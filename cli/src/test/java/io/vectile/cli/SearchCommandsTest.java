package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.text.JsonReader;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands search, groundtruth and inspect. */
class SearchCommandsTest {

    @TempDir
    Path temp;

    private SampleFiles sample;

    @BeforeEach
    void files() {
        sample = new SampleFiles(temp);
    }

    private int[] nearest(int query, int k) {
        float[] q = sample.queries[query];
        return IntStream.range(0, SampleFiles.N)
                .boxed()
                .sorted((a, b) -> Double.compare(
                        SampleFiles.distance(q, sample.base[a]), SampleFiles.distance(q, sample.base[b])))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Test
    void groundTruthIsWhatComparingEveryPairGives() {
        Path ids = temp.resolve("truth.ivecs");
        Path distances = temp.resolve("truth.fvecs");
        CommandRun run = CommandRun.done("groundtruth", "--base", sample.baseFile, "--query", sample.queryFile, "-k", 7,
                "--out", ids, "--distances", distances, "--threads", 2);
        assertEquals(ids + ": the 7 nearest of 2,000 for each of 60 queries (l2)", run.out().strip());
        IntVectors found = VectorFiles.openInts(ids);
        Vectors measured = VectorFiles.open(distances);
        assertEquals(SampleFiles.QUERIES, found.n());
        for (int q = 0; q < SampleFiles.QUERIES; q++) {
            assertArrayEquals(nearest(q, 7), found.rowInts(q), "query " + q);
            for (int i = 0; i < 7; i++) {
                double exact = SampleFiles.distance(sample.queries[q], sample.base[found.rowInts(q)[i]]);
                assertEquals(exact, measured.row(q)[i], 1e-4 * exact);
            }
        }
    }

    @Test
    void groundTruthHasAHundredNeighboursUnlessAskedOtherwise() {
        Path ids = temp.resolve("truth.ibin");
        CommandRun.done("groundtruth", "--base", sample.baseFile, "--query", sample.queryFile, "--queries", 3, "--limit", 500,
                "--metric", "ip", "--out", ids);
        IntVectors found = VectorFiles.openInts(ids);
        assertEquals(3, found.n());
        assertEquals(100, found.d());
        for (long id : found.rowLongs(2)) {
            assertTrue(id >= 0 && id < 500);
        }
    }

    @Test
    void searchPrintsTheNearestOfEachQuery() {
        CommandRun run = CommandRun.done("search", "--index", "Flat", "--base", sample.baseFile, "--query", sample.queryFile,
                "--queries", 2, "-k", 3);
        List<String> lines = run.outLines();
        assertEquals("query rank id squared distance", lines.getFirst().strip().replaceAll(" +", " "));
        assertEquals(7, lines.size());
        for (int line = 1; line < 7; line++) {
            String[] cells = lines.get(line).strip().split(" +");
            int query = (line - 1) / 3;
            int rank = (line - 1) % 3;
            assertEquals(query, Integer.parseInt(cells[0]));
            assertEquals(rank + 1, Integer.parseInt(cells[1]));
            assertEquals(nearest(query, 3)[rank], Integer.parseInt(cells[2]));
            double exact = SampleFiles.distance(sample.queries[query], sample.base[nearest(query, 3)[rank]]);
            assertEquals(exact, Double.parseDouble(cells[3]), 1e-4 * exact);
        }
    }

    @Test
    void searchWritesWhatTheLibraryAnswers() {
        Path ids = temp.resolve("ids.ivecs");
        Path distances = temp.resolve("distances.fvecs");
        CommandRun run = CommandRun.done("search", "--index", "IVF8,PQ4", "--search", "nprobe=2", "--base", sample.baseFile,
                "--query", sample.queryFile, "-k", 6, "--ids", ids, "--distances", distances);
        assertEquals(List.of(ids + ": ids, 60 x 6", distances + ": distances, 60 x 6"), run.outLines());
        Index index = Index.of("IVF8,PQ4", SampleFiles.D);
        index.train(Vectors.of(sample.base));
        index.add(Vectors.of(sample.base));
        Neighbors expected = index.search(Vectors.of(sample.queries), 6, SearchOptions.defaults().withNprobe(2));
        for (int q = 0; q < SampleFiles.QUERIES; q++) {
            assertArrayEquals(expected.ids(q), VectorFiles.openInts(ids).rowLongs(q));
            assertArrayEquals(expected.distances(q), VectorFiles.open(distances).row(q));
        }
    }

    @Test
    void searchForMoreThanThereIsPadsFilesAndPrintsWhatThereIs() {
        Path ids = temp.resolve("ids.npy");
        CommandRun.done("search", "--index", "Flat", "--limit", 4, "--base", sample.baseFile, "--query", sample.queryFile,
                "-k", 6, "--ids", ids);
        assertArrayEquals(new long[] {-1, -1}, IntStream.of(4, 5)
                .mapToLong(i -> VectorFiles.openInts(ids).get(0, i))
                .toArray());
        CommandRun printed = CommandRun.done("search", "--index", "Flat", "--limit", 4, "--base", sample.baseFile, "--query",
                sample.queryFile, "--queries", 1, "-k", 6);
        assertEquals(5, printed.outLines().size(), printed.out());
    }

    @Test
    void inspectShowsEveryPart() {
        CommandRun run = CommandRun.done("inspect", "--index", "IVF8,PQ4", "--base", sample.baseFile);
        for (String word : List.of("IVF8,PQ4", "2000 x 16", "codes", "ids", "centroids", "codebooks", "resident")) {
            assertTrue(run.out().contains(word), () -> word + " is not in " + run.out());
        }
    }

    @Test
    void theJsonOfInspectAddsUp() {
        CommandRun run = CommandRun.done("inspect", "--json", "--index", "IVF8,PQ4", "--base", sample.baseFile, "--metric", "ip");
        assertEquals(1, run.outLines().size());
        Map<String, Object> json = JsonReader.readObject(run.out().strip());
        assertEquals("IVF8,PQ4", json.get("index"));
        assertEquals("ip", json.get("metric"));
        assertEquals(2000.0, json.get("n"));
        assertEquals(16.0, json.get("d"));
        assertEquals(true, json.get("trained"));
        assertEquals(4.0, json.get("code_bytes"));
        double sum = ((List<?>) json.get("parts"))
                .stream().mapToDouble(part -> (double) ((Map<?, ?>) part).get("bytes")).sum();
        assertEquals(sum, json.get("resident_bytes"));
        assertEquals(sum / 2000, json.get("bytes_per_vector"));
        assertEquals(8.0, ((Map<?, ?>) json.get("lists")).get("count"));
    }
}
