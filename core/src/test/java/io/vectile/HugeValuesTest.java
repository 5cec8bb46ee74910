package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finite vectors whose squared distances are not: refused by name where codes and cells are, never half done. */
class HugeValuesTest {
    private static final int D = 8;

    private static float[] huge() {
        float[] row = new float[D];
        Arrays.fill(row, 1e19f);
        return row;
    }

    private static void refused(String start, Runnable call) {
        String message = Assertions.assertThrows(InvalidInputException.class, call::run).getMessage();
        assertTrue(message.startsWith(start), message);
        assertTrue(message.contains("is the most that can be compared with cells or codes"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PQ4", "IVF4,Flat", "IVF4,PQ2", "PQ2x9", "RR,IVF4,PQ2", "RR,Flat", "IVF4,PQ2,RFlat"})
    void vectorsTooLongForCodesAreRefused(String spec) {
        Vectors base = Data.NORMAL.vectors(600, D, new SplittableRandom(1));
        Index index = Index.of(spec, D).train(base);
        index.add(base);
        refused("the query has the squared length", () -> index.search(huge(), 5));
        refused("the query has the squared length", () -> index.rangeSearch(huge(), 5f));
        Vectors queries = Vectors.of(base.row(0), base.row(1), huge());
        refused("query 2 has the squared length", () -> index.search(queries, 5));
        refused("vector 2 has the squared length", () -> index.add(queries));
        refused("vector 2 has the squared length", () -> index.quantizationError(queries));
        assertEquals(600, index.ntotal());
    }
}
