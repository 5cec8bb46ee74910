package io.vectile.pictures;

import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The colours of all pictures, for light and for dark surroundings. The hues are Okabe and Ito's, darkened or lightened until each stands
 * at least 3 to 1 against the paper.
 */
enum Tone {
    PAPER("#ffffff", "#14181d"),
    INK("#1c2128", "#e6e9ed"),
    MUTED("#59636e", "#9aa5b1"),
    RULE("#d9dee4", "#343c46"),
    TINT("#f4f6f8", "#1c2229"),
    SHADE("#0000002e", "#ffffff38"),
    BLUE("#0072b2", "#56b4e9"),
    ORANGE("#c65102", "#f5904a"),
    GREEN("#007a5a", "#2fc79d"),
    PURPLE("#a8467c", "#e08fbd"),
    GOLD("#8a6d00", "#d9b93b"),
    GREY("#59636e", "#9aa5b1"),
    LIT("#cfe6f5", "#17384c"),
    LIT_EDGE("#0072b2", "#56b4e9");

    private final String light;
    private final String dark;

    Tone(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    String light() {
        return light;
    }

    String dark() {
        return dark;
    }

    /** The name of the variable that a page sets. */
    String variable() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The variable's value, in a rule. */
    String use() {
        return "var(" + variable() + ")";
    }

    /** The light colour, for pixels. */
    Color color() {
        return Color.decode(light);
    }

    /** Settings of the variables, for a style sheet. */
    static String settings(Function<Tone, String> value) {
        return Arrays.stream(values()).map(tone -> tone.variable() + ": " + value.apply(tone) + ";").collect(Collectors.joining(" "));
    }
}
