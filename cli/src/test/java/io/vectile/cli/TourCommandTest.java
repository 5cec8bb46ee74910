package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.fixtures.xml.Xml;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourCommandTest {

    @TempDir
    Path temp;

    private Path data;
    private Path report;
    private SampleFiles files;

    @BeforeEach
    void folders() throws IOException {
        data = Files.createDirectory(temp.resolve("mine"));
        report = temp.resolve("tour.html");
        files = new SampleFiles(data);
    }

    @Test
    void aFolderOfBaseAndQueriesGivesTheWholeTour() throws IOException {
        CommandRun run = CommandRun.done("tour", "--data", data, "--report", report, "--threads", 2);
        String out = run.out();
        assertTrue(out.startsWith("Product quantization on mine: 2,000 vectors of 16 numbers, 60 queries."), out);
        for (String part : new String[] {"1. Twelve numbers", "2. Why a product", "3. Looking into few cells", "4. Three indexes", "5. Recall"}) {
            assertTrue(run.outLines().stream().anyMatch(line -> line.startsWith(part)), part);
        }
        List<String> table = run.outLines().stream().dropWhile(line -> !line.startsWith("index ") || !line.contains("10@10")).limit(9).toList();
        assertTrue(table.get(2).matches("Flat +- +1\\.000 +1\\.000 +[0-9.]+ ms +1\\.0 .*"), out);
        assertTrue(table.get(3).matches("PQ8 +- +0\\.\\d{3} .* ms .*"), out);
        assertTrue(table.get(4).matches("IVF32,PQ8 +1 +0\\.\\d{3} .* ms .*"), out);
        assertTrue(table.get(5).matches("IVF32,PQ8 +2 +0\\.\\d{3} .* ms .*"), out);
        String recommended = run.out().replaceAll("(?s).*nprobe\\s+=\\s+(\\d+)\\s+it\\s+finds.*", "$1");
        String row = recommended.equals("32") ? "all 32" : recommended;
        assertTrue(table.stream().anyMatch(line -> line.matches("IVF32,PQ8 +" + row + " +[01]\\.\\d{3} .* ms .*")), recommended + " is in no row of " + out);
        assertTrue(table.stream().anyMatch(line -> line.matches("IVF32,PQ8 +all 32 +[01]\\.\\d{3} .* ms .*")), out);
        assertTrue(out.strip().endsWith("The report, with pictures: " + report), out);

        String html = Files.readString(report);
        var page = Xml.parse(html);
        assertEquals(5, Xml.elements(page, "h2").size());
        assertEquals(3 * 2 + 3, Xml.elements(page, "svg").size());
        assertFalse(html.contains("http"));
    }

    @Test
    void missingFoldersAndFilesAreNamed() throws IOException {
        Path nowhere = temp.resolve("nowhere");
        assertEquals("vectile: " + nowhere + ": there is no such folder", CommandRun.refused(1, "tour", "--data", nowhere, "--report", report));
        Files.delete(data.resolve("query.fvecs"));
        String error = CommandRun.refused(1, "tour", "--data", data, "--report", report);
        assertTrue(error.startsWith("vectile: " + data + ": the folder holds no query vectors; looked for query.fvecs, query.bvecs, "), error);
        assertTrue(error.contains("sift_query.fvecs"), error);
        assertFalse(Files.exists(report));
    }

    @Test
    void tooFewVectorsToTrainOnAreRefusedBeforeAnythingIsTold() throws IOException {
        VectorFiles.write(data.resolve("learn.fvecs"), Vectors.of(new float[255 * 16], 16));
        CommandRun run = CommandRun.of("tour", "--data", data, "--report", report);
        assertEquals("vectile: mine has 255 vectors to train on; the tour's codebooks have 256 centroids, and need as many at least",
                run.err().strip());
        assertEquals(1, run.status());
        assertEquals("", run.out());
        assertFalse(Files.exists(report));
    }

    @Test
    void filesThatDoNotFitTogetherAreRefused() throws IOException {
        VectorFiles.write(data.resolve("learn.fvecs"), Vectors.of(new float[1000], 10));
        assertEquals("vectile: the learn vectors have d = 10; the base has d = 16", CommandRun.refused(1, "tour", "--data", data, "--report", report));
        Files.delete(data.resolve("learn.fvecs"));
        VectorFiles.writeInts(data.resolve("groundtruth.ivecs"), IntVectors.of(new int[SampleFiles.QUERIES * 5], 5));
        assertEquals("vectile: the ground truth has 60 rows of 5; needed are 60 of at least 10",
                CommandRun.refused(1, "tour", "--data", data, "--report", report));
        int[] outside = new int[SampleFiles.QUERIES * 10];
        outside[25] = SampleFiles.N;
        VectorFiles.writeInts(data.resolve("groundtruth.ivecs"), IntVectors.of(outside, 10));
        assertEquals("vectile: the ground truth names base vector 2000 for query 2; the base has 2000, numbered from 0",
                CommandRun.refused(1, "tour", "--data", data, "--report", report));
        Files.delete(data.resolve("groundtruth.ivecs"));
        VectorFiles.write(data.resolve("other_base.fvecs"), Vectors.of(files.base));
        assertEquals("vectile: " + data + ": the folder holds more than one file of base: base.fvecs, other_base.fvecs",
                CommandRun.refused(1, "tour", "--data", data, "--report", report));
    }

    @Test
    void aReportThatCannotBeWrittenIsRefusedBeforeTheWork() {
        Path missing = temp.resolve("missing").resolve("tour.html");
        assertTrue(CommandRun.refused(1, "tour", "--report", missing).startsWith("vectile: " + missing + ": "));
        assertTrue(CommandRun.refused(1, "tour", "--report", temp).startsWith("vectile: " + temp + ": "));
    }

    @Test
    void wrongUsageIsRefused() {
        assertTrue(CommandRun.refused(2, "tour", "--threads", 0).contains("--threads must be at least 1; got 0"));
        assertTrue(CommandRun.refused(2, "tour", "somewhere").contains("somewhere"));
    }
}
