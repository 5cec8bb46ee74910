package io.vectile;

import io.vectile.cluster.Centroids;
import io.vectile.codec.FlatBatch;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.ListScanner;
import io.vectile.codec.Space;
import io.vectile.concurrent.Parallel;
import io.vectile.contents.SearchDefaults;
import io.vectile.contents.Trained;
import io.vectile.error.InvalidInputException;
import io.vectile.error.OutOfMemoryException;
import io.vectile.kernel.Kernels;
import io.vectile.partition.InvertedFile;
import io.vectile.storage.Admissions;
import io.vectile.storage.CodeList;
import io.vectile.storage.Collector;
import io.vectile.storage.RangeHits;
import io.vectile.storage.Snapshot;
import io.vectile.storage.TopK;
import io.vectile.vectors.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * One search call: queries in, collectors filled. It sees one snapshot from start to end, owns all its scratch, and
 * leaves nothing behind. Distances inside are such that smaller is nearer; inner products are negated on the way in and
 * out.
 */
final class Searcher {
    /** Queries that one thread takes at a time: enough for full tiles in the coarse search. */
    private static final int GROUP = 48;
    /** Queries that share one pass over plain vectors; their rows stay in the second-level cache. */
    private static final int FLAT_GROUP = 240;
    /** From so many queries on, tiles beat the pruned scan of one. */
    private static final int FLAT_BATCH = 4;
    /** Bytes of codes that several queries look at in turn: they stay in the second-level cache. */
    private static final int NEAR_BYTES = 1 << 17;
    /** Blocks that a thread takes at a time where several share one query. */
    private static final int BLOCKS = 512;

    private final Trained trained;
    private final Snapshot snapshot;
    private final SearchOptions options;
    private final Parallel parallel;
    /** Numbers per vector in the space of the codes. */
    private final int d;
    private final int nprobe;
    private final float kFactor;
    private final boolean symmetric;
    /** What the filter lets through; null for all. */
    private final Admissions admissions;
    private final SearchScratch.Pool scratches;

    Searcher(Trained trained, Snapshot snapshot, SearchOptions options, SearchDefaults defaults, int queries,
            SearchScratch.Pool scratches) {
        // Many queries need much memory and little time to make it.
        this.scratches = queries == 1 ? scratches : new SearchScratch.Pool();
        this.trained = trained;
        this.snapshot = snapshot;
        this.options = Objects.requireNonNull(options, "options");
        this.parallel = options.threadsFor(queries);
        this.d = trained.space().d();
        int asked = options.nprobe() == 0 ? defaults.nprobe() : options.nprobe();
        this.nprobe = Math.min(asked, trained.partition().lists());
        this.kFactor = options.kFactor() == 0 ? defaults.kFactor() : options.kFactor();
        this.symmetric = options.distances() == null
                ? defaults.symmetric()
                : options.distances() == SearchOptions.Distances.SYMMETRIC;
        this.admissions = options.filter() == null
                ? null
                : new Admissions(snapshot, IdFilters.selection(options.filter()), queries > 1);
    }

