package io.vectile.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.concurrent.Progress;
import io.vectile.error.VectileException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.VectorFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all as a native file: refused with a {@link VectorFileException}, or an index that works and can be changed,
 * packed, saved and opened again. Where {@link Index#verify} passes the file, nothing may be found wrong with it later, and
 * what is saved is the same index. Without {@code JAZZER_FUZZ} only the seeds and the inputs that once failed are run;
 * {@code fuzz/run --target vectile} looks for more.
 */
class NativeFilesFuzzTest {
    private static final BuildOptions BUILD = BuildOptions.defaults().withThreads(1);
    /** Buffers of fixed size, and so many bytes of heap to one of the file: centroids lie there twice, and in steps. */
    private static final long FIXED_BYTES = 2 << 20;
    private static final long BYTES_EACH = 40;
    /** A file may ask for rounds of training without number; so often is its listener asked whether to go on. */
    private static final int PATIENCE = 5000;
    private static final int NARROW = 64;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A new file for each input, since those of earlier ones may be mapped still. */
    private static int files;

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeRowsThatSeedsReferTo() {
        VectorFiles.write(folder.resolve(NativeSeeds.ROWS_FILE), NativeSeeds.referredRows());
    }

    /** Inputs are files or sections, see {@link NativeContainer}. */
    @MethodSource("io.vectile.fuzz.NativeSeeds#inputs")
    @FuzzTest
    void everyFileWithSoundChecksumsIsRefusedOrWorks(byte[] input) throws IOException {
        check(NativeContainer.fileOf(input));
    }

    @MethodSource("io.vectile.fuzz.NativeSeeds#files")
    @FuzzTest
    void everyFileIsRefusedOrWorks(byte[] bytes) throws IOException {
        check(bytes);
    }

    private static void check(byte[] bytes) throws IOException {
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
        boolean sound = isSound(given);
        Index index;
        try {
            index = inProportion("opening", given, () -> Index.open(given, BUILD));
        } catch (VectorFileException e) {
            Answers.allowed(e, sound);
            return;
        }
        try {
            use(index, given, written, sound);
            change(index, written);
        } catch (VectileException e) {
            if (sound) {
                throw new AssertionError("a file that was found sound: " + e.getMessage(), e);
            }
            Answers.allowed(e, false);
        }
    }

    /**
     * Does something that may take memory for what a file holds, but not for what it only says; again where it took more,
     * since the first time may load classes.
     */
    private static <T> T inProportion(String what, Path file, Supplier<T> work) throws IOException {
        long most = FIXED_BYTES + BYTES_EACH * Files.size(file);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return work.get();
        } finally {
            if (THREADS.getCurrentThreadAllocatedBytes() - before > most) {
                requireProportion(what, most, work);
            }
        }
    }

    private static void requireProportion(String what, long most, Supplier<?> work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            work.get();
        } catch (VectileException e) {
            // as it was the first time
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken <= most, () -> what + " took " + taken + " bytes; at most " + most + " are in proportion");
    }

    private static boolean isSound(Path file) {
        try {
            Index.verify(file, Progress.NONE);
            return true;
        } catch (VectorFileException e) {
            assertTrue(e.getMessage().startsWith(file.toString()), e::getMessage);
            return false;
        }
    }

    private static void use(Index index, Path given, Path written, boolean sound) throws IOException {
        long bytes = inProportion("inspecting", given, index::inspect).nativeBytes();
        List<Object> answers = Answers.of(index, sound);
        inProportion("saving", given, () -> {
            index.save(written, BUILD);
            return null;
        });
        assertEquals(bytes, Files.size(written), "bytes that the index said it takes");
        if (!sound) {
            Index.open(written, BUILD);
            return;
        }
        Index.verify(written, Progress.NONE);
        byte[] first = Files.readAllBytes(written);
        Index again = Index.open(written, BUILD);
        // A row of bounds that does not bound may hide vectors, and is made anew where lists change.
        if (index.inspect().parts().stream().noneMatch(part -> part.name().equals("bounds"))) {
            assertEquals(answers, Answers.of(again, true));
        }
        again.save(written, BUILD); // from which it is mapped
        assertArrayEquals(first, Files.readAllBytes(written), "bytes that are saved again");
    }

    /** Does all that an index allows; it may refuse. */
    private static void change(Index index, Path written) throws IOException {
        int d = index.d();
        int widest = index.spec().transforms().stream().mapToInt(transform -> transform.dOut(d)).max().orElse(d);
        if (Math.max(d, widest) > NARROW) {
            return;
        }
        Set<Long> ids = new HashSet<>();
        index.remove(id -> {
            ids.add(id);
            return false;
        });
        boolean distinct = ids.size() == index.ntotal();
        long one = ids.isEmpty() ? 0 : ids.iterator().next();
        long last = index.largestId();
        attempt(() -> index.train(Answers.rows(100, d), BUILD.withProgress(new Patience())));
        attempt(() -> index.add(Answers.rows(3, d), BUILD));
        attempt(() -> index.add(Answers.rows(2, d), new long[] {last + 9, last + 7}, BUILD));
        attempt(() -> index.update(Answers.rows(1, d), new long[] {one}, BUILD));
        long total = index.ntotal();
        long removed = index.remove(3, 4, last + 9) + index.remove(id -> id % 4 == 1);
        assertEquals(total - removed, index.ntotal());
        attempt(() -> Answers.of(index, false));
        attempt(index::compact);
        boolean saved = attempt(() -> index.save(written, BUILD)); // or damage was found, and the file is the one before
        if (saved && distinct && index.isTrained()) {
            assertEquals(total - removed, Index.open(written, BUILD).ntotal());
        }
        attempt(() -> Answers.of(index, false));
    }

    /** Whether it was not refused. */
    private static boolean attempt(Runnable change) {
        try {
            change.run();
            return true;
        } catch (VectileException e) {
            Answers.allowed(e, false);
            return false;
        }
    }

    /** Ends what takes too long. */
    private static final class Patience implements Progress {
        private int asked;

        @Override
        public void update(String stage, long done, long total) {}

        @Override
        public boolean cancelled() {
            return ++asked > PATIENCE;
        }
    }
}
