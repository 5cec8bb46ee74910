package io.vectile.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {

    @Test
    void numbersAreFormattedTheSameEverywhere() {
        assertEquals("1,234,567", Format.count(1_234_567));
        assertEquals("516 MB", Format.bytes(516_000_000));
        assertEquals("5.2 MB", Format.bytes(5_160_000));
        assertEquals("17 B", Format.bytes(17));
        assertEquals("1.0 GB", Format.bytes(999_900_000));
        assertEquals("0.0641", Format.significant(0.06412, 3));
        assertEquals("12.3", Format.significant(12.345, 3));
        assertEquals("64,142", Format.significant(64142.3, 3));
        assertEquals("0", Format.significant(0, 3));
        assertEquals("0.000", Format.seconds(2e-5));
        assertEquals("0.046", Format.seconds(0.0461));
        assertEquals("12.3", Format.seconds(12.345));
        assertEquals("-", Format.significant(Double.NaN, 3));
    }
}
