package io.vectile.stress.soak;

import io.vectile.BuildOptions;
import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.InvalidInputException;
import io.vectile.stress.Subject;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * One thread that changes the index: half of the places of the pool are its own. A call adds, moves or removes a group of
 * vectors at a place; what will be there is written into the history first. Writer 0 has its ids counted up by the index,
 * writer 1 gives its own, below those, again and again.
 */
final class Writer implements Runnable {
    /** The first id that the index counts; those of writer 1 are smaller. */
    static final long FIRST_COUNTED = 1L << 20;
    private static final int PER_PLACE = 1000;
    private static final int OWN_PLACES = Pool.PLACES / 2;

    private final int number;
    private final Subject subject;
    private final Pool pool;
    private final History history;
    private final Windows windows;
    private final Tally tally;
    private final SplittableRandom random;
    private final BooleanSupplier goesOn;
    private final long[][] groups = new long[OWN_PLACES][];
    private Content content = Content.NONE;
    private long nextId = FIRST_COUNTED;

    Writer(int number, Subject subject, Pool pool, History history, Windows windows, Tally tally, SplittableRandom random,
            BooleanSupplier goesOn) {
        this.number = number;
        this.subject = subject;
        this.pool = pool;
        this.history = history;
        this.windows = windows;
        this.tally = tally;
        this.random = random;
        this.goesOn = goesOn;
    }

