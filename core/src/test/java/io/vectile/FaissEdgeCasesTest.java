package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.IndexStateException;
import io.vectile.faiss.FaissBytes;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rare shapes of Faiss files, which are read and written like the others. */
class FaissEdgeCasesTest {
    @TempDir
    Path folder;

    /** An IndexIVFFlat has no residuals. */
    @Test
    void plainResidualsAreWrittenAsTheVectorsThatTheyStandFor() {
        Vectors x = Data.NORMAL.vectors(200, 4, new SplittableRandom(4));
        Index index = Index.builder(4).ivf(4).flat().residual(true).nprobe(4).build().train(x);
        index.add(x);
        Path file = folder.resolve("a.index");
        FaissFiles.write(index, file);
        Index read = FaissFiles.read(file);
        for (int i = 0; i < 200; i++) {
            assertArrayEquals(index.reconstruct(i), read.reconstruct(i), 1e-6f);
        }
        assertEquals(index.search(x.row(0), 5).id(0, 0), read.search(x.row(0), 5).id(0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCA4,Flat", "OPQ2,Flat", "RR,Flat", "Center,Flat", "PCA4,Flat,RFlat"})
    void anUntrainedIndexOfPlainVectorsIsInspectedAndWritten(String spec) throws IOException {
        Index index = Index.of(spec, 8);
        Path file = folder.resolve("a.index");
        FaissFiles.write(index, file);
        assertEquals(Files.size(file), index.inspect().fileBytes());
        assertEquals(false, FaissFiles.read(file).isTrained());
    }

    /** Faiss reads the mean of a centering only where it has d numbers. */
    @Test
    void anUntrainedCenteringIsWrittenSoThatFaissReadsIt() throws IOException {
        Index index = Index.of("Center,PQ2x4", 8);
        Path file = folder.resolve("a.index");
        FaissFiles.write(index, file);
        assertEquals(8, Files.readAllBytes(file)[45]);
        assertEquals(false, FaissFiles.read(file).isTrained());
    }

    @Test
    void wideVectorsDoNotTakeManyTimesTheirSize() throws Exception {
        int d = 1 << 18;
        Index index = Index.of("IVF1,Flat", d);
        Vectors x = Data.NORMAL.vectors(1, d, new SplittableRandom(4));
        index.train(x);
        index.add(x);
        Path file = folder.resolve("a.index");
        FaissFiles.write(index, file);
        long before = allocatedBytes();
        FaissFiles.read(file, BuildOptions.defaults().withThreads(1));
        long taken = allocatedBytes() - before;
        assertTrue(taken < 8 * Files.size(file) + (1 << 20), taken + " bytes for a file of " + Files.size(file));
    }

    @Test
    void listsOfAnUntrainedFileTakeNoMemory() throws Exception {
        BuildOptions options = BuildOptions.defaults().withThreads(1);
        FaissFiles.read(FaissBytes.ivfFlatUntrained().in(folder), options);
        Path file = FaissBytes.ivfFlatUntrained().withLong("nlist", 1 << 22).withLong("lists.nlist", 1 << 22).in(folder);
        long before = allocatedBytes();
        Index index = FaissFiles.read(file, options);
        long taken = allocatedBytes() - before;
        assertEquals(1 << 22, index.spec().nlist());
        assertTrue(taken < 1 << 20, taken + " bytes for a file of " + Files.size(file));
    }

    @Test
    void aChainOfNoTransformsIsWrittenAgain() throws IOException {
        Path file = FaissBytes.noTransforms().in(folder);
        FaissFiles.write(FaissFiles.read(file), folder.resolve("b.index"));
        assertEquals(-1, Files.mismatch(file, folder.resolve("b.index")), "the first byte that differs");
    }

    /** Faiss keeps is_trained = 0 of an IndexPreTransform whose transforms were trained one by one. */
    @Test
    void anIndexThatSaysItIsNotTrainedStaysSo() throws IOException {
        Path file = FaissBytes.linearEmpty().withByte("trained", 0).in(folder);
        FaissFiles.write(FaissFiles.read(file), folder.resolve("b.index"));
        assertEquals(-1, Files.mismatch(file, folder.resolve("b.index")), "the first byte that differs");
    }

    @Test
    void writingMappedVectorsReportsProgress() {
        List<String> heard = new ArrayList<>();
        for (String spec : new String[] {"Flat", "Flat,RFlat", "PCA2,Flat,RFlat"}) {
            Vectors x = Data.NORMAL.vectors(200, 4, new SplittableRandom(4));
            Index index = Index.of(spec, 4).train(x);
            index.add(x);
            Path file = folder.resolve("a.index");
            FaissFiles.write(index, file);
            FaissFiles.write(FaissFiles.read(file), folder.resolve("b.index"), BuildOptions.defaults()
                    .withProgress((stage, done, total) -> heard.add(stage + " " + done + " of " + total)));
            assertEquals("write 200 of 200", heard.getLast(), spec);
        }
    }

    private static long allocatedBytes() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    /** A file does not say how an index was trained: training it anew would put another one in its place without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"PQ4", "IVF4,Flat", "OPQ2,PQ2", "RR,Flat", "PCA4,IVF4,PQ2,RFlat"})
    void anIndexThatCameTrainedIsNotTrainedAnew(String spec) {
        Vectors x = Data.NORMAL.vectors(500, 8, new SplittableRandom(1));
        Path file = folder.resolve("trained.index");
        FaissFiles.write(Index.of(spec, 8).train(x), file);
        Index read = FaissFiles.read(file);
        Vectors others = Data.NORMAL.vectors(500, 8, new SplittableRandom(2));
        String refused = assertThrows(IndexStateException.class, () -> read.train(others)).getMessage();
        assertTrue(refused.contains("does not say how"), refused);
        FaissFiles.write(Index.of("Flat", 8), file);
        FaissFiles.read(file).train(x).add(x);
        FaissFiles.write(Index.of("IVF4,PQ4", 8), file);
        assertTrue(FaissFiles.read(file).train(x).isTrained());
    }
}
