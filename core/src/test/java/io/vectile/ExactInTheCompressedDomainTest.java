package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.contents.SearchDefaults;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Seeds;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A search answers what brute force over the decodings of the visited lists answers: same ids, same distances, ordered by
 * (distance, id); alone or among other queries, on any number of threads, with any filter, for the k nearest or within a
 * radius.
 */
class ExactInTheCompressedDomainTest {
    private static final int[] DIMENSIONS =
            {1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 96, 100, 127, 128, 130};
    private static final int[] SIZES = {0, 1, 2, 63, 64, 65, 127, 128, 129, 500, 1000, 2500};
    private static final int[] CELLS = {1, 2, 3, 10, 16, 65};
    /** One list, cells, cells with residuals; times three metrics. */
    private static final int COMBINATIONS = 9;
    private static final TrainingOptions FAST = new TrainingOptions(1234, 3, 3, 1 << 20);

    /** What is varied; its toString is what a failure names beside the seed. */
    private record Scenario(IndexSpec spec, int d, Metric metric, Data data, int training, int n, int calls, boolean ownIds) {}

    static Stream<IndexSpec.CodecSpec> codecs() {
        return Stream.concat(Stream.of(new IndexSpec.Flat()),
                IntStream.rangeClosed(1, 16).mapToObj(nbits -> new IndexSpec.Pq(1, nbits)));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void searchEqualsBruteForceOverDecodedVectors(IndexSpec.CodecSpec codec) {
        int rounds = codec instanceof IndexSpec.Pq(int m, int nbits) && nbits > 10 ? 1 : 3;
        for (int combination = 0; combination < COMBINATIONS; combination++) {
            int each = combination;
            Seeds.forAll(rounds, random -> check(scenario(codec, each, Data.NORMAL, random), random));
        }
    }

    @ParameterizedTest
    @EnumSource(Data.class)
    void searchEqualsBruteForceWhateverTheDataLooksLike(Data data) {
        Seeds.forAll(30, random -> {
            IndexSpec.CodecSpec codec = random.nextInt(3) == 0
                    ? new IndexSpec.Flat()
                    : new IndexSpec.Pq(1, new int[] {4, 6, 8, 8, 10}[random.nextInt(5)]);
            check(scenario(codec, random.nextInt(COMBINATIONS), data, random), random);
        });
    }

    private static Scenario scenario(IndexSpec.CodecSpec codec, int combination, Data data, SplittableRandom random) {
        IntStream.range(0, combination).forEach(i -> random.nextInt()); // other shapes in each combination
        boolean cells = combination % 3 > 0;
        Metric metric = Metric.values()[combination / 3 % 3];
        int nlist = cells ? CELLS[random.nextInt(CELLS.length)] : 0;
        int d = DIMENSIONS[random.nextInt(DIMENSIONS.length)];
        int n = SIZES[random.nextInt(SIZES.length)];
        int training = Math.max(nlist, 200);
        IndexSpec.CodecSpec fitted = codec;
        if (codec instanceof IndexSpec.Pq(int any, int nbits)) {
            if (nbits > 10) {
                d = 1 + random.nextInt(4);
                n = Math.min(n, 500);
            }
            int[] divisors = divisors(d);
            fitted = new IndexSpec.Pq(divisors[random.nextInt(divisors.length)], nbits);
            training = Math.max(training, 1 << nbits);
        }
        boolean residual = cells && combination % 3 == 1;
        return new Scenario(new IndexSpec(nlist, fitted, residual), d, metric, data, training, n, 1 + random.nextInt(4),
                random.nextBoolean());
    }

    private static int[] divisors(int d) {
        return IntStream.rangeClosed(1, d).filter(m -> d % m == 0).toArray();
    }

    private static void check(Scenario scenario, SplittableRandom random) {
        try {
            new Case(scenario, random).check();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(scenario + ": " + e.getMessage(), e);
        }
    }

    /** One index, filled in some calls of add, and some queries. */
    private static final class Case {
        private final SplittableRandom random;
        private final Index index;
        private final BruteForce bruteForce;
        private final int n;
        private final long[] ids;
        private final Vectors stored;
        private final Vectors queries;
        private final int nlist;

        Case(Scenario scenario, SplittableRandom random) {
            this(new Index(scenario.spec(), scenario.d(), scenario.metric(), SearchDefaults.USUAL, FAST),
                    scenario.data().vectors(scenario.training(), scenario.d(), random),
                    IntStream.range(0, scenario.calls()).mapToObj(call -> {
                        int from = scenario.n() * call / scenario.calls();
                        int to = scenario.n() * (call + 1) / scenario.calls();
                        return scenario.data().vectors(to - from, scenario.d(), random);
                    }).toList(), scenario.ownIds(), scenario.data(), random);
        }

        /** @param parts one for each call of add */
        Case(Index index, Vectors training, List<Vectors> parts, boolean ownIds, Data queries, SplittableRandom random) {
            this.random = random;
            this.index = index;
            this.nlist = Math.max(1, index.spec().nlist());
            this.n = parts.stream().mapToInt(part -> (int) part.n()).sum();
            this.ids = ownIds ? ownIds(n) : LongStream.range(0, n).toArray();
            int d = index.d();
            index.train(training);
            float[] rows = new float[n * d];
            int from = 0;
            for (Vectors part : parts) {
                int to = from + (int) part.n();
                part.copyRows(0, to - from, rows, from * d);
                if (ownIds) {
                    index.add(part, Arrays.copyOfRange(ids, from, to));
                } else {
                    index.add(part);
                }
                from = to;
            }
            this.stored = Vectors.of(rows, d);
            this.queries = queries(queries);
            this.bruteForce = new BruteForce(index, training, FAST);
        }

        /** In no order, so that ties do not come out right by position. */
        private long[] ownIds(int count) {
            Set<Long> chosen = new HashSet<>();
            long most = random.nextBoolean() ? 3L * count + 1 : 1L << 40;
            while (chosen.size() < count) {
                chosen.add(random.nextLong(most));
            }
            return chosen.stream().mapToLong(Long::longValue).toArray();
        }

        /** New ones, and stored ones, at distance zero. */
        private Vectors queries(Data data) {
            int count = 1 + random.nextInt(9);
            int d = index.d();
            float[] rows = new float[count * d];
            data.fill(rows, d, random);
            for (int i = 0; i < count && n > 0; i++) {
                if (random.nextInt(3) == 0) {
                    stored.copyRow(random.nextInt(n), rows, i * d);
                }
            }
            return Vectors.of(rows, d);
        }

        void check() {
            bruteForce.read(stored, ids);
            if (index.spec().codec() instanceof IndexSpec.Flat && !index.spec().residual()) {
                bruteForce.checkDecodings(stored, ids);
            }
            for (int k : new int[] {1, 1 + random.nextInt(n + 5), new int[] {2, 10, 64, 100}[random.nextInt(4)]}) {
                for (int nprobe : new int[] {1, 1 + random.nextInt(nlist), nlist}) {
                    IdFilter filter = random.nextBoolean() ? null : filter();
                    checkTopK(k, nprobe, filter);
                }
            }
            IdFilter filter = random.nextBoolean() ? null : filter();
            checkRange(1 + random.nextInt(nlist), filter);
            checkSymmetric(1 + random.nextInt(n + 5), nlist, filter);
        }

        private void checkTopK(int k, int nprobe, IdFilter filter) {
            SearchOptions options = SearchOptions.defaults().withNprobe(nprobe).withFilter(filter);
            Neighbors batch = index.search(queries, k, options);
            assertEquals(batch, index.search(queries, k, options.withThreads(1)));
            Neighbors all = index.search(queries, Math.max(k, n), options);
            for (int q = 0; q < queries.n(); q++) {
                float[] query = queries.row(q);
                bruteForce.checkTopK(query, nprobe, filter, batch.ids(q), batch.distances(q));
                // Without any tolerance: what a bound rules out is never among the k nearest of all that are measured.
                // A filtered search for more visits more.
                if (filter == null || nlist == 1) {
                    assertArrayEquals(Arrays.copyOf(all.ids(q), k), batch.ids(q), "the first " + k + " of all");
                    assertArrayEquals(Arrays.copyOf(all.distances(q), k), batch.distances(q), "the first " + k + " of all");
                }
                for (int threads : new int[] {1, 3}) {
                    Neighbors single = index.search(query, k, options.withThreads(threads));
                    assertArrayEquals(batch.ids(q), single.ids(0), "alone on " + threads);
                    assertArrayEquals(batch.distances(q), single.distances(0), "alone on " + threads);
                }
            }
        }

        private void checkRange(int nprobe, IdFilter filter) {
            SearchOptions options = SearchOptions.defaults().withNprobe(nprobe).withFilter(filter);
            float[] first = queries.row(0);
            Neighbors nearest = index.search(first, 1 + random.nextInt(n + 1), options.withFilter(null));
            float[] radii = {
                bruteForce.distance(first, nprobe, random.nextInt(n + 1)),
                // A distance as the index itself measures it: strictly within leaves it out.
                Math.clamp(nearest.distance(0, nearest.k() - 1), -1e30f, 1e30f), 0f
            };
            for (float radius : radii) {
                RangeNeighbors batch = index.rangeSearch(queries, radius, options);
                for (int q = 0; q < queries.n(); q++) {
                    bruteForce.checkRange(queries.row(q), nprobe, filter, radius, batch.ids(q), batch.distances(q));
                    for (int threads : new int[] {1, 3}) {
                        RangeNeighbors single = index.rangeSearch(queries.row(q), radius, options.withThreads(threads));
                        assertArrayEquals(batch.ids(q), single.ids(0), "alone on " + threads);
                        assertArrayEquals(batch.distances(q), single.distances(0), "alone on " + threads);
                    }
                }
            }
        }

        /** The queries' own decodings come from adding them to the index, after the search. */
        private void checkSymmetric(int k, int nprobe, IdFilter filter) {
            SearchOptions options = SearchOptions.defaults().withNprobe(nprobe).withFilter(filter)
                    .withDistances(SearchOptions.Distances.SYMMETRIC);
            Neighbors batch = index.search(queries, k, options);
            List<Neighbors> singles = new ArrayList<>();
            for (int q = 0; q < queries.n(); q++) {
                singles.add(index.search(queries.row(q), k, options.withThreads(1 + 2 * random.nextInt(2))));
            }
            long firstId = index.ntotal() == 0 ? 0 : Arrays.stream(ids).max().orElse(-1) + 1;
            index.add(queries);
            for (int q = 0; q < queries.n(); q++) {
                bruteForce.checkSymmetric(index.reconstruct(firstId + q), nprobe, filter, batch.ids(q), batch.distances(q));
                assertArrayEquals(batch.ids(q), singles.get(q).ids(0));
                assertArrayEquals(batch.distances(q), singles.get(q).distances(0));
            }
        }

        /** Of every kind, most of them so selective that fewer than k are left, or none. */
        private IdFilter filter() {
            long some = n == 0 ? 0 : ids[random.nextInt(n)];
            return switch (random.nextInt(6)) {
                case 0 -> IdFilter.of(id -> id % 3 == 0);
                case 1 -> IdFilter.of(id -> false);
                case 2 -> IdFilter.in(some, some + 1, 1L << 50);
                case 3 -> {
                    Set<Long> half = new HashSet<>();
                    Arrays.stream(ids).filter(id -> random.nextBoolean()).forEach(half::add);
                    yield IdFilter.in(half);
                }
                case 4 -> {
                    BitSet bits = new BitSet();
                    Arrays.stream(ids).filter(id -> id < 10_000 && id % 2 == 0).forEach(id -> bits.set((int) id));
                    yield IdFilter.bitmap(bits);
                }
                default -> IdFilter.range(some / 2, some);
            };
        }
    }

    /**
     * Bounds of residual codes are bytes, in steps that training decides, from a bias of each list. Here training sees
     * residuals of one length, so that the step is short, and later ones are of all lengths: every call may lower the
     * bias, by more steps than a byte has. From the middle, the query's tables are flat and the bounds all there is.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void residualsOfRangesThatTrainingDidNotSeeAreFound(int nlist) {
        Seeds.forAll(25, random -> {
            int d = 2 + random.nextInt(12);
            IndexSpec spec = new IndexSpec(nlist, new IndexSpec.Pq(d, random.nextBoolean() ? 5 : 8), true);
            List<Vectors> parts = new ArrayList<>();
            for (int call = 0; call < 12; call++) {
                parts.add(sphere(1 + random.nextInt(call % 3 == 0 ? 2 : 100), d, 2f * random.nextInt(100) / 100, random));
            }
            Index index = new Index(spec, d, Metric.L2, SearchDefaults.USUAL, FAST);
            Data queries = random.nextBoolean() ? Data.ZEROS : Data.NORMAL;
            new Case(index, sphere(600, d, 1f, random), parts, random.nextBoolean(), queries, random).check();
        });
    }

    /** Every second row is the one before it mirrored, so that the middle is the mean. */
    private static Vectors sphere(int n, int d, float radius, SplittableRandom random) {
        float[] rows = new float[n * d];
        Data.NORMAL.fill(rows, d, random);
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int e = i * d; e < (i + 1) * d; e++) {
                squares += (double) rows[e] * rows[e];
            }
            for (int e = i * d; e < (i + 1) * d; e++) {
                rows[e] = i % 2 == 1 ? -rows[e - d] : rows[e] * (float) (radius / Math.sqrt(squares));
            }
        }
        return Vectors.of(rows, d);
    }

    /** Their distances are infinite, or those of some are; no k-means is trained on such vectors. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void vectorsWhoseSquaresOverflowAreFoundToo(Metric metric) {
        Seeds.forAll(20, random -> {
            int d = 1 + random.nextInt(40);
            float[] rows = new float[150 * d];
            Data.NORMAL.fill(rows, d, random);
            float scale = (float) Math.pow(10, random.nextDouble(17, 37));
            for (int i = 0; i < rows.length; i++) {
                rows[i] *= i / d % 3 == 0 ? 1f : scale;
            }
            Vectors x = Vectors.of(rows, d);
            Index index = Index.of("Flat", d, metric);
            index.add(x);
            Neighbors all = index.search(x, 150);
            for (int k : new int[] {1, 10, 150}) {
                Neighbors batch = index.search(x, k);
                for (int q = 0; q < 150; q++) {
                    assertArrayEquals(Arrays.copyOf(all.ids(q), k), batch.ids(q));
                    Neighbors alone = index.search(x.row(q), k);
                    assertArrayEquals(alone.ids(0), batch.ids(q));
                    assertArrayEquals(alone.distances(0), batch.distances(q));
                }
            }
            assertArrayEquals(LongStream.range(0, 150).toArray(), Arrays.stream(all.ids(0)).sorted().toArray());
        });
    }

    /** Several units of work for one query: more blocks than a thread takes at a time. */
    @Test
    void severalThreadsOnOneLongListFindWhatOneFinds() {
        for (String spec : List.of("Flat", "PQ2x4")) {
            Seeds.forAll(2, random -> {
                int n = 100_000;
                Index index = new Index(IndexSpec.parse(spec), 2, Metric.L2, SearchDefaults.USUAL, FAST);
                Vectors base = Data.DUPLICATES.vectors(n, 2, random);
                index.train(base);
                index.add(base);
                float[] query = {0.1f, -0.2f};
                for (int k : new int[] {1, 100, 30_000}) {
                    Neighbors alone = index.search(query, k);
                    assertEquals(alone, index.search(query, k, SearchOptions.defaults().withThreads(3)), spec + ", k " + k);
                    assertEquals(alone.distance(0, 0), alone.distance(0, Math.min(k, 10_000) - 1), "five rows, all tied");
                    long[] sorted = alone.ids(0);
                    Arrays.sort(sorted, 0, Math.min(k, 10_000));
                    assertArrayEquals(sorted, alone.ids(0), "ties by id");
                }
            });
        }
    }

    /**
     * Lists so long that what rules out most of their blocks is chosen several times, by small tables or whole ones; alone
     * and with other queries, which share the way through the list.
     */
    @ParameterizedTest
    @CsvSource({"PQ8, L2", "PQ9, INNER_PRODUCT", "'IVF2,PQ8', L2", "'IVF2,PQ9', INNER_PRODUCT"})
    void longListsGiveTheNearestOfAllThatWasDecoded(String spec, Metric metric) {
        SplittableRandom random = new SplittableRandom(4);
        int d = 72;
        int n = 90_000;
        Index index = new Index(IndexSpec.parse(spec), d, metric, SearchDefaults.USUAL, FAST);
        Vectors base = Data.NORMAL.vectors(n, d, random);
        index.train(base.rows(0, 4000));
        index.add(base);
        float[] decoded = new float[n * d];
        for (int i = 0; i < n; i++) {
            System.arraycopy(index.reconstruct(i), 0, decoded, i * d, d);
        }
        Index exact = Index.of("Flat", d, metric);
        exact.add(Vectors.of(decoded, d));
        Vectors queries = Data.NORMAL.vectors(5, d, random);
        SearchOptions all = SearchOptions.defaults().withNprobe(2).withThreads(1);
        Neighbors together = index.search(queries, 20, all);
        Neighbors expected = exact.search(queries, 20);
        for (int q = 0; q < queries.n(); q++) {
            Neighbors alone = index.search(queries.row(q), 20, all);
            for (int i = 0; i < 20; i++) {
                assertEquals(expected.distance(q, i), together.distance(q, i), 1e-5 * Math.abs(expected.distance(q, i)));
                assertEquals(alone.id(0, i), together.id(q, i));
                assertEquals(alone.distance(0, i), together.distance(q, i));
            }
            float radius = together.distance(q, 19);
            RangeNeighbors within = index.rangeSearch(queries, radius, all);
            assertArrayEquals(index.rangeSearch(queries.row(q), radius, all).ids(0), within.ids(q));
            assertTrue(within.ids(q).length >= 19, () -> "within the 20th distance: " + within.ids(0).length);
        }
    }
}
