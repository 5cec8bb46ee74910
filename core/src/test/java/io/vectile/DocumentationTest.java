package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.fixtures.DocumentSamples;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows is compiled and run. */
class DocumentationTest {
    @Test
    void theSamplesOfTheReadmeRunAsTheyStandOneAfterTheOther(@TempDir Path folder) throws IOException, InterruptedException {
        Path sample = Path.of("data/photosift50k");
        Files.createDirectories(folder.resolve(sample));
        Files.copy(Path.of("..").resolve(sample).resolve("base.u8bin"), folder.resolve(sample).resolve("base.u8bin"));
        String output = DocumentSamples.run(String.join("\n", DocumentSamples.of("README.md")), folder);
        assertTrue(output.contains("42 at squared distance "), output);
        assertTrue(output.contains("IVF256,PQ8 (residual)"), output);
        assertEquals(50_000, FaissFiles.read(folder.resolve("sift.index")).ntotal());
    }

    @Test
    void theSamplesAboutFaissRunAsTheyStand(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> samples = DocumentSamples.of("docs/faiss.md");
        assertEquals(2, samples.size());
        float[] rows = new float[600 * 16];
        Random random = new Random(8);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        VectorFiles.write(folder.resolve("base.fvecs"), Vectors.of(rows, 16));
        VectorFiles.write(folder.resolve("query.fvecs"), Vectors.of(rows, 16).rows(0, 7));
        DocumentSamples.run(samples.get(1), folder);
        Path built = folder.resolve("built_in_java.index");
        assertEquals(4, FaissFiles.read(built).nprobe());
        Files.copy(built, folder.resolve("trained_in_python.index"));
        String output = DocumentSamples.run(samples.get(0), folder);
        assertTrue(output.contains("IVF16,PQ8 over 600 x 16 (l2): 0 at "), output);
        assertEquals(607, FaissFiles.read(folder.resolve("back_to_python.index")).ntotal());
    }

    @Test
    void theSamplesAboutALivingIndexRunAsTheyStandOneAfterTheOther(@TempDir Path folder) throws IOException, InterruptedException {
        writeClusters(folder.resolve("base.bvecs"), 3_000, 32);
        String output = DocumentSamples.run(String.join("\n", DocumentSamples.of("docs/living-index.md")), folder);
        // Removed: two, a range of 100 that they are not in, and two that were updated.
        for (String said : new String[] {"104 removed, 52 to be packed", "ten found", "3000 together", "42 at 0.0"}) {
            assertTrue(output.contains(said), said + " is not in " + output);
        }
        assertEquals(2948, Index.open(folder.resolve("base.vtl")).ntotal());
        assertEquals(3000, Index.open(folder.resolve("stream.vtl")).ntotal());
        assertEquals(3000, Index.open(folder.resolve("refined.vtl")).referredRows());
    }

    /** Rows far apart from one another, so that each is found as its own nearest. */
    private static void writeClusters(Path file, int n, int d) {
        Random random = new Random(7);
        byte[] rows = new byte[n * d];
        random.nextBytes(rows);
        VectorFiles.write(file, Vectors.ofBytes(rows, d));
    }
}
