package io.vectile.pictures;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How pictures within a page look. The colours are variables that the page sets, once for light and once for dark surroundings. */
public final class PlotStyle {
    private PlotStyle() {}

    /** Settings of the colours in light surroundings. */
    public static final String LIGHT = Tone.settings(Tone::light);

    /** The same in dark ones. */
    public static final String DARK = Tone.settings(Tone::dark);

    /** Rules for the elements of all pictures, wherever one stands. */
    static final String ELEMENTS = rules();

    /** The same for pictures within a page, which carries both frames of a chart and shows the one that fits. */
    public static final String CSS = """
            svg.plot { display: block; width: 100%; height: auto; font-family: inherit; }
            svg.narrow { display: none; }
            @media (max-width: 600px) { svg.wide { display: none; } svg.narrow { display: block; } }
            """ + ELEMENTS;

    private static String rules() {
        String anchors = "svg .end { text-anchor: end; }\nsvg .middle { text-anchor: middle; }\n";
        String letters = Arrays.stream(Lettering.Kind.values()).map(Lettering.Kind::rule).collect(Collectors.joining());
        String shapes = Arrays.stream(Ink.values()).map(Ink::rule).collect(Collectors.joining());
        String looks = Arrays.stream(Look.values()).map(look -> "svg ." + look.word() + " { color: " + look.tone().use() + "; }\n")
                .collect(Collectors.joining());
        return anchors + letters + shapes + looks;
    }
}
