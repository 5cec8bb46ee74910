package io.vectile;

import io.vectile.codec.FlatBatch;
import io.vectile.codec.FlatCodec;
import io.vectile.concurrent.Parallel;
import io.vectile.contents.SearchDefaults;
import io.vectile.contents.Trained;
import io.vectile.error.InvalidInputException;
import io.vectile.error.OutOfMemoryException;
import io.vectile.storage.Admissions;
import io.vectile.storage.CodeList;
import io.vectile.storage.RangeHits;
import io.vectile.storage.Snapshot;
import io.vectile.storage.TopK;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * One search call: queries in, answers out. It sees one snapshot from start to end, owns all its scratch, and leaves nothing
 * behind. Distances inside are such that smaller is nearer; inner products are negated on the way in and out. Which lists are
 * visited, and by which thread, is {@link Traversal}'s.
 */
final class Searcher {
    /** Queries that share one pass over plain vectors; their rows stay in the second-level cache. */
    private static final int FLAT_GROUP = 240;
    /** From so many queries on, tiles beat the pruned scan of one. */
    private static final int FLAT_BATCH = 4;

    private final Trained trained;
    private final Snapshot snapshot;
    private final float kFactor;
    private final boolean symmetric;
    private final Traversal traversal;

    Searcher(Trained trained, Snapshot snapshot, SearchOptions options, SearchDefaults defaults, int queries,
            SearchScratch.Pool scratches) {
        Objects.requireNonNull(options, "options");
        this.trained = trained;
        this.snapshot = snapshot;
        this.kFactor = options.kFactor() == 0 ? defaults.kFactor() : options.kFactor();
        this.symmetric = options.distances() == null
                ? defaults.symmetric()
                : options.distances() == SearchOptions.Distances.SYMMETRIC;
        int asked = options.nprobe() == 0 ? defaults.nprobe() : options.nprobe();
        Admissions admissions = options.filter() == null
                ? null
                : new Admissions(snapshot, IdFilters.selection(options.filter()), queries > 1);
        Parallel parallel = options.threadsFor(queries);
        // Many queries need much memory and little time to make it.
        this.traversal = new Traversal(trained, snapshot, Math.min(asked, trained.partition().lists()), admissions, parallel,
                queries == 1 ? scratches : new SearchScratch.Pool());
    }

    /** The k nearest of n queries, row-major; the rows are changed. */
    Neighbors topK(float[] given, int n, int k) {
        if ((long) n * k > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException("k = " + k + " for " + n + " queries is too much for one call; the product must be "
                    + "at most " + (Integer.MAX_VALUE - 8));
        }
        trained.normalize(given, n);
        float[] queries = toCodes(given, n);
        Nearest nearest = new Nearest(refiner(given), k, room(n, k, () -> new long[n * k]), room(n, k, () -> new float[n * k]));
        if (n >= FLAT_BATCH && !trained.hasCells() && trained.codec() instanceof FlatCodec) {
            scanTiles(queries, n, nearest);
        } else {
            traversal.run(queries, n, nearest);
        }
        return new Neighbors(n, k, nearest.ids, nearest.distances);
    }

    /** Plain vectors, in tiles of queries by vectors. */
    private void scanTiles(float[] queries, int n, Nearest nearest) {
        int d = trained.space().d();
        traversal.forEachGroup(n, FLAT_GROUP, (worker, from, to) -> {
            TopK[] tops = new TopK[to - from];
            Arrays.setAll(tops, i -> nearest.collector());
            FlatBatch batch = new FlatBatch(d, trained.space().innerProduct());
            for (CodeList part : traversal.parts(0)) {
                batch.scan(part, part.ref(0, 0, 0), queries, from * d, to - from, tops);
            }
            for (int i = from; i < to; i++) {
                nearest.finish(i, tops[i - from]);
            }
        });
    }

    /** Measures candidates again; null where the index does not. */
    private Refiner refiner(float[] given) {
        return trained.refine() == null ? null : new Refiner(trained, snapshot, given);
    }

    /** All within a radius, which is given as the metric has it; the rows are changed. */
    RangeNeighbors range(float[] given, int n, float radius) {
        trained.normalize(given, n);
        float[] queries = toCodes(given, n);
        Within within = new Within(refiner(given), radius, n);
        traversal.run(queries, n, within);
        return new RangeNeighbors(within.ids, within.distances);
    }

