package io.vectile.cli.explore.data;

import io.vectile.cli.explore.http.Refusal;
import io.vectile.concurrent.Progress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Work of which one is done at a time: who comes later waits, says so, and can be cancelled meanwhile. */
public final class Turn {
    private static final long LOOK_MILLIS = 100;

    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Waits for one's turn, which {@link #end} ends.
     *
     * @param waiting what is said meanwhile
     */
    public void take(Progress progress, String waiting) {
        try {
            while (!lock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.check("waiting");
                progress.update(waiting, 0, 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("the server ends");
        }
    }

    /** The next may begin. */
    public void end() {
        lock.unlock();
    }
}
