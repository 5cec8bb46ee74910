package io.vectile.partition;

import java.util.Arrays;

/** All vectors in one list, which every query visits. */
public record OneList() implements Partition {
    @Override
    public int lists() {
        return 1;
    }

    @Override
    public boolean isTrained() {
        return true;
    }

    @Override
    public void assign(float[] x, int at, int n, int[] lists, int listsAt) {
        Arrays.fill(lists, listsAt, listsAt + n, 0);
    }

    @Override
    public long bytes() {
        return 0;
    }
}
