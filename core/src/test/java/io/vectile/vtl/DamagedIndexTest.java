package io.vectile.vtl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.BuildOptions;
import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A saved index that is damaged or lies: a {@link VectorFileException} that names the place, or an index that gives answers
 * of some kind. Never another exception, a hang, or memory out of proportion to the file.
 */
class DamagedIndexTest {
    private static final Map<String, byte[]> MADE = new HashMap<>();

    @TempDir
    Path folder;
    private int uses;

    /** Spec and kind of ids: counted, own ones with gaps, and as a rule a tail. */
    static List<String> samples() {
        List<String> samples = new ArrayList<>();
        for (String spec : new String[] {"Flat", "PQ2x4", "PQ2x10", "IVF5,Flat", "IVF5,PQ2", "IVF5,PQ2x5,RFlat", "Flat,RFlat",
            "PCA2,IVF5,PQ2x6"}) {
            samples.add(spec + " counted");
            samples.add(spec + " own");
        }
        return samples;
    }

    private byte[] bytes(String sample) throws IOException {
        byte[] made = MADE.get(sample);
        if (made == null) {
            made = make(sample);
            MADE.put(sample, made);
        }
        return made.clone();
    }

    private byte[] make(String sample) throws IOException {
        String[] parts = sample.split(" ");
        Vectors x = vectors(1200, 1);
        Index index = Index.of(parts[0], 4).train(x);
        if (parts[1].equals("own")) {
            long[] ids = LongStream.range(0, 300).map(i -> (i * 7919 % 300) * (1L << 25) + 5).toArray();
            index.add(x.rows(0, 300), ids);
        } else {
            index.add(x.rows(0, 300));
        }
        Path file = folder.resolve("whole.vtl");
        index.save(file);
        return Files.readAllBytes(file);
    }

    private static Vectors vectors(int n, int seed) {
        Random random = new Random(seed);
        float[] rows = new float[n * 4];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return Vectors.of(rows, 4);
    }

    private Path file(byte[] bytes) throws IOException {
        // A new file each time: the old one may still be mapped.
        Path file = folder.resolve("a.vtl");
        Files.deleteIfExists(file);
        return Files.write(file, bytes);
    }

    private VectorFileException refused(byte[] bytes) throws IOException {
        Path file = file(bytes);
        var e = assertThrows(VectorFileException.class, () -> Index.open(file));
        assertTrue(e.offset() >= -1 && e.offset() <= Math.max(64, bytes.length), e.getMessage());
        return e;
    }

    /** Opens it and asks all it can be asked; what is refused must say which file. */
    private boolean use(byte[] bytes) throws IOException {
        Path file = file(bytes);
        Index index;
        long before = allocated();
        try {
            index = Index.open(file);
        } catch (VectorFileException e) {
            assertEquals(file, e.path());
            return false;
        } finally {
            long taken = allocated() - before;
            assertTrue(taken < (1 << 21) + 16L * bytes.length, () -> "opening took " + taken + " bytes");
        }
        Vectors queries = vectors(3, 2);
        SearchOptions all = SearchOptions.defaults().withNprobe(5);
        long id = index.largestId() / 2;
        List<Runnable> calls = List.of(
                () -> index.search(queries, 10, all),
                () -> index.search(queries.row(0), 400, all.withThreads(2)),
                () -> index.search(queries.row(0), 10, all.withFilter(IdFilter.range(id, Long.MAX_VALUE))),
                () -> index.search(queries.row(0), 10, all.withFilter(IdFilter.in(0, 5, 7, id, id + 5, index.largestId()))),
                () -> index.search(queries, 10, all.withFilter(i -> i % 2 == 0)),
                () -> index.rangeSearch(queries.row(0), 5f, all),
                () -> index.reconstruct(id),
                () -> index.reconstruct(5),
                index::inspect,
                () -> index.add(queries, new long[] {1, 2, 3}),
                () -> index.add(queries),
                () -> index.search(queries, 10, all),
                () -> index.remove(1, 5, id),
                () -> index.remove(i -> i % 3 == 0),
                () -> index.search(queries, 10, all),
                () -> saveNowAndThen(index),
                index::compact,
                () -> index.search(queries, 10, all));
        for (Runnable call : calls) {
            try {
                call.run();
            } catch (VectorFileException e) {
                assertEquals(file, e.path(), e::getMessage);
            } catch (IndexStateException | InvalidInputException e) {
                // such as an id that is there, or not there
            }
        }
        return true;
    }

