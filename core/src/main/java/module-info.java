/**
 * Compressed vector search for the JVM, without native code.
 *
 * <p>The Vector API is a static requirement: the library compiles against {@code jdk.incubator.vector}, and runs on its
 * scalar kernels, with one warning, where that module is not added at run time.
 */
module io.vectile {
    exports io.vectile;
    exports io.vectile.cluster;
    exports io.vectile.concurrent;
    exports io.vectile.error;
    exports io.vectile.eval;
    exports io.vectile.quantization;
    exports io.vectile.vectors;

    requires static jdk.incubator.vector;
}
