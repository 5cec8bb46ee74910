/** Compressed vector search for the JVM. */
module io.vectile {
    exports io.vectile;
    exports io.vectile.cluster;
    exports io.vectile.codec;
    exports io.vectile.concurrent;
    exports io.vectile.error;
    exports io.vectile.partition;
    exports io.vectile.vectors;

    // Optional: without it Vectile runs on scalar kernels and says so once.
    requires static jdk.incubator.vector;
}
