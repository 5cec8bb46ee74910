package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Metric;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured of native files is what is said. */
class LivingIndexTest {
    private static final int D = 16;

    @TempDir
    private Path folder;

    private String run(String... words) throws IOException {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true));
        try {
            LivingIndex.main(words);
        } finally {
            System.setOut(out);
        }
        return said.toString().strip();
    }

    private static double number(String json, String name) {
        return Pattern.compile("\"" + name + "\": \\[?([0-9.]+)").matcher(json).results().map(MatchResult::group)
                .mapToDouble(found -> Double.parseDouble(found.replaceAll(".*[ \\[]", ""))).findFirst().orElseThrow();
    }

    private void write(String name, int n, int seed) {
        byte[] rows = new byte[n * D];
        new SplittableRandom(seed).nextBytes(rows);
        VectorFiles.write(folder.resolve(name), Vectors.ofBytes(rows, D));
    }

    @Test
    void figuresAreThoseOfTheIndex() throws IOException {
        write("base.bvecs", 3000, 1);
        write("learn.bvecs", 1000, 2);
        write("query.bvecs", 50, 3);
        Vectors base = VectorFiles.open(folder.resolve("base.bvecs"));
        Vectors queries = VectorFiles.open(folder.resolve("query.bvecs"));
        GroundTruth truth = GroundTruth.compute(base, queries, 10, Metric.L2, Parallel.single(), Progress.NONE);
        VectorFiles.writeInts(folder.resolve("groundtruth.ivecs"),
                IntVectors.of(Arrays.stream(truth.ids()).flatMapToLong(Arrays::stream).mapToInt(id -> (int) id).toArray(), 10));
        String file = folder.resolve("a.vtl").toString();

        double bytes = number(run("build", folder.toString(), "IVF8,PQ8,RFlat", file, "rows"), "bytes_per_vector");
        // An index that has encoded keeps the scores of its codebooks, 8 x 256, and their middle.
        assertEquals(Index.open(Path.of(file)).inspect().bytesPerVector() + 4.0 * (8 * 256 + D) / 3000, bytes, 1e-3);
        String searched = run("search", file, folder.toString(), "8", "300");
        assertEquals(1.0, number(searched, "recall"), "all of 3000 candidates are measured exactly");
        assertEquals(Index.open(Path.of(file)).inspect().residentBytes(), number(searched, "resident_bytes"));

        String queryFile = folder.resolve("query.bvecs").toString();
        String opened = run("open", file, queryFile, "3");
        assertTrue(number(opened, "answer_ms") >= number(opened, "open_ms"), opened);
        String saved = run("save", file, folder.resolve("b.vtl").toString(), "2");
        assertEquals(Files.size(Path.of(file)), number(saved, "bytes"));
        assertEquals(-1, Files.mismatch(Path.of(file), folder.resolve("b.vtl")));
        String filtered = run("filters", file, queryFile);
        assertTrue(filtered.contains("\"set of 20\"") && filtered.contains("\"found\": 10.00"), filtered);
    }
}