    /** The k nearest of n queries, row-major; the rows are changed. */
    Neighbors topK(float[] given, int n, int k) {
        if ((long) n * k > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException("k = " + k + " for " + n + " queries is too much for one call; the product must be "
                    + "at most " + (Integer.MAX_VALUE - 8));
        }
        trained.normalize(given, n);
        float[] queries = toCodes(given, n);
        Refiner refiner = trained.refine() == null ? null : new Refiner(trained, snapshot, given);
        int candidates = refiner == null ? k : (int) Math.min(Integer.MAX_VALUE - 8, (long) (k * kFactor));
        long[] ids = room(n, k, () -> new long[n * k]);
        float[] distances = room(n, k, () -> new float[n * k]);
        if (n == 1 && parallel.parallelism() > 1) {
            TopK.Shared shared = new TopK.Shared();
            TopK[] parts = new TopK[parallel.parallelism()];
            shareOneQuery(queries, worker -> parts[worker] = newTopK(candidates, shared));
            TopK all = newTopK(candidates, null);
            Arrays.stream(parts).filter(part -> part != null).forEach(all::merge);
            if (mayWiden()) {
                Worker worker = new Worker();
                worker.scanner.query(queries, 0);
                worker.widen(queries, 0, k, all);
                scratches.give(worker.scratch);
            }
            finish(all, refiner, 0, k, ids, distances);
        } else if (isFlatBatch(n)) {
            forEachGroup(n, FLAT_GROUP, (worker, from, to) -> {
                TopK[] tops = new TopK[to - from];
                Arrays.setAll(tops, i -> newTopK(candidates, null));
                FlatBatch batch = new FlatBatch(d, trained.space().innerProduct());
                for (CodeList part : parts(0)) {
                    batch.scan(part, part.ref(0, 0, 0), queries, from * d, to - from, tops);
                }
                for (int i = from; i < to; i++) {
                    finish(tops[i - from], refiner, i, k, ids, distances);
                }
            });
        } else if (isOneListForMany(n)) {
            Together[] workers = new Together[parallel.parallelism()];
            forEachGroup(n, GROUP, (worker, from, to) -> {
                if (workers[worker] == null) {
                    workers[worker] = new Together(to - from);
                }
                TopK[] tops = new TopK[to - from];
                Arrays.setAll(tops, i -> newTopK(candidates, null));
                workers[worker].search(queries, from, tops);
                for (int i = from; i < to; i++) {
                    finish(tops[i - from], refiner, i, k, ids, distances);
                }
            });
        } else {
            Worker[] workers = new Worker[parallel.parallelism()];
            forEachGroup(n, GROUP, (worker, from, to) -> {
                if (workers[worker] == null) {
                    workers[worker] = new Worker();
                }
                TopK top = newTopK(candidates, null);
                workers[worker].search(queries, from, to, (query, scan) -> {
                    scan.into(top);
                    workers[worker].widen(queries, query, k, top);
                    finish(top, refiner, query, k, ids, distances);
                });
            });
            giveBack(workers);
        }
        return new Neighbors(n, k, ids, distances);
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

    /** Room for as many as can be found at most. */
    private TopK newTopK(int k, TopK.Shared shared) {
        return new TopK(Math.clamp(snapshot.size(), 1, k), snapshot, shared);
    }

    /**
     * All within a radius, which is given as the metric has it; the rows are changed. A refining index finds candidates
     * within a radius that k_factor widens, and keeps those within the given one when measured again, as Faiss does.
     */
    RangeNeighbors range(float[] given, int n, float radius) {
        trained.normalize(given, n);
        float[] queries = toCodes(given, n);
        Refiner refiner = trained.refine() == null ? null : new Refiner(trained, snapshot, given);
        float within = trained.metric().smallerIsNearer() ? radius : -radius;
        float candidates = refiner == null ? within : Refiner.widen(within, kFactor);
        long[][] ids = new long[n][];
        float[][] distances = new float[n][];
        if (n == 1 && parallel.parallelism() > 1) {
            RangeHits[] parts = new RangeHits[parallel.parallelism()];
            shareOneQuery(queries, worker -> parts[worker] = new RangeHits(candidates, snapshot));
            RangeHits all = new RangeHits(candidates, snapshot);
            Arrays.stream(parts).filter(part -> part != null).forEach(all::merge);
            finish(all, refiner, within, 0, ids, distances);
        } else if (isOneListForMany(n)) {
            Together[] workers = new Together[parallel.parallelism()];
            forEachGroup(n, GROUP, (worker, from, to) -> {
                if (workers[worker] == null) {
                    workers[worker] = new Together(to - from);
                }
                RangeHits[] hits = new RangeHits[to - from];
                Arrays.setAll(hits, i -> new RangeHits(candidates, snapshot));
                workers[worker].search(queries, from, hits);
                for (int i = from; i < to; i++) {
                    finish(hits[i - from], refiner, within, i, ids, distances);
                }
            });
        } else {
            Worker[] workers = new Worker[parallel.parallelism()];
            forEachGroup(n, GROUP, (worker, from, to) -> {
                if (workers[worker] == null) {
                    workers[worker] = new Worker();
                }
                workers[worker].search(queries, from, to, (query, scan) -> {
                    RangeHits hits = new RangeHits(candidates, snapshot);
                    scan.into(hits);
                    finish(hits, refiner, within, query, ids, distances);
                });
            });
            giveBack(workers);
        }
        return new RangeNeighbors(ids, distances);
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

    private boolean isOneListForMany(int n) {
        return n > 1 && !trained.hasCells();
    }

    private boolean isFlatBatch(int n) {
        return n >= FLAT_BATCH && !trained.hasCells() && trained.codec() instanceof FlatCodec;
    }

    /** The parts of a list that have vectors, with what may be found of them. */
    private CodeList[] parts(int list) {
        CodeList[] parts = snapshot.parts(list);
        if (admissions != null) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = admissions.of(list, parts[i]);
            }
        }
        return parts;
    }

    /** Whether a search that found too few goes on: a filter may have ruled out what the visited cells hold. */
    private boolean mayWiden() {
        return admissions != null && trained.hasCells() && nprobe < trained.partition().lists();
    }

