package io.vectile.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and written, against bytes that the tests spell out. */
class VectorFilesTest {
    @TempDir
    Path folder;

    static Stream<Arguments> shapes() {
        return Stream.of(Arguments.of(1, 1), Arguments.of(1, 7), Arguments.of(5, 1), Arguments.of(3, 4), Arguments.of(2, 128),
                Arguments.of(70, 3), Arguments.of(4, 100_001));
    }

    private static int value(int n) {
        return (n * 37 + 11) % 256;
    }

    private void holds(Vectors expected, Path file, Bytes bytes) throws IOException {
        assertArrayEquals(bytes.array(), Files.readAllBytes(file));
        Vectors read = VectorFiles.open(file);
        assertEquals(expected.toString(), read.toString());
        assertArrayEquals(VectorsTest.floats(expected), VectorsTest.floats(read));
    }

    private static long[] longs(IntVectors rows) {
        return LongStream.range(0, rows.n()).flatMap(row -> LongStream.of(rows.rowLongs(row))).toArray();
    }

    private static String npyHeader(String descr, int n, int d) {
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + n + ", " + d + "), }";
        return text + " ".repeat(117 - text.length()) + "\n";
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void floatsKeepEveryBitInEveryFloatFormat(int n, int d) throws IOException {
        float[] data = new float[n * d];
        Bytes fvecs = new Bytes();
        Bytes fbin = new Bytes().ints(n, d);
        Bytes npy = Bytes.npy(1, npyHeader("<f4", n, d));
        for (int row = 0; row < n; row++) {
            fvecs.ints(d);
            for (int i = 0; i < d; i++) {
                float x = value(row * d + i) / 3f - 40;
                data[row * d + i] = x;
                fvecs.floats(x);
                fbin.floats(x);
                npy.floats(x);
            }
        }
        Vectors vectors = Vectors.of(data, d);
        VectorFiles.write(folder.resolve("a.fvecs"), vectors);
        VectorFiles.write(folder.resolve("a.fbin"), vectors);
        VectorFiles.write(folder.resolve("a.npy"), vectors);
        holds(vectors, folder.resolve("a.fvecs"), fvecs);
        holds(vectors, folder.resolve("a.fbin"), fbin);
        holds(vectors, folder.resolve("a.npy"), npy);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void bytesKeepTheirTypeInEveryByteFormat(int n, int d) throws IOException {
        byte[] data = new byte[n * d];
        Bytes bvecs = new Bytes();
        Bytes u8bin = new Bytes().ints(n, d);
        Bytes npy = Bytes.npy(1, npyHeader("|u1", n, d));
        for (int row = 0; row < n; row++) {
            bvecs.ints(d);
            for (int i = 0; i < d; i++) {
                int x = value(row * d + i);
                data[row * d + i] = (byte) x;
                bvecs.bytes(x);
                u8bin.bytes(x);
                npy.bytes(x);
            }
        }
        Vectors vectors = Vectors.ofBytes(data, d);
        VectorFiles.write(folder.resolve("a.bvecs"), vectors);
        VectorFiles.write(folder.resolve("a.u8bin"), vectors);
        VectorFiles.write(folder.resolve("a.npy"), vectors);
        holds(vectors, folder.resolve("a.bvecs"), bvecs);
        holds(vectors, folder.resolve("a.u8bin"), u8bin);
        holds(vectors, folder.resolve("a.npy"), npy);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void integersKeepTheirValuesInEveryIntegerFormat(int n, int d) throws IOException {
        int[] data = IntStream.range(0, n * d).map(i -> value(i) * 12_345_678 - 9).toArray();
        Bytes ivecs = new Bytes();
        Bytes ibin = new Bytes().ints(n, d);
        Bytes npy32 = Bytes.npy(1, npyHeader("<i4", n, d));
        Bytes npy64 = Bytes.npy(1, npyHeader("<i8", n, d));
        for (int row = 0; row < n; row++) {
            ivecs.ints(d);
            for (int i = 0; i < d; i++) {
                int x = data[row * d + i];
                ivecs.ints(x);
                ibin.ints(x);
                npy32.ints(x);
                npy64.longs(x * 5_000_000_000L);
            }
        }
        long[] wide = IntStream.of(data).asLongStream().toArray();
        long[] wider = IntStream.of(data).mapToLong(x -> x * 5_000_000_000L).toArray();
        for (IntVectors given : new IntVectors[] {IntVectors.of(data, d), IntVectors.of(wide, d)}) {
            VectorFiles.writeInts(folder.resolve("a.ivecs"), given);
            VectorFiles.writeInts(folder.resolve("a.ibin"), given);
            assertArrayEquals(ivecs.array(), Files.readAllBytes(folder.resolve("a.ivecs")));
            assertArrayEquals(ibin.array(), Files.readAllBytes(folder.resolve("a.ibin")));
        }
        VectorFiles.writeInts(folder.resolve("a32.npy"), IntVectors.of(data, d));
        VectorFiles.writeInts(folder.resolve("a64.npy"), IntVectors.of(wider, d));
        assertArrayEquals(npy32.array(), Files.readAllBytes(folder.resolve("a32.npy")));
        assertArrayEquals(npy64.array(), Files.readAllBytes(folder.resolve("a64.npy")));
        for (String name : new String[] {"a.ivecs", "a.ibin", "a32.npy"}) {
            IntVectors read = VectorFiles.openInts(folder.resolve(name));
            assertEquals(n + " x " + d + " int32", read.toString());
            assertArrayEquals(wide, longs(read));
        }
        IntVectors read = VectorFiles.openInts(folder.resolve("a64.npy"));
        assertEquals(n + " x " + d + " int64", read.toString());
        assertArrayEquals(wider, longs(read));
    }

    @Test
    void bytesWidenInFloatFormats() throws IOException {
        Vectors bytes = Vectors.ofBytes(new byte[] {0, (byte) 200, 3, (byte) 255}, 2);
        Vectors floats = Vectors.of(new float[] {0, 200, 3, 255}, 2);
        VectorFiles.write(folder.resolve("a.fvecs"), bytes);
        VectorFiles.write(folder.resolve("a.fbin"), bytes);
        holds(floats, folder.resolve("a.fvecs"), new Bytes().ints(2).floats(0, 200).ints(2).floats(3, 255));
        holds(floats, folder.resolve("a.fbin"), new Bytes().ints(2, 2).floats(0, 200, 3, 255));
    }

    @Test
    void floatsThatAreBytesNarrowInByteFormats() throws IOException {
        Vectors floats = Vectors.of(new float[] {0, 200, -0f, 255}, 2);
        Vectors bytes = Vectors.ofBytes(new byte[] {0, (byte) 200, 0, (byte) 255}, 2);
        VectorFiles.write(folder.resolve("a.bvecs"), floats);
        VectorFiles.write(folder.resolve("a.u8bin"), floats);
        holds(bytes, folder.resolve("a.bvecs"), new Bytes().ints(2).bytes(0, 200).ints(2).bytes(0, 255));
        holds(bytes, folder.resolve("a.u8bin"), new Bytes().ints(2, 2).bytes(0, 200, 0, 255));
    }

    @Test
    void extensionsAreReadInAnyCase() throws IOException {
        assertArrayEquals(new float[] {5}, VectorFiles.open(new Bytes().ints(1).floats(5).in(folder, "A.FVECS")).row(0));
        assertEquals(5, VectorFiles.openInts(new Bytes().ints(1, 1, 5).in(folder, "a.b.iBin")).get(0, 0));
        VectorFiles.write(folder.resolve("b.U8Bin"), Vectors.of(new float[] {9}, 1));
        assertArrayEquals(new byte[] {1, 0, 0, 0, 1, 0, 0, 0, 9}, Files.readAllBytes(folder.resolve("b.U8Bin")));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void npyHeadersAreReadAsPythonReadsThem(int version, String header) throws IOException {
        Vectors vectors = VectorFiles.open(Bytes.npy(version, header).floats(1, 2, 3, 4, 5, 6).in(folder, "a.npy"));
        assertEquals("2 x 3 float32", vectors.toString());
        assertArrayEquals(new float[] {4, 5, 6}, vectors.row(1));
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"),
                Arguments.of(2, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }     \n"),
                Arguments.of(3, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}\n"),
                Arguments.of(1, "{'shape':(2,3,),'fortran_order':False,'descr':\"<f4\"}"),
                Arguments.of(1, " { 'shape' : ( 2L , 3L ) , 'descr' : '<f4' , 'fortran_order' : False } \n"));
    }

    @Test
    void npyColumnsOfIntegersAreRowsOfOne() throws IOException {
        String header = "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }";
        IntVectors column = VectorFiles.openInts(Bytes.npy(1, header).longs(7, -8, 9).in(folder, "a.npy"));
        assertEquals("3 x 1 int64", column.toString());
        assertArrayEquals(new long[] {7, -8, 9}, longs(column));
    }

    @Test
    void noRowsRoundTripWhereTheHeaderSaysTheDimension() {
        for (String name : new String[] {"a.fbin", "a.npy"}) {
            VectorFiles.write(folder.resolve(name), Vectors.of(new float[0], 12));
            assertEquals("0 x 12 float32", VectorFiles.open(folder.resolve(name)).toString());
        }
        VectorFiles.writeInts(folder.resolve("a.ibin"), IntVectors.of(new int[0], 12));
        assertEquals("0 x 12 int32", VectorFiles.openInts(folder.resolve("a.ibin")).toString());
    }

    @Test
    void anyVectorsOutliveAnyChainOfFormatsThatHoldsThem() {
        Seeds.forAll(30, random -> {
            int d = random.nextInt(1, 50) * (random.nextInt(8) == 0 ? 1000 : 1);
            int n = random.nextInt(1, 60);
            byte[] data = new byte[n * d];
            random.nextBytes(data);
            Vectors vectors = Vectors.ofBytes(data, d);
            String[] extensions = {"fvecs", "bvecs", "fbin", "u8bin", "npy"};
            Vectors current = vectors;
            for (int step = 0; step < 4; step++) {
                Path file = folder.resolve("chain." + extensions[random.nextInt(extensions.length)]);
                int from = random.nextInt(n);
                // The target may be the very file that the rows are mapped from: they keep reading the old one.
                try (VectorWriter writer = VectorFiles.writer(file, current.type(), d)) {
                    writer.append(current.rows(0, from)).append(current.rows(from, n)).commit();
                }
                current = VectorFiles.open(file);
            }
            assertArrayEquals(VectorsTest.floats(vectors), VectorsTest.floats(current));
        });
    }
}
