package io.vectile.benchmarks.growth;

import io.vectile.cli.text.Json;
import io.vectile.error.VectileException;
import io.vectile.vectors.Vectors;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures how cost grows in one respect, and prints a JSON object for each measurement as soon as it is there.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp benchmarks/target/vectile-benchmarks.jar io.vectile.benchmarks.growth.Growth n DIR full</pre>
 *
 * DIR holds base.bvecs, learn.bvecs and query.bvecs. All is measured on one thread, where threads are not what grows.
 */
public final class Growth {
    private Growth() {}

    /** What changes while all else stays. */
    enum Respect {
        /** Vectors. */
        N,
        /** Numbers per vector. */
        D,
        /** Bytes of a code. */
        M,
        /** Cells. */
        NLIST,
        /** Neighbours asked for. */
        K,
        /** Threads at work. */
        THREADS,
        /** What searches allocate. */
        ALLOCATION,
        /** What one thread reads. */
        MEMORY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param args what grows, the folder, and how much is measured: full, quick or tiny */
    public static void main(String[] args) {
        try {
            run(args, System.out);
        } catch (VectileException | IllegalArgumentException e) {
            System.err.println("Growth: " + e.getMessage());
            System.exit(2);
        }
    }

    /** @throws IllegalArgumentException for other words than {@link #main} needs, or vectors that do not fit together */
    static void run(String[] args, PrintStream out) {
        List<String> respects = Arrays.stream(Respect.values()).map(Respect::word).toList();
        if (args.length != 3 || !respects.contains(args[0])) {
            throw new IllegalArgumentException("needs one of " + respects + ", DIR, and one of " + Plan.WORDS + "; got " + List.of(args));
        }
        Respect respect = Respect.values()[respects.indexOf(args[0])];
        Plan plan = Plan.of(args[2]);
        GrowthData data = GrowthData.open(Path.of(args[1]));
        Meter meter = new Meter(respect.word(), plan.effort(), line -> out.println(Json.of(line)));
        Vectors queries = data.queries().rows(0, Math.min(data.queries().n(), plan.queries()));
        switch (respect) {
            case N -> new MoreVectors(plan, data, queries).measure(meter);
            case D -> new MoreDimensions(plan).measure(meter);
            case M -> new LongerCodes(plan, data, queries).measure(meter);
            case NLIST -> new MoreCells(plan, data, queries).measure(meter);
            case K -> new MoreNeighbors(plan, data, queries).measure(meter);
            case THREADS -> new MoreThreads(plan, data, Runtime.getRuntime().availableProcessors()).measure(meter);
            case ALLOCATION -> new Allocation(plan, data, queries).measure(meter);
            case MEMORY -> MemorySweep.measure(plan.sweeps(), meter);
        }
    }
}
