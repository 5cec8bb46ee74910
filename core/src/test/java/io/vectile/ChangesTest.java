package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.contents.SearchDefaults;
import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Seeds;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is added, updated, removed, packed and merged, an index answers as if it held just what is there. */
class ChangesTest {
    private static final int D = 8;
    private static final TrainingOptions FAST = new TrainingOptions(7, 3, 3, 1 << 20);

    private static Vectors training() {
        return Data.BYTES.vectors(600, D, new SplittableRandom(1));
    }

    private static Index trained(String spec, Metric metric) {
        return new Index(IndexSpec.parse(spec), D, metric, SearchDefaults.USUAL, FAST).train(training());
    }

    /** An index, and what it should hold. */
    private static final class Model {
        private final SplittableRandom random;
        private final Map<Long, float[]> held = new TreeMap<>();
        private Index index;
        private long nextId;

        Model(Index index, SplittableRandom random) {
            this.index = index;
            this.random = random;
        }

        private Vectors some(int n) {
            // Bytes at first, so that plain vectors are stored as such and widened on the way.
            return (held.size() < 150 ? Data.BYTES : Data.NORMAL).vectors(n, D, random);
        }

        private void put(long[] ids, Vectors x) {
            for (int i = 0; i < ids.length; i++) {
                held.put(ids[i], x.row(i));
                nextId = Math.max(nextId, ids[i] + 1);
            }
        }

        /** Up to n of the ids held, in no order. */
        private long[] someHeld(int n) {
            List<Long> ids = new ArrayList<>(held.keySet());
            long[] chosen = new long[Math.min(n, ids.size())];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = ids.remove(random.nextInt(ids.size()));
            }
            return chosen;
        }

