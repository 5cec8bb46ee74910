package io.vectile.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardOutputTest {

    @Test
    void writesWhatItIsGiven() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new StandardOutput(bytes)) {
            out.write("answers".getBytes(StandardCharsets.UTF_8), 0, 6);
            assertFalse(out.readerLeft());
        }
        assertArrayEquals("answer".getBytes(StandardCharsets.UTF_8), bytes.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"Broken pipe, true", "No space left on device, false"})
    void knowsWhyItCouldNotWrite(String message, boolean readerLeft) {
        var out = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        });
        assertEquals(message, assertThrows(IOException.class, () -> out.write(new byte[3], 0, 3)).getMessage());
        assertEquals(readerLeft, out.readerLeft());
    }
}
