package io.vectile.transform;

import io.vectile.error.InvalidInputException;
import java.util.List;

/**
 * Transforms one after the other; none is the identity. Immutable and thread safe, with a {@link Scratch} per thread.
 *
 * @param dIn        numbers per row taken, at least 1
 * @param transforms in the order in which they apply; each takes as many numbers as the one before gives
 */
public record TransformChain(int dIn, List<Transform> transforms) {
    /** Copies the list. */
    public TransformChain {
        if (dIn < 1) {
            throw new InvalidInputException("a chain of transforms needs at least 1 dimension; got " + dIn);
        }
        transforms = List.copyOf(transforms);
        int d = dIn;
        for (int i = 0; i < transforms.size(); i++) {
            Transform next = transforms.get(i);
            if (next.dIn() != d) {
                throw new InvalidInputException("transform " + i + " of the chain takes " + next.dIn()
                        + " dimensions; what it is given has " + d);
            }
            d = next.dOut();
        }
    }

    /** The chain of no transform. */
    public static TransformChain identity(int d) {
        return new TransformChain(d, List.of());
    }

    /** Whether there is no transform at all. */
    public boolean isIdentity() {
        return transforms.isEmpty();
    }

    /** Numbers per row given. */
    public int dOut() {
        return transforms.isEmpty() ? dIn : transforms.getLast().dOut();
    }

    /** Whether all transforms are trained. */
    public boolean isTrained() {
        return transforms.stream().allMatch(Transform::isTrained);
    }

    /** Whether all transforms are reversible. */
    public boolean isReversible() {
        return transforms.stream().allMatch(Transform::isReversible);
    }

    /**
     * Transforms n rows, and copies nothing where there is no transform.
     *
     * @param rows {@code float[n * dIn]}, row-major, from {@code rows[0]}; not written to
     * @return {@code float[n * dOut]} or longer: {@code rows} itself for the identity, otherwise memory of the scratch,
     *     which the next call overwrites
     * @throws io.vectile.error.IndexStateException before training
     */
    public float[] apply(float[] rows, int n, Scratch scratch) {
        float[] from = rows;
        for (int i = 0; i < transforms.size(); i++) {
            float[] to = scratch.other(from, n * transforms.get(i).dOut());
            transforms.get(i).apply(from, n, to);
            from = to;
        }
        return from;
    }

    /**
     * Transforms n rows into an array of the caller.
     *
     * @param rows {@code float[n * dIn]}, row-major, from {@code rows[0]}; not written to
     * @param out  receives {@code float[n * dOut]}; another array than {@code rows}
     * @throws io.vectile.error.IndexStateException before training
     */
    public void apply(float[] rows, int n, float[] out, Scratch scratch) {
        float[] from = rows;
        for (int i = 0; i < transforms.size(); i++) {
            boolean last = i == transforms.size() - 1;
            float[] to = last ? out : scratch.other(from, n * transforms.get(i).dOut());
            transforms.get(i).apply(from, n, to);
            from = to;
        }
        if (transforms.isEmpty()) {
            System.arraycopy(rows, 0, out, 0, n * dIn);
        }
    }

    /**
     * Takes n rows back, from the last transform to the first.
     *
     * @param rows {@code float[n * dOut]}, row-major, from {@code rows[0]}; not written to
     * @param out  receives {@code float[n * dIn]}; another array than {@code rows}
     * @throws io.vectile.error.IndexStateException before training, and where there is no way back
     */
    public void reverse(float[] rows, int n, float[] out, Scratch scratch) {
        float[] from = rows;
        for (int i = transforms.size() - 1; i >= 0; i--) {
            float[] to = i == 0 ? out : scratch.other(from, n * transforms.get(i).dIn());
            transforms.get(i).reverse(from, n, to);
            from = to;
        }
        if (transforms.isEmpty()) {
            System.arraycopy(rows, 0, out, 0, n * dIn);
        }
    }

    /** Bytes of memory held. */
    public long bytes() {
        return transforms.stream().mapToLong(Transform::bytes).sum();
    }

    /** Memory between transforms, reused from call to call; it grows where needed. Not thread safe. */
    public static final class Scratch {
        private float[] even = {};
        private float[] odd = {};

        /** Holds nothing yet. */
        public Scratch() {}

        /** One of the two arrays, not the one given. */
        private float[] other(float[] used, int length) {
            if (used == even) {
                return odd = odd.length < length ? new float[length] : odd;
            }
            return even = even.length < length ? new float[length] : even;
        }
    }
}
