package io.vectile.error;

/**
 * The one supertype of everything that Vectile throws on purpose; the permitted subclasses say which kind it is.
 *
 * <p>A call that throws has changed nothing: a refused {@code add} leaves the index as it was.
 */
public abstract sealed class VectileException extends RuntimeException
        permits InvalidInputException,
                SpecException,
                IndexStateException,
                VectorFileException,
                CancelledException,
                OutOfMemoryException {

    VectileException(String message, Throwable cause) {
        super(message, cause);
    }
}
