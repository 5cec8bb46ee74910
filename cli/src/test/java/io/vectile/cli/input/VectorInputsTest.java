package io.vectile.cli.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.vectile.cli.input.VectorInputs.Role;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorInputsTest {

    @TempDir
    Path temp;

    private Path fixture(String name) throws Exception {
        return Path.of(VectorInputsTest.class.getResource(name).toURI());
    }

    private static float[][] randomRows(int n, int d) {
        Random random = new Random(11);
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int j = 0; j < d; j++) {
                row[j] = random.nextFloat() - 0.5f;
            }
        }
        return rows;
    }

    private static void assertRows(float[][] expected, Vectors actual) {
        assertEquals(expected.length, actual.n());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual.row(i), "row " + i);
        }
    }

    private String failure(Path file, Role role) {
        VectorFileException e = assertThrows(VectorFileException.class, () -> VectorInputs.open(file, role));
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        return e.getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.fvecs", "a.fbin", "a.npy", "a.FVECS"})
    void opensVectorFilesByTheirExtension(String name) {
        float[][] rows = randomRows(5, 3);
        Path file = temp.resolve(name);
        VectorFiles.write(file, Vectors.of(rows));
        for (Role role : Role.values()) {
            assertRows(rows, VectorInputs.open(file, role));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ivecs", "a.ibin", "a.npy"})
    void opensGroundTruthByItsExtension(String name) {
        Path file = temp.resolve(name);
        VectorFiles.writeInts(file, IntVectors.of(new int[][] {{3, 1}, {0, 2}}));
        IntVectors truth = VectorInputs.openGroundTruth(file);
        assertArrayEquals(new int[] {3, 1}, truth.rowInts(0));
        assertArrayEquals(new int[] {0, 2}, truth.rowInts(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"as-ann-benchmarks.hdf5", "other-layouts.h5"})
    void readsWhatH5pyWrote(String name) throws Exception {
        Path file = fixture(name);
        Vectors base = VectorInputs.open(file, Role.BASE);
        Vectors queries = VectorInputs.open(file, Role.QUERY);
        IntVectors truth = VectorInputs.openGroundTruth(file);
        assertEquals(40, base.n());
        assertEquals(3, queries.n());
        assertEquals(3, truth.n());
        for (int i = 0; i < 40; i++) {
            assertArrayEquals(new float[] {i, i + .25f, i + .5f, i + .75f, i + 1f, i + 1.25f}, base.row(i), "row " + i);
        }
        for (int q = 0; q < 3; q++) {
            float f = q;
            assertArrayEquals(
                    new float[] {-f, -f - .25f, -f - .5f, -f - .75f, -f - 1f, -f - 1.25f}, queries.row(q));
            assertArrayEquals(new long[] {10 * q, 10 * q + 1, 10 * q + 2, 10 * q + 3, 10 * q + 4}, truth.rowLongs(q));
        }
        assertRows(new float[][] {base.row(0)}, VectorInputs.open(file, Role.TRAIN).rows(0, 1));
    }

    @Test
    void mapsRowsBehindAUserBlockAndUnsignedBytes() throws Exception {
        Path file = fixture("user-block.h5");
        assertArrayEquals(new float[] {39, 39.25f, 39.5f, 39.75f, 40, 40.25f},
                VectorInputs.open(file, Role.BASE).row(39));
        Vectors bytes = VectorInputs.open(file, Role.QUERY);
        assertEquals(Vectors.ElementType.UINT8, bytes.type());
        assertArrayEquals(new float[] {250, 251, 252, 253, 254, 255}, bytes.row(0));
        VectorFileException e =
                assertThrows(VectorFileException.class, () -> VectorInputs.openGroundTruth(file));
        assertTrue(e.getMessage().endsWith("\"neighbors\" holds float32; integers are needed"), e.getMessage());
    }

    @Test
    void readsWhatWasWrittenInEveryLayout() {
        float[][] rows = randomRows(1000, 16);
        double[][] wide = new double[1000][16];
        byte[][] bytes = new byte[1000][16];
        float[][] widened = new float[1000][16];
        for (int i = 0; i < 1000; i++) {
            for (int j = 0; j < 16; j++) {
                wide[i][j] = rows[i][j];
                bytes[i][j] = (byte) (i + 31 * j);
                widened[i][j] = bytes[i][j] & 0xff;
            }
        }
        DatasetCreationOptions compressed =
                DatasetCreationOptions.builder().chunkDimensions(64, 16).shuffle().deflate().build();
        Path plain = temp.resolve("plain.hdf5");
        try (WritableHdfFile file = HdfFile.write(plain)) {
            file.putDataset("train", rows);
            file.putDataset("test", wide);
        }
        Path chunked = temp.resolve("chunked.hdf5");
        try (WritableHdfFile file = HdfFile.write(chunked)) {
            file.putDataset("train", rows, compressed);
            file.putDataset("test", bytes, DatasetCreationOptions.builder()
                    .chunkDimensions(64, 16).deflate().unsigned().build());
        }
        assertRows(rows, VectorInputs.open(plain, Role.BASE));
        assertRows(rows, VectorInputs.open(plain, Role.QUERY));
        assertRows(rows, VectorInputs.open(chunked, Role.BASE));
        assertRows(widened, VectorInputs.open(chunked, Role.QUERY));
    }

    @Test
    void whatAFileLacksIsSaidWithWhatItHas() {
        Path file = temp.resolve("x.hdf5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putDataset("train", randomRows(4, 2));
            hdf.putDataset("other", new int[] {1, 2, 3});
        }
        assertEquals(file + ": it has no dataset \"test\"; it has other, train", failure(file, Role.QUERY));
    }

    @Test
    void shapesAndTypesThatAreNoVectorsAreRefused() {
        Path file = temp.resolve("x.hdf5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putDataset("train", new float[] {1, 2, 3});
            hdf.putDataset("test", new int[][] {{1, 2}, {3, 4}});
        }
        assertTrue(failure(file, Role.BASE).contains("\"train\" has the shape [3]"));
        assertTrue(failure(file, Role.QUERY).contains("\"test\" holds int32; vectors are floats or unsigned bytes"));
    }

    @Test
    void missingAndUnknownFilesAreNamed() throws IOException {
        assertTrue(failure(temp.resolve("none.hdf5"), Role.BASE).endsWith("there is no such file"));
        failure(temp.resolve("none.fvecs"), Role.BASE);
        failure(Files.createFile(temp.resolve("x.txt")), Role.BASE);
        failure(Files.createDirectory(temp.resolve("dir.hdf5")), Role.BASE);
        failure(Files.createFile(temp.resolve("empty.hdf5")), Role.BASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"as-ann-benchmarks.hdf5", "other-layouts.h5"})
    void noDamageToAFileDoesMoreThanRefuseIt(String name) throws Exception {
        byte[] whole = Files.readAllBytes(fixture(name));
        Path file = temp.resolve("damaged.hdf5");
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = round % 2 == 0 ? whole.clone() : Arrays.copyOf(whole, random.nextInt(whole.length));
            for (int change = 0; change < 3 && damaged.length > 0; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try {
                Vectors rows = VectorInputs.open(file, Role.BASE);
                assertEquals(rows.d(), rows.row(rows.n() - 1).length);
            } catch (VectorFileException e) {
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
            }
            Files.delete(file);
        }
    }
}
