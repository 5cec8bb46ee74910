/**
 * Compressed vector search for the JVM, without native code.
 *
 * <p>The Vector API is a static requirement: the library compiles against {@code jdk.incubator.vector}, and runs on its
 * scalar kernels where that module is not added at run time.
 */
module io.vectile {
    requires static jdk.incubator.vector;

    exports io.vectile.concurrent;
    exports io.vectile.error;
    exports io.vectile.vectors;
}
