package io.vectile.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualShapeTest {

    @ParameterizedTest
    @CsvSource({"1000000, 90000, 2048", "1000000, 1000000, 2048", "50000, 50000, 256", "1000000, 10000, 256", "600, 600, 8", "20, 20, 1"})
    void theNumberOfCellsSuitsTheVectorsAndTheTraining(long n, long training, int nlist) {
        assertEquals(nlist, UsualShape.nlist(n, training));
    }

    @ParameterizedTest
    @CsvSource({"128, 8", "96, 8", "100, 5", "7, 7", "13, 1", "1, 1"})
    void theNumberOfSubspacesDividesD(int d, int m) {
        assertEquals(m, UsualShape.subspaces(d));
    }
}
