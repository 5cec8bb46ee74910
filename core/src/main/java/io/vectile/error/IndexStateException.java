package io.vectile.error;

/**
 * The index is not in the state that the call needs: a search or an add before training, an id that it does not hold.
 */
public final class IndexStateException extends VectileException {

    /**
     * Creates the exception.
     *
     * @param message the state found, and the call that mends it
     */
    public IndexStateException(String message) {
        super(message, null);
    }
}
