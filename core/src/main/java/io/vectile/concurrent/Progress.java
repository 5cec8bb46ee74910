package io.vectile.concurrent;

import io.vectile.error.CancelledException;

/**
 * Hears how far a long call is, and may ask it to stop.
 *
 * <p>Both methods are called by one thread at a time, though not always by the same one, and often: they should return
 * quickly.
 */
@FunctionalInterface
public interface Progress {

    /** Hears nothing and never asks to stop. */
    Progress NONE = (stage, done, total) -> {};

    /**
     * Some work was done.
     *
     * @param stage what is being done, as a user would say it: {@code "train"}, {@code "add"}
     * @param done units done in this stage, never fewer than before
     * @param total units that make this stage complete
     */
    void update(String stage, long done, long total);

    /**
     * Whether the call should stop. It then ends soon, changes nothing, and throws {@link CancelledException}.
     *
     * @return true to stop
     */
    default boolean cancelled() {
        return false;
    }

    /**
     * Ends the call if it should stop.
     *
     * @param stage what is being done
     * @throws CancelledException if {@link #cancelled()}
     */
    default void check(String stage) {
        if (cancelled()) {
            throw new CancelledException("cancelled during " + stage);
        }
    }
}
