package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain vectors of whole numbers from 0 to 255 take a byte a number, and nobody can tell but by the size. */
class FlatStorageTest {
    private static final int D = 12;

    @TempDir
    Path folder;

    private static long codeBytes(Index index) {
        return index.inspect().parts().stream().filter(part -> part.name().equals("codes")).findFirst().orElseThrow().bytes();
    }

    private static Vectors bytes(int n, long seed) {
        return Data.BYTES.vectors(n, D, new SplittableRandom(seed));
    }

    private static Vectors with(Vectors x, int row, int dimension, float value) {
        float[] rows = new float[(int) x.n() * D];
        x.copyRows(0, (int) x.n(), rows, 0);
        rows[row * D + dimension] = value;
        return Vectors.of(rows, D);
    }

    @ParameterizedTest
    @CsvSource({"Flat, L2", "Flat, INNER_PRODUCT", "'IVF9,Flat', L2", "'IVF9,Flat', INNER_PRODUCT"})
    void bytesAreWidenedWhenAFractionComesAndAnswerTheSame(String spec, Metric metric) {
        Vectors base = bytes(1000, 1);
        Vectors more = with(bytes(500, 2), 377, 5, 0.5f);
        Vectors queries = Data.NORMAL.vectors(25, D, new SplittableRandom(3));

        Index narrow = Index.of(spec, D, metric).train(base);
        narrow.add(base.rows(0, 300));
        narrow.add(base.rows(300, 1000));
        assertEquals(1000 * D, codeBytes(narrow));
        assertEquals(D, narrow.inspect().codeBytes());

        // The same vectors as floats from the start: the last row keeps the first call from being stored as bytes.
        Index wide = Index.of(spec, D, metric).train(base);
        wide.add(with(bytes(1, 4), 0, 0, 0.25f), new long[] {1_000_000});
        wide.add(base, LongStream.range(0, 1000).toArray());
        assertEquals(D * 4 + 1000 * D, codeBytes(wide)); // the second call's could be bytes
        SearchOptions options = SearchOptions.defaults().withNprobe(4).withFilter(IdFilter.range(0, 1000));
        for (Vectors asked : new Vectors[] {queries, bytes(25, 5), queries.rows(0, 1)}) {
            assertEquals(wide.search(asked, 40, options), narrow.search(asked, 40, options));
        }

        narrow.add(more);
        wide.add(more, LongStream.range(1000, 1500).toArray());
        // What was packed stays as it is; what was added since is widened together.
        assertEquals(300 * D + 1200 * D * 4, codeBytes(narrow));
        SearchOptions all = SearchOptions.defaults().withNprobe(9).withFilter(IdFilter.range(0, 1500));
        assertEquals(wide.search(queries, 1500, all), narrow.search(queries, 1500, all));
        for (int i = 0; i < 1000; i++) {
            assertArrayEquals(base.row(i), narrow.reconstruct(i));
        }
        assertEquals(0.5f, narrow.reconstruct(1377)[5]);
        narrow.add(bytes(10, 6));
        assertEquals(300 * D + 1210 * D * 4, codeBytes(narrow));
    }