        void step() {
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    Vectors x = some(1 + random.nextInt(150));
                    index.add(x);
                    put(LongStream.range(nextId, nextId + x.n()).toArray(), x);
                }
                case 2 -> {
                    Vectors x = some(1 + random.nextInt(60));
                    long from = nextId;
                    long[] ids = LongStream.range(0, x.n()).map(i -> from + 3 * i).toArray();
                    for (int i = ids.length - 1; i > 0; i--) {
                        int other = random.nextInt(i + 1);
                        long swap = ids[i];
                        ids[i] = ids[other];
                        ids[other] = swap;
                    }
                    index.add(x, ids);
                    put(ids, x);
                }
                case 3 -> {
                    long[] ids = someHeld(1 + random.nextInt(60));
                    if (ids.length > 0) {
                        Vectors x = some(ids.length);
                        index.update(x, ids);
                        put(ids, x);
                    }
                }
                case 4 -> {
                    long[] ids = someHeld(random.nextInt(80));
                    assertEquals(ids.length, index.remove(LongStream.concat(Arrays.stream(ids), LongStream.of(nextId + 5)).toArray()));
                    Arrays.stream(ids).forEach(held::remove);
                }
                case 5 -> {
                    long from = random.nextLong(nextId + 1);
                    long to = from + random.nextInt(40);
                    long expected = held.keySet().stream().filter(id -> id >= from && id < to).count();
                    assertEquals(expected, index.remove(IdFilter.range(from, to)));
                    held.keySet().removeIf(id -> id >= from && id < to);
                }
                case 6 -> index.compact();
                default -> mergeAnother();
            }
            assertEquals(held.size(), index.ntotal());
            assertEquals(nextId - 1, index.largestId());
        }

        private void mergeAnother() {
            Index other = new Index(index.spec(), D, index.metric(), SearchDefaults.USUAL, FAST).train(training());
            Vectors x = some(1 + random.nextInt(90));
            other.add(x);
            other.remove(0);
            long shift = index.largestId() + 1 + random.nextInt(5);
            index.merge(other, shift);
            put(LongStream.range(shift, shift + x.n()).toArray(), x);
            held.remove(shift);
            if (x.n() == 1) {
                nextId = shift; // nothing came, so no id was given
            }
        }

        long[] ids() {
            return held.keySet().stream().mapToLong(Long::longValue).toArray();
        }

        Vectors rows() {
            float[] rows = new float[held.size() * D];
            int at = 0;
            for (float[] row : held.values()) {
                System.arraycopy(row, 0, rows, at, D);
                at += D;
            }
            return Vectors.of(rows, D);
        }
    }

    @ParameterizedTest
    @CsvSource({"Flat, L2", "Flat, COSINE", "PQ4, L2", "PQ4, INNER_PRODUCT", "PQ4x5, L2", "PQ2x9, L2", "'IVF6,Flat', L2",
        "'IVF6,Flat', COSINE", "'IVF6,PQ4', L2", "'IVF6,PQ4', INNER_PRODUCT", "'IVF6,PQ4x5', L2", "'IVF6,PQ2x9', L2"})
    void searchEqualsBruteForceAfterAnyChanges(String spec, Metric metric) {
        Seeds.forAll(4, random -> {
            Model model = new Model(trained(spec, metric), random);
            BruteForce bruteForce = new BruteForce(model.index, training(), FAST);
            for (int step = 0; step < 25; step++) {
                model.step();
                bruteForce.read(model.rows(), model.ids());
                check(model, bruteForce, random);
            }
        });
    }

    private static void check(Model model, BruteForce bruteForce, SplittableRandom random) {
        Vectors queries = Data.BYTES.vectors(5, D, random);
        long some = random.nextLong(model.nextId + 1);
        IdFilter filter = switch (random.nextInt(5)) {
            case 0 -> IdFilter.range(some / 2, some);
            case 1 -> IdFilter.in(some, some + 1, some / 2, some / 3);
            case 2 -> IdFilter.of(id -> id % 3 == 1);
            default -> null;
        };
        int k = 1 + random.nextInt(model.held.size() + 5);
        int nprobe = 1 + random.nextInt(6);
        SearchOptions options = SearchOptions.defaults().withNprobe(nprobe).withFilter(filter);
        Neighbors batch = model.index.search(queries, k, options);
        for (int q = 0; q < queries.n(); q++) {
            bruteForce.checkTopK(queries.row(q), nprobe, filter, batch.ids(q), batch.distances(q));
            Neighbors alone = model.index.search(queries.row(q), k, options.withThreads(1 + 2 * (q % 2)));
            assertArrayEquals(batch.ids(q), alone.ids(0));
            assertArrayEquals(batch.distances(q), alone.distances(0));
        }
        float radius = bruteForce.distance(queries.row(0), nprobe, random.nextInt(model.held.size() + 1));
        RangeNeighbors range = model.index.rangeSearch(queries, radius, options);
        for (int q = 0; q < queries.n(); q++) {
            bruteForce.checkRange(queries.row(q), nprobe, filter, radius, range.ids(q), range.distances(q));
        }
        long gone = LongStream.range(0, model.nextId).filter(id -> !model.held.containsKey(id)).findFirst().orElse(model.nextId);
        assertThrows(IndexStateException.class, () -> model.index.reconstruct(gone));
    }

    @ParameterizedTest
    @CsvSource({"'Flat,RFlat', L2", "'PQ4,RFlat', COSINE", "'IVF6,PQ4,RFlat', L2", "'IVF6,Flat,RFlat', INNER_PRODUCT"})
    void originalsStayWithTheirVectors(String spec, Metric metric) {
        Seeds.forAll(4, random -> {
            Model model = new Model(trained(spec, metric), random);
            for (int step = 0; step < 25; step++) {
                model.step();
                Index exact = Index.of("Flat", D, metric);
                exact.add(model.rows(), model.ids());
                int k = 1 + random.nextInt(model.held.size() + 3);
                Vectors queries = Data.NORMAL.vectors(4, D, random);
                Neighbors expected = exact.search(queries, k);
                Neighbors found = model.index.search(queries, k, SearchOptions.defaults().withNprobe(6).withKFactor(1000));
                for (int q = 0; q < queries.n(); q++) {
                    assertEquals(Arrays.stream(expected.ids(q)).filter(id -> id >= 0).count(),
                            Arrays.stream(found.ids(q)).filter(id -> id >= 0).count());
                    for (int i = 0; i < k && expected.id(q, i) >= 0; i++) {
                        assertEquals(expected.distance(q, i), found.distance(q, i), 1e-4 * Math.max(1, Math.abs(expected.distance(q, i))));
                    }
                }
                for (long id : model.someHeld(5)) {
                    assertArrayEquals(exact.reconstruct(id), model.index.reconstruct(id));
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "IVF6,PQ4", "Flat,RFlat", "IVF6,PQ4,RFlat"})
    void anIdThatWasOftenUpdatedHasItsLastVector(String spec) {
        Index index = trained(spec, Metric.L2);
        Vectors rows = Data.NORMAL.vectors(200, D, new SplittableRandom(2));
        index.add(rows);
        for (int i = 0; i < 40; i++) {
            index.update(rows.rows(i, i + 1), new long[] {7});
        }
        float[] last = index.reconstruct(7);
        index.update(rows.rows(39, 40), new long[] {50});
        assertArrayEquals(last, index.reconstruct(50));
        assertEquals(1, index.remove(7));
        assertThrows(IndexStateException.class, () -> index.reconstruct(7));
        assertEquals(199, index.ntotal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4", "IVF6,Flat", "IVF6,PQ4", "IVF6,PQ4x5", "IVF6,PQ4,RFlat"})
    void packedItIsAsIfBuiltAtOnce(String spec) {
        Seeds.forAll(5, random -> {
            Model model = new Model(trained(spec, Metric.L2), random);
            for (int step = 0; step < 20; step++) {
                model.step();
            }
            model.index.compact();
            Index atOnce = trained(spec, Metric.L2);
            atOnce.add(model.rows(), model.ids());
            atOnce.compact();
            Vectors queries = Data.BYTES.vectors(6, D, random);
            int k = 1 + model.held.size() / 2;
            assertEquals(atOnce.search(queries, k), model.index.search(queries, k));
            if (!spec.contains("Flat")) { // plain vectors may be bytes here and floats there
                assertEquals(atOnce.inspect().parts(), model.index.inspect().parts());
            }
            assertEquals(atOnce.inspect().lists(), model.index.inspect().lists());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4", "IVF6,Flat", "IVF6,PQ4", "IVF6,PQ4x5", "IVF6,PQ4,RFlat"})
    void aFileIsTheSameHoweverItsVectorsCame(String spec, @TempDir Path folder) throws IOException {
        Vectors x = Data.BYTES.vectors(3000, D, new SplittableRandom(4));
        Index atOnce = trained(spec, Metric.L2);
        atOnce.add(x);
        atOnce.save(folder.resolve("at-once.vtl"));
        Index inPieces = trained(spec, Metric.L2);
        inPieces.add(x.rows(0, 1));
        inPieces.add(x.rows(1, 700));
        inPieces.compact();
        Index rest = trained(spec, Metric.L2);
        rest.add(x.rows(700, 2000));
        rest.add(x.rows(2000, 3000));
        inPieces.merge(rest, 700);
        inPieces.update(x.rows(100, 200), LongStream.range(100, 200).toArray());
        inPieces.save(folder.resolve("in-pieces.vtl"));
        assertEquals(-1, Files.mismatch(folder.resolve("at-once.vtl"), folder.resolve("in-pieces.vtl")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4", "IVF6,PQ4", "IVF6,PQ4,RFlat"})
    void packingGivesRoomBack(String spec) {
        Index index = trained(spec, Metric.L2);
        index.add(Data.BYTES.vectors(5000, D, new SplittableRandom(2)));
        long full = index.inspect().residentBytes();
        assertEquals(4000, index.remove(IdFilter.of(id -> id % 5 != 0)));
        assertEquals(1000, index.ntotal());
        assertTrue(index.inspect().residentBytes() >= full, "marks take a little room");
        index.compact();
        long codes = part(index, "codes");
        assertEquals(1000L * index.inspect().codeBytes(), codes);
        assertTrue(part(index, "slack") <= 64, "nothing is kept of what was removed");
        assertEquals(5000, index.largestId() + 1);
        index.add(Data.BYTES.vectors(1, D, new SplittableRandom(3)));
        assertEquals(5000, index.largestId(), "ids are never given twice");
    }

    private static long part(Index index, String name) {
        return index.inspect().parts().stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow().bytes();
    }

    @Test
    void idsOfRemovedVectorsAreNotAssignedAgain() {
        Index index = trained("IVF6,PQ4", Metric.L2);
        index.add(Data.BYTES.vectors(10, D, new SplittableRandom(2)));
        index.remove(9, 8, 7);
        index.add(Data.BYTES.vectors(2, D, new SplittableRandom(2)));
        assertEquals(11, index.largestId());
        assertThrows(IndexStateException.class, () -> index.reconstruct(9));
        index.reconstruct(10);
        // One's own ids may come back: whoever gives them knows what they mean.
        index.add(Data.BYTES.vectors(1, D, new SplittableRandom(2)), new long[] {9});
        index.reconstruct(9);
    }

    @Test
    void anEmptiedIndexFindsNothingAndCanBeFilledAgain() {
        for (String spec : new String[] {"Flat", "PQ4", "IVF6,PQ4", "PQ4,RFlat"}) {
            Index index = trained(spec, Metric.L2);
            index.add(Data.BYTES.vectors(100, D, new SplittableRandom(2)));
            assertEquals(100, index.remove(IdFilter.of(id -> true)));
            Vectors queries = Data.BYTES.vectors(5, D, new SplittableRandom(3));
            assertEquals(-1, index.search(queries, 3).id(0, 0));
            assertEquals(-1, index.search(queries.row(0), 3).id(0, 0));
            index.compact();
            assertEquals(-1, index.search(queries, 3).id(0, 0));
            index.add(queries);
            assertEquals(100, Arrays.stream(index.search(queries, 5, SearchOptions.defaults().withNprobe(6)).ids(0)).min().orElseThrow());
        }
    }

    @Test
    void whatCannotBeChangedIsRefusedAndNothingChanges() {
        Index index = trained("IVF6,PQ4", Metric.L2);
        Vectors x = Data.BYTES.vectors(100, D, new SplittableRandom(2));
        index.add(x);
        Neighbors before = index.search(x, 5);
        String missing = assertThrows(InvalidInputException.class, () -> index.update(x.rows(0, 3), new long[] {5, 100, 200})).getMessage();
        assertTrue(missing.contains("none with id 100") && missing.contains("1 more"), missing);
        String twice = assertThrows(InvalidInputException.class, () -> index.update(x.rows(0, 2), new long[] {5, 5})).getMessage();
        assertTrue(twice.contains("5 is given twice"), twice);
        assertThrows(InvalidInputException.class, () -> index.update(x.rows(0, 2), new long[] {5}));
        assertThrows(InvalidInputException.class, () -> index.merge(index));
        Index same = trained("IVF6,PQ4", Metric.L2);
        same.add(x.rows(0, 1));
        String both = assertThrows(InvalidInputException.class, () -> index.merge(same)).getMessage();
        assertTrue(both.contains("both indexes hold id 0"), both);
        assertThrows(InvalidInputException.class, () -> index.merge(same, -1));
        Index untrained = Index.of("IVF6,PQ4", D);
        assertThrows(IndexStateException.class, () -> index.merge(untrained));
        Index other = new Index(IndexSpec.parse("IVF6,PQ4"), D, Metric.L2, SearchDefaults.USUAL, new TrainingOptions(8, 3, 3, 1 << 20)).train(training());
        String training = assertThrows(IndexStateException.class, () -> index.merge(other)).getMessage();
        assertTrue(training.contains("one training") && training.endsWith("differ in cells, codebooks"), training);
        Index refining = trained("IVF6,PQ4,RFlat", Metric.L2);
        String kept = assertThrows(IndexStateException.class, () -> index.merge(refining)).getMessage();
        assertTrue(kept.endsWith("differ in refining"), kept);
        assertEquals(100, index.ntotal());
        assertEquals(before, index.search(x, 5));
        assertEquals(0, index.remove(500, 600));
        assertEquals(0, index.remove());
    }

    /** As if all had been added and removed in one index: an id that a shard gave is given to nobody else. */
    @ParameterizedTest
    @ValueSource(strings = {"Flat", "IVF4,PQ4", "IVF4,PQ4,RFlat"})
    void idsThatTheOtherGaveCountAsGivenAfterAMerge(String spec) {
        Vectors x = Data.NORMAL.vectors(400, 8, new SplittableRandom(1));
        Index one = Index.of(spec, 8).train(x);
        Index shard = Index.of(spec, 8).train(x);
        one.add(x.rows(0, 10));
        shard.add(x.rows(0, 20));
        shard.remove(IdFilter.range(15, 20));
        one.merge(shard, one.largestId() + 1);
        assertEquals(29, one.largestId());
        shard.remove(IdFilter.range(0, 15));
        one.merge(shard, one.largestId() + 1);
        assertEquals(49, one.largestId());
        one.add(x.rows(0, 1));
        assertEquals(50, one.largestId());
        one.merge(Index.of(spec, 8).train(x), 51);
        assertEquals(50, one.largestId());
        // Past the last id there is none: what follows needs ids of its own.
        shard.add(x.rows(0, 1), new long[] {30});
        shard.add(x.rows(0, 1), new long[] {40});
        shard.remove(40);
        one.merge(shard, Long.MAX_VALUE - 35);
        assertEquals(Long.MAX_VALUE, one.largestId());
        assertEquals(27, one.ntotal());
    }
}
