package io.vectile.storage;

import io.vectile.storage.Compaction.IdKind;

/** Looks at ids, run by run in their order, and says how they are best kept. */
final class IdSurvey {
    private boolean rising = true;
    private boolean counted = true;
    private boolean inRun;
    private long first;
    private long last;
    private long least = Long.MAX_VALUE;
    private long largest = -1;

    /** What follows are the ids of another list. */
    void startRun() {
        inRun = false;
    }

    void see(long[] ids, int n) {
        for (int i = 0; i < n; i++) {
            long id = ids[i];
            if (!inRun) {
                inRun = true;
                first = id;
            } else {
                rising &= id > last;
                counted &= id == last + 1;
            }
            last = id;
            least = Math.min(least, id);
            largest = Math.max(largest, id);
        }
    }

    /** @param lists how many runs there are: only the ids of a single one are counted */
    IdKind kind(int lists) {
        boolean coded = rising && least >= 0 && largest < Long.MAX_VALUE;
        if (lists == 1 && coded && counted) {
            return IdKind.COUNTED;
        }
        return coded ? IdKind.CODED : least < 0 || largest > Integer.MAX_VALUE ? IdKind.LONGS : IdKind.INTS;
    }

    /** What the kind needs to be read: the first id that is counted, what is greater than all that are coded, or 0. */
    long base(IdKind kind) {
        return switch (kind) {
            case COUNTED -> first;
            case CODED -> largest + 1;
            case INTS, LONGS -> 0;
        };
    }

    /** The largest id; -1 for none, or where all are negative. */
    long largest() {
        return largest;
    }
}
