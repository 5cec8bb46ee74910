package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.VectileException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is lost: whatever becomes of a save, its target is the old file or the new one, whole. */
class SavingTest {
    private static final String[] SPECS = {"Flat", "PQ8x4", "IVF8,PQ8x4,RFlat"};

    @TempDir
    Path folder;

    private static Index index(String spec, int n) {
        Vectors x = Data.NORMAL.vectors(n, 64, new SplittableRandom(n));
        Index index = Index.of(spec, 64).train(x.rows(0, 500));
        index.add(x);
        return index;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private byte[] saved(Index index) throws IOException {
        Path file = folder.resolve("whole.vtl");
        index.save(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    /** At every change of the disk that a save makes: nothing after it happens, as when the process is killed there. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aSaveThatIsKilledLeavesTheOldFileOrTheNewOne(int spec) throws IOException {
        failAtEveryChange(SPECS[spec], true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aSaveWhoseDiskFailsLeavesTheOldFileOrTheNewOneAndNothingElse(int spec) throws IOException {
        failAtEveryChange(SPECS[spec], false);
    }

    private void failAtEveryChange(String spec, boolean killed) throws IOException {
        Index before = index(spec, 600);
        Index after = index(spec, 12_000);
        byte[] old = saved(before);
        byte[] next = saved(after);
        Path target = folder.resolve("a.vtl");
        int failures = 0;
        for (int changes = 0;; changes++) {
            Files.write(target, old);
            FailingDisk disk = new FailingDisk(changes, killed);
            VectileException refused = null;
            try {
                after.save(disk.on(target));
            } catch (VectorFileException e) {
                refused = e;
            }
            byte[] there = Files.readAllBytes(target);
            if (refused == null) {
                assertArrayEquals(next, there);
            } else {
                assertArrayEquals(old, there, "after " + changes + " changes");
                assertTrue(refused.getMessage().startsWith(target + ": cannot be written: the disk failed"), refused.getMessage());
                failures++;
            }
            if (!killed) {
                assertEquals(List.of("a.vtl"), files());
            }
            assertEquals(refused == null ? 12_000 : 600, Index.open(target).ntotal());
            for (String name : files()) {
                if (!name.equals("a.vtl")) {
                    // What a killed process leaves says that it is none, unless it was whole already.
                    assertTrue(killed && name.matches("\\.a\\.vtl\\..*\\.tmp"), name);
                    Path left = folder.resolve(name);
                    assertTrue(Files.mismatch(left, Files.write(folder.resolve("b"), next)) == -1
                            || assertThrows(VectorFileException.class, () -> Index.open(left)) != null);
                    Files.delete(folder.resolve("b"));
                    Files.delete(left);
                }
            }
            if (!disk.hasFailed()) {
                break;
            }
        }
        assertTrue(failures >= (spec.equals("PQ8x4") ? 4 : 6), "failed at " + failures + " changes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aSaveThatIsCancelledAnywhereLeavesTheOldFile(int spec) throws IOException {
        Index index = index(SPECS[spec], 12_000);
        Path target = Files.writeString(folder.resolve("a.vtl"), "the old file");
        int asked = 0;
        for (boolean saved = false; !saved; asked++) {
            int stop = asked;
            Progress progress = new Progress() {
                private int calls;

                @Override
                public void update(String stage, long done, long total) {
                    assertEquals("write", stage);
                    assertTrue(done <= total);
                }

                @Override
                public boolean cancelled() {
                    return calls++ == stop;
                }
            };
            try {
                index.save(target, BuildOptions.defaults().withProgress(progress));
                saved = true;
            } catch (CancelledException e) {
                assertEquals("the old file", Files.readString(target));
            }
            assertEquals(List.of("a.vtl"), files());
        }
        assertTrue(asked > 3);
        assertEquals(12_000, Index.open(target).ntotal());
    }

    @Test
    void anIndexIsSavedOverTheFileThatItIsMappedFrom() {
        Path file = folder.resolve("a.vtl");
        Index index = index("IVF8,PQ8x4,RFlat", 1000);
        index.save(file);
        Index one = Index.open(file);
        Index two = Index.open(file);
        Vectors queries = Data.NORMAL.vectors(20, 64, new SplittableRandom(5));
        for (int round = 0; round < 5; round++) {
            Vectors more = Data.NORMAL.vectors(100, 64, new SplittableRandom(round));
            one.add(more);
            index.add(more);
            one.save(file);
            assertEquals(index.search(queries, 9), one.search(queries, 9));
            assertEquals(index.search(queries, 9), Index.open(file).search(queries, 9));
        }
        assertEquals(1000, two.ntotal());
        assertEquals(index("IVF8,PQ8x4,RFlat", 1000).search(queries, 9), two.search(queries, 9));
    }

    @Test
    void aMappedFileMayBeRemoved() throws IOException {
        Path file = folder.resolve("a.vtl");
        Index index = index("IVF8,PQ8x4", 1000);
        index.save(file);
        Index read = Index.open(file);
        Files.delete(file);
        Vectors queries = Data.NORMAL.vectors(20, 64, new SplittableRandom(5));
        assertEquals(index.search(queries, 9), read.search(queries, 9));
        read.save(file);
        assertEquals(1000, Index.open(file).ntotal());
    }

    @Test
    void ofSavesToOnePathAtOnceOneStays() throws Exception {
        Path file = folder.resolve("a.vtl");
        List<Index> indexes = List.of(index("Flat", 700), index("PQ8x4", 800), index("IVF8,PQ8x4,RFlat", 900));
        List<byte[]> wholes = new ArrayList<>();
        for (Index index : indexes) {
            wholes.add(saved(index));
        }
        indexes.getFirst().save(file);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> saves = new ArrayList<>();
            for (Index index : indexes) {
                saves.add(threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        index.save(file);
                        assertNotNull(Index.open(file));
                    }
                }));
            }
            for (Future<?> save : saves) {
                save.get();
            }
        }
        byte[] there = Files.readAllBytes(file);
        assertTrue(wholes.stream().anyMatch(whole -> Arrays.equals(whole, there)));
        assertEquals(List.of("a.vtl"), files());
    }

    @Test
    void aTargetThatCannotBeWrittenIsNamed() throws IOException {
        Index index = index("PQ8x4", 600);
        Path directory = Files.createDirectory(folder.resolve("d"));
        assertEquals(directory + ": cannot be written: this is a directory",
                assertThrows(VectorFileException.class, () -> index.save(directory)).getMessage());
        Path nowhere = folder.resolve("none").resolve("a.vtl");
        assertEquals(nowhere + ": cannot be written: there is no directory " + nowhere.getParent(),
                assertThrows(VectorFileException.class, () -> index.save(nowhere)).getMessage());
        assertTrue(assertThrows(VectorFileException.class, () -> Index.open(nowhere)).getMessage()
                .endsWith("cannot be opened: there is no such file"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path target = directory.resolve("a.vtl");
        if (Files.isWritable(directory)) {
            index.save(target); // by one who may do all
        } else {
            assertEquals(target + ": cannot be written: permission denied",
                    assertThrows(VectorFileException.class, () -> index.save(target)).getMessage());
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r-----", "r--r--r--", "rwxrwxrwx", "rw-rw-rw-", "---------"})
    void whoMayReadAFileIsTheSameAfterASave(String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("a.vtl"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.vtl"), file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Index index = index("PQ8x4", 600);
        index.save(file);
        assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        FaissFiles.write(index, link);
        assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(Files.isSymbolicLink(link));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(600, FaissFiles.read(file).ntotal());
        // A new file is what the process makes of its files.
        Path plain = Files.writeString(folder.resolve("plain"), "");
        index.save(folder.resolve("new.vtl"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(folder.resolve("new.vtl")));
    }

    @Test
    void changesMayGoOnWhileItIsSaved() throws Exception {
        Index index = index("IVF8,PQ8x4,RFlat", 3000);
        Path file = folder.resolve("a.vtl");
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> adding = threads.submit(() -> {
                for (int i = 0; i < 60; i++) {
                    index.add(Data.NORMAL.vectors(20, 64, new SplittableRandom(i)));
                    index.remove(i * 7);
                }
            });
            do {
                index.save(file);
                Index read = Index.open(file);
                Index.verify(file, Progress.NONE);
                assertTrue(read.largestId() >= 2999 && (read.largestId() - 2999) % 20 == 0, "largest id " + read.largestId());
                long removed = read.largestId() + 1 - read.ntotal();
                long calls = (read.largestId() - 2999) / 20;
                assertTrue(removed >= calls - 1 && removed <= calls, removed + " removed after " + calls + " adds");
            } while (!adding.isDone());
            adding.get();
        }
    }
}
