package io.vectile.vectors;

import io.vectile.error.VectorFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What the text in an npy file says: a Python dictionary such as
 * {@code {'descr': '<f4', 'fortran_order': False, 'shape': (1000, 128), }} with these three keys in any order.
 *
 * @param descr        the dtype, such as {@code <f4}
 * @param fortranOrder column-major rather than row-major
 * @param shape        one number per axis, each 0 or more
 */
record NpyHeader(String descr, boolean fortranOrder, long[] shape) {

    static NpyHeader parse(Path path, long offset, String text) {
        return new Parser(path, offset, text).header();
    }

    /** As Python writes a tuple. */
    String shapeText() {
        return LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", shape.length == 1 ? ",)" : ")"));
    }

    /** Text from a file as a message may have it: short, and without characters that steer a terminal. */
    static String shown(String text) {
        String plain = text.strip().replaceAll("\\p{Cc}", "?");
        return plain.length() <= 120 ? plain : plain.substring(0, 120) + "...";
    }

    /** Reads just as much of Python's literals as such headers hold. */
    private static final class Parser {
        private final Path path;
        private final long offset;
        private final String text;
        private int at;

        Parser(Path path, long offset, String text) {
            this.path = path;
            this.offset = offset;
            this.text = text;
        }

        NpyHeader header() {
            Map<String, Object> entries = new HashMap<>();
            expect('{');
            while (!accept('}')) {
                String key = string();
                expect(':');
                Object value = switch (key) {
                    case "descr" -> descr();
                    case "fortran_order" -> bool();
                    case "shape" -> tuple();
                    default -> throw wrong("the key '" + shown(key) + "' is unknown");
                };
                if (entries.put(key, value) != null) {
                    throw wrong("the key '" + key + "' stands twice");
                }
                if (!accept(',') && peek() != '}') {
                    throw wrong("expected , or }");
                }
            }
            if (peek() != 0) {
                throw wrong("expected the end");
            }
            if (entries.size() != 3) {
                throw wrong("it must have the keys descr, fortran_order and shape");
            }
            return new NpyHeader((String) entries.get("descr"), (Boolean) entries.get("fortran_order"), (long[]) entries.get("shape"));
        }

        private String descr() {
            if (peek() == '[') {
                throw wrong("a dtype of several fields is not read, only <f4, |u1, <i4 and <i8");
            }
            return string();
        }

        private String string() {
            char quote = peek();
            if (quote != '\'' && quote != '"') {
                throw wrong("expected a string");
            }
            int end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw wrong("a string is not closed");
            }
            String string = text.substring(at + 1, end);
            at = end + 1;
            return string;
        }

        private boolean bool() {
            peek();
            for (String word : List.of("True", "False")) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw wrong("expected True or False");
        }

        private long[] tuple() {
            List<Long> axes = new ArrayList<>();
            expect('(');
            while (!accept(')')) {
                axes.add(number());
                if (!accept(',') && peek() != ')') {
                    throw wrong("expected , or )");
                }
            }
            return axes.stream().mapToLong(Long::longValue).toArray();
        }

        private long number() {
            peek();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            String digits = text.substring(start, at);
            // Nineteen digits may still be too many for a long, and are for any file.
            if (digits.isEmpty() || digits.length() > 18) {
                at = start;
                throw wrong("expected a length of 0 or more and of at most 18 digits");
            }
            if (peek() == 'L') {
                at++; // Python 2 wrote its long numbers so
            }
            return Long.parseLong(digits);
        }

        /** The next character that is no space, or 0 at the end. */
        private char peek() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private boolean accept(char c) {
            if (peek() != c) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(char c) {
            if (!accept(c)) {
                throw wrong("expected " + c);
            }
        }

        private VectorFileException wrong(String what) {
            return new VectorFileException(path, offset, "the npy header is wrong at character " + at + ": " + what
                    + "; it reads " + shown(text));
        }
    }
}
