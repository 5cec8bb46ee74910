package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * Writes elements, SVG's and HTML's alike, as well-formed XML: every element is closed in its turn, text and attributes are
 * escaped, and a number that is not finite is refused, because a browser would silently drop the shape that has it.
 */
public final class Markup {
    /** Elements after which a line may end; after others, white space would show. */
    private static final Set<String> BLOCKS = Set.of("head", "style", "h1", "h2", "p", "div", "table", "tr", "figure", "svg");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> unclosed = new ArrayDeque<>();

    /** Nothing is written yet. */
    public Markup() {}

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn; a value of null leaves its attribute out
     */
    public Markup open(String element, Object... attributes) {
        begin(element, attributes);
        out.append('>');
        unclosed.push(element);
        return this;
    }

    /** Closes the element that was opened last. */
    public Markup close() {
        String element = unclosed.pop();
        out.append("</").append(element).append('>');
        if (BLOCKS.contains(element)) {
            out.append('\n');
        }
        return this;
    }

    /** An element without content, such as a {@code path}. */
    public Markup empty(String element, Object... attributes) {
        begin(element, attributes);
        out.append("/>");
        return this;
    }

    /** An element with text and nothing else. */
    public Markup leaf(String element, String text, Object... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** Text, escaped. */
    public Markup text(String text) {
        escape(text);
        return this;
    }

    /** Markup that was written by another instance, or a style sheet: taken as it is. */
    public Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    /** All that was written. */
    @Override
    public String toString() {
        if (!unclosed.isEmpty()) {
            throw new IllegalStateException("not closed: " + unclosed);
        }
        return out.toString();
    }

    /** A coordinate with at most two decimals: a hundredth of a pixel is not seen, and files stay small. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidInputException("a coordinate must be finite; got " + value);
        }
        String text = String.format(Locale.ROOT, "%.2f", value);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        if (text.charAt(end - 1) == '.') {
            end--;
        }
        String shortened = text.substring(0, end);
        return shortened.equals("-0") ? "0" : shortened;
    }

    private void begin(String element, Object... attributes) {
        if (attributes.length % 2 != 0) {
            throw new InvalidInputException("an attribute of " + element + " has no value");
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            if (value != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(value instanceof Double || value instanceof Float ? number(((Number) value).doubleValue()) : value.toString());
                out.append('"');
            }
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
