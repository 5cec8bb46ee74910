package io.vectile.codec;

import io.vectile.kernel.Kernels;
import io.vectile.storage.CodeList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What seems nearest of the first lists that a query visits. While anything is near enough there is no bound to rule out by,
 * and one that comes from the first vectors by chance is loose for long; so these only get a rough distance each, and as many
 * as are wanted are measured, of all of them the nearest. Where many are wanted, this spares most measurements.
 *
 * <p>Which ones does not matter for the answer: what is measured here is left out later, and nothing else.
 */
final class Start {
    /** Blocks that there is room for from one query to the next. */
    private static final int KEPT = 1 << 10;
    /** Rough distances from here on are not told apart. */
    private static final int FAR = 255;

    private final Kernels kernels = Kernels.active();
    private final List<Part> parts = new ArrayList<>();
    /** The rough distances of all lanes, 64 to a block, but for what a part adds to its own. */
    private byte[] sums = new byte[16 * Kernels.BLOCK];
    /** Of each block the lanes that may be measured, and once that is done those that were. */
    private long[] lanes = new long[16];
    private int blocks;
    /** Parts of which what is near was measured. */
    private int measured;
    /** The part that was asked for last. */
    private int latest;

    /**
     * Some blocks of a list.
     *
     * @param list null once what is near was measured: nothing is kept alive from one query to the next
     * @param plus what the list adds to rough distances
     * @param at   where its blocks start among all
     */
    private record Part(CodeList list, int number, long firstPosition, float coarse, int from, int to, int plus, int at) {
        Part measured() {
            return new Part(null, number, firstPosition, coarse, from, to, plus, at);
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
        if (lanes.length > KEPT) {
            lanes = new long[16];
            sums = new byte[16 * Kernels.BLOCK];
        }
    }

    /** Whether nothing waits to be measured. */
    boolean isEmpty() {
        return measured == parts.size();
    }

    /** How many vectors were looked at, about. */
    long seen() {
        return (long) blocks * Kernels.BLOCK;
    }

    /**
     * Makes room for some blocks of a list.
     *
     * @param plus what the list adds to rough distances, at least 0
     * @return the number of the first of them here, for {@link #lanes} and the {@link #sums}
     */
    int open(CodeList list, int number, float coarse, int from, int to, int plus) {
        int at = blocks;
        parts.add(new Part(list, number, list.firstPosition(), coarse, from, to, plus, at));
        blocks += to - from;
        if (lanes.length < blocks) {
            lanes = Arrays.copyOf(lanes, 2 * blocks);
            sums = Arrays.copyOf(sums, 2 * blocks * Kernels.BLOCK);
        }
        return at;
    }

    /** Sets which lanes of a block may be measured. */
    void lanes(int block, long some) {
        lanes[block] = some;
    }

    /** Receives the rough distances: of block i from 64 i on, as unsigned bytes, those of 255 and more as 255. */
    byte[] sums() {
        return sums;
    }

    /** Has the nearest measured, as many as are wanted, and all that are as near as the last; but none that is far. */
    void measure(int wanted, Measure measure) {
        int limit = limit(wanted);
        for (; measured < parts.size(); measured++) {
            Part part = parts.get(measured);
            for (int b = part.from; b < part.to; b++) {
                int block = part.at + b - part.from;
                lanes[block] &= below(part, block, limit);
                measure.lanes(part.list, part.number, part.coarse, b, lanes[block]);
            }
            parts.set(measured, part.measured());
        }
    }

    /** The smallest rough distance below which there are as many as are wanted. */
    private int limit(int wanted) {
        int low = 1;
        int high = FAR;
        for (int i = measured; i < parts.size(); i++) {
            high = Math.max(high, FAR + parts.get(i).plus);
        }
        while (low < high) {
            int middle = low + high >>> 1;
            if (count(middle) >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long count(int limit) {
        long count = 0;
        for (int i = measured; i < parts.size(); i++) {
            Part part = parts.get(i);
            int end = part.at + part.to - part.from;
            for (int block = part.at; block < end; block++) {
                count += Long.bitCount(lanes[block] & below(part, block, limit));
            }
        }
        return count;
    }

    private long below(Part part, int block, int limit) {
        int own = limit - part.plus;
        return own <= 0 ? 0 : kernels.below(sums, block * Kernels.BLOCK, Math.min(own, FAR));
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
        return block < part.from || block >= part.to ? 0 : lanes[part.at + block - part.from];
    }
}
