package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.concurrent.Progress;
import io.vectile.contents.SearchDefaults;
import io.vectile.error.CancelledException;
import io.vectile.error.IndexStateException;
import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissFixture;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Seeds;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An index that is written as a Faiss file and read is the same index: it has the same vectors, gives the same answers in
 * every bit, grows alike, and is written as the same bytes. A write that fails leaves what was there.
 */
class FaissRoundTripTest {
    private static final TrainingOptions FAST = new TrainingOptions(1234, 2, 2, 1 << 20);

    @TempDir
    Path folder;

    // ---- the same index --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void plainVectorsThatWereWrittenAreRead(boolean cells) {
        Seeds.forAll(30, random -> new Case(cells, 0, random).check());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void codesThatWereWrittenAreRead(int nbits) {
        Seeds.forAll(nbits > 8 ? 2 : 5, random -> {
            new Case(false, nbits, random).check();
            new Case(true, nbits, random).check();
        });
    }

    /** One index of random shape, and what it is asked. */
    private final class Case {
        private final SplittableRandom random;
        private final Index index;
        private final boolean ownIds;
        private final boolean trained;
        private final List<Long> ids = new ArrayList<>();
        private final Path file = folder.resolve("a.index");
        private final Path again = folder.resolve("b.index");

        /** @param nbits of a product quantizer; 0 for plain vectors */
        Case(boolean cells, int nbits, SplittableRandom random) {
            this.random = random;
            int d = 1 + random.nextInt(nbits > 8 ? 4 : random.nextInt(3) == 0 ? 70 : 12);
            List<TransformSpec> transforms = transforms(d);
            int inside = d;
            for (TransformSpec transform : transforms) {
                inside = transform.dOut(inside);
            }
            int nlist = cells ? new int[] {1, 2, 5, 20}[random.nextInt(4)] : 0;
            IndexSpec.CodecSpec codec = nbits == 0 ? new IndexSpec.Flat() : new IndexSpec.Pq(divisor(inside), nbits);
            boolean residual = cells && nbits > 0 && random.nextInt(3) > 0;
            IndexSpec spec = new IndexSpec(transforms, nlist, codec, residual, random.nextInt(4) == 0);
            Metric metric = Metric.values()[random.nextInt(3)];
            SearchDefaults defaults = new SearchDefaults(1 + random.nextInt(30), spec.refine() ? 1 + random.nextInt(5) : 1f,
                    !cells && nbits > 0 && random.nextBoolean());
            this.index = new Index(spec, d, metric, defaults, FAST);
            this.ownIds = random.nextBoolean();
            if (random.nextInt(6) > 0) {
                index.train(data().vectors(Math.max(60, 1 << nbits), d, random));
                for (int calls = random.nextInt(4); calls > 0; calls--) {
                    add(index, data().vectors(random.nextInt(random.nextBoolean() ? 4 : 200), d, random));
                }
            }
            this.trained = index.isTrained();
        }

        private List<TransformSpec> transforms(int d) {
            List<TransformSpec> transforms = new ArrayList<>();
            int from = d;
            while (random.nextInt(3) == 0) {
                TransformSpec next = switch (random.nextInt(5)) {
                    case 0 -> new TransformSpec.RandomRotation(1 + random.nextInt(2 * from));
                    case 1 -> new TransformSpec.Pca(1 + random.nextInt(from), random.nextBoolean(), random.nextBoolean());
                    case 2 -> new TransformSpec.L2Norm();
                    case 3 -> new TransformSpec.Opq(1, 0);
                    default -> new TransformSpec.Center();
                };
                from = next.dOut(from);
                transforms.add(next);
            }
            return transforms;
        }

        private int divisor(int d) {
            int m = 1 + random.nextInt(d);
            while (d % m != 0) {
                m--;
            }
            return m;
        }

        private Data data() {
            return new Data[] {Data.NORMAL, Data.NORMAL, Data.BYTES, Data.DUPLICATES}[random.nextInt(4)];
        }

