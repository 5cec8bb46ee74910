package io.vectile.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void writesObjectsInTheirOwnOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("index", "IVF2048,PQ8");
        map.put("d", 128);
        map.put("n", 5_000_000_000L);
        map.put("single_ms", Map.of("p50", 0.25));
        map.put("parts", List.of(1, 2.5, true));
        map.put("nothing", null);
        assertEquals(
                "{\"index\": \"IVF2048,PQ8\", \"d\": 128, \"n\": 5000000000, \"single_ms\": {\"p50\": 0.25}, "
                        + "\"parts\": [1, 2.5, true], \"nothing\": null}",
                Json.of(map));
    }

    @Test
    void escapesWhatMayNotStandInAString() {
        assertEquals("\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u007f\"", Json.of("a\"b\\c\n\r\t\u0001\u007f"));
        assertEquals("\"Zürich \uD83D\uDE00\"", Json.of("Zürich \uD83D\uDE00"));
        assertEquals("\"\\ud83d!\\ude00\"", Json.of("\uD83D!\uDE00"));
    }

    @Test
    void numbersThatJsonLacksBecomeNull() {
        assertEquals("[null, null, null, 1.0E-4]",
                Json.of(Arrays.asList(Double.NaN, Float.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-4)));
    }

    @Test
    void emptyContainersAreWhole() {
        assertEquals("{}", Json.of(Map.of()));
        assertEquals("[]", Json.of(List.of()));
    }

    @Test
    void arraysOfNumbersAreLists() {
        assertEquals("[[1, 2], [3], [0.5, null], [0.25]]",
                Json.of(List.of(new int[] {1, 2}, new long[] {3}, new double[] {0.5, Double.NaN}, new float[] {0.25f})));
        assertEquals("[]", Json.of(new float[0]));
    }

    @Test
    void whatIsReadMayHaveAHundredLevelsAndNoMore() {
        Object read = JsonReader.read("[".repeat(100) + "]".repeat(100));
        for (int level = 1; level < 100; level++) {
            read = ((List<?>) read).getFirst();
        }
        assertEquals(List.of(), read);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> JsonReader.read("[".repeat(101) + "]".repeat(101)));
        assertEquals("JSON needs at most 100 levels before that at character 101; found '['", refused.getMessage());
        // Side by side is not one within another.
        assertEquals(200, ((List<?>) JsonReader.read("[" + "[], ".repeat(199) + "{}]")).size());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThrows(IllegalArgumentException.class, () -> Json.of(new Object()));
    }
}
