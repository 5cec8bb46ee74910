package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

    private static List<String> labels(Axis axis, int most) {
        return axis.ticks(most).stream().map(axis.quantity()::label).toList();
    }

    @Test
    void ticksFallOnRoundValues() {
        assertEquals(List.of("0", "0.2", "0.4", "0.6", "0.8", "1"), labels(Axis.linear("recall", Quantity.NUMBER, 0, 1), 6));
        assertEquals(List.of("0", "0.5", "1"), labels(Axis.linear("recall", Quantity.NUMBER, 0, 1), 3));
        assertEquals(List.of("-20", "0", "20", "40"), labels(Axis.linear("x", Quantity.NUMBER, -30, 50), 5));
        assertEquals(List.of("10 kB", "100 kB", "1 MB", "10 MB", "100 MB", "1 GB", "10 GB"),
                labels(Axis.logarithmic("memory", Quantity.BYTES, 9_000, 2e10), 8));
        assertEquals(List.of("0.02 ms", "0.05 ms", "0.1 ms", "0.2 ms", "0.5 ms"),
                labels(Axis.logarithmic("time", Quantity.MILLISECONDS, 0.015, 0.6), 8));
        assertEquals(List.of("0.1 ms", "1 ms", "10 ms"), labels(Axis.logarithmic("time", Quantity.MILLISECONDS, 0.05, 20), 5));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-3.7, 12345", "1e-9, 2e-9", "0, 1e12", "99.9, 100.1"})
    void linearTicksAreNeverMoreThanThereIsRoomForAndLieInside(double from, double to) {
        Axis axis = Axis.linear("x", Quantity.NUMBER, from, to);
        for (int most = 2; most <= 12; most++) {
            List<Double> ticks = axis.ticks(most);
            assertTrue(!ticks.isEmpty() && ticks.size() <= most, ticks + " for " + most);
            assertTrue(ticks.stream().allMatch(tick -> axis.position(tick) > -1e-6 && axis.position(tick) < 1 + 1e-6), ticks.toString());
        }
    }

    @Test
    void marksThatDoNotFitAreThinnedOutAndTheLastStays() {
        Axis axis = Axis.logarithmic("nprobe", Quantity.NUMBER, 1, 256).withMarks(List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0));
        assertEquals(List.of("1", "4", "16", "64", "256"), labels(axis, 5));
    }

    @Test
    void equalRatiosAreEqualDistancesOnALogarithmicAxis() {
        Axis axis = Axis.logarithmic("x", Quantity.NUMBER, 1, 1000);
        assertEquals(0, axis.position(1), 1e-12);
        assertEquals(1.0 / 3, axis.position(10), 1e-12);
        assertEquals(1, axis.position(1000), 1e-12);
    }

    @Test
    void aRangeThatHasNoPositionsIsRefused() {
        assertThrows(InvalidInputException.class, () -> Axis.linear("x", Quantity.NUMBER, 1, 1));
        assertThrows(InvalidInputException.class, () -> Axis.linear("x", Quantity.NUMBER, 0, Double.NaN));
        assertThrows(InvalidInputException.class, () -> Axis.logarithmic("x", Quantity.NUMBER, 0, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"BYTES|1000000|1 MB", "BYTES|1048576|1.05 MB", "BYTES|999|999 B", "BYTES|999900|1 MB",
        "BYTES|9.4447e21|9.44 ZB", "MILLISECONDS|0.1|0.1 ms", "MILLISECONDS|12.345|12.3 ms", "NUMBER|2048|2,048", "NUMBER|0.30000000000000004|0.3"})
    void labelsReadAsPeopleWriteThem(Quantity quantity, double value, String label) {
        assertEquals(label, quantity.label(value));
    }
}
