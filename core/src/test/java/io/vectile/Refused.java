package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.error.SpecException;
import io.vectile.error.VectileException;
import org.junit.jupiter.api.function.Executable;

/** What a refused call says, word for word. */
public final class Refused {
    private Refused() {}

    public static void asInput(String message, Executable call) {
        as(InvalidInputException.class, message, call);
    }

    static void inThisState(String message, Executable call) {
        as(IndexStateException.class, message, call);
    }

    static void asSpec(String message, Executable call) {
        as(SpecException.class, message, call);
    }

    private static void as(Class<? extends VectileException> type, String message, Executable call) {
        assertEquals(message, assertThrows(type, call).getMessage());
    }
}
