package io.vectile.concurrent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.error.CancelledException;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void aListenerThatSaysNothingLetsTheCallGoOn() {
        assertDoesNotThrow(() -> Progress.NONE.check("train"));
    }

    @Test
    void aCancelledListenerEndsTheCallWithTheNameOfTheStage() {
        Progress cancelled = new Progress() {
            @Override
            public void update(String stage, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        CancelledException e = assertThrows(CancelledException.class, () -> cancelled.check("train"));
        assertEquals("cancelled during train", e.getMessage());
    }
}
