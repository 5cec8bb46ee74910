package io.vectile.cli;

/** A command cannot do what it was asked; the message says why. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** What was answered could not be written to where the command writes. */
    static CommandFailure answerLost() {
        return new CommandFailure("cannot write to standard output: its disk is full, or nobody reads it");
    }
}