    /** What this thread has taken from the heap. By reflection: the library itself does not require java.management. */
    private static long allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes")
                    .invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** A save waits for the disk. */
    private void saveNowAndThen(Index index) {
        if (uses++ % 8 == 0) {
            index.save(folder.resolve("again.vtl"));
        }
    }

    // ---- damage ----------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("samples")
    void aFileCutAtAnyMultipleOf32IsRefused(String sample) throws IOException {
        byte[] whole = bytes(sample);
        assertTrue(use(whole), "the file as it was");
        for (int length = 32; length < whole.length; length += Math.max(32, whole.length / 200 / 32 * 32)) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyByteThatOpeningReadsIsGuarded(String sample) throws IOException {
        byte[] whole = bytes(sample);
        for (String name : new String[] {"INFO", "LIST"}) {
            Entry entry = SectionFile.entry(whole, name);
            for (long at = entry.offset(); at < entry.end(); at++) {
                whole[(int) at] ^= 16;
                assertTrue(refused(whole).getMessage().contains(", byte " + entry.offset() + ": section " + name + ": is damaged"));
                whole[(int) at] ^= 16;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void bytesFlippedInWhatIsMappedNeverCrashAndAreFoundByVerify(String sample) throws IOException {
        byte[] whole = bytes(sample);
        Random random = new Random(6);
        for (String name : new String[] {"CODE", "IDSS", "LABL", "ORIG"}) {
            if (!hasSection(whole, name)) {
                continue;
            }
            Entry entry = SectionFile.entry(whole, name);
            for (int trial = 0; trial < 6; trial++) {
                byte[] damaged = whole.clone();
                for (int flips = 1 << random.nextInt(8); flips > 0; flips--) {
                    damaged[(int) (entry.offset() + random.nextLong(entry.length()))] = (byte) random.nextInt();
                }
                if (trial % 3 == 0) {
                    Arrays.fill(damaged, (int) entry.offset(), (int) entry.end(), (byte) (trial % 6 == 0 ? -1 : 0));
                }
                if (Arrays.equals(whole, damaged)) {
                    continue;
                }
                assertTrue(use(damaged), name);
                Path file = file(damaged);
                var e = assertThrows(VectorFileException.class, () -> Index.verify(file, Progress.NONE));
                assertTrue(e.getMessage().contains(", byte " + entry.offset() + ": section " + name + ": is damaged"), e.getMessage());
            }
        }
    }

    private static boolean hasSection(byte[] file, String name) {
        try {
            SectionFile.entryAt(file, name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** With right checksums: what is damaged must be found by its meaning, or give answers of some kind. */
    @ParameterizedTest
    @MethodSource("samples")
    void aFileThatLiesIsRefusedOrGivesAnswersOfSomeKind(String sample) throws IOException {
        byte[] whole = bytes(sample);
        Random random = new Random(7);
        int refused = 0;
        for (int trial = 0; trial < 40; trial++) {
            String[] names = {"LIST", "LIST", "INFO", "IDSS", "CODE", "LABL"};
            String name = names[random.nextInt(names.length)];
            if (!hasSection(whole, name)) {
                continue;
            }
            Entry entry = SectionFile.entry(whole, name);
            int width = 1 << random.nextInt(4);
            int at = (int) (entry.offset() + random.nextLong(Math.max(1, (entry.length() - 8) / width)) * width);
            long[] values = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 299, 300, 301, random.nextLong(), 1L << 40};
            long value = values[random.nextInt(values.length)];
            byte[] lying = SectionFile.with(whole, view -> {
                switch (width) {
                    case 1 -> view.put(at, (byte) value);
                    case 2 -> view.putShort(at, (short) value);
                    case 4 -> view.putInt(at, (int) value);
                    default -> view.putLong(at, value);
                }
            });
            refused += use(lying) ? 0 : 1;
        }
        assertTrue(refused > 3, "refused " + refused);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sectionsOfOtherLengthsOrNamesAreRefused(String sample) throws IOException {
        byte[] whole = bytes(sample);
        for (String name : new String[] {"INFO", "LIST", "CODE", "IDSS", "LABL", "ORIG", "CENT", "BOOK"}) {
            if (!hasSection(whole, name)) {
                continue;
            }
            int at = SectionFile.entryAt(whole, name);
            long length = SectionFile.entry(whole, name).length();
            for (long other : new long[] {length - 1, length + 1, 0, length / 2}) {
                refused(SectionFile.with(whole, view -> view.putLong(at + 16, other)));
            }
            refused(SectionFile.with(whole, view -> view.putInt(at, 0x31313131))); // "1111", which is required and not known
        }
    }

    @Test
    void swappedSectionsAreRefused() throws IOException {
        byte[] whole = bytes("IVF5,PQ2x5,RFlat own");
        String[] names = {"LIST", "CODE", "IDSS", "LABL", "ORIG", "CENT", "BOOK"};
        for (String a : names) {
            for (String b : names) {
                if (!a.equals(b)) {
                    int one = SectionFile.entryAt(whole, a);
                    int other = SectionFile.entryAt(whole, b);
                    int name = SectionFile.view(whole).getInt(one);
                    int otherName = SectionFile.view(whole).getInt(other);
                    refused(SectionFile.with(whole, view -> view.putInt(one, otherName).putInt(other, name)));
                }
            }
        }
    }

    // ---- lies, by name ---------------------------------------------------------------------------------------------------

    private void refused(String sample, String section, int at, Consumer<ByteBuffer> change, String message) throws IOException {
        byte[] whole = bytes(sample);
        int start = (int) SectionFile.entry(whole, section).offset();
        String wrong = refused(SectionFile.with(whole, view -> change.accept(view.slice(start, view.capacity() - start)
                .order(view.order())))).getMessage();
        assertEquals(folder.resolve("a.vtl") + ", byte " + (start + at) + ": section " + section + ": " + message, wrong);
    }

    private void refusedLong(String sample, int at, long value, String message) throws IOException {
        refused(sample, "LIST", at, view -> view.putLong(at, value), message);
    }

    private void refusedInt(String sample, int at, int value, String message) throws IOException {
        refused(sample, "LIST", at, view -> view.putInt(at, value), message);
    }

    @Test
    void fieldsOfTheTableAreChecked() throws IOException {
        String ivf = "IVF5,PQ2 own";
        long largest = 299L * (1L << 25) + 5;
        refusedInt(ivf, 0, 6, "the number of lists is 6; it must be 5 to 5");
        refusedInt(ivf, 4, 4, "bytes of an element are 4; PQ2 has 1");
        refusedInt(ivf, 4, 2, "bytes of an element are 2; they must be 1 or 4");
        refusedInt(ivf, 8, 4, "elements of a vector is 4; it must be 3 to 3");
        refusedInt(ivf, 12, 4, "the kind of ids is 4; it must be 0 to 3");
        refused(ivf, "LIST", 0, view -> view.putInt(12, 0), "has 180 bytes; 5 lists need 132");
        refused(ivf, "LIST", 12, view -> view.putLong(16, largest + 2),
                "300 ids are coded below " + (largest + 2) + "; the largest may be " + largest);
        refused(ivf, "LIST", 12, view -> view.putLong(16, -1), "300 ids are coded below -1; the largest may be " + largest);
        refusedInt(ivf, 24, 1, "the kind of labels is 1; it must be 0 to 0");
        refusedInt(ivf, 28, 1, "bytes of an element of an original are 1; they must be 0, as no originals are kept");
        refusedLong(ivf, 32, 1, "what labels need is 1; it must be 0, as no originals are kept");
        refusedLong(ivf, 40, 1, "the number of ordinals is 1; it must be 0 to 0");
        long end = SectionFile.entry(bytes(ivf), "LIST").offset() + 64;
        refused(ivf, "LIST", 63, view -> view.put(63, (byte) 1), "there must be zeros up to byte " + end);
        refusedLong(ivf, 64, 1, "before list 0 there are 1 vectors, after 0 before the list before it; ntotal is 300");
        refusedLong(ivf, 72, 301, "before list 1 there are 301 vectors, after 0 before the list before it; ntotal is 300");
        refusedLong(ivf, 72, Long.MIN_VALUE, "before list 1 there are -9223372036854775808 vectors, after 0 before the list before "
                + "it; ntotal is 300");
        refusedLong(ivf, 104, 299, "the lists have 299 vectors; ntotal is 300");
        refusedLong(ivf, 112, 3, "the ids of list 0 should begin at byte 3; those before it end at 0");
        refused(ivf, "LIST", 164, view -> view.putFloat(164, Float.NaN), "number 1 of the biases is NaN; every one must be finite");
    }

    @Test
    void countsThatOverflowAreRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] whole = bytes("Flat counted");
        int info = (int) SectionFile.entry(whole, "INFO").offset();
        int list = (int) SectionFile.entry(whole, "LIST").offset();
        for (long n : new long[] {301, 1L << 32, 1L << 60, Long.MAX_VALUE, Long.MAX_VALUE / 16 + 1}) {
            assertTrue(refused(SectionFile.with(whole, view -> view.putLong(info + 40, n).putLong(list + 72, n))).getMessage()
                    .endsWith("section LIST: " + n + " vectors of 16 bytes each are more than the 4800 of section CODE"));
        }
        byte[] refining = bytes("Flat,RFlat counted");
        int table = (int) SectionFile.entry(refining, "LIST").offset();
        for (long n : new long[] {301, 1L << 60, Long.MAX_VALUE, 1L << 62}) {
            refused(SectionFile.with(refining, view -> view.putLong(table + 40, n)));
        }
        // As many lists as INFO may speak of, in a table for one.
        byte[] cells = bytes("IVF5,Flat counted");
        int start = (int) SectionFile.entry(cells, "INFO").offset();
        refused(SectionFile.with(cells, view -> view.putInt(start + 16, 1 << 22)));
    }

    @Test
    void aSpecOfAnotherIndexIsRefused() throws IOException {
        byte[] whole = bytes("IVF5,PQ2 own");
        int spec = (int) SectionFile.entry(whole, "INFO").offset() + 76;
        assertTrue(refused(SectionFile.with(whole, view -> view.put(spec + 3, (byte) '6'))).getMessage()
                .endsWith("section INFO: the spec is \"IVF6,PQ2\"; the index is IVF5,PQ2"));
        assertTrue(refused(SectionFile.with(whole, view -> view.put(spec, (byte) 'X'))).getMessage()
                .contains("section INFO: index spec \"XVF5,PQ2\": "));
    }

    @Test
    void verifyLooksAtEveryId() throws IOException {
        byte[] whole = bytes("IVF5,Flat own");
        Entry ids = SectionFile.entry(whole, "IDSS");
        int found = 0;
        for (int at = (int) ids.offset(); at < ids.end(); at += 7) {
            int place = at;
            Path file = file(SectionFile.with(whole, view -> view.put(place, (byte) (view.get(place) ^ 255))));
            try {
                Index.verify(file, Progress.NONE);
            } catch (VectorFileException e) {
                assertTrue(e.getMessage().contains(": section IDSS: list "), e.getMessage());
                found++;
            }
        }
        // Low bits that change keep a list one that rises, as a rule.
        assertTrue(found > ids.length() / 7 / 10, "found " + found + " of " + ids.length() / 7);
    }

    @Test
    void openingCanBeCancelled() throws IOException {
        Path file = file(bytes("Flat counted"));
        Progress stop = new Progress() {
            @Override
            public void update(String stage, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancelledException.class,
                () -> Index.open(file, BuildOptions.defaults().withProgress(stop)));
        assertThrows(CancelledException.class, () -> Index.verify(file, stop));
    }
}
