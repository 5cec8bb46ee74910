package io.vectile.transform;

import io.vectile.error.IndexStateException;

/**
 * Takes vectors from the space of the caller to the space in which we search. Immutable and thread safe.
 *
 * <p>What becomes of a row depends on that row alone, bit for bit: not on the others of its batch, and not on the machine.
 */
public sealed interface Transform permits LinearTransform, RandomRotation, Pca, Normalization, Centering {
    /** Numbers per row taken. */
    int dIn();

    /** Numbers per row given. */
    int dOut();

    /** Whether {@link #apply} can be called. */
    boolean isTrained();

    /**
     * Transforms n rows. Arrays may be longer than needed.
     *
     * @param x {@code float[n * dIn]}, row-major, from {@code x[0]}
     * @param y receives {@code float[n * dOut]}; another array than x
     * @throws IndexStateException before training
     */
    void apply(float[] x, int n, float[] y);

    /** Whether {@link #reverse} gives back what {@link #apply} took, up to what was lost where {@code dOut < dIn}. */
    boolean isReversible();

    /**
     * Takes n rows back.
     *
     * @param y {@code float[n * dOut]}, row-major, from {@code y[0]}
     * @param x receives {@code float[n * dIn]}; another array than y
     * @throws IndexStateException before training, and where there is no way back
     */
    void reverse(float[] y, int n, float[] x);

    /** Bytes of memory held. */
    long bytes();
}
