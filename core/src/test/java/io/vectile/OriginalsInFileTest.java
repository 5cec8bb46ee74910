package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.contents.SearchDefaults;
import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.Metric;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An index that refines against the rows of a file where they lie. */
class OriginalsInFileTest {
    private static final int D = 8;

    @TempDir
    private Path folder;

    private static Index trained(String spec, Metric metric, Vectors x) {
        return new Index(IndexSpec.parse(spec), D, metric, new SearchDefaults(6, 20, false), new TrainingOptions(7, 3, 3, 1 << 20)).train(x);
    }

    private static long part(Index index, String name) {
        return index.inspect().parts().stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow().bytes();
    }

    @ParameterizedTest
    @CsvSource({"base.fvecs, NORMAL, L2", "base.fvecs, BYTES, INNER_PRODUCT", "base.bvecs, BYTES, L2", "base.fbin, NORMAL, L2",
        "base.u8bin, BYTES, L2", "base.npy, NORMAL, INNER_PRODUCT"})
    void answersAreThoseOfOriginalsInMemory(String name, Data data, Metric metric) {
        Path file = folder.resolve(name);
        Vectors x = data.vectors(1000, D, new SplittableRandom(1));
        VectorFiles.write(file, x);
        Index copied = trained("IVF6,PQ4,RFlat", metric, x);
        Index referring = trained("IVF6,PQ4,RFlat", metric, x);
        for (int from = 0; from < 1000; from += 250) {
            copied.add(x.rows(from, from + 250));
            assertEquals(from, referring.referredRows());
            referring.addRowsOf(file, from, from + 250, BuildOptions.defaults());
        }
        Vectors queries = data.vectors(20, D, new SplittableRandom(2));
        assertEquals(copied.search(queries, 10), referring.search(queries, 10));
        assertArrayEquals(x.row(777), referring.reconstruct(777));

        // Removing, updating and packing leave the rows where they are; what comes later is kept in memory.
        for (Index index : new Index[] {copied, referring}) {
            index.remove(IdFilter.range(100, 400));
            index.update(queries.rows(0, 5), new long[] {5, 3, 900, 999, 0});
            index.compact();
            index.add(queries.rows(5, 9));
            index.remove(1001);
        }
        assertEquals(copied.search(queries, 10), referring.search(queries, 10));
        assertArrayEquals(queries.row(2), referring.reconstruct(900));
        assertArrayEquals(x.row(777), referring.reconstruct(777));
        assertEquals(1000, referring.referredRows());
        referring.compact();
        assertEquals(copied.search(queries, 10), referring.search(queries, 10));
    }

    @Test
    void rowsOfTheFileAreNotCopied() {
        Path file = folder.resolve("base.fvecs");
        Vectors x = Data.NORMAL.vectors(1000, D, new SplittableRandom(1));
        VectorFiles.write(file, x);
        Index index = trained("IVF6,PQ4,RFlat", Metric.L2, x);
        index.addRowsOf(file);
        String report = index.inspect().toString();
        assertTrue(report.contains("base.fvecs"), report);
        assertEquals(index.inspect().parts().stream().mapToLong(IndexReport.Part::bytes).sum(),
                index.inspect().residentBytes() + part(index, "originals"));
        assertEquals(999 * (D * 4L + 4) + D * 4, part(index, "originals"));
    }

    /** Faiss's file holds every original, in the order of ordinals: those of rows that are gone may leave no holes. */
    @ParameterizedTest
    @ValueSource(strings = {"Flat,RFlat", "PQ4,RFlat", "IVF6,Flat,RFlat", "IVF6,PQ4,RFlat"})
    void aFaissFileIsThatOfOriginalsInMemory(String spec) throws IOException {
        Path file = folder.resolve("base.bvecs");
        Vectors x = Data.BYTES.vectors(500, D, new SplittableRandom(1));
        VectorFiles.write(file, x);
        Index copied = trained(spec, Metric.L2, x);
        copied.add(x);
        Index referring = trained(spec, Metric.L2, x);
        referring.addRowsOf(file);
        Vectors others = Data.BYTES.vectors(20, D, new SplittableRandom(2));
        requireSameFaissFile(copied, referring);
        for (int change = 0; change < 4; change++) {
            for (Index index : new Index[] {copied, referring}) {
                switch (change) {
                    case 0 -> index.update(others.rows(0, 2), new long[] {7, 300});
                    case 1 -> index.remove(499, 0, 8);
                    case 2 -> index.compact();
                    default -> index.add(others.rows(2, 5), new long[] {9000, 600, 0});
                }
            }
            requireSameFaissFile(copied, referring);
        }
    }

