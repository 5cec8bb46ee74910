package io.vectile.storage;

import io.vectile.kernel.Kernels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongPredicate;

/**
 * What a filter lets through, list by list, before codes are looked at. An interval of sorted ids is two look-ups, a set
 * smaller than a list one pass over the upper bits of its ids; only what tests single ids decodes the ids of a list, all of
 * them once for many queries, and for one query those that its scan does not rule out. What is not let through is never
 * measured. Thread safe.
 */
public final class Admissions {
    private static final int CHUNK = 1024;
    /** A look-up takes as long as so many ids that are decoded and compared. */
    private static final int LOOK_UP = 8;

    private final Snapshot snapshot;
    /** About what lists hold: ids, or ordinals. */
    private final IdSelection selection;
    /** Kept where several queries come by the same lists; two for each. */
    private final AtomicReferenceArray<Admission> known;

    /** @param keep whether several queries will ask */
    public Admissions(Snapshot snapshot, IdSelection selection, boolean keep) {
        this.snapshot = snapshot;
        this.selection = snapshot.hasLabels() ? ofOrdinals(snapshot, selection) : selection;
        this.known = keep ? new AtomicReferenceArray<>(2 * snapshot.listCount()) : null;
    }

    private static IdSelection ofOrdinals(Snapshot snapshot, IdSelection selection) {
        Snapshot.Labels labels = snapshot.labels();
        IdColumn ids = labels.ids();
        return switch (selection) {
            case IdSelection.Interval(long from, long to) when ids.isSorted() ->
                new IdSelection.Interval(ids.firstAtLeast(from, labels.count()), ids.firstAtLeast(to, labels.count()));
            case IdSelection.Members(long[] members, LongSet set) when ids.isSorted() -> {
                long[] ordinals = Arrays.stream(members).map(id -> ids.firstAtLeast(id, labels.count()))
                        .filter(ordinal -> ordinal < labels.count() && set.contains(ids.id(ordinal))).distinct().toArray();
                yield new IdSelection.Members(ordinals, new LongSet(ordinals));
            }
            default -> {
                LongPredicate test = test(selection);
                yield new IdSelection.Tested(ordinal -> test.test(snapshot.label(ordinal)));
            }
        };
    }

    private static LongPredicate test(IdSelection selection) {
        return switch (selection) {
            case IdSelection.Interval(long from, long to) -> id -> id >= from && id < to;
            case IdSelection.Members(long[] ids, LongSet set) -> set::contains;
            case IdSelection.Tested(LongPredicate test) -> test;
        };
    }

    /** A part of a list with what may be found of it. */
    public CodeList of(int list, CodeList part) {
        if (known == null) {
            return part.admitting(admission(part));
        }
        int slot = 2 * list + (part.firstPosition() == 0 ? 0 : 1);
        Admission admission = known.getAcquire(slot);
        if (admission == null) {
            admission = admission(part);
            known.setRelease(slot, admission);
        }
        return part.admitting(admission);
    }

    private Admission admission(CodeList part) {
        IdColumn ids = part.ids();
        long n = part.size();
        return switch (selection) {
            case IdSelection.Interval(long from, long to) when ids.isSorted() ->
                interval(ids.firstAtLeast(from, n), from < to ? ids.firstAtLeast(to, n) : 0);
            case IdSelection.Members members when ids.isSorted() -> members(members, ids, n);
            default -> tested(test(selection), ids, n);
        };
    }

    private static Admission interval(long from, long to) {
        if (from >= to) {
            return Admission.NOTHING;
        }
        int first = (int) (from / Kernels.BLOCK);
        long[] words = new long[(int) ((to - 1) / Kernels.BLOCK) - first + 1];
        Arrays.fill(words, -1L);
        words[0] &= -1L << from;
        words[words.length - 1] &= -1L >>> -to;
        return new Admission.Known(first, words);
    }

    private Admission members(IdSelection.Members selected, IdColumn ids, long n) {
        long[] members = selected.ids();
        int first = 0;
        int end = members.length;
        if ((long) (end - first) * LOOK_UP > n && n > 0) {
            // Perhaps those are fewer that are within the ids of the list.
            first = lowerBound(members, ids.id(0));
            end = lowerBound(members, ids.id(n - 1));
            end += end < members.length && members[end] == ids.id(n - 1) ? 1 : 0;
            if ((long) (end - first) * LOOK_UP > n) {
                return tested(selected.set()::contains, ids, n);
            }
        }
        if (n == 0 || first >= end) {
            return Admission.NOTHING;
        }
        long[] places = new long[end - first];
        int found = ids.find(members, first, end, n, places);
        if (found == 0) {
            return Admission.NOTHING;
        }
        int firstBlock = (int) (places[0] / Kernels.BLOCK);
        long[] words = new long[(int) (places[found - 1] / Kernels.BLOCK) - firstBlock + 1];
        for (int i = 0; i < found; i++) {
            words[(int) (places[i] / Kernels.BLOCK) - firstBlock] |= 1L << places[i];
        }
        return new Admission.Known(firstBlock, words);
    }

    private static int lowerBound(long[] sorted, long value) {
        int at = Arrays.binarySearch(sorted, value);
        return at < 0 ? -at - 1 : at;
    }

    /** For one query only what its scans do not rule out is asked about; for several, all once. */
    private Admission tested(LongPredicate test, IdColumn ids, long n) {
        if (known == null) {
            return new Admission.Asked(test, ids, n);
        }
        long[] words = new long[(int) BlockLayout.blocksFor(n)];
        long[] chunk = new long[(int) Math.min(CHUNK, n)];
        for (long from = 0; from < n; from += CHUNK) {
            int count = (int) Math.min(CHUNK, n - from);
            ids.copy(from, count, chunk);
            for (int i = 0; i < count; i++) {
                if (test.test(chunk[i])) {
                    words[(int) ((from + i) / Kernels.BLOCK)] |= 1L << from + i;
                }
            }
        }
        return new Admission.Known(0, words);
    }
}
