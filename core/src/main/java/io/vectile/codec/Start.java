package io.vectile.codec;

import io.vectile.kernel.Kernels;
import io.vectile.storage.CodeList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What seems nearest of the first lists that a query visits. While anything is near enough there is no bound to rule out by,
 * and one that comes from the first vectors by chance is loose for long; so these are only counted, by a rough distance, and
 * as many as are wanted are measured, of all of them the nearest. Where many are wanted, this spares most measurements.
 *
 * <p>Which ones does not matter for the answer: what is measured here is left out later, and nothing else.
 */
final class Start {
    /** Rough distances that are told apart. */
    private static final int KEYS = 1024;
    /** Candidates that there is room for from one query to the next. */
    private static final int KEPT = 1 << 14;

    private final int[] counts = new int[KEYS];
    private final List<Part> parts = new ArrayList<>();
    private long[] candidates = new long[Kernels.BLOCK];
    private int[] keys = new int[Kernels.BLOCK];
    private long[] done = new long[16];
    private int size;
    /** Parts of which what is near was measured. */
    private int measured;
    /** The part that was asked for last. */
    private int latest;
    private int blocks;
    private int wanted;
    private int limit;
    private long lanes;

    /**
     * Some blocks of a list, and where in {@link #done} theirs start.
     *
     * @param list null once what is near was measured: nothing is kept alive from one query to the next
     */
    private record Part(CodeList list, int number, long firstPosition, float coarse, int from, int to, int doneAt) {
        Part measured() {
            return new Part(null, number, firstPosition, coarse, from, to, doneAt);
        }
    }

    /** Takes what is to be measured. */
    interface Measure {
        void lanes(CodeList list, int number, float coarse, int block, long lanes);
    }

    /** Begins anew: nothing was looked at. */
    void clear() {
        parts.clear();
        blocks = 0;
        measured = 0;
        latest = 0;
        size = 0;
        lanes = 0;
        if (candidates.length > KEPT) {
            candidates = new long[Kernels.BLOCK];
            keys = new int[Kernels.BLOCK];
        }
    }

    /** Whether nothing waits to be measured. */
    boolean isEmpty() {
        return size == 0;
    }

    /** How many vectors were looked at, about. */
    long lanes() {
        return lanes;
    }

    /** The largest rough distance that is still of interest. */
    int limit() {
        return limit;
    }

    /** Some blocks of a list, whose vectors follow. */
    void open(CodeList list, int number, float coarse, int from, int to, int asked) {
        if (size == 0) {
            Arrays.fill(counts, 0);
            limit = KEYS - 1;
        }
        wanted = asked;
        lanes += (long) (to - from) * Kernels.BLOCK;
        parts.add(new Part(list, number, list.firstPosition(), coarse, from, to, blocks));
        blocks += to - from;
        if (done.length < blocks) {
            done = Arrays.copyOf(done, 2 * blocks);
        }
        Arrays.fill(done, blocks - (to - from), blocks, 0);
    }

    /** Adds of some lanes of a block of the open part those near enough, by their bytes plus a rough distance that all share. */
    void add(int block, long some, byte[] bytes, int at, int plus) {
        if (candidates.length < size + Kernels.BLOCK) {
            candidates = Arrays.copyOf(candidates, 2 * candidates.length);
            keys = Arrays.copyOf(keys, 2 * keys.length);
        }
        long first = (long) (parts.size() - 1) << 40 | (long) (block - parts.getLast().from) << 6;
        for (long rest = some; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            int key = Math.min((bytes[at + lane] & 255) + plus, KEYS - 1);
            candidates[size] = first | lane;
            keys[size] = key;
            size += key <= limit ? 1 : 0;
            counts[key]++;
        }
    }

    /** Ends the open part: what is farther than as many as are wanted is of no interest any more. */
    void close() {
        int seen = 0;
        for (int key = 0; key < limit; key++) {
            seen += counts[key];
            if (seen >= wanted) {
                limit = key;
            }
        }
    }

    /** Has the nearest measured, as many as are wanted, and all that are as near as the last. */
    void measure(Measure measure) {
        for (int i = 0; i < size; i++) {
            if (keys[i] <= limit) {
                Part part = parts.get((int) (candidates[i] >>> 40));
                done[part.doneAt + (int) (candidates[i] >>> 6 & 0x3ffffffffL)] |= 1L << candidates[i];
            }
        }
        size = 0;
        for (; measured < parts.size(); measured++) {
            Part part = parts.get(measured);
            for (int b = part.from; b < part.to; b++) {
                measure.lanes(part.list, part.number, part.coarse, b, done[part.doneAt + b - part.from]);
            }
            parts.set(measured, part.measured());
        }
    }

    /**
     * The number of a list among those that were looked at, which {@link #done} wants; or -1. Lists are asked for in the order
     * in which they were looked at.
     */
    int find(CodeList list, int number) {
        for (int i = latest; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.number == number && part.firstPosition == list.firstPosition()) {
                latest = i;
                return i;
            }
        }
        return -1;
    }

    /** The lanes of a block that were measured. */
    long done(int found, int block) {
        if (found < 0) {
            return 0;
        }
        Part part = parts.get(found);
        return block < part.from || block >= part.to ? 0 : done[part.doneAt + block - part.from];
    }
}
