package io.vectile.file;

import io.vectile.error.VectorFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A refusal by the operating system, in words. */
public final class SystemRefusal {
    private SystemRefusal() {}

    /** @param what what was tried, such as "cannot be opened" */
    public static VectorFileException of(Path path, String what, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage();
        };
        return new VectorFileException(path, what + ": " + reason, e);
    }
}
