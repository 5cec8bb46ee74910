package io.vectile.storage;

/** What a processor reads from memory at a time, on nearly all of them: who touches memory touches each once. */
final class CacheLine {
    static final int BYTES = 64;

    private CacheLine() {}
}
