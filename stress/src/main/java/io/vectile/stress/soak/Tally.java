package io.vectile.stress.soak;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What was done and what was found. Thread safe. */
final class Tally {
    private final Map<String, LongAdder> searches = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> changes = new ConcurrentHashMap<>();
    private final LongAdder states = new LongAdder();
    private final LongAdder certain = new LongAdder();
    private final LongAdder beside = new LongAdder();
    private final LongAdder violations = new LongAdder();
    private final AtomicReference<String> first = new AtomicReference<>();

    void change(String kind) {
        changes.computeIfAbsent(kind, any -> new LongAdder()).increment();
    }

    /**
     * An answer was checked.
     *
     * @param considered how many states it could have been of
     * @param matched    how many of them answer it
     */
    void search(String kind, long considered, int matched) {
        searches.computeIfAbsent(kind, any -> new LongAdder()).increment();
        states.add(considered);
        if (considered > 1) {
            beside.increment();
            if (matched == 1) {
                certain.increment();
            }
        }
    }

    void violation(String report) {
        violations.increment();
        first.compareAndSet(null, report);
    }

    boolean failed() {
        return violations.sum() > 0;
    }

    long violations() {
        return violations.sum();
    }

    /** The report of the first violation; null for none. */
    String first() {
        return first.get();
    }

    long searches() {
        return searches.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long changes() {
        return changes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private static String words(Map<String, LongAdder> counts) {
        return new TreeMap<>(counts).entrySet().stream()
                .map(count -> String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue().sum()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "searches  %,d: %s%nchanges   %,d: %s%nanswers   %,d checked, %,d of them beside a change, "
                + "of which %,d have one possible state%nstates    %,d considered%nviolations %,d", searches(), words(searches), changes(),
                words(changes), searches(), beside.sum(), certain.sum(), states.sum(), violations());
    }
}
