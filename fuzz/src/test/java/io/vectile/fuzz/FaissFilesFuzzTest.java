package io.vectile.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.error.VectileException;
import io.vectile.error.VectorFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all as a Faiss file: refused with a {@link VectorFileException}, or an index that works. Without
 * {@code JAZZER_FUZZ} only the seeds and the inputs that once failed are run; {@code fuzz/run} looks for more.
 */
class FaissFilesFuzzTest {
    private static final BuildOptions BUILD = BuildOptions.defaults().withThreads(1);

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
        List<Object> answers = Answers.of(index, false);

        // What opened can be written, and that opens as the same index.
        FaissFiles.write(index, written, BUILD);
        byte[] first = Files.readAllBytes(written);
        Index again = FaissFiles.read(written, BUILD);
        assertEquals(answers, Answers.of(again, false));
        Files.delete(written);
        FaissFiles.write(again, written, BUILD);
        assertArrayEquals(first, Files.readAllBytes(written));
        change(again);
    }

    /** Trains and adds where the index allows it; it may refuse. */
    private static void change(Index index) {
        int d = index.d();
        int widest = index.spec().transforms().stream().mapToInt(transform -> transform.dOut(d)).max().orElse(d);
        try {
            if (!index.isTrained() && Math.max(d, widest) <= 64) {
                index.train(Answers.rows(100, d), BUILD);
            }
            index.add(Answers.rows(3, d), BUILD);
        } catch (VectileException e) {
            return;
        }
        Answers.of(index, false);
    }
}
