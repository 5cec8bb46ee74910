package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal names what was given and what is needed, and changes nothing. */
class BadInputTest {
    private static final int D = 8;

    private static Vectors vectors(int n, int d) {
        return Data.NORMAL.vectors(n, d, new SplittableRandom(4));
    }

    private static Index filled(String spec) {
        Index index = Index.of(spec, D).train(vectors(300, D));
        index.add(vectors(300, D));
        return index;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4", "IVF7,Flat", "IVF7,PQ4x5"})
    void aWrongDimensionIsRefusedEverywhere(String spec) {
        Index index = filled(spec);
        float[] query = new float[D + 1];
        Vectors queries = vectors(3, D - 1);
        Refused.asInput("the query has d = 9; the index needs d = 8", () -> index.search(query, 5));
        Refused.asInput("the query has d = 9; the index needs d = 8", () -> index.rangeSearch(query, 5f));
        Refused.asInput("the queries have d = 7; the index needs d = 8", () -> index.search(queries, 5));
        Refused.asInput("the queries have d = 7; the index needs d = 8",
                () -> index.rangeSearch(queries, 5f, SearchOptions.defaults()));
        Refused.asInput("the vectors to add have d = 7; the index needs d = 8", () -> index.add(queries));
        Refused.asInput("the vectors to add have d = 7; the index needs d = 8", () -> index.add(queries, new long[] {7, 8, 9}));
        Refused.asInput("the vectors have d = 7; the index needs d = 8", () -> index.quantizationError(queries));
        Refused.asInput("the training vectors have d = 7; the index needs d = 8", () -> Index.of(spec, D).train(queries));
        assertEquals(300, index.ntotal());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsRefusedWithItsRow(float bad) {
        float[] rows = new float[1500 * D];
        rows[1234 * D + 5] = bad;
        rows[1300 * D] = bad;
        Vectors x = Vectors.of(rows, D);
        for (String spec : new String[] {"Flat", "IVF7,PQ4x5"}) {
            String where = " 1234 has " + bad + " at dimension 5; every value must be finite";
            Index index = filled(spec);
            Neighbors before = index.search(vectors(20, D), 9);
            Refused.asInput("vector" + where, () -> index.add(x));
            Refused.asInput("query" + where, () -> index.search(x, 1));
            Refused.asInput("query" + where, () -> index.rangeSearch(x, 1f, SearchOptions.defaults()));
            Refused.asInput("vector" + where, () -> index.quantizationError(x));
            Refused.asInput("the query has " + bad + " at dimension 5; every value must be finite",
                    () -> index.search(x.row(1234), 1));
            Refused.asInput("the query has " + bad + " at dimension 5; every value must be finite",
                    () -> index.rangeSearch(x.row(1234), 1f));
            Refused.asInput("the radius must be finite; got " + bad, () -> index.rangeSearch(new float[D], bad));
            assertEquals(300, index.ntotal());
            assertEquals(before, index.search(vectors(20, D), 9));
            Index untrained = Index.of("IVF7,PQ4x5", D);
            Refused.asInput("training vector" + where, () -> untrained.train(x));
            assertFalse(untrained.isTrained());
        }
    }

    @Test
    void kBelowOneIsRefused() {
        for (String spec : new String[] {"Flat", "IVF7,PQ4x5"}) {
            Index index = filled(spec);
            for (int k : new int[] {0, -1, Integer.MIN_VALUE}) {
                Refused.asInput("k must be at least 1; got " + k, () -> index.search(new float[D], k));
                Refused.asInput("k must be at least 1; got " + k, () -> index.search(vectors(5, D), k));
            }
        }
    }

    @Test
    void anAnswerLargerThanAnArrayIsRefused() {
        Refused.asInput("k = 2147483647 for 2 queries is too much for one call; the product must be at most 2147483639",
                () -> filled("Flat").search(vectors(2, D), Integer.MAX_VALUE));
    }

    @Test
    void tooFewTrainingVectorsAreRefused() {
        Index cells = Index.of("IVF2048,PQ8", D);
        Refused.asInput("IVF2048 needs at least 2048 training vectors; got 500", () -> cells.train(vectors(500, D)));
        assertFalse(cells.isTrained());
        Index codebooks = Index.of("IVF16,PQ8", D);
        Refused.asInput("PQ8 needs at least 256 training vectors; got 255", () -> codebooks.train(vectors(255, D)));
        assertFalse(codebooks.isTrained());
        Refused.asInput("PQ2x12 needs at least 4096 training vectors; got 0", () -> Index.of("PQ2x12", D).train(vectors(0, D)));
        assertTrue(Index.of("PQ4x5", D).train(vectors(32, D)).isTrained());
        assertTrue(Index.of("IVF32,PQ4x5", D).train(vectors(32, D)).isTrained());
    }

    @Test
    void whetherTrainingVectorsAreEnoughIsKnownBeforeTheyAreThere() {
        Refused.asInput("IVF2048 needs at least 2048 training vectors; got 2047", () -> Index.of("IVF2048,PQ8", D).requireTrainable(2047));
        Refused.asInput("PQ2x12 needs at least 4096 training vectors; got 4095", () -> Index.of("IVF16,PQ2x12", D).requireTrainable(4095));
        Index.of("IVF2048,PQ8", D).requireTrainable(2048);
        Index.of("Flat", D).requireTrainable(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PQ4x5", "IVF7,Flat", "IVF7,PQ4x5"})
    void anIndexNotTrainedSaysSo(String spec) {
        Index index = Index.of(spec, D);
        assertFalse(index.isTrained());
        assertEquals(0, index.ntotal());
        assertEquals(spec + " over 0 x 8 (l2, not trained)", index.toString());
        Refused.inThisState(spec + " is not trained; call train before search", () -> index.search(new float[D], 1));
        Refused.inThisState(spec + " is not trained; call train before search", () -> index.search(vectors(9, D), 1));
        Refused.inThisState(spec + " is not trained; call train before search", () -> index.rangeSearch(new float[D], 1f));
        Refused.inThisState(spec + " is not trained; call train before add", () -> index.add(vectors(9, D)));
        Refused.inThisState(spec + " is not trained; call train before measure", () -> index.quantizationError(vectors(9, D)));
        Refused.inThisState("the index holds no vector with id 0; it holds 0", () -> index.reconstruct(0));
        assertFalse(index.inspect().trained());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4x5", "IVF7,PQ4x5"})
    void trainingComesBeforeTheFirstAdd(String spec) {
        Index index = filled(spec);
        float[] kept = index.reconstruct(299);
        Refused.inThisState("the index holds 300 vectors, coded by its present training; train before the first add",
                () -> index.train(vectors(500, D)));
        assertArrayEquals(kept, index.reconstruct(299));
    }

    @Test
    void anEmptyIndexMayBeTrainedAgain() {
        Index index = Index.of("PQ4x5", D).train(vectors(300, D));
        double before = index.quantizationError(vectors(100, D));
        index.train(Data.FAR.vectors(300, D, new SplittableRandom(1)));
        assertTrue(index.quantizationError(vectors(100, D)) > 1000 * before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ4x5", "IVF7,Flat", "IVF7,PQ4x5"})
    void anUnknownIdIsRefused(String spec) {
        Index index = filled(spec);
        for (long id : new long[] {-1, 300, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
            Refused.inThisState("the index holds no vector with id " + id + "; it holds 300", () -> index.reconstruct(id));
        }
    }

    @Test
    void rowsOfDifferentLengthsAreRefused() {
        Index index = Index.of("Flat", 2, Metric.L2);
        float[][] ragged = {{1, 2}, {3}};
        Refused.asInput("row 1 has 1 numbers and row 0 has 2; all rows must have the same length", () -> index.add(ragged));
        assertEquals(0, index.ntotal());
    }
}