        /** With counted ids, or own ones that are in no order. */
        private void add(Index to, Vectors x) {
            long next = ids.stream().mapToLong(id -> id + 1).max().orElse(0);
            long[] more = LongStream.range(0, x.n()).map(i -> next + i).toArray();
            if (ownIds) {
                long step = random.nextBoolean() ? 1 + random.nextInt(3) : 1L << 33;
                for (int i = 0; i < more.length; i++) {
                    more[i] = next + step * (i / 2 * 2 + 1 - i % 2);
                }
                to.add(x, more);
            } else {
                to.add(x);
            }
            Arrays.stream(more).forEach(ids::add);
        }

        void check() throws IOException {
            try {
                FaissFiles.write(index, file);
                assertEquals(Files.size(file), index.inspect().fileBytes(), "bytes that the index said it takes");
                Index read = FaissFiles.read(file, BuildOptions.defaults().withThreads(1 + random.nextInt(2)));
                checkSame(read);
                FaissFiles.write(read, again);
                assertEquals(-1, Files.mismatch(file, again), "the first byte that differs");
                assertEquals(index.inspect().fileBytes(), read.inspect().fileBytes());
                if (trained) {
                    checkGrowsAlike(read);
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(index + ": " + e.getMessage(), e);
            }
        }

        private void checkSame(Index read) {
            assertEquals(index.ntotal(), read.ntotal());
            assertEquals(index.isTrained(), read.isTrained());
            assertEquals(index.d(), read.d());
            assertEquals(index.nprobe(), index.spec().nlist() == 0 ? index.nprobe() : read.nprobe());
            assertEquals(index.kFactor(), read.kFactor());
            assertEquals(index.spec().nlist(), read.spec().nlist());
            assertEquals(index.spec().codec(), read.spec().codec());
            assertEquals(index.spec().residual(), read.spec().residual());
            assertEquals(index.spec().refine(), read.spec().refine());
            assertEquals(index.metric().smallerIsNearer(), read.metric().smallerIsNearer());
            if (!trained) {
                assertThrows(IndexStateException.class, () -> read.search(new float[index.d()], 1));
                return;
            }
            checkSameAnswers(read);
            for (long id : ids) {
                checkSameVector(read, id);
            }
            assertThrows(IndexStateException.class, () -> read.reconstruct(-1));
        }

        private void checkSameVector(Index read, long id) {
            float[] vector;
            try {
                vector = index.reconstruct(id);
            } catch (IndexStateException e) {
                assertEquals(e.getMessage(), assertThrows(IndexStateException.class, () -> read.reconstruct(id)).getMessage());
                return;
            }
            assertArrayEquals(vector, read.reconstruct(id), "vector " + id);
        }

        private void checkSameAnswers(Index read) {
            Vectors queries = data().vectors(1 + random.nextInt(6), index.d(), random);
            int k = 1 + random.nextInt(20);
            long some = ids.isEmpty() ? 0 : ids.get(random.nextInt(ids.size()));
            SearchOptions plain = SearchOptions.defaults();
            SearchOptions filtered = plain.withFilter(IdFilter.range(some / 2, some + 1)).withNprobe(3);
            SearchOptions symmetric = plain.withDistances(SearchOptions.Distances.SYMMETRIC).withNprobe(20);
            float[] radii = new float[] {0f, 0f};
            for (SearchOptions options : List.of(plain, filtered, symmetric)) {
                Neighbors expected = index.search(queries, k, options);
                assertEquals(expected, read.search(queries, k, options));
                assertEquals(index.search(queries.row(0), k, options), read.search(queries.row(0), k, options.withThreads(2)));
                radii[1] = expected.id(0, k - 1) == -1 ? radii[1] : expected.distance(0, k - 1);
                for (float radius : radii) {
                    RangeNeighbors within = index.rangeSearch(queries, radius, options);
                    RangeNeighbors found = read.rangeSearch(queries, radius, options);
                    for (int q = 0; q < queries.n(); q++) {
                        assertArrayEquals(within.ids(q), found.ids(q), "within " + radius);
                        assertArrayEquals(within.distances(q), found.distances(q), "within " + radius);
                    }
                }
            }
        }

        private void checkGrowsAlike(Index read) throws IOException {
            Vectors more = data().vectors(1 + random.nextInt(100), index.d(), random);
            SplittableRandom same = random.split();
            if (ownIds) {
                long next = ids.stream().mapToLong(id -> id + 1).max().orElse(0);
                long[] given = LongStream.range(0, more.n()).map(i -> next + 2 * (more.n() - i) + same.nextInt(2)).toArray();
                index.add(more, given);
                read.add(more, given);
                Arrays.stream(given).forEach(ids::add);
            } else {
                add(index, more);
                read.add(more);
            }
            checkSame(read);
            FaissFiles.write(index, file);
            FaissFiles.write(read, again);
            assertEquals(-1, Files.mismatch(file, again), "the first byte that differs after an add");
            checkSame(FaissFiles.read(again));
        }
    }