    @Test
    void rowsOfBytesAreStoredAsTheyAre() {
        byte[] rows = new byte[70 * D];
        new SplittableRandom(1).nextBytes(rows);
        Index index = Index.of("Flat", D);
        index.add(Vectors.ofBytes(rows, D));
        assertEquals(70 * D, codeBytes(index));
        for (int i = 0; i < 70; i++) {
            float[] row = index.reconstruct(i);
            for (int e = 0; e < D; e++) {
                assertEquals(rows[i * D + e] & 255, row[e]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-0.0", "-1", "256", "0.5", "254.99998", "1e-45", "1e30"})
    void whatDoesNotFitAByteIsKept(float value) {
        for (boolean first : new boolean[] {true, false}) {
            Index index = Index.of("Flat", D);
            if (!first) {
                index.add(bytes(100, 1));
                assertEquals(100 * D, codeBytes(index));
            }
            long id = index.ntotal();
            index.add(with(bytes(1, 2), 0, 7, value));
            assertEquals(id * D + D * 4, codeBytes(index));
            assertEquals(Float.floatToRawIntBits(value), Float.floatToRawIntBits(index.reconstruct(id)[7]));
        }
    }

    @Test
    void theEndsOfTheRangeFit() {
        Index index = Index.of("Flat", 2);
        index.add(new float[][] {{0f, 255f}});
        assertEquals(2, codeBytes(index));
        assertArrayEquals(new float[] {0f, 255f}, index.reconstruct(0));
    }

    @Test
    void aRefusedOrEmptyAddWidensNothing() {
        Index index = Index.of("Flat", D);
        index.add(bytes(0, 1));
        index.add(bytes(10, 1));
        Refused.asInput("every id must be new; the index holds 3 already",
                () -> index.add(with(bytes(1, 2), 0, 0, 0.5f), new long[] {3}));
        assertEquals(10 * D, codeBytes(index));
        index.add(bytes(0, 1));
        assertEquals(10 * D, codeBytes(index));
    }

    @ParameterizedTest
    @CsvSource({"Flat, COSINE, false", "'IVF4,Flat', L2, true"})
    void whatIsNotTheVectorItselfIsStoredAsFloats(String spec, Metric metric, boolean residual) {
        Index index = Index.of(IndexSpec.parse(spec).withResidual(residual), D, metric).train(bytes(200, 1));
        index.add(bytes(200, 1));
        assertEquals(200 * D * 4, codeBytes(index));
    }

    /** Faiss knows floats alone: on the way through its format vectors of bytes become floats, and bytes again. */
    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4,RFlat", "IVF4,Flat", "Flat,RFlat", "IVF4,PQ4,RFlat"})
    void bytesAreBytesAgainAfterFaissFormat(String spec) throws IOException {
        for (long from : new long[] {0, 7}) {
            Vectors x = Data.BYTES.vectors(300, 8, new SplittableRandom(1));
            Index index = Index.of(spec, 8).train(x);
            index.add(x, LongStream.range(from, from + 300).toArray());
            Path file = folder.resolve("a.vtl");
            index.save(file);
            Path faiss = folder.resolve("a.index");
            FaissFiles.write(index, faiss);
            Index read = FaissFiles.read(faiss);
            Path back = folder.resolve("back.vtl");
            read.save(back);
            assertEquals(Files.size(file), Files.size(back), 256, spec);
            Vectors queries = Data.NORMAL.vectors(20, 8, new SplittableRandom(2));
            requireSame(index, Index.open(back), queries);
            Index changed = Index.open(back);
            for (Index each : new Index[] {index, read, changed}) {
                each.remove(from + 5, from + 299);
                each.add(x.rows(0, 3), new long[] {1000, 1001, 1002});
            }
            requireSame(index, read, queries);
            read.save(back);
            requireSame(index, Index.open(back), queries);
            read.compact();
            requireSame(index, read, queries);
            // One value that is none ends it, also where it came later.
            for (Index each : new Index[] {index, read, changed}) {
                each.add(queries.rows(0, 2), new long[] {2000, 2001});
                each.save(back);
                requireSame(index, Index.open(back), queries);
                each.compact();
                requireSame(index, each, queries);
            }
        }
    }

    private static void requireSame(Index expected, Index index, Vectors queries) {
        SearchOptions options = SearchOptions.defaults().withNprobe(4).withKFactor(3);
        assertEquals(expected.search(queries, 12, options), index.search(queries, 12, options));
        assertEquals(expected.search(queries.row(0), 12, options), index.search(queries.row(0), 12, options));
        for (long id : expected.search(queries, 12, options).ids(1)) {
            assertArrayEquals(expected.reconstruct(id), index.reconstruct(id));
        }
    }

    /** A negative zero is not a byte, nor is a fraction, wherever it stands. */
    @ParameterizedTest
    @ValueSource(floats = {-0f, 0.5f, 256f, -1f})
    void oneValueThatIsNoByteKeepsFloats(float value) throws IOException {
        for (String spec : new String[] {"Flat", "PQ4,RFlat"}) {
            Vectors bytes = Data.BYTES.vectors(300, 8, new SplittableRandom(1));
            float[][] rows = new float[300][];
            Arrays.setAll(rows, bytes::row);
            rows[299][7] = value;
            Index index = Index.of(spec, 8).train(bytes);
            index.add(Vectors.of(rows));
            Path faiss = folder.resolve("a.index");
            FaissFiles.write(index, faiss);
            Path back = folder.resolve("back.vtl");
            FaissFiles.read(faiss).save(back);
            assertArrayEquals(rows[299], Index.open(back).reconstruct(299));
            assertArrayEquals(rows[0], Index.open(back).reconstruct(0));
        }
    }
}
