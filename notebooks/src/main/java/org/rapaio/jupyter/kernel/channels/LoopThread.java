package org.rapaio.jupyter.kernel.channels;

import java.lang.System.Logger.Level;
import java.util.Objects;

/**
 * A thread that runs its body again and again until it is shut down. Stands in for the class of that name in
 * rapaio-jupyter-kernel 3.0.1, behind which it must come on no class path.
 *
 * <p>There, a thread begins to run before the flag that lets it go on is set; one that is quick enough takes itself for shut
 * down, its channel stays dumb, and Jupyter gives the kernel up after a minute. That was 5 of 21 starts on a machine of two
 * processors. Here a thread goes on until someone says otherwise, so there is nothing to be set at the start.
 */
public final class LoopThread extends Thread {
    private static final System.Logger LOGGER = System.getLogger(LoopThread.class.getName());

    private final long pauseMillis;
    private final Runnable body;
    private volatile boolean shutDown;

    /** @param pauseMillis what it sleeps between two rounds */
    public LoopThread(String name, long pauseMillis, Runnable body) {
        super(name);
        this.pauseMillis = pauseMillis;
        this.body = Objects.requireNonNull(body);
    }

    /**
     * Runs rounds until {@link #shutdown}. A round that fails is not the last: a message that comes while the kernel has no
     * handlers yet ends in a NullPointerException, and Jupyter asks again.
     */
    @Override
    public void run() {
        while (!shutDown) {
            try {
                body.run();
            } catch (RuntimeException e) {
                report(e);
            }
            pause();
        }
    }

    private void report(RuntimeException failure) {
        // A body that still waits for a socket when its channel is closed fails in any case.
        if (!shutDown) {
            LOGGER.log(Level.WARNING, getName() + ": a round failed", failure);
        }
    }

    private void pause() {
        if (shutDown) {
            return;
        }
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            // Somebody wants the round interrupted, which is over; the loop ends by shutdown alone.
        }
    }

    /** Makes the round that runs the last one. Returns at once, and may be called by the body. */
    public void shutdown() {
        shutDown = true;
    }
}
