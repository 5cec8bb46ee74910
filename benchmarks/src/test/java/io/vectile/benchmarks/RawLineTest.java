package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawLineTest {
    @TempDir
    private Path folder;

    @Test
    void whatJsonWritesIsRead() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", "a \"b\" \\ \n\t\u0001 \u00e9");
        fields.put("numbers", Arrays.asList(0.0, -1.5, 1e-7, 3e20));
        fields.put("nested", Map.of("empty", Map.of()));
        fields.put("none", List.of());
        fields.put("true", true);
        fields.put("false", false);
        fields.put("null", null);
        assertEquals(fields, RawLine.of(Json.of(fields)).fields());
        assertEquals(new RawLine(Map.of("a", Map.of("b", 2.0))), RawLine.of(" {\"a\":{ \"b\" :2}} "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{\"a\"}", "{\"a\": }", "{\"a\": 1,}", "{\"a\": 1} 2", "{\"a\": \"b}", "{\"a\": nul}", "{\"a\": \"\\u00g0\"}", "{\"a\": 1.2.3}"})
    void whatIsNoObjectIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> RawLine.of(text));
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        Path file = folder.resolve("raw.jsonl");
        Files.writeString(file, "{\"a\": 1}\n\n{\"a\": 2\n");
        String message = assertThrows(IllegalArgumentException.class, () -> RawLine.read(file)).getMessage();
        assertTrue(message.contains("raw.jsonl, line 3: JSON needs '}' at character 8"), message);
    }

    @Test
    void valuesAreReachedByNameAndMediansAreOfAllLines() {
        List<RawLine> lines = List.of(RawLine.of("{\"a\": {\"b\": 5}, \"c\": \"x\"}"), RawLine.of("{\"a\": {\"b\": 1}}"), RawLine.of("{\"a\": {\"b\": 2}}"));
        assertEquals(5, lines.getFirst().number("a", "b"));
        assertEquals("x", lines.getFirst().text("c"));
        assertFalse(lines.getLast().has("c") || lines.getLast().has("a", "b", "c"));
        assertEquals(2, RawLine.median(lines, "a", "b"));
        assertEquals(3, RawLine.median(lines.subList(0, 2), "a", "b"));
        assertThrows(IllegalArgumentException.class, () -> lines.getFirst().number("c"));
        assertThrows(IllegalArgumentException.class, () -> lines.getFirst().text("a"));
        assertThrows(IllegalArgumentException.class, () -> RawLine.median(List.of(), "a"));
    }
}
