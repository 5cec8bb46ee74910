package io.vectile.cli;

import io.vectile.cli.datasets.DataSetException;
import io.vectile.error.CancelledException;
import io.vectile.error.VectileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** What a failure means to the person who gave the command. */
final class FailureText {
    private FailureText() {}

    static String of(Throwable e) {
        return switch (e) {
            case CancelledException cancelled -> cancelled.getMessage();
            case VectileException ours -> ours.getMessage();
            case CommandFailure ours -> ours.getMessage();
            case DataSetException ours -> ours.getMessage();
            case UncheckedIOException wrapped -> of(wrapped.getCause());
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": access is denied";
            case IOException io -> io.getMessage() == null ? io.getClass().getSimpleName() : io.getMessage();
            case OutOfMemoryError memory ->
                "not enough memory (" + memory.getMessage() + "); VECTILE_OPTS=-Xmx8g gives the JVM more";
            default -> "unexpected " + e + "; --debug shows where";
        };
    }
}
