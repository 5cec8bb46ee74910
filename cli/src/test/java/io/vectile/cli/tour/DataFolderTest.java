package io.vectile.cli.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.eval.GroundTruth;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    private final Vectors vectors = Vectors.of(random(300, 4));

    private static float[][] random(int n, int d) {
        Random random = new Random(n);
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int i = 0; i < d; i++) {
                row[i] = random.nextFloat();
            }
        }
        return rows;
    }

    @BeforeEach
    void baseAndQueries() {
        VectorFiles.write(folder.resolve("tiny_base.fvecs"), vectors);
        VectorFiles.write(folder.resolve("tiny_query.npy"), vectors.rows(0, 20));
    }

    @Test
    void filesAreFoundUnderAPrefixAndInAnyFormat() {
        TourData data = DataFolder.open(folder);
        assertEquals("300 x 4 float32", data.base().toString());
        assertEquals("20 x 4 float32", data.queries().toString());
        assertTrue(data.learn().isEmpty() && data.truth().isEmpty());
        assertSame(data.base(), data.training());
    }

    @Test
    void learnVectorsAndGroundTruthAreUsedWhereTheyAre() {
        VectorFiles.write(folder.resolve("tiny_learn.fbin"), vectors.rows(0, 100));
        VectorFiles.writeInts(folder.resolve("tiny_groundtruth.ibin"), IntVectors.of(new int[20 * 12], 12));
        TourData data = DataFolder.open(folder);
        assertEquals("100 x 4 float32", data.training().toString());
        assertEquals("20 x 12 int32", data.truth().orElseThrow().toString());
    }

    @Test
    void noMoreThanAThousandQueriesAreAsked() {
        VectorFiles.write(folder.resolve("tiny_query.npy"), Vectors.of(random(1200, 4)));
        VectorFiles.writeInts(folder.resolve("tiny_groundtruth.ivecs"), IntVectors.of(new int[1200 * 10], 10));
        TourData data = DataFolder.open(folder);
        assertEquals(1000, data.queries().n());
        assertEquals(1000, data.truth().orElseThrow().n());
    }

    /** Each query is a base vector, so its nearest is itself; the truth given says so for every other query only. */
    @Test
    void recallIsCountedAgainstTheTruthGiven() {
        TourData data = DataFolder.open(folder);
        Index flat = Index.of("Flat", 4);
        flat.add(data.base());
        long[][] truth = new long[20][];
        Arrays.setAll(truth, q -> flat.search(data.queries().row(q), 10).ids(0));
        for (int q = 0; q < 20; q += 2) {
            Arrays.fill(truth[q], 299);
        }
        var measuring = new Measuring(data, GroundTruth.of(IntVectors.of(truth)), BuildOptions.defaults());
        Measurement measured = measuring.measure(List.of(new Measuring.Setting(flat, 0))).getFirst();
        assertEquals(0.5, measured.allOfK(), 0.1);
        assertEquals(0.5, measured.nearestInK(), 0.1);
        assertTrue(measured.millis() > 0);
        assertEquals("Flat", measured.index());
    }
}
