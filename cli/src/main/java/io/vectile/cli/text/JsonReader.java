package io.vectile.cli.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON value (RFC 8259), strictly, as {@link Json} and Python's {@code json} write it: objects as maps in their order,
 * arrays as lists, numbers as {@link Double}, and strings, booleans and null as they are. It goes down level by level, and
 * refuses more than {@value #MOST_LEVELS}, before the stack ends.
 */
public final class JsonReader {
    private static final int MOST_LEVELS = 100;

    private final String text;
    private int at;
    private int level;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException where the text is not one JSON value; it names the place */
    public static Object read(String text) {
        var reader = new JsonReader(text);
        Object value = reader.value();
        reader.end();
        return value;
    }

    /** @throws IllegalArgumentException where the text is not one JSON object; it names the place */
    public static Map<String, Object> readObject(String text) {
        var reader = new JsonReader(text);
        reader.space();
        Map<String, Object> fields = reader.object();
        reader.end();
        return fields;
    }

    private void end() {
        space();
        if (at < text.length()) {
            throw unexpected("the end");
        }
    }

    private Object value() {
        space();
        return switch (at < text.length() ? text.charAt(at) : '\0') {
            case '{', '[' -> {
                if (++level > MOST_LEVELS) {
                    throw unexpected("at most " + MOST_LEVELS + " levels before that");
                }
                Object inner = text.charAt(at) == '{' ? object() : array();
                level--;
                yield inner;
            }
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        if (next('}')) {
            return fields;
        }
        do {
            space();
            String name = string();
            space();
            expect(':');
            if (fields.containsKey(name)) {
                throw unexpected("each name once, \"" + name + "\" too,");
            }
            fields.put(name, value());
        } while (next(','));
        expect('}');
        return fields;
    }

    private List<Object> array() {
        List<Object> items = new ArrayList<>();
        expect('[');
        if (next(']')) {
            return items;
        }
        do {
            items.add(value());
        } while (next(','));
        expect(']');
        return items;
    }

    private String string() {
        expect('"');
        var read = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < 0x20) {
                throw unexpected("control characters escaped before those");
            }
            read.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return read.toString();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : '\0';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                    throw unexpected("four hexadecimal digits");
                }
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw unexpected("an escaped character");
        };
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected(word);
        }
        at += word.length();
        return value;
    }

    private Double number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
            at = from;
            throw unexpected("a value");
        }
        return Double.valueOf(number);
    }

    private boolean next(char c) {
        space();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw unexpected("'" + c + "'");
        }
        at++;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException unexpected(String needed) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IllegalArgumentException("JSON needs " + needed + " at character " + (at + 1) + "; found " + found);
    }
}
