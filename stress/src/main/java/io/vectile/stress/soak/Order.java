package io.vectile.stress.soak;

import java.util.Arrays;

/**
 * The states that searches have seen for certain, each as the number of changes of either writer that it has. All of them must
 * lie on one way from the empty index on: of two states neither has more of one writer's changes and less of the other's.
 * Thread safe.
 */
final class Order {
    private static final int KEPT = 4 * History.KEPT;

    /** By the first writer's number, in a ring: which number that is, and the least and the most seen of the second's. */
    private final long[] numbers = new long[KEPT];
    private final long[] least = new long[KEPT];
    private final long[] most = new long[KEPT];

    Order() {
        Arrays.fill(numbers, -1);
    }

    /** @return what contradicts it, or null */
    synchronized String saw(long first, long second) {
        int own = (int) (first % KEPT);
        if (numbers[own] > first) {
            return null; // too old to be held against others
        }
        if (numbers[own] != first) {
            numbers[own] = first;
            least[own] = second;
            most[own] = second;
        } else if (second >= least[own] && second <= most[own]) {
            return null;
        }
        least[own] = Math.min(least[own], second);
        most[own] = Math.max(most[own], second);
        for (int i = 0; i < KEPT; i++) {
            if (numbers[i] >= 0 && numbers[i] < first && most[i] > second) {
                return contradiction(first, second, numbers[i], most[i]);
            }
            if (numbers[i] > first && least[i] < second) {
                return contradiction(first, second, numbers[i], least[i]);
            }
        }
        return null;
    }

    private static String contradiction(long first, long second, long otherFirst, long otherSecond) {
        return "one search saw " + first + " changes of writer 0 and " + second + " of writer 1, another " + otherFirst
                + " and " + otherSecond + ": no order of the changes has both states";
    }
}
