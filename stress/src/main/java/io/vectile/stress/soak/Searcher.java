package io.vectile.stress.soak;

import io.vectile.FaissFiles;
import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.error.IndexStateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** One thread that searches, in all ways there are, and checks every answer. */
final class Searcher implements Runnable {
    /** More than are ever there: all of them, and padding. */
    private static final int ALL = 6000;

    private final int number;
    private final Index index;
    private final Pool pool;
    private final History[] writers;
    private final Windows windows;
    private final Order order;
    private final Tally tally;
    private final Path folder;
    private final SplittableRandom random;
    private final BooleanSupplier goesOn;

    Searcher(int number, Index index, Pool pool, History[] writers, Windows windows, Order order, Tally tally, Path folder,
            SplittableRandom random, BooleanSupplier goesOn) {
        this.number = number;
        this.index = index;
        this.pool = pool;
        this.writers = writers;
        this.windows = windows;
        this.order = order;
        this.tally = tally;
        this.folder = folder;
        this.random = random;
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            String kind = kind();
            try {
                long[] from = windows.open(number);
                Answer answer = ask(kind);
                long[] to = {writers[0].started(), writers[1].started()};
                check(kind, answer, from, to);
            } catch (Exception | Error e) {
                tally.violation("a search failed: " + kind + ": " + Soak.trace(e));
            } finally {
                windows.close(number);
            }
        }
    }

    private String kind() {
        int n = random.nextInt(1000);
        return n < 400 ? "single" : n < 550 ? "batch" : n < 700 ? "range" : n < 850 ? "filtered"
                : n < 950 ? "reconstruct" : n < 999 ? "count" : "saved";
    }

    private Answer ask(String kind) throws IOException {
        int probe = random.nextInt(pool.probes());
        int query = random.nextInt(Pool.QUERIES);
        SearchOptions options = pool.options(probe).withThreads(random.nextInt(8) == 0 ? 2 : 1);
        int k = random.nextInt(20) == 0 ? ALL : 1 + random.nextInt(40);
        return switch (kind) {
            case "single" -> new Answer.Nearest(index.search(pool.query(query), k, options), new int[] {query}, probe, null);
            case "batch" -> {
                int[] queries = random.ints(2 + random.nextInt(7), 0, Pool.QUERIES).toArray();
                yield new Answer.Nearest(index.search(pool.queries(queries), k, options), queries, probe, null);
            }
            case "range" -> {
                float radius = pool.radius(query, random);
                yield new Answer.Within(index.rangeSearch(pool.query(query), radius, options), query, probe, radius);
            }
            case "filtered" -> {
                // All cells: a filtered search goes on past its own where these have too few.
                IdFilter filter = filter();
                int all = pool.probes() - 1;
                SearchOptions filtered = pool.options(all).withFilter(filter);
                yield new Answer.Nearest(index.search(pool.query(query), k, filtered), new int[] {query}, all, filter);
            }
            case "reconstruct" -> reconstruct();
            case "count" -> new Answer.Count(index.ntotal());
            default -> saved(query);
        };
    }

    private IdFilter filter() {
        long id = Writer.someId(random);
        return switch (random.nextInt(4)) {
            case 0 -> IdFilter.range(id, id + 1 + random.nextInt(3000));
            case 1 -> IdFilter.in(id, id + 1, id + 3, Writer.someId(random), Writer.someId(random));
            case 2 -> IdFilter.range(Writer.FIRST_COUNTED, Long.MAX_VALUE);
            default -> IdFilter.of(any -> any % 3 == 0);
        };
    }

    /** The vector of an id that is there, or was; of those that a writer wrote down last. */
    private Answer reconstruct() {
        History writer = writers[random.nextInt(2)];
        Content state = writer.state(writer.started());
        long id = state.size() == 0 ? 0 : state.ids()[random.nextInt(state.size())];
        try {
            return new Answer.Decoded(index.reconstruct(id), id);
        } catch (IndexStateException e) {
            return new Answer.Decoded(null, id);
        }
    }

    /** What is saved meanwhile is a state too. */
    private Answer saved(int query) throws IOException {
        Path file = folder.resolve("saved-" + number + ".index");
        FaissFiles.write(index, file);
        int all = pool.probes() - 1;
        Answer answer = new Answer.Nearest(FaissFiles.read(file).search(pool.query(query), ALL, pool.options(all)),
                new int[] {query}, all, null);
        Files.delete(file);
        return answer;
    }

    private void check(String kind, Answer answer, long[] from, long[] to) {
        int matched = 0;
        long[] match = null;
        long states = (to[0] - from[0] + 1) * (to[1] - from[1] + 1);
        for (long a = from[0]; a <= to[0] && matched < 2; a++) {
            for (long b = from[1]; b <= to[1] && matched < 2; b++) {
                if (answer.isOf(state(a, b), pool)) {
                    matched++;
                    match = new long[] {a, b};
                }
            }
        }
        tally.search(kind, states, matched);
        if (matched == 0) {
            tally.violation(report(kind, answer, from, to));
        } else if (matched == 1) {
            String contradiction = order.saw(match[0], match[1]);
            if (contradiction != null) {
                tally.violation(contradiction);
            }
            writers[0].witness(match[0]);
            writers[1].witness(match[1]);
        }
    }

    private State state(long a, long b) {
        return new State(writers[0].state(a), writers[1].state(b));
    }

    private String report(String kind, Answer answer, long[] from, long[] to) {
        return "an answer is that of no state: " + kind + " search\n  changes of writer 0: " + from[0] + " before it to " + to[0]
                + " after it; of writer 1: " + from[1] + " to " + to[1] + "\n  answered: " + answer + "\n  the oldest state has: "
                + answer.expected(state(from[0], from[1]), pool) + "\n  the newest state has: "
                + answer.expected(state(to[0], to[1]), pool);
    }
}
