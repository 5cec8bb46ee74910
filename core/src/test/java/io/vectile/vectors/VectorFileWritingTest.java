package io.vectile.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import io.vectile.error.VectileException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.Vectors.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a write happens whole or not at all, and refuses what the file could not hold. */
class VectorFileWritingTest {
    private static final Vectors OLD = Vectors.of(new float[] {1, 2}, 2);
    private static final Vectors NEW = Vectors.of(new float[] {3, 4, 5, 6}, 2);

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private <E extends VectileException> void refused(Class<E> type, String message, Runnable write) throws IOException {
        List<String> before = names();
        assertEquals(message, assertThrows(type, write::run).getMessage());
        assertEquals(before, names());
    }

    @Test
    void aWriteReplacesTheOldFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.fvecs");
        VectorFiles.write(file, OLD);
        VectorFiles.write(file, NEW);
        assertArrayEquals(new float[] {3, 4, 5, 6}, VectorsTest.floats(VectorFiles.open(file)));
        assertEquals(List.of("a.fvecs"), names());
    }

    @Test
    void rowsMappedFromTheOldFileStayReadable() {
        Path file = folder.resolve("a.fvecs");
        VectorFiles.write(file, OLD);
        Vectors mapped = VectorFiles.open(file);
        VectorFiles.write(file, NEW);
        assertArrayEquals(new float[] {1, 2}, mapped.row(0));
    }

    @Test
    void aWriteThroughASymbolicLinkReplacesTheFileBehindIt() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("a.fvecs");
        VectorFiles.write(real, OLD);
        Path link = Files.createSymbolicLink(folder.resolve("link.fvecs"), real);
        VectorFiles.write(link, NEW);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(2, VectorFiles.open(real).n());
        assertEquals(List.of("link.fvecs", "real"), names());
    }

    @Test
    void floatsThatAreNotBytesAreRefusedInByteFormatsAndTheOldFileStays() throws IOException {
        for (String name : new String[] {"a.bvecs", "a.u8bin"}) {
            Path file = folder.resolve(name);
            VectorFiles.write(file, OLD);
            byte[] old = Files.readAllBytes(file);
            for (float value : new float[] {0.5f, -1, 256, Float.NaN, Float.POSITIVE_INFINITY, 1e20f}) {
                refused(InvalidInputException.class, "row 1 has " + value + " at dimension 0; bvecs and u8bin hold whole"
                                + " numbers 0 to 255, fvecs, fbin and npy any float",
                        () -> VectorFiles.write(file, Vectors.of(new float[] {3, 4, value, 6}, 2)));
            }
            assertArrayEquals(old, Files.readAllBytes(file));
        }
    }

    @Test
    void longsThatAreNotIntsAreRefusedInInt32Formats() throws IOException {
        refused(InvalidInputException.class,
                "row 1 has 4294967296 at column 1, which does not fit in 32 bits; rowLongs and npy files of int64 hold it",
                () -> VectorFiles.writeInts(folder.resolve("a.ivecs"), IntVectors.of(new long[] {1, 2, 3, 1L << 32}, 2)));
    }

    @Test
    void anExtensionForAnotherKindIsRefused() throws IOException {
        refused(VectorFileException.class, folder.resolve("a.ivecs") + ": a file with this extension holds int32 numbers;"
                        + " vectors are written as fvecs, bvecs, fbin, u8bin or npy",
                () -> VectorFiles.write(folder.resolve("a.ivecs"), OLD));
        refused(VectorFileException.class, folder.resolve("a.u8bin") + ": a file with this extension holds uint8 numbers;"
                        + " integers are written as ivecs, ibin or npy",
                () -> VectorFiles.writeInts(folder.resolve("a.u8bin"), IntVectors.of(new int[] {1}, 1)));
        refused(VectorFileException.class, folder.resolve("a.txt") + ": the extension .txt is unknown; known are fvecs, bvecs,"
                        + " fbin, u8bin and npy for vectors, ivecs, ibin and npy for integers",
                () -> VectorFiles.write(folder.resolve("a.txt"), OLD));
    }

    @Test
    void noRowsAreRefusedWhereOnlyRowsSayTheDimension() throws IOException {
        refused(VectorFileException.class, folder.resolve("a.fvecs") + ": 0 rows cannot be written in this format, because only"
                        + " a row says the dimension; npy, fbin, u8bin and ibin can hold them",
                () -> VectorFiles.write(folder.resolve("a.fvecs"), Vectors.of(new float[0], 4)));
    }

    @Test
    void aTargetThatCannotBeWrittenIsNamed() throws IOException {
        Path lost = folder.resolve("none/a.fvecs");
        refused(VectorFileException.class, lost + ": cannot be written: there is no directory " + lost.getParent(),
                () -> VectorFiles.write(lost, OLD));
        Path taken = Files.createDirectory(folder.resolve("taken.fvecs"));
        refused(VectorFileException.class, taken + ": cannot be written: this is a directory",
                () -> VectorFiles.write(taken, OLD));
    }

    @Test
    void aWriterJoinsWhatIsAppended() {
        Path file = folder.resolve("a.npy");
        try (VectorWriter writer = VectorFiles.writer(file, ElementType.FLOAT32, 2)) {
            writer.append(OLD).append(Vectors.of(new float[0], 2)).append(NEW).append(Vectors.ofBytes(new byte[] {7, 8}, 2));
            assertEquals(4, writer.n());
            writer.commit();
        }
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, VectorsTest.floats(VectorFiles.open(file)));
    }

    @Test
    void aWriterThatIsClosedWithoutCommitChangesNothing() throws IOException {
        Path file = folder.resolve("a.fvecs");
        VectorFiles.write(file, OLD);
        try (VectorWriter writer = VectorFiles.writer(file, ElementType.FLOAT32, 2)) {
            writer.append(NEW);
            assertEquals(1, VectorFiles.open(file).n());
        }
        assertEquals(1, VectorFiles.open(file).n());
        assertEquals(List.of("a.fvecs"), names());
    }

    @Test
    void aWriterCountsRowsFromTheStartOfTheFileAndRefusesToGoOnAfterAFailure() throws IOException {
        Path file = folder.resolve("a.bvecs");
        try (VectorWriter writer = VectorFiles.writer(file, ElementType.UINT8, 2)) {
            writer.append(NEW);
            refused(InvalidInputException.class, "rows of d = 3 cannot be appended to a file of d = 2",
                    () -> writer.append(Vectors.of(new float[3], 3)));
            writer.append(OLD);
            refused(InvalidInputException.class, "row 3 has 0.25 at dimension 1; bvecs and u8bin hold whole numbers 0 to 255,"
                            + " fvecs, fbin and npy any float",
                    () -> writer.append(Vectors.of(new float[] {1, 0.25f}, 2)));
            String over = file + ": cannot be written: this writer has been committed, or an earlier append failed";
            refused(VectorFileException.class, over, () -> writer.append(OLD));
            refused(VectorFileException.class, over, writer::commit);
        }
        assertEquals(List.of(), names());
    }

    @Test
    void aWriterIsOverAfterCommit() throws IOException {
        Path file = folder.resolve("a.fbin");
        try (VectorWriter writer = VectorFiles.writer(file, ElementType.FLOAT32, 2)) {
            writer.append(OLD).commit();
            String over = file + ": cannot be written: this writer has been committed, or an earlier append failed";
            refused(VectorFileException.class, over, () -> writer.append(OLD));
            refused(VectorFileException.class, over, writer::commit);
        }
        assertEquals(1, VectorFiles.open(file).n());
    }

    @Test
    void aWriterNeedsADimensionInRange() throws IOException {
        refused(InvalidInputException.class, "d is 0; it must be 1 to 1048576",
                () -> VectorFiles.writer(folder.resolve("a.fvecs"), ElementType.FLOAT32, 0));
    }
}
