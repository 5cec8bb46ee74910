package io.vectile.cli.explore.http;

/** A request that is not answered. The message says what was given and what is allowed; the status what kind of wrong it is. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int WRONG_METHOD = 405;
    static final int TOO_LARGE = 413;
    static final int NOT_JSON = 415;
    static final int BUSY = 503;
    static final int FAILED = 500;

    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** What was asked for is not possible: status 400. */
    public Refusal(String message) {
        this(BAD_REQUEST, message);
    }

    int status() {
        return status;
    }
}