    /** An id that may be there, of either writer. */
    static long someId(SplittableRandom random) {
        return random.nextBoolean()
                ? (long) random.nextInt(OWN_PLACES) * PER_PLACE + 3L * random.nextInt(40)
                : FIRST_COUNTED + random.nextInt(5000);
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            if (!windows.mayGoOn(number)) {
                Thread.yield();
                continue;
            }
            String kind = "none";
            try {
                kind = step();
                tally.change(kind);
            } catch (Exception | Error e) {
                tally.violation("a change failed: " + kind + ": " + Soak.trace(e));
                return;
            }
        }
    }

    private String step() {
        int chance = random.nextInt(2000);
        if (chance == 0) {
            return clear();
        }
        if (chance < 40) {
            subject.compact();
            return "compact";
        }
        if (chance < 80) {
            return refused();
        }
        int place = random.nextInt(OWN_PLACES);
        if (groups[place] == null) {
            return fill(place);
        }
        return switch (random.nextInt(4)) {
            case 0, 1 -> update(place);
            case 2 -> removeIds(place);
            default -> removeRange(place);
        };
    }

    private BuildOptions build() {
        return BuildOptions.defaults().withThreads(1 + random.nextInt(2));
    }

    /** Vectors of a place. */
    private int[] some(int place, int n) {
        int first = (number * OWN_PLACES + place) * Pool.VARIANTS;
        return random.ints(n, first, first + Pool.VARIANTS).toArray();
    }

    private int size() {
        return random.nextInt(50) == 0 ? 300 : 1 + random.nextInt(40);
    }

    private String fill(int place) {
        int[] vectors = some(place, size());
        Vectors x = pool.select(vectors);
        boolean merge = random.nextInt(4) == 0;
        if (number == 0) {
            long[] ids = LongStream.range(nextId, nextId + vectors.length).toArray();
            Index other = merge ? other(x, LongStream.range(0, vectors.length).toArray()) : null;
            begin(content.with(ids, vectors));
            if (merge) {
                subject.merge(other, nextId);
            } else {
                subject.add(x, build());
            }
            end();
            nextId += vectors.length;
            groups[place] = ids;
            require(subject.index().largestId() == nextId - 1, "the largest id", nextId - 1, subject.index().largestId());
        } else {
            long[] ids = LongStream.range(0, vectors.length).map(i -> (long) place * PER_PLACE + 3 * i).toArray();
            shuffle(ids);
            Index other = merge ? other(x, ids) : null;
            begin(content.with(ids, vectors));
            if (merge) {
                subject.merge(other, 0);
            } else {
                subject.add(x, ids, build());
            }
            end();
            groups[place] = ids;
        }
        return merge ? "merge" : "add";
    }

    private Index other(Vectors x, long[] ids) {
        Index other = pool.empty();
        other.add(x, ids, build());
        return other;
    }

    private String update(int place) {
        long[] ids = part(groups[place]);
        int[] vectors = some(place, ids.length);
        begin(content.with(ids, vectors));
        subject.update(pool.select(vectors), ids, build());
        end();
        return "update";
    }

    private String removeIds(int place) {
        long[] gone = part(groups[place]);
        // One that is not there is passed over.
        long[] asked = Arrays.copyOf(gone, gone.length + 1);
        asked[gone.length] = PER_PLACE * (long) OWN_PLACES + 5;
        begin(content.without(gone));
        long count = subject.remove(asked);
        end();
        require(count == gone.length, "removed", gone.length, count);
        keep(place, gone);
        return "remove";
    }

    private String removeRange(int place) {
        long[] ids = groups[place];
        long least = Arrays.stream(ids).min().orElseThrow();
        long most = Arrays.stream(ids).max().orElseThrow();
        long from = random.nextBoolean() ? least : least + (most - least) / 2;
        long[] gone = Arrays.stream(ids).filter(id -> id >= from && id <= most).toArray();
        begin(content.without(gone));
        long count = subject.remove(IdFilter.range(from, most + 1));
        end();
        require(count == gone.length, "removed", gone.length, count);
        keep(place, gone);
        return "remove range";
    }

    /** Everything of this writer at once. */
    private String clear() {
        IdFilter own = number == 0 ? IdFilter.range(FIRST_COUNTED, Long.MAX_VALUE) : IdFilter.of(id -> id < FIRST_COUNTED);
        int there = content.size();
        begin(Content.NONE);
        long count = subject.remove(own);
        end();
        require(count == there, "removed", there, count);
        Arrays.fill(groups, null);
        return "remove all";
    }

    /** Calls that must be refused, and change nothing then: no state has them. */
    private String refused() {
        int place = random.nextInt(OWN_PLACES);
        Vectors x = pool.select(some(place, 3));
        long base = PER_PLACE * (long) OWN_PLACES + 10; // ids that nobody has
        long[] ids = {base, base + 1, base + 2};
        switch (random.nextInt(4)) {
            case 0 -> mustRefuse(() -> subject.update(x, ids, build()));
            case 1 -> {
                if (groups[place] != null) {
                    ids[2] = groups[place][0];
                    mustRefuse(() -> subject.add(x, ids, build()));
                }
            }
            case 2 -> {
                float[] rows = new float[3 * Pool.D];
                rows[2 * Pool.D] = Float.NaN;
                mustRefuse(() -> subject.add(Vectors.of(rows, Pool.D), ids, build()));
            }
            default -> {
                try {
                    subject.add(x, ids, build().withProgress(new Impatient()));
                    throw new IllegalStateException("an add that its listener cancelled came to an end");
                } catch (CancelledException e) {
                    // as it should be
                }
            }
        }
        return "refused";
    }

    private static void mustRefuse(Runnable call) {
        try {
            call.run();
        } catch (InvalidInputException e) {
            return;
        }
        throw new IllegalStateException("bad input was not refused");
    }

    private static final class Impatient implements Progress {
        @Override
        public void update(String stage, long done, long total) {}

        @Override
        public boolean cancelled() {
            return true;
        }
    }

    private void begin(Content next) {
        history.begin(next);
        content = next;
    }

    private void end() {
        history.end();
    }

    private static void require(boolean holds, String what, long expected, long got) {
        if (!holds) {
            throw new IllegalStateException(what + ": " + expected + " expected, got " + got);
        }
    }

    /** All of some ids, or some of them. */
    private long[] part(long[] ids) {
        long[] shuffled = ids.clone();
        shuffle(shuffled);
        return random.nextBoolean() ? shuffled : Arrays.copyOf(shuffled, 1 + random.nextInt(ids.length));
    }

    private void keep(int place, long[] gone) {
        long[] sorted = gone.clone();
        Arrays.sort(sorted);
        long[] kept = Arrays.stream(groups[place]).filter(id -> Arrays.binarySearch(sorted, id) < 0).toArray();
        groups[place] = kept.length == 0 ? null : kept;
    }

    private void shuffle(long[] ids) {
        for (int i = ids.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long swap = ids[i];
            ids[i] = ids[other];
            ids[other] = swap;
        }
    }
}
