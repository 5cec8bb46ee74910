package io.vectile.cli.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThreeIndexesTest {

    @Test
    void theSweepHasTheValuesShownAndAllCells() {
        assertEquals(List.of(1, 2, 4, 8, 16, 32, 48, 64, 128, 256), ThreeIndexes.sweep(256));
        assertEquals(List.of(1, 2, 4, 8), ThreeIndexes.sweep(8));
        assertEquals(List.of(1), ThreeIndexes.sweep(1));
    }
}
