package io.vectile.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.RangeNeighbors;
import io.vectile.SearchOptions;
import io.vectile.error.VectileException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all as a Faiss file: refused with a {@link VectorFileException}, or an index that works. Without
 * {@code JAZZER_FUZZ} only the seeds and the inputs that once failed are run; {@code fuzz/run} looks for more.
 */
class FaissFilesFuzzTest {
    private static final BuildOptions BUILD = BuildOptions.defaults().withThreads(1);
    private static final SearchOptions SEARCH = SearchOptions.defaults().withThreads(1);
    private static final int QUERIES = 5;
    private static final int K = 3;

    /** A new file for each input, since those of earlier ones may be mapped still. */
    private static int files;

    @TempDir
    static Path folder;

    @MethodSource("io.vectile.fuzz.Seeds#faissFiles")
    @FuzzTest
    void everyFileIsRefusedOrWorks(byte[] bytes) throws IOException {
        Path given = folder.resolve(files + ".given");
        Path written = folder.resolve(files + ".written");
        files++;
        try {
            Files.write(given, bytes);
            check(given, written);
        } finally {
            Files.deleteIfExists(given);
            Files.deleteIfExists(written);
        }
    }

    private static void check(Path given, Path written) throws IOException {
        Index index;
        try {
            index = FaissFiles.read(given, BUILD);
        } catch (VectorFileException e) {
            return;
        }
        index.inspect().toString();
        String answers = answers(index);

        // What opened can be written, and that opens as the same index.
        FaissFiles.write(index, written, BUILD);
        byte[] first = Files.readAllBytes(written);
        Index again = FaissFiles.read(written, BUILD);
        assertEquals(answers, answers(again));
        Files.delete(written);
        FaissFiles.write(again, written, BUILD);
        assertArrayEquals(first, Files.readAllBytes(written));
        change(again);
    }

    /** What an index says of some queries, in words; a refusal too, of what a matrix of the file makes too long perhaps. */
    private static String answers(Index index) {
        float[] queries = rows(QUERIES, index.d());
        try {
            // Many queries in one call and one alone go different ways.
            Neighbors nearest = index.search(Vectors.of(queries, index.d()), K, SEARCH);
            float[] query = Arrays.copyOf(queries, index.d());
            index.search(query, K, SEARCH.withThreads(2));
            float radius = nearest.distance(0, 0);
            RangeNeighbors within = Float.isFinite(radius) ? index.rangeSearch(query, radius, SEARCH) : null;
            float[] decoded = index.reconstruct(nearest.id(0, 0));
            return text(nearest) + (within == null ? "" : text(within)) + Arrays.toString(decoded);
        } catch (VectileException e) {
            return e.getMessage();
        }
    }

    private static String text(Neighbors found) {
        StringBuilder text = new StringBuilder();
        for (int q = 0; q < found.queries(); q++) {
            text.append(Arrays.toString(found.ids(q))).append(Arrays.toString(found.distances(q))).append('\n');
        }
        return text.toString();
    }

    private static String text(RangeNeighbors found) {
        return Arrays.toString(found.ids(0)) + Arrays.toString(found.distances(0)) + '\n';
    }

    /** Trains and adds where the index allows it; it may refuse. */
    private static void change(Index index) {
        int d = index.d();
        int widest = index.spec().transforms().stream().mapToInt(transform -> transform.dOut(d)).max().orElse(d);
        try {
            if (!index.isTrained() && Math.max(d, widest) <= 64) {
                index.train(Vectors.of(rows(100, d), d), BUILD);
            }
            index.add(Vectors.of(rows(3, d), d), BUILD);
        } catch (VectileException e) {
            return;
        }
        index.search(Vectors.of(rows(QUERIES, d), d), K, SEARCH);
    }

    private static float[] rows(int n, int d) {
        float[] rows = new float[n * d];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (i * 7919 % 31) / 8f - 1.5f;
        }
        return rows;
    }
}
