package io.vectile.cluster;

/**
 * Numbers that are whole multiples of one step, -32767 to 32767 times: what 16 bits can hold exactly. The step is a power
 * of two, so that no product with it rounds.
 */
final class Grid {
    private static final int MOST = Short.MAX_VALUE;

    /** Steps between these keep products with them, and squares over them, normal floats. */
    private static final float LEAST_STEP = 0x1p-60f;
    private static final float MOST_STEP = 0x1p60f;

    private Grid() {}

    /** The smallest step whose grid reaches so far as these numbers; 0 where there is none within the normal range. */
    static float stepFor(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number)); // NaN stays
        }
        if (largest == 0) {
            return 1f;
        }
        if (!(largest >= LEAST_STEP * MOST && largest <= MOST_STEP)) {
            return 0f;
        }
        float step = Math.scalb(1f, Math.getExponent(largest) - 14);
        return largest > MOST * step ? 2 * step : step;
    }

    /** Whether a step is one that {@link #stepFor} may give. */
    static boolean isStep(float step) {
        return step >= LEAST_STEP && step <= MOST_STEP && (Float.floatToRawIntBits(step) & 0x7fffff) == 0;
    }

    /** Whether the grid has all these numbers, to the bit: a zero with a sign is not on it. */
    static boolean holds(float[] numbers, float step) {
        if (step == 0) {
            return false;
        }
        for (float number : numbers) {
            float nearest = step * (int) (number / step);
            if (Float.floatToRawIntBits(nearest) != Float.floatToRawIntBits(number)) {
                return false;
            }
        }
        return true;
    }

    /** The nearest numbers of the grid. */
    static float[] round(float[] numbers, float step) {
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            rounded[i] = step * Math.round(numbers[i] / step);
        }
        return rounded;
    }
}
