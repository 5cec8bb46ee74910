package io.vectile.cli.explore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static String refusal(Object value, Consumer<Request> read) {
        Request request = Request.of(Map.of("it", value));
        return assertThrows(Refusal.class, () -> read.accept(request)).getMessage();
    }

    @Test
    void valuesWithinTheirBoundsAreGiven() {
        Request request = Request.of(Map.of("n", 3.0, "x", 0.25, "spec", " PQ8 ", "specs", List.of("Flat", "PQ8"), "nbits", 8.0));
        assertEquals(3, request.whole("n", 3, 3));
        assertEquals(7, request.whole("none", 1, 2, 7));
        assertEquals(0.25, request.number("x", 0, 1));
        assertEquals("PQ8", request.text("spec", 10));
        assertEquals("Flat", request.text("none", 10, "Flat"));
        assertEquals(List.of("Flat", "PQ8"), request.texts("specs", 2, 4));
        assertEquals(8, request.oneOf("nbits", 4, 8));
        request.requireAllRead();
    }

    @Test
    void whatIsOutOfBoundsIsRefusedWithBoth() {
        assertEquals("it must be from 1 to 9; got 10", refusal(10.0, request -> request.whole("it", 1, 9)));
        assertEquals("it must be a whole number from 1 to 9; got 2.5", refusal(2.5, request -> request.whole("it", 1, 9)));
        assertEquals("it must be from 0 to 0.75; got 0.8", refusal(0.8, request -> request.number("it", 0, 0.75)));
        assertEquals("it must have at most 3 characters; got 4", refusal("PQ16", request -> request.text("it", 3)));
        assertEquals("it must have at most 1 items; got 2", refusal(List.of("a", "b"), request -> request.texts("it", 1, 9)));
        assertEquals("it must have at most 3 characters; got 4", refusal(List.of("PQ16"), request -> request.texts("it", 1, 3)));
        assertEquals("it must be one of 4, 8; got 5", refusal(5.0, request -> request.oneOf("it", 4, 8)));
    }

    @Test
    void otherTypesAreRefused() {
        assertEquals("it must be a number from 1 to 9; got \"3\"", refusal("3", request -> request.whole("it", 1, 9)));
        assertEquals("it must be a text; got 3", refusal(3.0, request -> request.text("it", 9)));
        assertEquals("it must be a text; got a list", refusal(List.of(), request -> request.text("it", 9)));
        assertEquals("it must be a list of texts; got an object", refusal(Map.of(), request -> request.texts("it", 9, 9)));
        assertEquals("it must be a text; got 1", refusal(List.of(1.0), request -> request.texts("it", 9, 9)));
        assertEquals("it must be one of 4, 8; got \"8\"", refusal("8", request -> request.oneOf("it", 4, 8)));
    }

    @Test
    void whatIsMissingIsNamed() {
        Request empty = Request.of(Map.of());
        assertEquals("k must be a number from 1 to 9; it is missing", assertThrows(Refusal.class, () -> empty.whole("k", 1, 9)).getMessage());
        assertEquals("spec must be a text; it is missing", assertThrows(Refusal.class, () -> empty.text("spec", 9)).getMessage());
    }

    @Test
    void aFieldThatNobodyReadsIsRefused() {
        Request request = Request.of(Map.of("k", 1.0, "nprob", 2.0));
        request.whole("k", 1, 9);
        assertEquals("\"nprob\" is no field of this request", assertThrows(Refusal.class, request::requireAllRead).getMessage());
    }
}
