package io.vectile.vtl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cluster.Centroids;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.PqCodec;
import io.vectile.codec.Space;
import io.vectile.concurrent.Progress;
import io.vectile.contents.Trained;
import io.vectile.error.VectorFileException;
import io.vectile.kernel.Panels;
import io.vectile.partition.InvertedFile;
import io.vectile.vectors.Metric;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What training decided, in a native file: read as it was written, in every bit; and where it lies, refused with the place. */
class TrainedSectionsTest {
    @TempDir
    Path folder;

    static Set<String> samples() {
        return TrainedSamples.all().keySet();
    }

    private byte[] bytes(IndexInfo info) throws IOException {
        return SectionFile.bytes(folder, out -> TrainedSections.write(out, info));
    }

    private IndexInfo read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("a.vtl"), bytes);
        try (SectionReader reader = SectionReader.open(file, TrainedSections.NAMES)) {
            return TrainedSections.read(reader);
        }
    }

    private VectorFileException refused(byte[] bytes) {
        var e = assertThrows(VectorFileException.class, () -> read(bytes));
        assertTrue(e.offset() >= 0 && e.offset() <= Math.max(64, bytes.length), e.getMessage());
        return e;
    }

    private static void assertSame(IndexInfo expected, IndexInfo found) {
        assertEquals(expected.defaults(), found.defaults());
        assertEquals(expected.residual(), found.residual());
        assertEquals(expected.ntotal(), found.ntotal());
        assertEquals(expected.largestId(), found.largestId());
        assertEquals(expected.spec(), found.spec());
        assertEquals(expected.training(), found.training());
        Trained a = expected.trained();
        Trained b = found.trained();
        assertEquals(a.metric(), b.metric());
        assertEquals(a.transforms(), b.transforms());
        assertEquals(a.refine(), b.refine());
        assertEquals(a.isComplete(), b.isComplete());
        assertSame(a.space(), b.space());
        if (a.partition() instanceof InvertedFile(int nlist, boolean byInnerProduct, Centroids centroids)) {
            InvertedFile cells = (InvertedFile) b.partition();
            assertEquals(nlist, cells.nlist());
            assertEquals(byInnerProduct, cells.innerProduct());
            assertArrayEquals(centroids == null ? null : centroids.toRows(), cells.isTrained() ? cells.centroids().toRows() : null);
        } else {
            assertEquals(a.partition(), b.partition());
        }
        if (a.codec() instanceof PqCodec pq) {
            PqCodec same = (PqCodec) b.codec();
            assertArrayEquals(new int[] {pq.d(), pq.m(), pq.nbits()}, new int[] {same.d(), same.m(), same.nbits()});
            assertArrayEquals(pq.isTrained() ? pq.quantizer().codebook() : null,
                    same.isTrained() ? same.quantizer().codebook() : null);
            assertArrayEquals(pq.isTrained() ? pq.quantizer().outerCodebook() : null,
                    same.isTrained() ? same.quantizer().outerCodebook() : null);
        } else {
            assertEquals(a.codec(), b.codec());
        }
    }

    private static void assertSame(Space a, Space b) {
        assertEquals(a.innerProduct(), b.innerProduct());
        assertEquals(a.d(), b.d());
        assertEquals(a.step(), b.step());
        assertEquals(a.maxNorm(), b.maxNorm());
        assertArrayEquals(a.mean(), b.mean());
        assertArrayEquals(a.isResidual() ? a.centroids().toRows() : null, b.isResidual() ? b.centroids().toRows() : null);
    }

    // ---- what is written is read -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("samples")
    void whatTrainingDecidedIsReadAsItWas(String sample) throws IOException {
        IndexInfo info = TrainedSamples.all().get(sample);
        byte[] bytes = bytes(info);
        IndexInfo found = read(bytes);
        assertSame(info, found);
        assertArrayEquals(bytes, bytes(found));
    }

    @Test
    void whatIsNotTrainedTakesNoRoom() throws IOException {
        for (String sample : samples()) {
            if (sample.startsWith("untrained") && !sample.contains("before")) {
                assertTrue(bytes(TrainedSamples.all().get(sample)).length < 1024, sample);
            }
        }
    }

    @Test
    void centroidsLieInTheFileAsTheCoarseSearchReadsThem() throws IOException {
        for (String sample : new String[] {"IVF70,Flat l2", "IVF70 of 16 bits,PQ2 l2"}) {
            centroidsLieAsPanels(TrainedSamples.all().get(sample));
        }
    }

    private void centroidsLieAsPanels(IndexInfo info) throws IOException {
        Path file = Files.write(folder.resolve("a.vtl"), bytes(info));
        Panels panels = ((InvertedFile) info.trained().partition()).centroids().panels();
        assertEquals(panels.areBfloats(), info.trained().d() == 4);
        try (SectionReader reader = SectionReader.open(file, TrainedSections.NAMES)) {
            MemorySegment mapped = reader.require("CENT").mapped().asSlice(64, panels.segment().byteSize());
            assertEquals(-1, mapped.mismatch(panels.segment()));
            assertEquals(0, reader.require("CENT").offset() % 64);
        }
    }

    @Test
    void aLaterMinorVersionMayAddFieldsAndFlags() throws IOException {
        IndexInfo info = TrainedSamples.all().get("IVF64,PQ2 l2");
        byte[] bytes = SectionFile.bytes(folder, out -> TrainedSections.write(out, info));
        byte[] later = SectionFile.with(bytes, view -> {
            view.putShort(10, (short) 1);
            for (String name : new String[] {"INFO", "CENT", "BOOK"}) { // 4 more bytes, of the padding or of the next section
                int at = SectionFile.entryAt(bytes, name);
                Entry entry = SectionFile.entry(bytes, name);
                view.putLong(at + 16, Math.min(entry.length() + 4, Format.aligned(entry.end()) - entry.offset()));
            }
            int info64 = (int) SectionFile.entry(bytes, "INFO").offset();
            view.putInt(info64 + 12, view.getInt(info64 + 12) | 1 << 20);
        });
        assertSame(info, read(later));
        byte[] lying = SectionFile.with(later, view -> view.putShort(10, (short) 0));
        assertTrue(refused(lying).getMessage().contains("section INFO: flags are 0x100023; only 0x3f are known"));
    }

    // ---- damage ----------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("samples")
    void aFileCutAtAnyMultipleOf64IsRefused(String sample) throws IOException {
        byte[] whole = bytes(TrainedSamples.all().get(sample));
        int stride = Math.max(64, whole.length / 400 / 64 * 64);
        for (int length = 64; length < whole.length; length += stride) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aDamagedByteOfASectionIsFoundByName(String sample) throws IOException {
        byte[] whole = bytes(TrainedSamples.all().get(sample));
        Random random = new Random(4);
        for (int i = 0; i < SectionFile.count(whole); i++) {
            Entry entry = Entry.get(SectionFile.view(whole).position(SectionFile.tableAt(whole) + i * Format.ENTRY_BYTES));
            for (int trial = 0; trial < 20; trial++) {
                byte[] damaged = whole.clone();
                damaged[(int) (entry.offset() + random.nextLong(entry.length()))] ^= (byte) (1 << random.nextInt(8));
                String named = ", byte " + entry.offset() + ": section " + entry.name() + ": is damaged: bytes ";
                assertTrue(refused(damaged).getMessage().contains(named));
                Path file = Files.write(folder.resolve("a.vtl"), damaged);
                try (SectionReader reader = SectionReader.open(file, TrainedSections.NAMES)) {
                    var e = assertThrows(VectorFileException.class, () -> reader.verify(Progress.NONE));
                    assertTrue(e.getMessage().contains(named), e.getMessage());
                }
            }
        }
    }

    /** Bytes changed at random with checksums made right again: refused with a place, or an index of some other kind. */
    @ParameterizedTest
    @MethodSource("samples")
    void aSectionThatLiesIsRefusedOrRead(String sample) throws IOException {
        byte[] whole = bytes(TrainedSamples.all().get(sample));
        Random random = new Random(5);
        for (int trial = 0; trial < 300; trial++) {
            Entry entry = Entry.get(SectionFile.view(whole)
                    .position(SectionFile.tableAt(whole) + random.nextInt(SectionFile.count(whole)) * Format.ENTRY_BYTES));
            int at = (int) (entry.offset() + random.nextLong(Math.min(entry.length(), 128)));
            byte value = (byte) new int[] {0, 1, 127, 128, 255, random.nextInt()}[random.nextInt(6)];
            byte[] lying = SectionFile.with(whole, view -> view.put(at, value));
            try {
                read(lying);
            } catch (VectorFileException e) {
                assertTrue(e.offset() >= 64 && e.offset() <= lying.length && e.getMessage().contains(": section "), e.getMessage());
            }
        }
    }

    // ---- lies, by name ---------------------------------------------------------------------------------------------------

    private void refused(String sample, String section, int at, Consumer<ByteBuffer> change, String message) throws IOException {
        byte[] whole = bytes(TrainedSamples.all().get(sample));
        int start = (int) SectionFile.entry(whole, section).offset();
        String wrong = refused(SectionFile.with(whole, view -> change.accept(view.slice(start, view.capacity() - start)
                .order(view.order())))).getMessage();
        assertEquals(folder.resolve("a.vtl") + ", byte " + (start + at) + ": section " + section + ": " + message, wrong);
    }

    private void refusedInt(String sample, String section, int at, int value, String message) throws IOException {
        refused(sample, section, at, view -> view.putInt(at, value), message);
    }

    private void refusedFloat(String sample, String section, int at, float value, String message) throws IOException {
        refused(sample, section, at, view -> view.putFloat(at, value), message);
    }

    @Test
    void fieldsOfInfoAreChecked() throws IOException {
        String ivf = "IVF64,PQ2 l2";
        refusedInt(ivf, "INFO", 0, 0, "d is 0; it must be 1 to 1048576");
        refusedInt(ivf, "INFO", 4, -1, "d of the codes is -1; it must be 1 to 1048576");
        refusedInt(ivf, "INFO", 0, 9, "d is 9 and d of the codes is 4; the transforms make 9 of it");
        refused(ivf, "INFO", 8, view -> view.put(8, (byte) 3),
                "the metric is 3; known are 0 (L2), 1 (inner product), 2 (cosine)");
        refused(ivf, "INFO", 9, view -> view.put(9, (byte) 2), "the partition is 2; known are 0 (one list), 1 (cells)");
        refused(ivf, "INFO", 10, view -> view.put(10, (byte) 2), "the codec is 2; known are 0 (Flat), 1 (PQ)");
        refusedInt(ivf, "INFO", 12, 64, "flags are 0x40; only 0x3f are known");
        refusedInt(ivf, "INFO", 16, 1 << 22 | 1, "nlist is 4194305; it must be 1 to 4194304");
        refusedInt(ivf, "INFO", 20, 3, "PQ3 needs d divisible by 3; d is 4");
        refusedInt(ivf, "INFO", 24, 25, "nbits is 25; it must be 0 to 24");
        refusedInt(ivf, "INFO", 28, 0, "nprobe is 0; it must be 1 to 2147483647");
        refusedFloat(ivf, "INFO", 32, Float.NaN, "k_factor is NaN; it must be 1.0 to 1000.0");
        refusedFloat(ivf, "INFO", 36, Float.NaN, "the step of the bound row is NaN; it must be 1.4E-45 to 3.4028235E38");
        refusedFloat(ivf, "INFO", 36, 0, "the step of the bound row is 0.0; it must be 1.4E-45 to 3.4028235E38");
        refused(ivf, "INFO", 40, view -> view.putLong(40, -1),
                "ntotal is 18446744073709551615; it must be 0 to 9223372036854775807");
        refused(ivf, "INFO", 48, view -> view.putLong(48, -2), "the largest id is -2; it must be at least -1");
        refusedInt(ivf, "INFO", 72, Integer.MAX_VALUE, "length of the spec is 2147483647; it must be 0 to 65536");
        refused(ivf, "INFO", 76, view -> view.putInt(72, 12), "the spec needs 12 bytes; the section ends after 11 more");
        refused(ivf, "INFO", 86, view -> view.putInt(72, 10), "1 bytes follow the last field");
        refused(ivf, "INFO", 76, view -> view.put(76, (byte) 0xff), "the spec is not text in UTF-8");
    }

    @Test
    void sectionsMustBearOneAnotherOut() throws IOException {
        refused("IVF64,PQ2 l2", "INFO", 40, view -> view.putInt(12, view.getInt(12) & ~1),
                "ntotal is 123456789012; an index that is not trained has 0");
        byte[] whole = bytes(TrainedSamples.all().get("untrained IVF,PQ"));
        int start = (int) SectionFile.entry(whole, "INFO").offset();
        byte[] lying = SectionFile.with(whole, view -> view.putInt(start + 12, view.getInt(start + 12) | 1));
        assertTrue(refused(lying).getMessage().endsWith(
                "section INFO: says that the index is trained; section CENT is not there"));
        byte[] bound = SectionFile.with(whole, view -> view.putInt(start + 12, view.getInt(start + 12) | 32)
                .putFloat(start + 36, 1f));
        assertTrue(refused(bound).getMessage().endsWith(
                "section INFO: says that blocks have a bound row; section CENT is not there"));
        refused("IVF64,PQ2 ip", "INFO", 0, view -> view.put(8, (byte) 0),
                "says that blocks have no bound row; residual codes of PQ for L2 have one");
    }

    @Test
    void centroidsAreChecked() throws IOException {
        String ivf = "IVF70,Flat l2"; // panels of 5 x 64 floats from byte 64
        refusedInt(ivf, "CENT", 0, 2, "the kind of element is 2; it must be 0 to 1");
        refusedInt(ivf, "CENT", 4, 71, "nlist is 71; it must be 70 to 70");
        refusedInt(ivf, "CENT", 8, 4, "d is 4; it must be 5 to 5");
        refusedInt(ivf, "CENT", 12, 1, "there must be zeros up to byte 256");
        refusedInt(ivf, "CENT", 60, 1, "there must be zeros up to byte 256");
        int number = 64 + (320 + 3 * 64 + 5) * 4;
        refusedFloat(ivf, "CENT", number, Float.NaN, "centroid 69 has NaN at dimension 3; every number must be finite");
        refusedFloat(ivf, "CENT", number, Float.POSITIVE_INFINITY,
                "centroid 69 has Infinity at dimension 3; every number must be finite");
        refused(ivf, "CENT", 0, view -> view.putFloat(number, 1e19f),
                "centroid 69 has the squared length 1.0E38; 2.1267647E37 is the most that can be searched");
        refused(ivf, "CENT", number + 6, view -> view.putFloat(number + 4, 1f),
                "a column past the last centroid has a byte 128; it must be 0");
        String bfloats = "IVF70 of 16 bits,PQ2 l2"; // panels of 2 x 64 words
        int word = 64 + (128 + 64 + 5) * 4;
        refusedInt(bfloats, "CENT", word, 0x7f80_3f80, "centroid 69 has NaN at dimension 2; every number must be finite");
        refusedInt(bfloats, "CENT", word, 0x3f80_ff80, "centroid 69 has -Infinity at dimension 3; every number must be finite");
        refused(bfloats, "CENT", 0, view -> view.putInt(word, 0x3f80_5f00),
                "centroid 69 has the squared length 8.507059E37; 2.1267647E37 is the most that can be searched");
        refused(bfloats, "CENT", word + 5, view -> view.putInt(word + 4, 256),
                "a column past the last centroid has a byte 1; it must be 0");
        refused("IVF64,PQ2 l2", "CENT", 64 + 4 * 64 * 4, view -> view.putFloat(64 + 4 * 64 * 4, 1e19f),
                "the mean has the squared length 1.0E38; 2.1267647E37 is the most that can be searched");
        byte[] whole = bytes(TrainedSamples.all().get(ivf));
        int entryAt = SectionFile.entryAt(whole, "CENT");
        long length = SectionFile.entry(whole, "CENT").length();
        assertTrue(refused(SectionFile.with(whole, view -> view.putLong(entryAt + 16, length - 4))).getMessage()
                .endsWith("section CENT: has " + (length - 4) + " bytes; 70 centroids of d = 5 need " + length));
        // The most cells and dimensions that INFO may speak of, in a section of some bytes: no memory is taken for them.
        IndexInfo small = TrainedSamples.info(Metric.L2, List.of(), 1 << 20, new InvertedFile(1 << 22, false, null),
                new FlatCodec(1 << 20), false, false);
        byte[] huge = SectionFile.bytes(folder, out -> {
            TrainedSections.write(out, small);
            out.begin("CENT", true);
            out.i32(0);
            out.i32(1 << 22);
            out.i32(1 << 20);
            out.align();
            out.end();
        });
        assertTrue(refused(huge).getMessage().endsWith(
                "section CENT: has 64 bytes; 4194304 centroids of d = 1048576 need " + (64L + (1L << 44))));
    }

    @Test
    void codebooksAreChecked() throws IOException {
        String pq = "PQ3x4 l2";
        refusedInt(pq, "BOOK", 0, 1, "the kind of element is 1; it must be 0 to 0");
        refusedInt(pq, "BOOK", 4, 5, "d is 5; it must be 6 to 6");
        refusedInt(pq, "BOOK", 8, 2, "m is 2; it must be 3 to 3");
        refusedInt(pq, "BOOK", 12, 8, "nbits is 8; it must be 4 to 4");
        refusedFloat(pq, "BOOK", 64 + 37 * 4, Float.NaN, "number 37 of the centroids of codebooks is NaN; every one must be finite");
        refusedInt(pq, "BOOK", 16, 1, "whether codewords have other numbers is 1; it must be 0 to 0");
        String numbered = "PQ3 of other numbers";
        int numbers = 64 + 6 * 256 * Float.BYTES;
        refusedInt(numbered, "BOOK", 16, 2, "whether codewords have other numbers is 2; it must be 0 to 1");
        refused(numbered, "BOOK", numbers, view -> view.put(numbers + 256, (byte) 29).put(numbers + 257, (byte) 29),
                "two codewords of subspace 1 have number 29; each must have its own");
        refused(pq, "BOOK", 64, view -> view.putFloat(64, 1e19f), "the centroids have squared lengths up to 1.0E38; 2.1267647E37 "
                + "is the most that can be searched");
        refused(pq, "INFO", 20, view -> view.putInt(24, 24).putInt(0, 1 << 20).putInt(4, 1 << 20).putInt(20, 1), "a codebook of "
                + "16777216 centroids for d = 1048576 does not fit into one array; use fewer nbits");
    }

    @Test
    void transformsAreChecked() throws IOException {
        String linear = "Linear with bias,Flat";
        refusedInt(linear, "TRAN", 0, 101, "the number of transforms is 101; it must be 1 to 100");
        refused(linear, "TRAN", 4 + 16 + 210 * 4 + 70 * 4, view -> view.putInt(0, 2),
                "the kind of transform needs 4 bytes; the section ends after 0 more");
        refusedInt(linear, "TRAN", 4, 6, "the kind of transform is 6; it must be 1 to 5");
        refused(linear, "TRAN", 20, view -> view.putInt(8, 1 << 20).putInt(12, 1 << 20),
                "1099511627776 numbers of the matrix need 4 bytes each; the section ends after 1120 more");
        refusedInt(linear, "TRAN", 16, 7, "flags are 0x7; only 0x3 are known");
        refused(linear, "TRAN", 4, view -> view.putInt(8, 70).putInt(12, 3), "transform 0 takes d = 70; it is given 3");
        refusedFloat(linear, "TRAN", 20 + 5 * 4, Float.NEGATIVE_INFINITY,
                "number 5 of the numbers of the matrix is -Infinity; every one must be finite");
        refused("L2norm,Flat", "TRAN", 4, view -> view.putInt(16, 0), "a transform of kind 4 from 7 to 7 numbers with flags 0 "
                + "cannot be: scaling and centering keep d, scaling needs no training, and only what is trained has a bias");
        refused("PCA of few rows,Flat", "TRAN", 20, view -> view.putInt(32, 1),
                "a PCA from 4 to 2 dimensions has a basis of 2 to 4 rows of 4 numbers; got 4 numbers");
    }
}
