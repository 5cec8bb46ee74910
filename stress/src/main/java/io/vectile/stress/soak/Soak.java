package io.vectile.stress.soak;

import io.vectile.Index;
import io.vectile.error.VectileException;
import io.vectile.stress.Fault;
import io.vectile.stress.Subject;
import io.vectile.vectors.Metric;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Searches an index while it is changed, for as long as one likes, and holds every answer against the states that the index
 * had meanwhile. Two threads change it, each its own vectors, so that a state is a pair: how many changes of one, how many of
 * the other. A search that began when i changes were complete (or had been seen by a search that ended), and ended when j had
 * begun, must answer to the bit as some state from i to j does; and all states seen must lie on one line.
 */
public final class Soak {
    private static final int SEARCHERS = 4;
    private static final String USAGE = "usage: stress/soak [--seconds N] [--spec SPEC] [--metric l2|ip|cosine] [--seed N] [--plant FAULT]";
    /** Resident memory may grow by so much after the first part of a run: code that is compiled late, and the heap's own slack. */
    private static final long SLACK = 64L << 20;
    /** In a shorter run that is all that memory does. */
    private static final long LONG_ENOUGH = 60;

    private final Options options;
    private final PrintStream out;
    private final Tally tally = new Tally();

    /** What to do. */
    record Options(long seconds, String spec, Metric metric, long seed, Fault fault) {
        static final Options DEFAULTS = new Options(600, "IVF64,PQ8", Metric.L2, 1, Fault.NONE);

        static Options parse(String... args) {
            Options options = DEFAULTS;
            for (int i = 0; i < args.length; i += 2) {
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(args[i] + " is not understood, or needs a value");
                }
                options = options.with(args[i], args[i + 1]);
            }
            return options;
        }

        private Options with(String name, String value) {
            return switch (name) {
                case "--seconds" -> new Options(number(name, value, 1), spec, metric, seed, fault);
                case "--spec" -> new Options(seconds, value, metric, seed, fault);
                case "--metric" -> new Options(seconds, spec, Metric.parse(value), seed, fault);
                case "--seed" -> new Options(seconds, spec, metric, number(name, value, Long.MIN_VALUE), fault);
                case "--plant" -> {
                    if (Fault.of(value) == null) {
                        throw new IllegalArgumentException("there is no fault " + value);
                    }
                    yield new Options(seconds, spec, metric, seed, Fault.of(value));
                }
                default -> throw new IllegalArgumentException(name + " is not understood");
            };
        }

        private static long number(String name, String value, long least) {
            try {
                long number = Long.parseLong(value);
                if (number >= least) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // as below
            }
            throw new IllegalArgumentException(name + " needs a whole number, at least " + least + "; got " + value);
        }
    }

    /** @param out where the report goes */
    Soak(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Ends the process with 0 where nothing was violated, 1 where something was, 2 where the arguments are wrong. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
            Index.of(options.spec(), Pool.D, options.metric());
        } catch (IllegalArgumentException | VectileException e) {
            System.err.println("stress/soak: " + e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        System.exit(new Soak(options, System.out).run() ? 0 : 1);
    }

    Tally tally() {
        return tally;
    }

    /** Runs and reports. @return whether all was as it must be */
    boolean run() throws IOException, InterruptedException {
        out.printf("%s, %s, d = %d, seed %d: %d threads search, 2 change, for %d s%n", options.spec, options.metric.word(),
                Pool.D, options.seed, SEARCHERS, options.seconds);
        Path folder = Files.createTempDirectory("vectile-soak");
        try {
            return run(folder);
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private boolean run(Path folder) throws IOException, InterruptedException {
        Pool pool = new Pool(options.spec, options.metric, options.seed, folder.resolve("trained.index"));
        Index index = pool.empty();
        // The index counts ids from here on; those below are for the writer that gives its own.
        index.add(pool.select(new int[1]), new long[] {Writer.FIRST_COUNTED - 1});
        index.remove(Writer.FIRST_COUNTED - 1);

        AtomicBoolean stop = new AtomicBoolean();
        BooleanSupplier goesOn = () -> !stop.get() && !tally.failed();
        List<Thread> threads = threads(index, pool, folder, goesOn);
        long start = System.nanoTime();
        threads.forEach(Thread::start);
        // Memory is first looked at once most is compiled, and all pages that will be used have been.
        long early = Math.max(1, Math.min(options.seconds / 3, 60));
        long before = 0;
        for (long second = 1; second <= options.seconds && goesOn.getAsBoolean(); second++) {
            pause(start, second, goesOn);
            if (second == early) {
                before = resident();
            }
            if (second % 30 == 0) {
                System.err.printf(Locale.ROOT, "%d s: %,d searches, %,d changes, %,d bytes resident%n", second, tally.searches(),
                        tally.changes(), residentNow());
            }
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        boolean flat = report(index, before, resident(), early);
        return !tally.failed() && flat;
    }

    private List<Thread> threads(Index index, Pool pool, Path folder, BooleanSupplier goesOn) {
        SplittableRandom random = new SplittableRandom(options.seed);
        History[] writers = {new History(), new History()};
        Windows windows = new Windows(SEARCHERS, writers);
        Order order = new Order();
        Subject subject = options.fault.in(index);
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers.length; w++) {
            threads.add(new Thread(new Writer(w, subject, pool, writers[w], windows, tally, random.split(), goesOn), "writer " + w));
        }
        for (int s = 0; s < SEARCHERS; s++) {
            threads.add(new Thread(new Searcher(s, index, pool, writers, windows, order, tally, folder, random.split(), goesOn),
                    "searcher " + s));
        }
        return threads;
    }

    private static void pause(long start, long second, BooleanSupplier goesOn) throws InterruptedException {
        long until = start + TimeUnit.SECONDS.toNanos(second);
        while (goesOn.getAsBoolean() && System.nanoTime() < until) {
            Thread.sleep(20);
        }
    }

    private boolean report(Index index, long before, long after, long early) {
        out.println(tally);
        out.printf(Locale.ROOT, "index     %,d vectors, %,d bytes%n", index.ntotal(), index.inspect().residentBytes());
        if (tally.failed()) {
            out.printf("%nthe first violation, seed %d: %s%n", options.seed, tally.first());
            return true;
        }
        out.printf(Locale.ROOT, "resident  %,d bytes after %d s, %,d at the end%n", before, early, after);
        if (after > before + SLACK && options.seconds >= LONG_ENOUGH) {
            out.printf(Locale.ROOT, "memory grew by %,d bytes; at most %,d are allowed%n", after - before, SLACK);
            return false;
        }
        return true;
    }

    /** Bytes of the process in memory, where the system tells; else those of the heap. Native memory goes with what owns it. */
    private static long resident() throws IOException, InterruptedException {
        System.gc();
        Thread.sleep(500); // what the collector found unused is freed by a thread of its own
        return residentNow();
    }

    private static long residentNow() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