    /** Arrays for the answers, which have room for k of each query, found or not. */
    private static <T> T room(int n, int k, Supplier<T> array) {
        try {
            return array.get();
        } catch (OutOfMemoryError e) {
            throw new OutOfMemoryException("not enough memory for k = " + k + " for " + n + (n == 1 ? " query" : " queries")
                    + ": ids and distances take " + (long) n * k * (Long.BYTES + Float.BYTES) + " bytes", e);
        }
    }

    /** Queries as codes are compared with them: in their space, and for symmetric distances encoded and decoded. */
    private float[] toCodes(float[] queries, int n) {
        float[] inSpace = trained.toMeasurable(queries, n, n == 1 ? "the query" : "query", n == 1 ? -1 : 0);
        if (symmetric) {
            if (inSpace == queries && trained.refine() != null) {
                inSpace = queries.clone(); // the refiner wants them as they were
            }
            trained.roundTrip(inSpace, n);
        }
        return inSpace;
    }

    /** The k nearest of each query; of a refining index k_factor times as many, of which the k nearest when measured again. */
    private final class Nearest implements Gathering<TopK> {
        private final Refiner refiner;
        private final int k;
        private final int candidates;
        private final long[] ids;
        private final float[] distances;

        Nearest(Refiner refiner, int k, long[] ids, float[] distances) {
            this.refiner = refiner;
            this.k = k;
            this.candidates = refiner == null ? k : (int) Math.min(Integer.MAX_VALUE - 8, (long) (k * kFactor));
            this.ids = ids;
            this.distances = distances;
        }

        @Override
        public TopK collector() {
            return collector(null);
        }

        private TopK collector(TopK.Shared shared) {
            return refiner == null
                    ? new TopK(room(candidates), snapshot, shared)
                    : TopK.ofRefs(room(candidates), snapshot, shared);
        }

        /** As many as can be found at most. */
        private int room(int most) {
            return Math.clamp(snapshot.size(), 1, most);
        }

        @Override
        public Supplier<TopK> sharing() {
            TopK.Shared shared = new TopK.Shared();
            return () -> collector(shared);
        }

        @Override
        public void merge(TopK all, TopK part) {
            all.merge(part);
        }

        @Override
        public boolean isEnough(TopK found) {
            return found.size() >= Math.min(k, snapshot.size());
        }

        @Override
        public void finish(int query, TopK found) {
            TopK top = found;
            if (refiner != null) {
                top = new TopK(room(k), snapshot, null);
                Refiner.Pass pass = refiner.pass(query, top);
                found.forEachRef(pass);
                pass.finish();
            }
            int at = query * k;
            int size = top.drain(distances, ids, at);
            toMetric(distances, at, size);
            Arrays.fill(ids, at + size, at + k, Neighbors.NO_ID);
            float worst = trained.metric().smallerIsNearer() ? Float.MAX_VALUE : -Float.MAX_VALUE;
            Arrays.fill(distances, at + size, at + k, worst);
        }
    }

    /**
     * All within a radius, which is given as the metric has it. A refining index finds candidates within a radius that k_factor
     * widens, and keeps those within the given one when measured again, as Faiss does.
     */
    private final class Within implements Gathering<RangeHits> {
        private final Refiner refiner;
        private final float within;
        private final float candidates;
        private final long[][] ids;
        private final float[][] distances;

        Within(Refiner refiner, float radius, int n) {
            this.refiner = refiner;
            this.within = trained.metric().smallerIsNearer() ? radius : -radius;
            this.candidates = refiner == null ? within : Refiner.widen(within, kFactor);
            this.ids = new long[n][];
            this.distances = new float[n][];
        }

        @Override
        public RangeHits collector() {
            return new RangeHits(candidates, snapshot);
        }

        @Override
        public Supplier<RangeHits> sharing() {
            return this::collector;
        }

        @Override
        public void merge(RangeHits all, RangeHits part) {
            all.merge(part);
        }

        /** A filter does not make the radius visit more cells. */
        @Override
        public boolean isEnough(RangeHits found) {
            return true;
        }

        @Override
        public void finish(int query, RangeHits found) {
            RangeHits hits = found;
            if (refiner != null) {
                hits = new RangeHits(within, snapshot);
                Refiner.Pass pass = refiner.pass(query, hits);
                found.forEachRef(pass);
                pass.finish();
            }
            ids[query] = new long[hits.size()];
            distances[query] = new float[hits.size()];
            hits.drain(distances[query], ids[query]);
            toMetric(distances[query], 0, distances[query].length);
        }
    }

    private void toMetric(float[] distances, int at, int n) {
        if (!trained.metric().smallerIsNearer()) {
            for (int i = at; i < at + n; i++) {
                distances[i] = 0f - distances[i];
            }
        }
    }
}
