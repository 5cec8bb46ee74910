package io.vectile.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void everyWordParsesToItsMetricInAnyCase() {
        for (Metric metric : Metric.values()) {
            assertEquals(metric, Metric.parse(metric.word()));
        }
        assertEquals(Metric.L2, Metric.parse("L2"));
        assertEquals(Metric.INNER_PRODUCT, Metric.parse("ip"));
        assertEquals(Metric.COSINE, Metric.parse("Cosine"));
    }

    @Test
    void anotherWordIsRefusedWithTheWordsThatWouldDo() {
        var e = assertThrows(InvalidInputException.class, () -> Metric.parse("euclid"));
        assertEquals("metric \"euclid\" is unknown; use l2, ip or cosine", e.getMessage());
    }

    @Test
    void onlyDistancesAreSmallerWhenNearer() {
        assertTrue(Metric.L2.smallerIsNearer());
        assertFalse(Metric.INNER_PRODUCT.smallerIsNearer());
        assertFalse(Metric.COSINE.smallerIsNearer());
    }
}
