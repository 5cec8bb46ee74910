package io.vectile.error;

/** There was not enough memory for what was asked; nothing was changed. */
public final class OutOfMemoryException extends VectileException {

    /**
     * Creates the exception.
     *
     * @param message what was asked, and what holds still
     * @param cause   what the virtual machine said
     */
    public OutOfMemoryException(String message, OutOfMemoryError cause) {
        super(message, cause);
    }
}
