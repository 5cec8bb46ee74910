package io.vectile.cli;

/** A command cannot do what it was asked; the message says why. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isAnswerLost;

    CommandFailure(String message) {
        this(message, null);
    }

    CommandFailure(String message, Throwable cause) {
        this(message, cause, false);
    }

    private CommandFailure(String message, Throwable cause, boolean isAnswerLost) {
        super(message, cause);
        this.isAnswerLost = isAnswerLost;
    }

    /** What was answered could not be written to where the command writes. */
    static CommandFailure answerLost() {
        return new CommandFailure("cannot write to standard output: its disk is full, or nobody reads it", null, true);
    }

    /** Whether it is that. */
    boolean isAnswerLost() {
        return isAnswerLost;
    }
}
