package io.vectile.notebooks;

import io.vectile.cli.text.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A notebook file of format 4, as far as tests look at it: its cells, and what came out of those with code. */
record Notebook(List<Cell> cells) {

    /**
     * One cell.
     *
     * @param count   the how-manieth cell of its run it was; 0 for text
     * @param outputs in their order
     */
    record Cell(String id, boolean isCode, String source, List<String> tags, int count, List<Output> outputs) {}

    /**
     * One output.
     *
     * @param kind   {@code stream}, {@code execute_result}, {@code display_data} or {@code error}
     * @param byType what it is, by MIME type; what is printed is {@code text/plain}
     */
    record Output(String kind, Map<String, String> byType) {}

    static Notebook read(Path file) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (Object cell : list(JsonReader.readObject(Files.readString(file)).get("cells"))) {
            cells.add(cell(map(cell)));
        }
        return new Notebook(cells);
    }

    List<Cell> code() {
        return cells.stream().filter(Cell::isCode).toList();
    }

    private static Cell cell(Map<String, Object> cell) {
        boolean isCode = cell.get("cell_type").equals("code");
        List<String> tags = list(map(cell.get("metadata")).getOrDefault("tags", List.of())).stream().map(Object::toString).toList();
        int count = cell.get("execution_count") instanceof Double number ? number.intValue() : 0;
        List<Output> outputs = isCode ? list(cell.get("outputs")).stream().map(output -> output(map(output))).toList() : List.of();
        return new Cell((String) cell.get("id"), isCode, text(cell.get("source")), tags, count, outputs);
    }

    private static Output output(Map<String, Object> output) {
        String kind = (String) output.get("output_type");
        return new Output(kind, switch (kind) {
            case "stream" -> Map.of("text/plain", text(output.get("text")));
            case "error" -> Map.of("text/plain", output.get("ename") + ": " + output.get("evalue"));
            default -> {
                Map<String, String> byType = new LinkedHashMap<>();
                map(output.get("data")).forEach((type, data) -> byType.put(type, text(data)));
                yield byType;
            }
        });
    }

    /** Text stands in one string or, line by line, in a list. */
    private static String text(Object text) {
        return text instanceof List<?> lines ? String.join("", lines.stream().map(Object::toString).toList()) : (String) text;
    }

    private static List<?> list(Object list) {
        return (List<?>) list;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object map) {
        return (Map<String, Object>) map;
    }
}
