package io.vectile.cli.tour;

import io.vectile.error.InvalidInputException;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Vectors;
import java.util.Optional;

/**
 * What the tour runs on.
 *
 * @param name    what it is called
 * @param base    the vectors to search
 * @param queries what to search for
 * @param learn   vectors to train on; empty where the base itself serves
 * @param truth   per query its true neighbours among the base, nearest first; empty where they are to be computed
 */
public record TourData(String name, Vectors base, Vectors queries, Optional<Vectors> learn, Optional<IntVectors> truth) {
    /** More queries change the recall in the third digit only, and an exact search for each over a million vectors takes its time. */
    private static final int MOST_QUERIES = 1000;

    /** Neighbours that the tour asks for. */
    static final int K = 10;

    /** Checks that all go together, and keeps as many queries as the tour asks. */
    public TourData {
        requireSame("query", queries.d(), base.d());
        learn.ifPresent(vectors -> requireSame("learn", vectors.d(), base.d()));
        if (queries.n() < 1 || base.n() < K) {
            throw new InvalidInputException(name + " has " + base.n() + " base vectors and " + queries.n()
                    + " queries; needed are at least " + K + " and 1");
        }
        long asked = Math.min(queries.n(), MOST_QUERIES);
        long n = base.n();
        truth.ifPresent(rows -> requireTruth(rows, asked, n));
        queries = queries.rows(0, asked);
        truth = truth.map(rows -> rows.rows(0, asked));
    }

    /** What to train on. */
    public Vectors training() {
        return learn.orElse(base);
    }

    private static void requireSame(String what, int d, int baseD) {
        if (d != baseD) {
            throw new InvalidInputException("the " + what + " vectors have d = " + d + "; the base has d = " + baseD);
        }
    }

    private static void requireTruth(IntVectors truth, long queries, long base) {
        if (truth.n() < queries || truth.d() < K) {
            throw new InvalidInputException("the ground truth has " + truth.n() + " rows of " + truth.d() + "; needed are " + queries
                    + " of at least " + K);
        }
        for (long row = 0; row < queries; row++) {
            for (int i = 0; i < K; i++) {
                long id = truth.get(row, i);
                if (id < 0 || id >= base) {
                    throw new InvalidInputException("the ground truth names base vector " + id + " for query " + row + "; the base has "
                            + base + ", numbered from 0");
                }
            }
        }
    }
}
