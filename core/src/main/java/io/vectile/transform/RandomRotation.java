package io.vectile.transform;

import java.util.Random;

/**
 * A random rotation: an orthonormal matrix drawn evenly from all such. It spreads what few dimensions hold over all.
 *
 * @param linear the rotation, trained or not
 */
public record RandomRotation(LinearTransform linear) implements Transform {
    /**
     * Draws a rotation. Where {@code dOut <= dIn} its rows are orthonormal, the first of those that {@code dOut = dIn}
     * gives; otherwise its columns are.
     *
     * @param seed the same seed gives the same rotation
     * @throws io.vectile.error.InvalidInputException where a dimension is below 1
     */
    public static RandomRotation train(int dIn, int dOut, int seed) {
        return new RandomRotation(new LinearTransform(dIn, dOut, Matrices.toFloats(draw(dIn, dOut, seed)), null));
    }

    /**
     * The Q of a QR decomposition of normally distributed numbers, with the diagonal of R positive (F. Mezzadri, "How to
     * generate random matrices from the classical compact groups", Notices of the AMS 54 (5), 2007).
     *
     * @return {@code double[dOut * dIn]}, row-major
     */
    static double[] draw(int dIn, int dOut, int seed) {
        LinearTransform.requireShape(dIn, dOut);
        int rows = Math.max(dIn, dOut);
        int columns = Math.min(dIn, dOut);
        Random random = new Random(mixed(seed)); // specified to the bit, with its nextGaussian
        double[] normal = new double[rows * columns];
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                normal[i * columns + j] = random.nextGaussian();
            }
        }
        double[] q = Reflector.orthonormalColumns(normal, rows, columns);
        return dOut > dIn ? q : Matrices.transposed(q, rows, columns);
    }

    /** Spreads a seed over all bits: the first numbers of {@link Random} are nearly the same for seeds close by. */
    private static long mixed(long seed) {
        long bits = (seed ^ 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 32) * 0x94d049bb133111ebL;
        return bits ^ bits >>> 29;
    }

    @Override
    public int dIn() {
        return linear.dIn();
    }

    @Override
    public int dOut() {
        return linear.dOut();
    }

    @Override
    public boolean isTrained() {
        return linear.isTrained();
    }

    @Override
    public void apply(float[] x, int n, float[] y) {
        linear.apply(x, n, y);
    }

    @Override
    public boolean isReversible() {
        return linear.isReversible();
    }

    @Override
    public void reverse(float[] y, int n, float[] x) {
        linear.reverse(y, n, x);
    }

    @Override
    public long bytes() {
        return linear.bytes();
    }
}
