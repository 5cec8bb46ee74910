package io.vectile.stress.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.stress.Fault;
import io.vectile.vectors.Metric;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The soak run finds nothing where nothing is, and every fault that is there. */
class SoakTest {
    /** A run ends with the first violation: the longest that one is waited for. */
    private static final int LONGEST = 60;

    @ParameterizedTest
    @ValueSource(strings = {"IVF64,PQ8", "Flat", "IVF8,PQ4,RFlat"})
    void nothingIsViolated(String spec) throws Exception {
        Soak soak = new Soak(new Soak.Options(1, spec, Metric.L2, 1, Fault.NONE), new PrintStream(OutputStream.nullOutputStream()));
        assertTrue(soak.run(), soak.tally().first());
        assertNull(soak.tally().first());
        assertTrue(soak.tally().searches() > 0 && soak.tally().changes() > 0);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedFaultIsFound(Fault fault) throws Exception {
        Soak soak = new Soak(new Soak.Options(LONGEST, "IVF64,PQ8", Metric.L2, 1, fault), new PrintStream(OutputStream.nullOutputStream()));
        assertFalse(soak.run());
        assertNotNull(soak.tally().first());
    }

    @Test
    void statesInTwoOrdersAreAContradiction() {
        Order order = new Order();
        assertNull(order.saw(3, 5));
        assertNull(order.saw(4, 5));
        assertNull(order.saw(3, 4));
        assertNotNull(order.saw(2, 5));
        assertNotNull(order.saw(5, 4));
    }

    @Test
    void aSearcherHoldsAWriterBack() {
        History writer = new History();
        Windows windows = new Windows(1, writer);
        assertEquals(0, windows.open(0)[0]);
        for (int change = 0; change < History.LEAD; change++) {
            assertTrue(windows.mayGoOn(0));
            writer.begin(Content.NONE);
            writer.end();
        }
        assertFalse(windows.mayGoOn(0));
        windows.close(0);
        assertTrue(windows.mayGoOn(0));
        assertEquals(History.LEAD, windows.open(0)[0]);
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> Soak.Options.parse("--seconds"));
        assertThrows(IllegalArgumentException.class, () -> Soak.Options.parse("--seconds", "0"));
        assertThrows(IllegalArgumentException.class, () -> Soak.Options.parse("--plant", "anything"));
        assertEquals(Soak.Options.DEFAULTS, Soak.Options.parse());
    }
}
