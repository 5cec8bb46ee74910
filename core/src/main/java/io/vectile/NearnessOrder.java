package io.vectile;

import java.util.Arrays;

/**
 * An order of queries in which neighbours visit much the same lists. Those of one cell follow one another; after them come
 * those of the nearest cell to the last of them, of the first few that it visits, that has queries left.
 */
final class NearnessOrder {
    /** Cells farther than so many others are no neighbours. */
    private static final int NEAR = 64;

    private final int[] cells;
    private final int probes;
    /** The queries by their nearest cell: the cell's number in the upper half, the query's in the lower. */
    private final long[] byCell;
    private final int[] order;
    private int size;

    private NearnessOrder(int[] cells, int probes, int n) {
        this.cells = cells;
        this.probes = probes;
        this.byCell = new long[n];
        this.order = new int[n];
        for (int i = 0; i < n; i++) {
            byCell[i] = key(cells[i * probes], i);
        }
        Arrays.sort(byCell);
    }

    /**
     * The numbers of n queries in order.
     *
     * @param cells  those that query i visits, nearest first, from {@code i * probes}
     * @param probes how many each visits
     */
    static int[] of(int[] cells, int probes, int n) {
        NearnessOrder ordered = new NearnessOrder(cells, probes, n);
        ordered.run();
        return ordered.order;
    }

    private void run() {
        boolean[] taken = new boolean[byCell.length];
        int unseen = 0;
        while (size < order.length) {
            int next = size == 0 ? -1 : nearest(order[size - 1], taken);
            while (next < 0) {
                next = taken[unseen] ? -1 : unseen;
                unseen++;
            }
            take(next, taken);
        }
    }

    /** Where the queries of the nearest cell start that are not taken yet, of those that a query visits; -1 for none. */
    private int nearest(int query, boolean[] taken) {
        int slot = query * probes;
        for (int i = slot + 1; i < slot + Math.min(probes, NEAR); i++) {
            int found = Arrays.binarySearch(byCell, key(cells[i], 0));
            int start = found < 0 ? ~found : found;
            if (start < byCell.length && cell(start) == cells[i] && !taken[start]) {
                return start;
            }
        }
        return -1;
    }

    /** Takes all queries of a cell, which start at an index. */
    private void take(int start, boolean[] taken) {
        for (int i = start; i < byCell.length && cell(i) == cell(start); i++) {
            taken[i] = true;
            order[size++] = (int) byCell[i];
        }
    }

    private int cell(int index) {
        return (int) (byCell[index] >>> 32);
    }

    private static long key(int cell, int query) {
        return (long) cell << 32 | query;
    }
}
