package io.vectile.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another request that the process end: the work at hand is asked to stop and gets some seconds to leave
 * nothing half done behind.
 */
public final class Interruption {
    private static final long GRACE_SECONDS = 10;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    /** Hears of the end of the process from now on. */
    public static Interruption listen() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::waitForWork, "interruption"));
        return interruption;
    }

    private void waitForWork() {
        requested = true;
        try {
            finished.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean requested() {
        return requested;
    }

    /** The work is over; the process may end. */
    public void workIsOver() {
        finished.countDown();
    }
}
