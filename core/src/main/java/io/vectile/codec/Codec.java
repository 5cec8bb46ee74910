package io.vectile.codec;

import io.vectile.storage.BlockLayout;

/**
 * How a vector becomes bytes and comes back. Immutable and thread safe; training gives a new codec.
 */
public sealed interface Codec permits FlatCodec, PqCodec {
    /** The codec's part of a spec string. */
    String name();

    /** Whether it can encode. */
    boolean isTrained();

    /** Fewest training vectors it can be trained with; 0 where it needs none. */
    int minTrainingVectors();

    /** Most training vectors it makes use of. */
    int maxTrainingVectors();

    /** How its codes lie in blocks. */
    BlockLayout layout(Space space);

    /** Encodes n rows of d floats into codes of {@code layout.codeBytes()} bytes, both row-major. */
    void encode(float[] x, int at, int n, byte[] codes, int codesAt, BlockLayout layout);

    /** Decodes one code into {@code row[rowAt .. rowAt + d)}. */
    void decode(byte[] code, int at, float[] row, int rowAt, BlockLayout layout);

    /** Scratch for one search on one thread. */
    ListScanner scanner(Space space);

    /** Bytes held beside the codes: codebooks and the like. */
    long bytes();
}
