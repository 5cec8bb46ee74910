package io.vectile.cli.text;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes JSON (RFC 8259) on one line. Takes what the commands have in hand: maps (in their own order), iterables, arrays of
 * numbers, strings, numbers, booleans and null. JSON has no NaN and no infinity, so these become null.
 */
public final class Json {
    private Json() {}

    /** The value as one line of JSON, without a line end. */
    public static String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case String text -> quote(text, out);
            case Boolean truth -> out.append(truth.booleanValue());
            case Double number -> out.append(Double.isFinite(number) ? number.toString() : "null");
            case Float number -> out.append(Float.isFinite(number) ? number.toString() : "null");
            case Number number -> out.append(number);
            case Map<?, ?> map -> {
                String separator = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator);
                    quote(String.valueOf(entry.getKey()), out);
                    out.append(": ");
                    write(entry.getValue(), out);
                    separator = ", ";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case Iterable<?> items -> writeItems(items.iterator(), out);
            case double[] numbers -> writeItems(Arrays.stream(numbers).iterator(), out);
            case float[] numbers -> writeItems(IntStream.range(0, numbers.length).mapToObj(i -> numbers[i]).iterator(), out);
            case int[] numbers -> writeItems(Arrays.stream(numbers).iterator(), out);
            case long[] numbers -> writeItems(Arrays.stream(numbers).iterator(), out);
            default -> throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
        }
    }

    private static void writeItems(Iterator<?> items, StringBuilder out) {
        out.append('[');
        String separator = "";
        while (items.hasNext()) {
            out.append(separator);
            write(items.next(), out);
            separator = ", ";
        }
        out.append(']');
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // A lone surrogate has no UTF-8 form: written as an escape it survives any encoder.
                    if (c < 0x20 || c == 0x7f || isLoneSurrogate(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
