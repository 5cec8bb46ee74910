package io.vectile.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of more than 2^31 numbers. They are sparse: the few rows that are written are all they take on disk. */
class HugeVectorFilesTest {
    private static final long ELEMENTS = 1L << 31;

    @TempDir
    Path folder;

    @Test
    void bytesAreReadAtTheFarEnd() throws IOException {
        Path path = folder.resolve("a.u8bin");
        int d = 128;
        long n = ELEMENTS / d + 1000;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(new Bytes().ints((int) n, d).array());
            file.setLength(8 + n * d);
            file.seek(8 + (n - 1) * d + d - 2);
            file.write(new byte[] {(byte) 254, (byte) 255});
        }
        Vectors vectors = VectorFiles.open(path);
        assertEquals(n, vectors.n());
        assertTrue(vectors.n() * vectors.d() > Integer.MAX_VALUE);
        assertEndsIn(vectors, 254, 255);
        assertEndsIn(vectors.rows(n - 7, n), 254, 255);
        assertEndsIn(vectors.select(new long[] {0, n - 1}), 254, 255);
    }

    @Test
    void floatsAreReadAtTheFarEnd() throws IOException {
        Path path = folder.resolve("a.fbin");
        int d = 1 << 10;
        long n = ELEMENTS / d + 5;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(new Bytes().ints((int) n, d).array());
            file.setLength(8 + n * d * 4);
            file.seek(8 + n * d * 4 - 8);
            file.write(new Bytes().floats(-1.5f, 2.5f).array());
        }
        Vectors vectors = VectorFiles.open(path);
        assertEquals(n, vectors.n());
        assertEndsIn(vectors, -1.5f, 2.5f);
    }

    @Test
    void rowsOfTheGreatestDimensionAreReadAtTheFarEnd() throws IOException {
        Path path = folder.resolve("a.fvecs");
        int d = Vectors.MAX_D;
        long stride = 4 + 4L * d;
        long n = ELEMENTS / d + 1;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (long row = 0; row < n; row++) {
                file.seek(row * stride);
                file.write(new Bytes().ints(d).array());
            }
            file.setLength(n * stride);
            file.seek(n * stride - 8);
            file.write(new Bytes().floats(3, 4).array());
        }
        Vectors vectors = VectorFiles.open(path);
        assertEquals(n, vectors.n());
        assertEndsIn(vectors, 3, 4);
    }

    private static void assertEndsIn(Vectors vectors, float secondLast, float last) {
        int d = vectors.d();
        float[] end = new float[2 * d];
        vectors.copyRows(vectors.n() - 2, 2, end, 0);
        float[] expected = new float[2 * d];
        expected[2 * d - 2] = secondLast;
        expected[2 * d - 1] = last;
        assertArrayEquals(expected, end);
    }
}
