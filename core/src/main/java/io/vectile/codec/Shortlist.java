package io.vectile.codec;

import io.vectile.storage.CodeList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors of which one query knows between which bounds their distances are. The k-th smallest upper bound is one for the
 * k-th distance too: so what is to be measured is known once all lists were scanned, and is hardly more than k vectors.
 */
final class Shortlist {
    /** Places that there is room for from one query to the next. */
    private static final int KEPT = 1 << 14;

    private final List<CodeList> lists = new ArrayList<>();
    private int[] numbers = new int[16];
    /** The vector of each list that was added last; -1 for none. */
    private int[] latest = new int[16];
    private int current;

    private float[] lower = new float[64];
    private float[] upper = new float[64];
    private long[] places = new long[64];
    /** The vector of the same list that was added before; -1 for none. */
    private int[] before = new int[64];
    private int size;

    /** The k smallest upper bounds, the largest on top. */
    private float[] uppers = {};
    private int k;
    private int known;

    /** Begins anew, for the k nearest. */
    void clear(int nearest) {
        k = nearest;
        known = 0;
        size = 0;
        current = 0;
        lists.clear();
        if (uppers.length < k) {
            uppers = new float[k];
        }
        if (lower.length > KEPT) {
            lower = new float[64];
            upper = new float[64];
            places = new long[64];
            before = new int[64];
        }
    }

    /** A distance that k vectors do not exceed; infinite as long as there are not so many. */
    float bound() {
        return known < k ? Float.POSITIVE_INFINITY : uppers[0];
    }

    /** How many are missing until there is a bound. */
    int wanted() {
        return k - known;
    }

    /** Goes back to the first list: {@link #of} finds lists in the order in which they came first. */
    void rewind() {
        current = 0;
    }

    /** Vectors of this list follow. */
    void of(CodeList list, int number) {
        while (current < lists.size() && !(numbers[current] == number && lists.get(current).firstPosition() == list.firstPosition())) {
            current++;
        }
        if (current == lists.size()) {
            lists.add(list);
            if (numbers.length < lists.size()) {
                numbers = Arrays.copyOf(numbers, 2 * lists.size());
                latest = Arrays.copyOf(latest, 2 * lists.size());
            }
            numbers[current] = number;
            latest[current] = -1;
        }
    }

    /** Adds a vector, by the bounds of its distance; the lower one is at most {@link #bound}. */
    void add(float low, float high, long place) {
        if (size == lower.length) {
            lower = Arrays.copyOf(lower, 2 * size);
            upper = Arrays.copyOf(upper, 2 * size);
            places = Arrays.copyOf(places, 2 * size);
            before = Arrays.copyOf(before, 2 * size);
        }
        lower[size] = low;
        upper[size] = high;
        places[size] = place;
        before[size] = latest[current];
        latest[current] = size++;
        if (known < k) {
            if (high < Float.POSITIVE_INFINITY) {
                siftUp(known++, high);
            }
        } else if (high < uppers[0]) {
            siftDown(high);
        }
    }

    private void siftUp(int slot, float high) {
        int at = slot;
        while (at > 0 && uppers[at - 1 >> 1] < high) {
            uppers[at] = uppers[at - 1 >> 1];
            at = at - 1 >> 1;
        }
        uppers[at] = high;
    }

    private void siftDown(float high) {
        int at = 0;
        for (int child = 1; child < k; child = 2 * at + 1) {
            if (child + 1 < k && uppers[child + 1] > uppers[child]) {
                child++;
            }
            if (uppers[child] <= high) {
                break;
            }
            uppers[at] = uppers[child];
            at = child;
        }
        uppers[at] = high;
    }

    // ---- what is on it, list by list --------------------------------------------------------------------------------

    int lists() {
        return lists.size();
    }

    CodeList list(int i) {
        return lists.get(i);
    }

    int number(int i) {
        return numbers[i];
    }

    /** The first vector of a list that may be near enough; -1 for none. */
    int first(int i) {
        return nearEnough(latest[i]);
    }

    /** The next one of the same list; -1 for none. */
    int next(int vector) {
        return nearEnough(before[vector]);
    }

    private int nearEnough(int vector) {
        float bound = bound();
        int at = vector;
        while (at >= 0 && lower[at] > bound) {
            at = before[at];
        }
        return at;
    }

    long place(int vector) {
        return places[vector];
    }

    /** A bound that the distance does not exceed. */
    float upper(int vector) {
        return upper[vector];
    }

    /**
     * A distance below which a vector is one of the k nearest for certain: no more than k can be nearer.
     */
    float certain() {
        float bound = bound();
        float[] sorted = new float[size];
        int n = 0;
        for (int v = 0; v < size; v++) {
            sorted[n] = lower[v];
            n += lower[v] > bound ? 0 : 1;
        }
        if (n <= k) {
            return Float.POSITIVE_INFINITY;
        }
        Arrays.sort(sorted, 0, n);
        return sorted[k];
    }

    /** Keeps nothing alive. */
    void release() {
        lists.clear();
    }
}