    private interface GroupBody {
        void run(int worker, int from, int to);
    }

    /** Groups of queries small enough that every thread gets some. */
    private void forEachGroup(int n, int most, GroupBody body) {
        int threads = parallel.parallelism();
        int grain = Math.clamp((n + threads - 1) / threads, 1, most);
        parallel.forEach(n, grain, (worker, from, to) -> body.run(worker, (int) from, (int) to));
    }

    private interface CollectorFactory {
        Collector make(int worker);
    }

    /** Several threads on one query: each takes lists, or ranges of blocks of the one list. */
    private void shareOneQuery(float[] query, CollectorFactory factory) {
        Collector[] collectors = new Collector[parallel.parallelism()];
        Worker[] workers = new Worker[collectors.length];
        SearchScratch scratch = scratches.take(trained);
        Probe probe = new Probe(1, nprobe, scratch);
        probe.find(query, 0, 1);
        List<Piece> pieces = trained.hasCells() ? List.of() : pieces(parts(0));
        int units = trained.hasCells() ? nprobe : pieces.size();
        parallel.forEach(units, 1, (worker, from, to) -> {
            if (workers[worker] == null) {
                workers[worker] = new Worker();
                workers[worker].scanner.query(query, 0);
                collectors[worker] = factory.make(worker);
            }
            if (trained.hasCells()) {
                workers[worker].scanCell(probe, (int) from, collectors[worker]);
            } else {
                Piece piece = pieces.get((int) from);
                workers[worker].scanner.scan(piece.part(), 0, 0f, piece.from(), piece.to(), collectors[worker]);
            }
        });
        scratches.give(scratch);
        giveBack(workers);
    }

    /** Blocks of the one list that a thread takes at a time. */
    private record Piece(CodeList part, int from, int to) {}

    private static List<Piece> pieces(CodeList[] parts) {
        List<Piece> pieces = new ArrayList<>();
        for (CodeList part : parts) {
            for (int from = 0; from < part.blockCount(); from += BLOCKS) {
                pieces.add(new Piece(part, from, Math.min(from + BLOCKS, part.blockCount())));
            }
        }
        return pieces;
    }

    private void giveBack(Worker[] workers) {
        for (Worker worker : workers) {
            if (worker != null) {
                scratches.give(worker.scratch);
            }
        }
    }

    /** The cells that queries visit, nearest first, with the query's distance to each. */
    private final class Probe {
        private final int probes;
        private final int[] cells;
        private final float[] coarse;
        private final Centroids.Scratch scratch;

        /** In memory of a scratch, as long as there is no other probe in it. */
        Probe(int queries, int probes, SearchScratch scratch) {
            this(probes, scratch.cells(queries * probes), scratch.coarse(queries * probes), scratch.centroids);
        }

        private Probe(int probes, int[] cells, float[] coarse, Centroids.Scratch scratch) {
            this.probes = probes;
            this.cells = cells;
            this.coarse = coarse;
            this.scratch = scratch;
        }

        /** Cells are chosen by their own metric, which in a Faiss file may differ from that of the vectors. */
        private void measure(Centroids centroids, float[] queries, int first, int n) {
            Kernels kernels = Kernels.active();
            float[] centroid = new float[d];
            for (int i = 0; i < n * probes; i++) {
                int at = (first + i / probes) * d;
                centroids.copyRow(cells[i], centroid, 0);
                coarse[i] = trained.space().innerProduct()
                        ? -kernels.dot(queries, at, centroid, 0, d)
                        : kernels.l2(queries, at, centroid, 0, d);
            }
        }

        void find(float[] queries, int first, int n) {
            if (trained.partition() instanceof InvertedFile(int nlist, boolean byInnerProduct, Centroids centroids)) {
                centroids.nearestCells(queries, first * d, d, n, probes, scratch, cells, coarse);
                if (centroids.innerProduct() != trained.space().innerProduct()) {
                    measure(centroids, queries, first, n);
                } else if (trained.space().innerProduct()) {
                    for (int i = 0; i < n * probes; i++) {
                        coarse[i] = -coarse[i];
                    }
                }
            }
        }
    }

    private interface Scan {
        void into(Collector out);
    }

    private interface PerQuery {
        void run(int query, Scan scan);
    }

    /** One thread's scratch for whole queries. */
    private final class Worker {
        private final SearchScratch scratch = scratches.take(trained);
        private final ListScanner scanner = scratch.scanner;
        /** The parts of the cells that were looked at, nearest first. */
        private CodeList[][] ahead = {};

