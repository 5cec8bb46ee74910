package io.vectile.cluster;

/**
 * Rows of numbers that 16 bits each can hold exactly, as {@link io.vectile.kernel.Panels} do: of two dimensions in one word of 32
 * bits the second is a bfloat16, the upper half of a float, in the word's lower half; and the first is the float that the
 * whole word is. Its upper half is chosen such that this float is the nearest, so neither is farther off than a bfloat16
 * would be, by 2^-8 of it at most.
 *
 * <p>Nothing but zero is smaller than 2^-50, so that no product of floats like these is subnormal, which would take
 * processors a hundred times as long. A first dimension is never zero, unless the second is.
 */
final class Bfloats {
    private static final int HALF = 16;
    private static final int LOW = 0xffff;
    private static final int SIGN = 0x80000000;
    /** Upper halves of 2^-50 and of the largest float, without sign. */
    private static final int LEAST = Float.floatToRawIntBits(0x1p-50f) >>> HALF;
    private static final int MOST = Float.floatToRawIntBits(Float.MAX_VALUE) >>> HALF;

    private Bfloats() {}

    /** The nearest such rows to k rows of d finite numbers, {@code float[k * d]}. */
    static float[] round(float[] rows, int k, int d) {
        float[] rounded = new float[rows.length];
        for (int row = 0; row < k * d; row += d) {
            for (int e = 0; e < d; e += 2) {
                int second = e + 1 < d ? nearest(rows[row + e + 1], 0) : 0;
                rounded[row + e] = Float.intBitsToFloat(nearest(rows[row + e], second >>> HALF));
                if (e + 1 < d) {
                    rounded[row + e + 1] = Float.intBitsToFloat(second);
                }
            }
        }
        return rounded;
    }

    /** The bits of the nearest float whose lower half is given. */
    private static int nearest(float number, int low) {
        int sign = Float.floatToRawIntBits(number) & SIGN;
        float size = Math.abs(number);
        // Without signs the bits of floats are in the order of the floats: the one below, and then the one above.
        int high = Float.floatToRawIntBits(size) - low >> HALF;
        if (high < LEAST) {
            return low == 0 && high < LEAST - 1 ? 0 : sign | LEAST << HALF | low;
        }
        float below = Float.intBitsToFloat(high << HALF | low);
        float above = Float.intBitsToFloat(high + 1 << HALF | low);
        return sign | (high < MOST && above - size < size - below ? high + 1 : high) << HALF | low;
    }

    /** Whether k rows are such rows, to the bit. */
    static boolean hold(float[] rows, int k, int d) {
        for (int row = 0; row < k * d; row += d) {
            for (int e = 0; e < d; e += 2) {
                int first = Float.floatToRawIntBits(rows[row + e]);
                int second = e + 1 < d ? Float.floatToRawIntBits(rows[row + e + 1]) : 0;
                if ((second & LOW) != 0 || (first & LOW) != second >>> HALF || !isInRange(first) || !isInRange(second)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isInRange(int bits) {
        int high = (bits & ~SIGN) >>> HALF;
        return bits == 0 || high >= LEAST && high <= MOST;
    }
}
