package io.vectile.cluster;

/**
 * The random numbers of Faiss: MT19937 (Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1), 1998), the same
 * outputs as C++'s {@code std::mt19937} for the same seed. Not thread safe.
 */
final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int MIDDLE = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    /** Seeds with the 32 bits of {@code seed}, read as unsigned. */
    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            int previous = state[i - 1];
            state[i] = 1812433253 * (previous ^ previous >>> 30) + i;
        }
    }

    /** The next 32 random bits. */
    int nextInt() {
        if (next == SIZE) {
            twist();
        }
        int bits = state[next++];
        bits ^= bits >>> 11;
        bits ^= bits << 7 & 0x9d2c5680;
        bits ^= bits << 15 & 0xefc60000;
        return bits ^ bits >>> 18;
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int bits = state[i] & 0x80000000 | state[(i + 1) % SIZE] & 0x7fffffff;
            state[i] = state[(i + MIDDLE) % SIZE] ^ bits >>> 1 ^ ((bits & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }

    /**
     * A number from 0 to {@code bound - 1}: the next output modulo the bound, slightly uneven as in Faiss. Past 2^31,
     * where Faiss gives up, two outputs make one number.
     */
    long below(long bound) {
        if (bound <= Integer.MAX_VALUE) {
            return Integer.toUnsignedLong(nextInt()) % bound;
        }
        long high = (long) nextInt() << 32;
        return ((high | Integer.toUnsignedLong(nextInt())) >>> 1) % bound;
    }

    /** A number from 0 to 1, both possible: the next output over 2^32 in float arithmetic. */
    float nextFloat() {
        return Integer.toUnsignedLong(nextInt()) / 0x1p32f;
    }
}
