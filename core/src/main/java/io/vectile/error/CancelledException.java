package io.vectile.error;

/**
 * The caller's progress listener asked for an end. The work that was under way left nothing behind.
 */
public final class CancelledException extends VectileException {

    /**
     * Creates the exception.
     *
     * @param message the stage that was under way
     */
    public CancelledException(String message) {
        super(message, null);
    }
}
