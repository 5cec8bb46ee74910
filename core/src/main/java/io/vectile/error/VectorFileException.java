package io.vectile.error;

import java.nio.file.Path;

/**
 * A file that cannot be read or written: missing, of unknown kind, truncated, or saying about itself what is not so.
 *
 * <p>The message starts with the path as the caller gave it, and names the byte where the trouble is if there is one.
 */
public final class VectorFileException extends VectileException {

    private final transient Path path; // a Path is not Serializable
    private final long offset;

    /**
     * A file that is wrong at one place.
     *
     * @param path the file
     * @param offset the first byte of what is wrong, counted from the start of the file
     * @param message the value found there, and the value needed
     */
    public VectorFileException(Path path, long offset, String message) {
        super(path + ", byte " + offset + ": " + message, null);
        this.path = path;
        this.offset = offset;
    }

    /**
     * A file that is wrong as a whole.
     *
     * @param path the file
     * @param message what was found, and what is needed
     */
    public VectorFileException(Path path, String message) {
        this(path, message, null);
    }

    /**
     * A file that the operating system refused.
     *
     * @param path the file
     * @param message what was tried
     * @param cause the failure underneath, or null
     */
    public VectorFileException(Path path, String message, Throwable cause) {
        super(path + ": " + message, cause);
        this.path = path;
        this.offset = -1;
    }

    /**
     * The file.
     *
     * @return the path as the caller gave it
     */
    public Path path() {
        return path;
    }

    /**
     * Where in the file.
     *
     * @return the first byte of what is wrong, counted from the start of the file, or -1 if the whole file is meant
     */
    public long offset() {
        return offset;
    }
}
