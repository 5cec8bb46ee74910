package io.vectile.cli.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreeIndexesTest {

    @ParameterizedTest
    @CsvSource({"1000000, 90000, 2048", "1000000, 1000000, 2048", "50000, 50000, 256", "1000000, 10000, 256", "600, 600, 8", "20, 20, 1"})
    void theNumberOfCellsSuitsTheVectorsAndTheTraining(long n, long training, int nlist) {
        assertEquals(nlist, ThreeIndexes.nlist(n, training));
    }

    @ParameterizedTest
    @CsvSource({"128, 8", "96, 8", "100, 5", "7, 7", "13, 1", "1, 1"})
    void theNumberOfSubspacesDividesD(int d, int m) {
        assertEquals(m, ThreeIndexes.subspaces(d));
    }

    @Test
    void theSweepHasTheValuesShownAndAllCells() {
        assertEquals(List.of(1, 2, 4, 8, 16, 32, 48, 64, 128, 256), ThreeIndexes.sweep(256));
        assertEquals(List.of(1, 2, 4, 8), ThreeIndexes.sweep(8));
        assertEquals(List.of(1), ThreeIndexes.sweep(1));
    }
}
