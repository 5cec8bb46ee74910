package io.vectile;

import io.vectile.codec.ListScanner;
import io.vectile.concurrent.Parallel;
import io.vectile.contents.Trained;
import io.vectile.storage.Admissions;
import io.vectile.storage.CodeList;
import io.vectile.storage.Collector;
import io.vectile.storage.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How queries go through the lists of a snapshot: which lists they visit and in which order, what threads take of them, and
 * what queries share. What is found there goes to a {@link Gathering}.
 */
final class Traversal {
    /** Queries that one thread takes at a time: enough for full tiles in the coarse search. */
    private static final int GROUP = 48;
    /** Bytes of codes that several queries look at in turn: they stay in the second-level cache. */
    private static final int NEAR_BYTES = 1 << 17;
    /** Queries in a row that one thread takes at a time where they visit lists that lie near one another. */
    private static final int NEIGHBORS = 512;
    /** Cells of queries that are known at a time. */
    private static final int SLOTS = 1 << 20;
    /** Blocks that a thread takes at a time where several share one query. */
    private static final int BLOCKS = 512;

    private final Trained trained;
    private final Snapshot snapshot;
    private final int nprobe;
    private final Admissions admissions;
    private final Parallel parallel;
    private final SearchScratch.Pool scratches;
    private final int d;

    /**
     * @param nprobe     cells that a query visits, 1 to the number of lists
     * @param admissions what may be found; null for all
     */
    Traversal(Trained trained, Snapshot snapshot, int nprobe, Admissions admissions, Parallel parallel,
            SearchScratch.Pool scratches) {
        this.trained = trained;
        this.snapshot = snapshot;
        this.nprobe = nprobe;
        this.admissions = admissions;
        this.parallel = parallel;
        this.scratches = scratches;
        this.d = trained.space().d();
    }

    /** Has all of n queries visit their lists, {@code float[n * d]} in the space of the codes. */
    <C extends Collector> void run(float[] queries, int n, Gathering<C> gathering) {
        if (n == 1 && parallel.parallelism() > 1) {
            onAllThreads(queries, gathering);
        } else if (n > 1 && !trained.hasCells()) {
            together(queries, n, gathering);
        } else {
            oneByOne(queries, n, gathering);
        }
    }

