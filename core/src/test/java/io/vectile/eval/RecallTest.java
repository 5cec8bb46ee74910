package io.vectile.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.Refused;
import io.vectile.vectors.IntVectors;
import org.junit.jupiter.api.Test;

/** Worked out by hand. */
class RecallTest {
    private static final GroundTruth TRUTH = GroundTruth.of(IntVectors.of(new int[][] {
        {7, 1, 2, 3},
        {8, 4, 5, 6},
        {9, 0, 1, 2},
        {5, 6, 7, 8},
    }));

    private static final long[][] FOUND = {
        {7, 9, 8, 1},    // the nearest first, and of the four two
        {4, 5, 8, 6},    // the nearest third, and all four
        {0, 1, 2, -1},   // not the nearest, and three of the others
        {-1, -1, -1, -1} // nothing
    };

    @Test
    void oneAtRIsTheShareOfQueriesWhoseNearestIsAmongTheFirstR() {
        assertEquals(0.25, Recall.oneAt(1, FOUND, TRUTH));
        assertEquals(0.25, Recall.oneAt(2, FOUND, TRUTH));
        assertEquals(0.5, Recall.oneAt(3, FOUND, TRUTH));
        assertEquals(0.5, Recall.oneAt(4, FOUND, TRUTH));
    }

    @Test
    void kAtKIsTheShareOfTheTrueKThatIsAmongTheFirstK() {
        assertEquals(1 / 4.0, Recall.kAtK(1, FOUND, TRUTH));
        // {7} of {7, 1}, {4} of {8, 4}, {0} of {9, 0}, nothing.
        assertEquals(3 / 8.0, Recall.kAtK(2, FOUND, TRUTH));
        // {7} of {7, 1, 2}, {4, 5, 8} of {8, 4, 5}, {0, 1} of {9, 0, 1}.
        assertEquals(6 / 12.0, Recall.kAtK(3, FOUND, TRUTH));
        assertEquals(9 / 16.0, Recall.kAtK(4, FOUND, TRUTH));
    }

    @Test
    void fewerQueriesThanTruthsAreAPartOfThem() {
        assertEquals(1.0, Recall.oneAt(1, new long[][] {{7}}, TRUTH));
        assertEquals(0.0, Recall.oneAt(1, new long[0][], TRUTH));
        assertEquals(0.0, Recall.kAtK(4, new long[0][], TRUTH));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Refused.asInput("recall needs at least 1 place; got 0", () -> Recall.oneAt(0, FOUND, TRUTH));
        Refused.asInput("recall needs at least 1 place; got -1", () -> Recall.kAtK(-1, FOUND, TRUTH));
        Refused.asInput("recall at 5 needs as many found; got 4", () -> Recall.oneAt(5, FOUND, TRUTH));
        Refused.asInput("recall of 4 queries needs 5 true neighbours of each; the ground truth has 4 of 4",
                () -> Recall.kAtK(5, FOUND, TRUTH));
        Refused.asInput("recall of 5 queries needs 1 true neighbours of each; the ground truth has 4 of 4",
                () -> Recall.oneAt(1, new long[5][1], TRUTH));
        long[][] ragged = {{7, 9}, {8}};
        Refused.asInput("recall at 2 needs as many found; got 1", () -> Recall.oneAt(2, ragged, TRUTH));
    }
}