    private Index reopened(Index index) {
        Path saved = folder.resolve("saved.vtl");
        index.save(saved);
        return Index.open(saved);
    }

    private static boolean holds(Index index, long id) {
        return index.search(new float[D], 1, SearchOptions.defaults().withFilter(IdFilter.in(id))).id(0, 0) == id;
    }

    private void requireSameFaissFile(Index copied, Index referring) throws IOException {
        Path expected = folder.resolve("copied.index");
        Path written = folder.resolve("referring.index");
        FaissFiles.write(reopened(copied), expected); // by rising id, as what has holes is written
        FaissFiles.write(referring, written);
        assertEquals(-1, Files.mismatch(expected, written));
        FaissFiles.write(reopened(referring), written);
        assertEquals(-1, Files.mismatch(expected, written));
        Index read = FaissFiles.read(written);
        assertEquals(referring.ntotal(), read.ntotal());
        for (long id = 0; id <= referring.largestId(); id++) {
            if (holds(referring, id)) {
                assertArrayEquals(referring.reconstruct(id), read.reconstruct(id), "id " + id);
            }
        }
        Vectors queries = Data.BYTES.vectors(10, D, new SplittableRandom(3));
        assertEquals(referring.search(queries, 10), read.search(queries, 10));
    }

    @Test
    void theFileThatHasTheRowsIsNotReplaced() throws IOException {
        Path file = folder.resolve("base.bvecs");
        VectorFiles.write(file, Data.BYTES.vectors(300, D, new SplittableRandom(1)));
        byte[] before = Files.readAllBytes(file);
        Index index = trained("PQ4,RFlat", Metric.L2, VectorFiles.open(file));
        index.addRowsOf(file);
        Path link = Files.createSymbolicLink(folder.resolve("link.vtl"), file);
        Path folderLink = Files.createSymbolicLink(folder.resolve("there"), folder);
        Index merged = trained("PQ4,RFlat", Metric.L2, VectorFiles.open(file));
        merged.addRowsOf(folderLink.resolve("base.bvecs"));
        merged.merge(index, 300);
        for (Index writing : new Index[] {index, merged}) {
            for (Path target : new Path[] {file, link, folderLink.resolve("base.bvecs"), folder.resolve("./base.bvecs")}) {
                String save = assertThrows(VectorFileException.class, () -> writing.save(target)).getMessage();
                assertTrue(save.startsWith(target + ": ") && save.contains("refers to the vectors of"), save);
                assertEquals(save, assertThrows(VectorFileException.class, () -> FaissFiles.write(writing, target)).getMessage());
                assertArrayEquals(before, Files.readAllBytes(file));
            }
        }
        // Another name of the same bytes is replaced alone.
        Path hard = Files.createLink(folder.resolve("hard.vtl"), file);
        index.save(hard);
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(300, Index.open(hard).ntotal());
    }

    @Test
    void whatCannotBeReferredToIsRefused() {
        Path file = folder.resolve("base.fvecs");
        Vectors x = Data.NORMAL.vectors(300, D, new SplittableRandom(1));
        VectorFiles.write(file, x);
        String plain = assertThrows(IndexStateException.class, () -> trained("IVF6,PQ4", Metric.L2, x).addRowsOf(file)).getMessage();
        assertTrue(plain.contains("RFlat"), plain);
        assertThrows(IndexStateException.class, () -> trained("PQ4,RFlat", Metric.COSINE, x).addRowsOf(file));
        Index index = trained("PQ4,RFlat", Metric.L2, x);
        String gap = assertThrows(InvalidInputException.class,
                () -> index.addRowsOf(file, 5, 10, BuildOptions.defaults())).getMessage();
        assertTrue(gap.contains("300 rows") && gap.contains("row 0"), gap);
        index.addRowsOf(file, 0, 200, BuildOptions.defaults());
        assertThrows(InvalidInputException.class, () -> index.addRowsOf(file, 200, 301, BuildOptions.defaults()));
        Path other = folder.resolve("other.fvecs");
        VectorFiles.write(other, x);
        String two = assertThrows(IndexStateException.class, () -> index.addRowsOf(other, 200, 300, BuildOptions.defaults())).getMessage();
        assertTrue(two.contains("base.fvecs") && two.contains("other.fvecs"), two);
        index.add(x.rows(0, 1));
        assertThrows(IndexStateException.class, () -> index.addRowsOf(file, 200, 300, BuildOptions.defaults()));
        Index own = trained("PQ4,RFlat", Metric.L2, x);
        own.add(x);
        assertThrows(IndexStateException.class, () -> own.addRowsOf(file));
        assertEquals(201, index.ntotal());
    }
}