    /** The parts of a list that have vectors, with what may be found of them. */
    CodeList[] parts(int list) {
        CodeList[] parts = snapshot.parts(list);
        if (admissions != null) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = admissions.of(list, parts[i]);
            }
        }
        return parts;
    }

    /** Some queries in a row. */
    interface GroupBody {
        void run(int worker, int from, int to);
    }

    /** Groups of at most so many queries, small enough that every thread gets some. */
    void forEachGroup(int n, int most, GroupBody body) {
        int threads = parallel.parallelism();
        int grain = Math.clamp((n + threads - 1) / threads, 1, most);
        parallel.forEach(n, grain, (worker, from, to) -> body.run(worker, (int) from, (int) to));
    }

    /** One thing for each thread, made when the thread first asks for it. */
    private static final class PerThread<T> {
        private final List<T> all;
        private final Supplier<T> make;

        PerThread(int threads, Supplier<T> make) {
            this.all = new ArrayList<>(Collections.nCopies(threads, null));
            this.make = make;
        }

        T of(int worker) {
            T made = all.get(worker);
            if (made == null) {
                made = make.get();
                all.set(worker, made);
            }
            return made;
        }

        /** To be called when the threads are done. */
        void forEach(Consumer<T> body) {
            for (T made : all) {
                if (made != null) {
                    body.accept(made);
                }
            }
        }
    }

    private <T> PerThread<T> perThread(Supplier<T> make) {
        return new PerThread<>(parallel.parallelism(), make);
    }

    // ---- one query on several threads -------------------------------------------------------------------------------

    /** What one thread does and finds for a query that it shares with others. */
    private record Share<C extends Collector>(Walk walk, C found) {}

    /** Each thread takes lists, or ranges of blocks of the one list. */
    private <C extends Collector> void onAllThreads(float[] query, Gathering<C> gathering) {
        Walk first = new Walk();
        Probe probe = Probe.in(first.scratch, trained, nprobe);
        probe.find(query, 0, 1, 0, first.scratch.centroids);
        Supplier<C> sharing = gathering.sharing();
        PerThread<Share<C>> shares = perThread(() -> new Share<>(new Walk().to(query), sharing.get()));
        List<Piece> pieces = trained.hasCells() ? List.of() : pieces(parts(0));
        parallel.forEach(trained.hasCells() ? nprobe : pieces.size(), 1, (worker, from, to) -> {
            Share<C> share = shares.of(worker);
            if (trained.hasCells()) {
                share.walk.scanCell(probe, (int) from, share.found);
            } else {
                Piece piece = pieces.get((int) from);
                share.walk.scanner.scan(piece.part(), 0, 0f, piece.from(), piece.to(), share.found);
            }
        });
        C all = gathering.collector();
        shares.forEach(share -> {
            gathering.merge(all, share.found);
            share.walk.end();
        });
        if (mayWiden()) {
            first.to(query).widen(query, 0, gathering, all);
        }
        first.end();
        gathering.finish(0, all);
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

    // ---- queries that visit lists of their own ----------------------------------------------------------------------

    private <C extends Collector> void oneByOne(float[] queries, int n, Gathering<C> gathering) {
        PerThread<Walk> walks = perThread(Walk::new);
        if (n == 1) {
            Walk walk = walks.of(0);
            Probe probe = Probe.in(walk.scratch, trained, nprobe);
            probe.find(queries, 0, 1, 0, walk.scratch.centroids);
            walk.visit(probe, 0, queries, 0, gathering);
        } else {
            int many = Math.min(n, Math.max(GROUP, SLOTS / nprobe));
            Probe probe = Probe.of(trained, many, nprobe);
            for (int first = 0; first < n; first += many) {
                inNearness(queries, first, Math.min(many, n - first), probe, walks, gathering);
            }
        }
        walks.forEach(Walk::end);
    }

    /** Some queries in such an order that one finds lists in the cache that the one before it visited. */
    private <C extends Collector> void inNearness(float[] queries, int first, int n, Probe probe, PerThread<Walk> walks,
            Gathering<C> gathering) {
        forEachGroup(n, GROUP, (worker, from, to) ->
                probe.find(queries, first + from, to - from, from * nprobe, walks.of(worker).scratch.centroids));
        int[] order = probe.order(n);
        forEachGroup(n, NEIGHBORS, (worker, from, to) -> {
            for (int i = from; i < to; i++) {
                walks.of(worker).visit(probe, order[i] * nprobe, queries, first + order[i], gathering);
            }
        });
    }

    /** Whether a search that found too few goes on: a filter may have ruled out what the visited cells hold. */
    private boolean mayWiden() {
        return admissions != null && trained.hasCells() && nprobe < trained.partition().lists();
    }

    /** One thread on its way through lists. */
    private final class Walk {
        private final SearchScratch scratch = scratches.take(trained);
        private final ListScanner scanner = scratch.scanner;
        /** The parts of the cells that the query at hand visits, nearest first, as far as they were asked for. */
        private final CodeList[][] visited = new CodeList[nprobe][];
        private int asked;
        /** A sum of what was touched: nobody asks for it, but the compiler cannot know. */
        private int touched;

        /** Sets out for one query, the only one in the array. */
        Walk to(float[] query) {
            scanner.query(query, 0);
            return this;
        }

        /** Gives the scratch back: the walk is over. */
        void end() {
            scratches.give(scratch);
        }

        <C extends Collector> void visit(Probe probe, int slot, float[] queries, int query, Gathering<C> gathering) {
            C found = gathering.collector();
            scanner.query(queries, query * d);
            asked = 0;
            look(probe, slot, found);
            for (int i = 0; i < nprobe; i++) {
                ask(probe, slot, i + 1);
                scanParts(visited[i], probe.cell(slot + i), probe.coarse(slot + i), found);
                visited[i] = null;
            }
            scanner.finish(found);
            if (mayWiden()) {
                widen(queries, query, gathering, found);
            }
            gathering.finish(query, found);
        }

        /** Looks for a first bound in as many cells as that takes. */
        private void look(Probe probe, int slot, Collector out) {
            boolean more = scanner.looks(out);
            for (int i = 0; more && i < nprobe; i++) {
                ask(probe, slot, i + 1);
                for (CodeList part : visited[i]) {
                    more = scanner.look(part, probe.cell(slot + i), probe.coarse(slot + i), out);
                }
            }
        }

        /** Asks for cells up to a number of them: what is scanned now is done while the next cell's codes are on their way. */
        private void ask(Probe probe, int slot, int last) {
            for (; asked <= last && asked < nprobe; asked++) {
                visited[asked] = parts(probe.cell(slot + asked));
                for (CodeList part : visited[asked]) {
                    touched += part.hasFilter() ? 0 : part.touch();
                }
            }
        }

        void scanCell(Probe probe, int slot, Collector out) {
            int number = probe.cell(slot);
            scanParts(parts(number), number, probe.coarse(slot), out);
        }

        private void scanParts(CodeList[] parts, int number, float coarse, Collector out) {
            for (CodeList part : parts) {
                scanner.scan(part, number, coarse, 0, part.blockCount(), out);
            }
        }

        /** Visits further cells of the query at hand, each time as many as before, until enough is found or all were visited. */
        <C extends Collector> void widen(float[] queries, int query, Gathering<C> gathering, C found) {
            int lists = trained.partition().lists();
            for (int seen = nprobe; !gathering.isEnough(found) && seen < lists;) {
                Probe wider = Probe.of(trained, 1, (int) Math.min(2L * seen, lists));
                wider.find(queries, query, 1, 0, scratch.centroids);
                for (int slot = seen; slot < wider.probes(); slot++) {
                    scanCell(wider, slot, found);
                }
                scanner.finish(found);
                seen = wider.probes();
            }
        }
    }

    // ---- queries that go through the one list together --------------------------------------------------------------

    /** The codes of some blocks are read from far once for all queries of a group. */
    private <C extends Collector> void together(float[] queries, int n, Gathering<C> gathering) {
        PerThread<List<ListScanner>> scanners = perThread(ArrayList::new);
        forEachGroup(n, GROUP, (worker, from, to) -> {
            List<ListScanner> own = scanners.of(worker);
            List<C> found = new ArrayList<>();
            for (int query = from; query < to; query++) {
                if (own.size() == query - from) {
                    own.add(trained.codec().scanner(trained.space()));
                }
                own.get(query - from).query(queries, query * d);
                found.add(gathering.collector());
            }
            for (CodeList part : parts(0)) {
                scanTogether(part, own, found);
            }
            for (int query = from; query < to; query++) {
                gathering.finish(query, found.get(query - from));
            }
        });
    }

    private void scanTogether(CodeList part, List<ListScanner> scanners, List<? extends Collector> found) {
        int blocks = (int) Math.max(1, NEAR_BYTES / part.layout().blockBytes());
        for (int from = 0; from < part.blockCount(); from += blocks) {
            int to = Math.min(part.blockCount(), from + blocks);
            for (int i = 0; i < found.size(); i++) {
                scanners.get(i).scan(part, 0, 0f, from, to, found.get(i));
            }
        }
    }
}
