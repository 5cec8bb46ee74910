package io.vectile.eval;

import io.vectile.error.InvalidInputException;

/**
 * How many of the true neighbours an answer found. Two measures go by the name, and a recall means nothing without
 * saying which: 1@R asks whether the one true nearest is among the first R found, k@k what share of the true k nearest
 * is among the first k found.
 */
public final class Recall {
    private Recall() {}

    /**
     * Recall 1@R: the share of queries whose true nearest is among the first R found.
     *
     * @param found {@code long[queries][at least r]}, nearest first; -1 where nothing was found
     * @throws InvalidInputException if there are fewer truths than queries, or fewer than r found
     */
    public static double oneAt(int r, long[][] found, GroundTruth truth) {
        requireFit(r, found, 1, truth);
        int hits = 0;
        for (int q = 0; q < found.length; q++) {
            hits += contains(found[q], r, truth.ids()[q][0]) ? 1 : 0;
        }
        return found.length == 0 ? 0 : (double) hits / found.length;
    }

    /**
     * Recall k@k: the mean share of the true k nearest that is among the first k found.
     *
     * @param found {@code long[queries][at least k]}, nearest first; -1 where nothing was found
     * @throws InvalidInputException if there are fewer truths than queries, or fewer than k of either
     */
    public static double kAtK(int k, long[][] found, GroundTruth truth) {
        requireFit(k, found, k, truth);
        long hits = 0;
        for (int q = 0; q < found.length; q++) {
            for (int i = 0; i < k; i++) {
                hits += contains(found[q], k, truth.ids()[q][i]) ? 1 : 0;
            }
        }
        return found.length == 0 ? 0 : (double) hits / ((double) found.length * k);
    }

    private static boolean contains(long[] found, int first, long id) {
        for (int i = 0; i < first; i++) {
            if (found[i] == id) {
                return true;
            }
        }
        return false;
    }

    private static void requireFit(int first, long[][] found, int needed, GroundTruth truth) {
        if (first < 1) {
            throw new InvalidInputException("recall needs at least 1 place; got " + first);
        }
        if (truth.queries() < found.length || truth.k() < needed) {
            throw new InvalidInputException("recall of " + found.length + " queries needs " + needed
                    + " true neighbours of each; the ground truth has " + truth.k() + " of " + truth.queries());
        }
        for (long[] row : found) {
            if (row.length < first) {
                throw new InvalidInputException("recall at " + first + " needs as many found; got " + row.length);
            }
        }
    }
}