    /** The reader holds every place of a direct map against the lists. */
    @ParameterizedTest
    @ValueSource(strings = {"ivfflat_array", "ivfpq_array", "ivfflat_hashtable", "ivfpq_hashtable", "ivfpq_hashtable_removed",
        "ivfflat_hashtable_empty"})
    void aDirectMapGrowsWithItsIndex(String name) throws IOException {
        FaissFixture fixture = FaissFixture.of("more", name);
        Path file = folder.resolve("a.index");
        // The kind of map, 1 for an array and 2 for a hash table, follows the cells.
        int at = 53 + 45 + 5 * 8 * Float.BYTES;
        int kind = fixture.read()[at];
        for (boolean ownIds : new boolean[] {false, true}) {
            Index index = FaissFiles.read(fixture.file());
            Vectors more = fixture.queries().rows(0, 3);
            if (ownIds) {
                index.add(more, new long[] {1L << 40, 5000, 6000});
            } else {
                index.add(more);
            }
            FaissFiles.write(index, file);
            assertEquals(ownIds ? 2 : kind, Files.readAllBytes(file)[at], "an array has room for counted ids alone");
            long array = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong(at + 1);
            long entries = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong(at + 9);
            assertEquals(index.ntotal(), ownIds || kind == 2 ? entries : array, "every vector has its entry");
            Index again = FaissFiles.read(file);
            assertEquals(fixture.ntotal() + 3, again.ntotal());
            assertEquals(index.search(fixture.queries(), 10), again.search(fixture.queries(), 10));
        }
    }

    @Test
    void sizesAreThoseOfFaiss() throws IOException {
        Index pq = Index.of("PQ8", 128).train(Data.NORMAL.vectors(300, 128, new SplittableRandom(1)));
        Index flat = Index.of("Flat", 128);
        flat.add(Data.NORMAL.vectors(1000, 128, new SplittableRandom(2)));
        Index bytes = Index.of("Flat", 128);
        bytes.add(Data.BYTES.vectors(1000, 128, new SplittableRandom(2)));
        Path file = folder.resolve("a.index");
        for (Index index : List.of(pq, flat, bytes)) {
            FaissFiles.write(index, file);
            assertEquals(index == pq ? 131_158 : 512_045, Files.size(file));
            assertEquals(index == pq ? 131_158 : 512_045, index.inspect().fileBytes());
        }
    }

    @Test
    void trainingGoesOnWhereAFileLeftOff() {
        Index untrained = new Index(IndexSpec.parse("PCA4,IVF3,PQ2x4"), 8, Metric.L2, SearchDefaults.USUAL.withNprobe(2), FAST);
        Path file = folder.resolve("a.index");
        FaissFiles.write(untrained, file);
        Index read = FaissFiles.read(file);
        Vectors x = Data.NORMAL.vectors(300, 8, new SplittableRandom(5));
        Refused.inThisState("PCA4,IVF3,PQ2x4 is not trained; call train before add", () -> read.add(x));
        read.train(x);
        read.add(x);
        assertEquals(true, read.isTrained());
        assertEquals(300, read.ntotal());
        FaissFiles.write(read, file);
        Index again = FaissFiles.read(file);
        assertEquals(read.search(x.rows(0, 20), 5), again.search(x.rows(0, 20), 5));
    }

