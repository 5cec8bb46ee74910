package io.vectile.cli.plot;

/** How plots look. The colours are variables that the page sets, once for light and once for dark surroundings. */
public final class PlotStyle {
    private PlotStyle() {}

    /** The colours: Okabe and Ito's, darkened or lightened until each stands at least 3 to 1 against the paper. */
    public static final String LIGHT = """
            --paper: #ffffff; --ink: #1c2128; --muted: #59636e; --rule: #d9dee4; --tint: #f4f6f8; --shade: #0000002e;
            --blue: #0072b2; --orange: #c65102; --green: #007a5a; --purple: #a8467c; --lit: #cfe6f5; --lit-edge: #0072b2;
            """;

    public static final String DARK = """
            --paper: #14181d; --ink: #e6e9ed; --muted: #9aa5b1; --rule: #343c46; --tint: #1c2229; --shade: #ffffff38;
            --blue: #56b4e9; --orange: #f5904a; --green: #2fc79d; --purple: #e08fbd; --lit: #17384c; --lit-edge: #56b4e9;
            """;

    /** Rules for the elements of all plots, wherever a plot stands. */
    public static final String ELEMENTS = """
            svg text { fill: var(--ink); }
            svg .tick, svg .axis-title { fill: var(--muted); }
            svg .name { font-weight: 600; }
            svg .end { text-anchor: end; }
            svg .middle { text-anchor: middle; }
            svg .grid { stroke: var(--rule); stroke-width: 1; }
            svg .axis { stroke: var(--muted); stroke-width: 1; }
            svg .line { fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
            svg .dashes { stroke-dasharray: 2 5; }
            svg .mark { fill: currentColor; stroke: var(--paper); stroke-width: 1.2; }
            svg .blue { color: var(--blue); } svg text.blue { fill: var(--blue); }
            svg .orange { color: var(--orange); } svg text.orange { fill: var(--orange); }
            svg .green { color: var(--green); } svg text.green { fill: var(--green); }
            svg .purple { color: var(--purple); } svg text.purple { fill: var(--purple); }
            svg .cell { fill: none; stroke: var(--muted); stroke-width: 0.7; stroke-opacity: 0.6; }
            svg .lit { fill: var(--lit); stroke: var(--lit-edge); stroke-width: 1.4; stroke-opacity: 1; }
            svg .point { fill: var(--muted); opacity: 0.45; }
            svg .centroid { stroke: var(--muted); stroke-width: 1.4; }
            svg .found { fill: var(--green); stroke: var(--paper); stroke-width: 0.8; }
            svg .missed { fill: none; stroke: var(--orange); stroke-width: 2.2; stroke-linecap: round; }
            svg .query { fill: var(--ink); stroke: var(--paper); stroke-width: 1.4; }
            """;

    /** The same for plots within a page, which carries both frames and shows the one that fits. */
    public static final String CSS = """
            svg.plot { display: block; width: 100%; height: auto; font-family: inherit; }
            svg.narrow { display: none; }
            @media (max-width: 600px) { svg.wide { display: none; } svg.narrow { display: block; } }
            """ + ELEMENTS;

    /** The value of a {@code points} attribute, x and y in turn. */
    static String points(double... coordinates) {
        var text = new StringBuilder();
        for (int i = 0; i < coordinates.length; i++) {
            text.append(i == 0 ? "" : i % 2 == 0 ? " " : ",").append(Markup.number(coordinates[i]));
        }
        return text.toString();
    }
}
