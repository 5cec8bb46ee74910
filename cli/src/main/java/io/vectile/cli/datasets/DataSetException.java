package io.vectile.cli.datasets;

/** A data set could not be fetched; the message says why, and what is left to do. */
public final class DataSetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataSetException(String message) {
        super(message);
    }

    public DataSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
