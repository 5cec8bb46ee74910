package io.vectile.error;

/**
 * A value that the caller gave is out of its range: a vector of the wrong dimension, a NaN or an infinity (with its row),
 * {@code k < 1}, a repeated id, too few training vectors.
 */
public final class InvalidInputException extends VectileException {

    /**
     * Creates the exception.
     *
     * @param message the value given, and the value needed
     */
    public InvalidInputException(String message) {
        super(message, null);
    }
}