        void search(float[] queries, int from, int to, PerQuery body) {
            Probe probe = new Probe(to - from, nprobe, scratch);
            probe.find(queries, from, to - from);
            for (int query = from; query < to; query++) {
                int slot = (query - from) * nprobe;
                scanner.query(queries, query * d);
                body.run(query, out -> {
                    int looked = look(probe, slot, out);
                    for (int i = 0; i < looked; i++) {
                        scanParts(ahead[i], probe.cells[slot + i], probe.coarse[slot + i], out);
                    }
                    for (int i = looked; i < nprobe; i++) {
                        scanCell(probe, slot + i, out);
                    }
                });
            }
        }

        /** Looks for a first bound in as many cells as that takes, whose parts lie {@link #ahead} then. Returns how many. */
        private int look(Probe probe, int slot, Collector out) {
            int looked = 0;
            boolean more = scanner.looks(out);
            while (more && looked < nprobe) {
                int number = probe.cells[slot + looked];
                CodeList[] parts = parts(number);
                if (ahead.length == looked) {
                    ahead = Arrays.copyOf(ahead, 2 * looked + 1);
                }
                ahead[looked] = parts;
                for (CodeList part : parts) {
                    more = scanner.look(part, number, probe.coarse[slot + looked], out);
                }
                looked++;
            }
            return looked;
        }

        void scanCell(Probe cells, int slot, Collector out) {
            int number = cells.cells[slot];
            scanParts(parts(number), number, cells.coarse[slot], out);
        }

        private void scanParts(CodeList[] parts, int number, float coarse, Collector out) {
            for (CodeList part : parts) {
                scanner.scan(part, number, coarse, 0, part.blockCount(), out);
            }
        }

        /** Visits further cells of the query at hand, each time as many as before, until k are found or all were visited. */
        void widen(float[] queries, int query, int k, TopK out) {
            int lists = trained.partition().lists();
            for (int seen = nprobe; mayWiden() && out.size() < Math.min(k, snapshot.size()) && seen < lists;) {
                int probes = (int) Math.min(2L * seen, lists);
                // Not in the scratch: the cells of the other queries are still needed.
                Probe wider = new Probe(probes, new int[probes], new float[probes], scratch.centroids);
                wider.find(queries, query, 1);
                for (int slot = seen; slot < wider.probes; slot++) {
                    scanCell(wider, slot, out);
                }
                seen = wider.probes;
            }
        }
    }

    /** One thread's scratch for several queries that go through one list together: its codes are read from far once. */
    private final class Together {
        private final ListScanner[] scanners;

        Together(int queries) {
            this.scanners = new ListScanner[queries];
            Arrays.setAll(scanners, i -> trained.codec().scanner(trained.space()));
        }

        void search(float[] queries, int first, Collector[] out) {
            for (int i = 0; i < out.length; i++) {
                scanners[i].query(queries, (first + i) * d);
            }
            for (CodeList part : parts(0)) {
                int blocks = (int) Math.max(1, NEAR_BYTES / part.layout().blockBytes());
                for (int from = 0; from < part.blockCount(); from += blocks) {
                    int to = Math.min(part.blockCount(), from + blocks);
                    for (int i = 0; i < out.length; i++) {
                        scanners[i].scan(part, 0, 0f, from, to, out[i]);
                    }
                }
            }
        }
    }

    private void finish(TopK candidates, Refiner refiner, int query, int k, long[] ids, float[] distances) {
        TopK top = candidates;
        if (refiner != null) {
            top = newTopK(k, null);
            Refiner.Pass pass = refiner.pass(query, top);
            candidates.forEachRef(pass);
            pass.finish();
            candidates.clear();
        }
        int at = query * k;
        int found = top.drain(distances, ids, at);
        toMetric(distances, at, found);
        Arrays.fill(ids, at + found, at + k, Neighbors.NO_ID);
        float worst = trained.metric().smallerIsNearer() ? Float.MAX_VALUE : -Float.MAX_VALUE;
        Arrays.fill(distances, at + found, at + k, worst);
    }

    private void finish(RangeHits candidates, Refiner refiner, float within, int query, long[][] ids, float[][] distances) {
        RangeHits hits = candidates;
        if (refiner != null) {
            hits = new RangeHits(within, snapshot);
            Refiner.Pass pass = refiner.pass(query, hits);
            candidates.forEachRef(pass);
            pass.finish();
        }
        ids[query] = new long[hits.size()];
        distances[query] = new float[hits.size()];
        hits.drain(distances[query], ids[query]);
        toMetric(distances[query], 0, distances[query].length);
    }

    private void toMetric(float[] distances, int at, int n) {
        if (!trained.metric().smallerIsNearer()) {
            for (int i = at; i < at + n; i++) {
                distances[i] = 0f - distances[i];
            }
        }
    }
}
