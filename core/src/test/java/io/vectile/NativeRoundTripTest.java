package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.concurrent.Progress;
import io.vectile.contents.SearchDefaults;
import io.vectile.error.IndexStateException;
import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissFixture;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Seeds;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An index that is saved and opened is the same index: the same vectors, answers in every bit, report and next ids; it grows
 * and trains alike, and saving it again gives the same bytes.
 */
class NativeRoundTripTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 8, 9, 12})
    void readingWhatWasWrittenGivesTheSameIndex(int nbits) {
        Seeds.forAll(nbits == 0 ? 30 : nbits > 8 ? 2 : 6, random -> {
            new Case(false, nbits, random).check();
            new Case(true, nbits, random).check();
        });
    }

    /** One index of random shape, what became of it, and what it is asked. */
    private final class Case {
        private final SplittableRandom random;
        private final Index index;
        private final boolean ownIds;
        private final List<Long> ids = new ArrayList<>();
        private final Path file = folder.resolve("a.vtl");
        private final Path again = folder.resolve("b.vtl");

        /** @param nbits of a product quantizer; 0 for plain vectors */
        Case(boolean cells, int nbits, SplittableRandom random) throws IOException {
            this.random = random;
            int d = 1 + random.nextInt(nbits > 8 ? 4 : random.nextInt(3) == 0 ? 70 : 12);
            List<TransformSpec> transforms = transforms(d);
            int inside = d;
            for (TransformSpec transform : transforms) {
                inside = transform.dOut(inside);
            }
            int nlist = cells ? new int[] {1, 2, 5, 20}[random.nextInt(4)] : 0;
            IndexSpec.CodecSpec codec = nbits == 0 ? new IndexSpec.Flat() : new IndexSpec.Pq(divisor(inside), nbits);
            boolean residual = cells && random.nextInt(3) > 0;
            IndexSpec spec = new IndexSpec(transforms, nlist, codec, residual, random.nextInt(3) == 0);
            Metric metric = Metric.values()[random.nextInt(3)];
            SearchDefaults defaults = new SearchDefaults(1 + random.nextInt(30), spec.refine() ? 1 + random.nextInt(5) : 1f,
                    !cells && nbits > 0 && random.nextBoolean());
            this.index = new Index(spec, d, metric, defaults, new TrainingOptions(random.nextInt(), 2, 2, 1 << 20));
            this.ownIds = random.nextBoolean();
            if (random.nextInt(6) > 0) {
                index.train(training());
                if (spec.refine() && metric != Metric.COSINE && random.nextBoolean()) {
                    refer(data().vectors(20 + random.nextInt(100), d, random));
                }
                for (int calls = random.nextInt(4); calls > 0; calls--) {
                    change(List.of(index));
                }
            }
        }

        private List<TransformSpec> transforms(int d) {
            List<TransformSpec> transforms = new ArrayList<>();
            int from = d;
            while (random.nextInt(3) == 0) {
                TransformSpec next = switch (random.nextInt(5)) {
                    case 0 -> new TransformSpec.RandomRotation(random.nextInt(2 * from));
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

        private Vectors training() {
            int most = index.spec().codec() instanceof IndexSpec.Pq(int _, int nbits) ? 1 << nbits : 1;
            return data().vectors(Math.max(60, most), index.d(), random);
        }

        /** The first originals stay in a file of their own. */
        private void refer(Vectors x) {
            Path rows = folder.resolve("rows" + random.nextInt(1 << 30) + ".fvecs");
            VectorFiles.write(rows, x);
            index.addRowsOf(rows);
            LongStream.range(0, x.n()).forEach(ids::add);
        }

        /** Does the same to all: adds with counted ids or own ones in no order, removes, updates, packs. */
        private void change(List<Index> all) {
            int what = random.nextInt(8);
            if (what == 0) {
                all.forEach(Index::compact);
            } else if (what == 1 && !ids.isEmpty()) {
                long[] some = ids.stream().filter(id -> random.nextInt(3) == 0).mapToLong(Long::longValue).toArray();
                all.forEach(one -> assertEquals(some.length, one.remove(some)));
                LongStream.of(some).forEach(ids::remove);
            } else if (what == 2 && !ids.isEmpty()) {
                long[] some = ids.stream().filter(id -> random.nextInt(3) == 0).mapToLong(Long::longValue).toArray();
                Vectors x = data().vectors(some.length, index.d(), random);
                all.forEach(one -> one.update(x, some));
            } else {
                Vectors x = data().vectors(random.nextInt(random.nextBoolean() ? 4 : 200), index.d(), random);
                long next = all.getFirst().largestId() + 1;
                long step = !ownIds ? 1 : random.nextBoolean() ? 1 + random.nextInt(3) : 1L << 33;
                long[] more = LongStream.range(0, x.n()).map(i -> next + (ownIds ? step * (i / 2 * 2 + 1 - i % 2) : i)).toArray();
                for (Index one : all) {
                    if (ownIds) {
                        one.add(x, more);
                    } else {
                        one.add(x);
                    }
                }
                LongStream.of(more).forEach(ids::add);
            }
        }

        void check() throws IOException {
            try {
                index.save(file);
                assertEquals(Files.size(file), index.inspect().nativeBytes(), "bytes that the index said it takes");
                Index read = Index.open(file, BuildOptions.defaults().withThreads(1 + random.nextInt(2)));
                checkSame(read);
                checkSameBytes(read);
                Index.verify(file, Progress.NONE);
                index.compact();
                checkSameBytes(index);
                checkSameReport(read);
                if (index.isTrained()) {
                    change(List.of(index, read));
                    change(List.of(index, read));
                } else {
                    Vectors x = training();
                    index.train(x);
                    read.train(x);
                    change(List.of(index, read));
                }
                checkSame(read);
                index.save(file);
                checkSameBytes(read);
                read.save(file); // from which it is mapped
                checkSame(read);
                checkSame(Index.open(file));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(index + ": " + e.getMessage(), e);
            }
        }

        private void checkSameBytes(Index other) throws IOException {
            other.save(again);
            assertEquals(-1, Files.mismatch(file, again), "the first byte that differs");
        }

        private void checkSameReport(Index read) {
            IndexReport a = index.inspect();
            IndexReport b = read.inspect();
            assertEquals(List.of(a.spec(), a.metric(), a.d(), a.ntotal(), a.trained(), a.nprobe(), a.kFactor(), a.residual(),
                            a.codeBytes(), a.lists(), a.training(), a.kernels(), a.fileBytes(), a.nativeBytes()),
                    List.of(b.spec(), b.metric(), b.d(), b.ntotal(), b.trained(), b.nprobe(), b.kFactor(), b.residual(),
                            b.codeBytes(), b.lists(), b.training(), b.kernels(), b.fileBytes(), b.nativeBytes()));
            assertEquals(bytes(a), bytes(b));
            // A file has labels coded that may lie plain in memory.
            assertTrue(idBytes(b) <= idBytes(a), () -> idBytes(b) + " after " + idBytes(a));
        }

        private long idBytes(IndexReport report) {
            return report.parts().stream().filter(part -> part.name().equals("ids")).mapToLong(IndexReport.Part::bytes).sum();
        }

        private String bytes(IndexReport report) {
            return report.parts().stream().filter(part -> !(report.ntotal() == 0 && part.name().equals("slack"))
                            && !Set.of("ids", "originals", "added").contains(part.name()))
                    .map(part -> part.name() + " " + part.bytes()).collect(Collectors.joining(", "));
        }

        private void checkSame(Index read) {
            assertEquals(index.toString(), read.toString());
            assertEquals(index.spec(), read.spec());
            assertEquals(index.ntotal(), read.ntotal());
            assertEquals(index.isTrained(), read.isTrained());
            assertEquals(index.d(), read.d());
            assertEquals(index.metric(), read.metric());
            assertEquals(index.nprobe(), read.nprobe());
            assertEquals(index.kFactor(), read.kFactor());
            assertEquals(index.largestId(), read.largestId());
            assertEquals(index.referredRows(), read.referredRows());
            assertEquals(index.inspect().training(), read.inspect().training());
            if (!index.isTrained()) {
                assertThrows(IndexStateException.class, () -> read.search(new float[index.d()], 1));
                return;
            }
            checkSameAnswers(read);
            ids.forEach(id -> checkSameVector(read, id));
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
            long[] few = ids.stream().filter(id -> random.nextInt(10) == 0).mapToLong(Long::longValue).toArray();
            SearchOptions plain = SearchOptions.defaults();
            SearchOptions filtered = plain.withFilter(IdFilter.range(some / 2, some + 1)).withNprobe(3);
            SearchOptions members = plain.withFilter(IdFilter.in(few)).withNprobe(3);
            SearchOptions tested = plain.withFilter(id -> id % 3 != 1).withNprobe(3);
            SearchOptions symmetric = plain.withDistances(SearchOptions.Distances.SYMMETRIC).withNprobe(20);
            float[] radii = new float[] {0f, 0f};
            for (SearchOptions options : List.of(plain, filtered, members, tested, symmetric)) {
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
    }

    // ---- indexes of Faiss ------------------------------------------------------------------------------------------------

    static List<FaissFixture> fixtures() {
        List<FaissFixture> read = FaissFixture.all().filter(NativeRoundTripTest::isRead).toList();
        assertTrue(read.size() > 60, () -> read.size() + " fixtures");
        return read;
    }

    private static boolean isRead(FaissFixture fixture) {
        try {
            FaissFiles.read(fixture.file());
            return true;
        } catch (VectorFileException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void anIndexOfFaissIsSavedAndOpenedAsItIs(FaissFixture fixture) throws IOException {
        Index index = FaissFiles.read(fixture.file());
        Path file = folder.resolve("a.vtl");
        index.save(file);
        assertEquals(Files.size(file), index.inspect().nativeBytes());
        Index.verify(file, Progress.NONE);
        Index read = Index.open(file);
        assertEquals(index.toString(), read.toString());
        assertEquals(index.nprobe(), read.nprobe());
        assertEquals(index.largestId(), read.largestId());
        assertEquals(null, read.inspect().training());
        Path again = folder.resolve("b.vtl");
        read.save(again);
        assertEquals(-1, Files.mismatch(file, again), "the first byte that differs");
        if (index.isTrained()) {
            int k = (int) Math.min(1000, index.ntotal() + 1);
            assertEquals(index.search(fixture.queries(), k), read.search(fixture.queries(), k));
        }
    }

    // ---- one by one ------------------------------------------------------------------------------------------------------

    @Test
    void anIdIsNeverGivenTwiceAlsoAfterReopening() {
        Path file = folder.resolve("a.vtl");
        Index index = Index.of("Flat", 2);
        index.add(new float[][] {{1, 1}, {2, 2}, {3, 3}});
        index.remove(0, 1, 2);
        index.save(file);
        Index read = Index.open(file);
        assertEquals(0, read.ntotal());
        read.add(new float[][] {{4, 4}});
        assertEquals(3, read.search(new float[] {4, 4}, 1).id(0, 0));
    }

    @Test
    void anOpenedIndexIsMappedAndSaysSo() {
        Path file = folder.resolve("a.vtl");
        Index index = Index.of("IVF4,PQ2x4,RFlat", 8);
        Vectors x = Data.NORMAL.vectors(300, 8, new SplittableRandom(1));
        index.train(x);
        index.add(x);
        index.save(file);
        List<String> mapped = Index.open(file).inspect().parts().stream()
                .filter(IndexReport.Part::mapped).map(IndexReport.Part::name).toList();
        assertEquals(List.of("codes", "bounds", "ids", "originals", "centroids"), mapped);
        assertTrue(index.inspect().parts().stream().noneMatch(IndexReport.Part::mapped));
    }

    @Test
    void theSectionsOfAFileAreToldWithoutOpeningIt() throws IOException {
        Path file = folder.resolve("a.vtl");
        Index index = Index.of("IVF4,PQ2x4", 8);
        index.train(Data.NORMAL.vectors(300, 8, new SplittableRandom(1)));
        index.add(Data.NORMAL.vectors(300, 8, new SplittableRandom(1)));
        index.save(file);
        FileReport report = FileReport.of(file);
        assertEquals(1, report.major());
        assertEquals(Files.size(file), report.bytes());
        assertEquals(List.of("BOOK", "CENT", "CODE", "IDSS", "INFO", "LIST"),
                report.sections().stream().map(FileReport.Section::name).sorted().toList());
        long end = 64;
        for (FileReport.Section section : report.sections()) {
            assertTrue(section.required() && section.offset() >= end && section.offset() % 64 == 0, section::toString);
            end = section.offset() + section.bytes();
        }
        assertTrue(end <= report.bytes(), report::toString);
    }

    @Test
    void whatComesAfterASaveBeganIsNotInTheFile() {
        Path file = folder.resolve("a.vtl");
        Index index = Index.of("Flat", 2);
        index.add(new float[][] {{1, 1}, {2, 2}});
        index.save(file, BuildOptions.defaults().withProgress((stage, done, total) -> index.add(new float[][] {{3, 3}})));
        assertTrue(index.ntotal() > 2);
        assertEquals(2, Index.open(file).ntotal());
        assertEquals(1, Index.open(file).largestId());
    }

    @Test
    void rowsOfAFileAreReferredToAlsoWhereAllAreRemoved() {
        Path rows = folder.resolve("x.fvecs");
        VectorFiles.write(rows, Data.NORMAL.vectors(20, 8, new SplittableRandom(1)));
        for (String spec : new String[] {"Flat,RFlat", "IVF4,PQ2x4,RFlat"}) {
            Index index = Index.of(spec, 8).train(Data.NORMAL.vectors(100, 8, new SplittableRandom(2)));
            index.addRowsOf(rows, 0, 15, BuildOptions.defaults());
            index.remove(id -> true);
            Path file = folder.resolve("a.vtl");
            index.save(file);
            Index read = Index.open(file);
            assertEquals(15, read.referredRows());
            read.addRowsOf(rows);
            assertEquals(5, read.ntotal());
            assertEquals(19, read.search(VectorFiles.open(rows).row(19), 1).id(0, 0));
        }
    }

    @Test
    void rowsOfAFileAreFoundWhereTheyWereOrBesideTheIndex() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path rows = there.resolve("x.fvecs");
        Vectors x = Data.NORMAL.vectors(200, 8, new SplittableRandom(1));
        VectorFiles.write(rows, x);
        Index index = Index.of("IVF4,PQ2x4,RFlat", 8).train(x);
        index.addRowsOf(rows);
        Path file = folder.resolve("a.vtl");
        index.save(file);
        assertTrue(Files.size(file) < 200 * 8 * Float.BYTES, "originals are not copied");
        assertEquals(200, Index.open(file).referredRows());
        Path moved = folder.resolve("x.fvecs");
        Files.move(rows, moved);
        Index read = Index.open(file);
        assertEquals(index.search(x.rows(0, 20), 5), read.search(x.rows(0, 20), 5));
        Files.delete(moved);
        var e = assertThrows(VectorFileException.class, () -> Index.open(file));
        assertTrue(e.getMessage().contains("section ROWS: the index refers to rows of " + rows + ", which is not there, nor is " + moved),
                e.getMessage());
        VectorFiles.write(moved, x.rows(0, 199));
        e = assertThrows(VectorFileException.class, () -> Index.open(file));
        assertTrue(e.getMessage().endsWith("the index refers to 200 rows of d = 8 of " + moved + ", which has 199 of d = 8"));
    }
}
