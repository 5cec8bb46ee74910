package io.vectile.concurrent;

/** Counts units done by many threads and reports them, one thread at a time, to a {@link Progress}. */
public final class Meter {
    private final Progress progress;
    private final String stage;
    private final long total;
    private long done;

    /**
     * Starts a stage, and reports that nothing of it is done.
     *
     * @param progress who hears of it
     * @param stage what is being done
     * @param total units that make the stage complete
     */
    public Meter(Progress progress, String stage, long total) {
        this.progress = progress;
        this.stage = stage;
        this.total = total;
        progress.check(stage);
        progress.update(stage, 0, total);
    }

    /**
     * Reports more units as done.
     *
     * @param units how many
     * @throws io.vectile.error.CancelledException if the listener asks to stop
     */
    public synchronized void add(long units) {
        progress.check(stage);
        done += units;
        progress.update(stage, done, total);
    }
}