    // ---- files that cannot be written ------------------------------------------------------------------------------------

    private static Index small() {
        Index index = Index.of("Flat", 4);
        index.add(Data.NORMAL.vectors(20, 4, new SplittableRandom(3)));
        return index;
    }

    private void holdsOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(names), files.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aFolderThatIsMissingIsNamed() throws IOException {
        Path file = folder.resolve("none/a.index");
        var e = assertThrows(VectorFileException.class, () -> FaissFiles.write(small(), file));
        assertEquals(file + ": cannot be written: there is no directory " + file.getParent(), e.getMessage());
        assertEquals(file, e.path());
        holdsOnly();
    }

    @Test
    void aTargetThatIsAFolderIsNamed() throws IOException {
        Path target = Files.createDirectory(folder.resolve("a.index"));
        var e = assertThrows(VectorFileException.class, () -> FaissFiles.write(small(), target));
        assertEquals(target + ": cannot be written: this is a directory", e.getMessage());
        assertEquals(target, e.path());
        holdsOnly("a.index");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "IVF2,Flat", "PQ2x4", "IVF2,PQ2x4", "IVF2,PQ2x4,RFlat", "PCA2,Flat"})
    void aCancelledWriteLeavesTheOldFile(String spec) throws IOException {
        Path file = Files.writeString(folder.resolve("a.index"), "the old file");
        Index index = Index.of(spec, 4);
        Vectors x = Data.NORMAL.vectors(300, 4, new SplittableRandom(4));
        index.train(x);
        index.add(x);
        Progress stop = new Progress() {
            @Override
            public void update(String stage, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancelledException.class,
                () -> FaissFiles.write(index, file, BuildOptions.defaults().withProgress(stop)));
        assertEquals("the old file", Files.readString(file));
        holdsOnly("a.index");
        FaissFiles.write(index, file);
        assertEquals(300, FaissFiles.read(file).ntotal());
        holdsOnly("a.index");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IVF2,Flat", "PQ2x4", "IVF2,PQ2x4", "IVF2,PQ2x4,RFlat"})
    void aReadCanBeCancelled(String spec) throws IOException {
        Index index = Index.of(spec, 4);
        Vectors x = Data.NORMAL.vectors(300, 4, new SplittableRandom(4));
        index.train(x);
        index.add(x);
        Path file = folder.resolve("a.index");
        FaissFiles.write(index, file);
        Progress stop = new Progress() {
            @Override
            public void update(String stage, long done, long total) {
                assertEquals("read", stage);
            }

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancelledException.class, () -> FaissFiles.read(file, BuildOptions.defaults().withProgress(stop)));
    }

    @Test
    void progressCountsEveryVectorOnce() {
        Index index = Index.of("IVF4,PQ2x4", 4);
        Vectors x = Data.NORMAL.vectors(700, 4, new SplittableRandom(4));
        index.train(x);
        index.add(x);
        Path file = folder.resolve("a.index");
        List<String> heard = new ArrayList<>();
        Progress listener = (stage, done, total) -> heard.add(stage + " " + done + " of " + total);
        FaissFiles.write(index, file, BuildOptions.defaults().withProgress(listener));
        assertEquals("write 700 of 700", heard.getLast());
        FaissFiles.read(file, BuildOptions.defaults().withProgress(listener));
        assertEquals("read 700 of 700", heard.getLast());
    }

    @Test
    void anIndexMayReplaceTheFileThatItIsReadFrom() {
        Path file = folder.resolve("a.index");
        FaissFiles.write(small(), file);
        Index read = FaissFiles.read(file);
        read.add(new float[][] {{1, 2, 3, 4}});
        FaissFiles.write(read, file);
        Index again = FaissFiles.read(file);
        assertEquals(21, again.ntotal());
        assertArrayEquals(new float[] {1, 2, 3, 4}, again.reconstruct(20));
        FaissFiles.write(again, file);
        assertArrayEquals(small().reconstruct(7), again.reconstruct(7));
    }
}
