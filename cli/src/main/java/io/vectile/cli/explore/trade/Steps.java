package io.vectile.cli.explore.trade;

import io.vectile.concurrent.Progress;

/** How far work of several steps is, of which each tells its own progress; told as one. */
final class Steps implements Progress {
    /** Parts of a step that are told apart. */
    private static final int FINE = 1000;

    private final Progress whole;
    private final int steps;
    private int done;

    Steps(Progress whole, int steps) {
        this.whole = whole;
        this.steps = steps;
    }

    /** A step begins that does not tell its own progress. */
    void begin(String stage) {
        update(stage, 0, 1);
    }

    /** So many steps are over. */
    void end(int over) {
        done += over;
    }

    @Override
    public void update(String stage, long part, long total) {
        long fine = total <= 0 ? 0 : Math.clamp((long) ((double) part / total * FINE), 0, FINE);
        whole.update(stage, Math.min((long) done * FINE + fine, (long) steps * FINE), (long) steps * FINE);
    }

    @Override
    public boolean cancelled() {
        return whole.cancelled();
    }
}
