package io.vectile.benchmarks;

import io.vectile.cli.plot.Frame;
import io.vectile.cli.plot.LineChart;
import io.vectile.cli.plot.Markup;
import io.vectile.cli.plot.PlotStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A chart as an {@code .svg} file that stands on its own: its title above it, paper behind it, its style within it, light or dark as
 * the viewer prefers. Colours are written out, not left as variables, because viewers other than browsers know no variables.
 */
public final class ChartFile {
    /** Around the chart, in units of the view box. */
    static final int MARGIN = 20;
    /** From the upper edge to the chart: the margin and the line of the title. */
    static final int HEAD = 58;

    private static final int WIDTH = Frame.WIDE.width() + 2 * MARGIN;
    private static final int HEIGHT = HEAD + Frame.WIDE.height() + MARGIN;
    private static final Pattern SETTING = Pattern.compile("(--[a-z-]+): ([^;]+);");
    private static final Pattern USE = Pattern.compile("var\\((--[a-z-]+)\\)");
    private static final String RULES = PlotStyle.ELEMENTS + """
            svg .paper { fill: var(--paper); }
            svg .heading { font-weight: 600; }
            """;

    private ChartFile() {}

    /**
     * Writes the chart in place of what is at the path.
     *
     * @param file its folder must exist
     */
    public static void write(Path file, LineChart chart) throws IOException {
        Files.writeString(file, svg(chart));
    }

    /** The text of the file. */
    static String svg(LineChart chart) {
        var svg = new Markup();
        svg.open("svg", "xmlns", "http://www.w3.org/2000/svg", "width", WIDTH, "height", HEIGHT, "viewBox", "0 0 " + WIDTH + " " + HEIGHT,
                "font-family", "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif", "role", "img");
        svg.leaf("title", chart.title()).leaf("desc", chart.description());
        svg.open("style").raw("\n" + coloured(PlotStyle.LIGHT) + "@media (prefers-color-scheme: dark) {\n" + coloured(PlotStyle.DARK) + "}\n")
                .close();
        svg.empty("rect", "class", "paper", "width", WIDTH, "height", HEIGHT);
        svg.leaf("text", chart.title(), "class", "heading", "x", MARGIN, "y", MARGIN + 16, "font-size", 17);
        svg.open("svg", "x", MARGIN, "y", HEAD, "width", Frame.WIDE.width(), "height", Frame.WIDE.height());
        svg.raw(chart.svg(Frame.WIDE, "chart")).close();
        return svg.close().toString();
    }

    /** The rules with the colours in place of their names. */
    private static String coloured(String colours) {
        var values = SETTING.matcher(colours).results().collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
        return USE.matcher(RULES).replaceAll((MatchResult use) -> Matcher.quoteReplacement(values.get(use.group(1))));
    }
}
