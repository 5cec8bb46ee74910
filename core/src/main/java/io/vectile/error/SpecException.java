package io.vectile.error;

/**
 * An index spec that does not parse, such as {@code "IVF2048,PX8"}.
 */
public final class SpecException extends VectileException {

    /**
     * Creates the exception.
     *
     * @param message the part that does not parse, and what would
     */
    public SpecException(String message) {
        super(message, null);
    }
}
