package io.vectile.vtl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.concurrent.Progress;
import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissBytes;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not a native file is called by what it seems to be. */
class ForeignFileTest {
    @TempDir
    Path folder;

    private void refused(Path file, String message) {
        var e = assertThrows(VectorFileException.class, () -> SectionReader.open(file, Set.of()).close());
        assertEquals(file + ", byte 0: this is " + message, e.getMessage());
    }

    private void refused(byte[] bytes, String message) throws IOException {
        refused(Files.write(folder.resolve("a.vtl"), bytes), message);
    }

    @Test
    void anIndexOfFaissIsNamedWithTheWayToOpenIt() throws IOException {
        String way = "\"), which FaissFiles.read opens";
        refused(new FaissBytes().flat("", 2, 1, 2, 3, 4, 5, 6).in(folder),
                "not a Vectile file; it seems to be an index of Faiss (\"IxF2" + way);
        refused(FaissBytes.ivfPq().in(folder), "not a Vectile file; it seems to be an index of Faiss (\"IwPQ" + way);
        refused(FaissBytes.pca().in(folder), "not a Vectile file; it seems to be an index of Faiss (\"IxPT" + way);
    }

    @ParameterizedTest
    @CsvSource({"fvecs,an fvecs or ivecs file of d = 3", "npy,an npy file of NumPy", "fbin,a bin file of 5 rows of d = 3"})
    void aFileOfVectorsIsNamed(String extension, String kind) {
        Path file = folder.resolve("a." + extension);
        VectorFiles.write(file, Vectors.of(new float[15], 3));
        refused(file, "not a Vectile file; it seems to be " + kind + ": vectors rather than an index");
    }

    @Test
    void aFileOfBytesIsNamed() {
        Path file = folder.resolve("a.bvecs");
        VectorFiles.write(file, Vectors.ofBytes(new byte[21], 3));
        refused(file, "not a Vectile file; it seems to be a bvecs file of d = 3: vectors rather than an index");
    }

    @Test
    void otherFilesAreNamed() throws IOException {
        refused("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 5\n".getBytes(StandardCharsets.US_ASCII),
                "not a Vectile file; it is a pointer of Git LFS; fetch the file itself by \"git lfs pull\"");
        refused("# Notes\non vectors\n".getBytes(StandardCharsets.US_ASCII),
                "not a Vectile file; it seems to be a text, beginning \"# Notes\"");
        refused(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 1, 2, 3},
                "not a Vectile file; it seems to be compressed (gzip); unpack it first");
        refused(new byte[] {(byte) 0x89, 'H', 'D', 'F', 13, 10, 26, 10, 0, 0},
                "not a Vectile file; it seems to be an HDF5 file: vectors rather than an index");
        refused(new byte[4096], "not a Vectile file; it begins with zeros, as one whose writing was not finished");
        refused(new byte[] {-1, -2, -3, -4, -5, -6, -7, -8, -9}, "not a Vectile file: it begins neither as one does nor as an index of Faiss");
        refused(new byte[] {1, 2, 3}, "not a Vectile file: it ends after 3 bytes; a header has 64");
    }

    @Test
    void aNativeFileThatWentThroughATransferOfTextIsNamed() throws IOException {
        Path whole = folder.resolve("whole.vtl");
        SectionWriter.write(whole, Progress.NONE, out -> {});
        String text = new String(Files.readAllBytes(whole), StandardCharsets.ISO_8859_1);
        String changed = "a Vectile file whose first 8 bytes were changed, as a transfer that takes it for a text does";
        refused(text.replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1), changed);
        refused(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1), changed);
    }
}
