package io.vectile.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.notebooks.Notebook.Cell;
import io.vectile.notebooks.Notebook.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both notebooks, run from the first cell to the last by Jupyter with our kernel: {@code notebooks/execute}. What comes out must be what
 * is committed, in words, save times; tables and pictures must be there, but may look otherwise.
 */
class NotebooksTest {
    private static final String ENGLISH = "product-quantization.ipynb";
    private static final String CHINESE = "product-quantization.zh.ipynb";
    private static final Path RESULTS = Path.of("target", "executed");

    /** Cells whose result depends on how fast the machine is. */
    private static final String TIMED = "timed";

    private static final Pattern TIME = Pattern.compile(" *\\b\\d+(\\.\\d+)? ms\\b");
    private static final Pattern PICTURE = Pattern.compile("data:image/svg\\+xml;base64,([A-Za-z0-9+/=]+)");

    @BeforeAll
    static void executesBoth() throws Exception {
        Path log = Path.of("target", "execute.log");
        Process process = new ProcessBuilder("./execute", "--as-built", "--into", RESULTS.toString())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(15, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        assertTrue(ended, () -> "notebooks/execute goes on for more than 15 minutes; it said:\n" + read(log));
        assertEquals(0, process.exitValue(), () -> "notebooks/execute failed; it said:\n" + read(log));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void whatIsCommittedIsWhatComesOut(String name) throws IOException {
        Map<String, List<String>> committed = figures(Notebook.read(Path.of(name)));
        Map<String, List<String>> fresh = figures(Notebook.read(RESULTS.resolve(name)));
        List<String> different = committed.keySet().stream().filter(id -> !committed.get(id).equals(fresh.get(id)))
                .map(id -> id + "\n  committed: " + committed.get(id) + "\n  now: " + fresh.get(id)).toList();
        assertTrue(different.isEmpty(), () -> "cells of " + name + " give something else now; if that is meant, run notebooks/execute:\n"
                + String.join("\n", different));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void theCommittedOneWasRunFromTheFirstCellToTheLast(String name) throws IOException {
        List<Cell> code = Notebook.read(Path.of(name)).code();
        assertEquals(IntStream.rangeClosed(1, code.size()).boxed().toList(), code.stream().map(Cell::count).toList());
        for (Cell cell : code) {
            assertFalse(cell.outputs().isEmpty() && !cell.id().equals("imports"), cell.id() + " shows nothing");
            assertTrue(cell.outputs().stream().noneMatch(output -> output.kind().equals("error")), cell.id() + " failed");
        }
    }

    @Test
    void bothLanguagesHaveTheSameCellsAndTheSameCode() throws IOException {
        List<Cell> english = Notebook.read(Path.of(ENGLISH)).cells();
        List<Cell> chinese = Notebook.read(Path.of(CHINESE)).cells();
        assertEquals(english.stream().map(Cell::id).toList(), chinese.stream().map(Cell::id).toList());
        for (int i = 0; i < english.size(); i++) {
            String id = english.get(i).id();
            assertEquals(english.get(i).isCode(), chinese.get(i).isCode(), id);
            if (english.get(i).isCode()) {
                assertEquals(english.get(i).source(), chinese.get(i).source(), id);
                assertEquals(english.get(i).tags(), chinese.get(i).tags(), id);
            } else {
                assertTrue(chinese.get(i).source().codePoints().anyMatch(Character::isIdeographic), id + " is not in Chinese");
            }
        }
    }

    /** What readers come for, and what Faiss writes: known without the notebook. */
    @Test
    void theKeyFiguresAreThere() throws IOException {
        Map<String, String> words = Notebook.read(RESULTS.resolve(ENGLISH)).code().stream().collect(Collectors.toMap(Cell::id,
                cell -> cell.outputs().stream().map(output -> output.byType().get("text/plain")).collect(Collectors.joining("\n"))));
        assertHolds(words.get("why"), "262,144", "332");
        assertHolds(words.get("flat-file"), "25,600,045 bytes", "512,000,045 bytes");
        assertHolds(words.get("pq-trained"), "131,158 bytes");
        assertHolds(words.get("pq-untrained"), "PQ8 is not trained; call train before search", "PQ8 needs at least 256 training vectors; got 100");
        assertHolds(words.get("flat"), "-1 (3.4028235E38)");

        List<String[]> rows = words.get("measure").lines().skip(2).map(line -> line.trim().split("  +")).toList();
        assertEquals(List.of("Flat", "PQ8", "IVF2048,PQ8", "IVF2048,PQ8", "IVF2048,PQ8", "IVF2048,PQ8"), rows.stream().map(row -> row[0]).toList());
        assertEquals("1.000", rows.getFirst()[1], "Flat is exact");
        double[] recall = rows.stream().skip(2).mapToDouble(row -> Double.parseDouble(row[2])).toArray();
        assertEquals(4, recall.length);
        for (int i = 1; i < recall.length; i++) {
            assertTrue(recall[i] >= recall[i - 1], "more cells find no less: " + words.get("measure"));
        }
        assertEquals(rows.size(), TIME.matcher(words.get("measure")).results().count(), "each has its time");
    }

    private static void assertHolds(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> "\"" + part + "\" is missing in:\n" + text);
        }
    }

    /** Per cell with code what it shows, in words, without times. */
    private static Map<String, List<String>> figures(Notebook notebook) {
        Map<String, List<String>> figures = new LinkedHashMap<>();
        for (Cell cell : notebook.code()) {
            boolean timed = cell.tags().contains(TIMED);
            figures.put(cell.id(), cell.outputs().stream().map(output -> inWords(output, timed)).toList());
        }
        return figures;
    }

    /** The words of an output, and what else there is: how tables and pictures look may change. */
    private static String inWords(Output output, boolean timed) {
        String words = output.byType().getOrDefault("text/plain", "no words");
        // Columns are as wide as their widest cell, so the blanks before a time go with it.
        String lasting = timed ? TIME.matcher(words).replaceAll(" T ms").replaceAll("-{3,}|  +", " ") : words;
        return output.kind() + " " + new TreeSet<>(output.byType().keySet()) + ", " + drawings(output) + " drawings\n" + lasting;
    }

    private static long drawings(Output output) {
        return PICTURE.matcher(output.byType().getOrDefault("text/html", "")).results().filter(picture -> isDrawing(picture.group(1))).count();
    }

    private static boolean isDrawing(String base64) {
        String svg = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).strip();
        return svg.contains("<svg") && svg.endsWith("</svg>");
    }
}
