package io.vectile.cli.explore.http;

import io.vectile.cli.text.JsonReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a request asks: the fields of a JSON object, each read with the bounds that it must keep. A field that is missing, of
 * another type or out of bounds is refused with the value given and the value needed, and so is one that nobody reads.
 */
public final class Request {
    private final Map<String, Object> fields;
    private final Set<String> unread;

    private Request(Map<String, Object> fields) {
        this.fields = fields;
        this.unread = new HashSet<>(fields.keySet());
    }

    /** @throws Refusal if the text is not one JSON object */
    static Request parse(String json) {
        try {
            return new Request(JsonReader.readObject(json));
        } catch (IllegalArgumentException e) {
            throw new Refusal("the body must be one JSON object: " + e.getMessage());
        }
    }

    /** A request with given fields, as a test asks it. */
    public static Request of(Map<String, Object> fields) {
        return new Request(new LinkedHashMap<>(fields));
    }

    /** A whole number from least to most. */
    public int whole(String name, int least, int most) {
        double value = number(name, least, most);
        if (value != Math.rint(value)) {
            throw new Refusal(name + " must be a whole number from " + least + " to " + most + "; got " + shown(value));
        }
        return (int) value;
    }

    /** A whole number from least to most; another if the field is missing. */
    public int whole(String name, int least, int most, int otherwise) {
        return has(name) ? whole(name, least, most) : otherwise;
    }

    /** A number from least to most. */
    public double number(String name, double least, double most) {
        if (!(take(name) instanceof Double value)) {
            throw wrong(name, "a number from " + shown(least) + " to " + shown(most));
        }
        if (!(value >= least && value <= most)) {
            throw new Refusal(name + " must be from " + shown(least) + " to " + shown(most) + "; got " + shown(value));
        }
        return value;
    }

    /** A text of so many characters at most, without what surrounds it. */
    public String text(String name, int most) {
        if (!(take(name) instanceof String text)) {
            throw wrong(name, "a text");
        }
        if (text.length() > most) {
            throw new Refusal(name + " must have at most " + most + " characters; got " + text.length());
        }
        return text.strip();
    }

    /** A text of so many characters at most; another if the field is missing. */
    public String text(String name, int most, String otherwise) {
        return has(name) ? text(name, most) : otherwise;
    }

    /** Texts, so many at most, of so many characters each. */
    public List<String> texts(String name, int most, int length) {
        if (!(take(name) instanceof List<?> items)) {
            throw wrong(name, "a list of texts");
        }
        if (items.size() > most) {
            throw new Refusal(name + " must have at most " + most + " items; got " + items.size());
        }
        return items.stream().map(item -> new Request(new LinkedHashMap<>(Map.of(name, item == null ? "" : item))).text(name, length)).toList();
    }

    /** One of some numbers. */
    public int oneOf(String name, int... allowed) {
        Object given = take(name);
        return Arrays.stream(allowed)
                .filter(one -> given instanceof Double number && number == one)
                .findFirst()
                .orElseThrow(() -> wrong(name, "one of " + Arrays.stream(allowed).mapToObj(String::valueOf).collect(Collectors.joining(", "))));
    }

    /** Whether a field is there. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** @throws Refusal if the request has a field that was not read: a typing error, or a bound that nobody checked */
    public void requireAllRead() {
        if (!unread.isEmpty()) {
            throw new Refusal("\"" + unread.stream().sorted().findFirst().orElseThrow() + "\" is no field of this request");
        }
    }

    private Object take(String name) {
        unread.remove(name);
        return fields.get(name);
    }

    private Refusal wrong(String name, String needed) {
        return new Refusal(name + " must be " + needed + "; " + (has(name) ? "got " + shown(fields.get(name)) : "it is missing"));
    }

    private static String shown(Object value) {
        return switch (value) {
            case null -> "null";
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 -> String.valueOf(number.longValue());
            case String text -> "\"" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "\"";
            case Map<?, ?> map -> "an object";
            case List<?> list -> "a list";
            default -> value.toString();
        };
    }
}
