package io.vectile.benchmarks.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
    @Test
    void aSlopeIsThePowerByWhichCostGrows() {
        List<Double> sizes = List.of(10.0, 30.0, 120.0);
        for (double power : new double[] {-1, 0, 0.5, 1, 2}) {
            List<Step> steps = Step.between(sizes, sizes.stream().map(size -> 7 * Math.pow(size, power)).toList());
            assertEquals(2, steps.size());
            assertEquals(3, steps.getFirst().size());
            assertEquals(Math.pow(3, power), steps.getFirst().cost(), 1e-12);
            assertEquals(4, steps.getLast().size());
            assertEquals(Math.pow(4, power), steps.getLast().cost(), 1e-12);
            steps.forEach(step -> assertEquals(power, step.slope(), 1e-12));
        }
    }

    @Test
    void ratioAndSlopeAreWritten() {
        assertEquals("9.00 (2.00)", new Step(3, 9).text());
        assertEquals("0.50 (-1.00)", new Step(2, 0.5).text());
        assertEquals("1.00 (0.00)", new Step(10, 0.999).text());
    }

    @Test
    void whatHasNoSlopeIsRefused() {
        assertEquals(List.of(), Step.between(List.of(1.0), List.of(1.0)));
        assertThrows(IllegalArgumentException.class, () -> Step.between(List.of(1.0, 2.0), List.of(1.0)));
        assertThrows(IllegalArgumentException.class, () -> Step.between(List.of(2.0, 2.0), List.of(1.0, 1.0)));
        assertThrows(IllegalArgumentException.class, () -> Step.between(List.of(1.0, 2.0), List.of(1.0, 0.0)));
        assertThrows(IllegalArgumentException.class, () -> Step.between(List.of(1.0, 2.0), List.of(0.0, 1.0)));
    }
}
