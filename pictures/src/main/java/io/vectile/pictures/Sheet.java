package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.awt.image.BufferedImage;
import java.util.function.Function;

/**
 * A picture on its own: paper behind it, its title above it, and, as SVG, its style within it, light or dark as the viewer prefers.
 * Colours are written out, not left as variables, because viewers other than browsers know no variables.
 */
final class Sheet {
    /** Around the picture. */
    static final int MARGIN = 20;
    /** From the upper edge to the picture: the margin and the line of the title. */
    static final int HEAD = 58;

    private static final double HEADING_SIZE = 17;
    private static final double FONT_SIZE = Frame.WIDE.fontSize();
    private static final double MOST_SCALE = 16;

    private Sheet() {}

    static String svg(Picture picture) {
        String width = Markup.number(width(picture));
        String height = Markup.number(height(picture));
        Markup svg = new Markup();
        svg.open("svg", "xmlns", "http://www.w3.org/2000/svg", "width", width, "height", height, "viewBox", "0 0 " + width + " " + height,
                "font-family", "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif", "font-size", FONT_SIZE, "role", "img");
        svg.leaf("title", picture.title()).leaf("desc", picture.description());
        svg.open("style").raw("\n" + rules(Tone::light) + "@media (prefers-color-scheme: dark) {\n" + rules(Tone::dark) + "}\n").close();
        draw(picture, new SvgCanvas(svg, FONT_SIZE));
        return svg.close().toString();
    }

    static BufferedImage image(Picture picture, double scale) {
        if (!(scale > 0 && scale <= MOST_SCALE)) {
            throw new InvalidInputException("the scale must be above 0 and at most " + MOST_SCALE + "; got " + scale);
        }
        ImageCanvas.requirePainting();
        ImageCanvas canvas = new ImageCanvas(width(picture), height(picture), scale);
        draw(picture, canvas);
        return canvas.finished();
    }

    private static void draw(Picture picture, Canvas canvas) {
        canvas.rectangle(Ink.PAPER, 0, 0, width(picture), height(picture));
        canvas.text(Lettering.heading(HEADING_SIZE), MARGIN, MARGIN + 16.0, picture.title());
        picture.draw(canvas.shifted(MARGIN, HEAD));
    }

    /** Wide enough for the title, too. */
    private static double width(Picture picture) {
        return 2 * MARGIN + Math.max(picture.width(), Lettering.heading(HEADING_SIZE).width(picture.title()));
    }

    private static double height(Picture picture) {
        return HEAD + picture.height() + MARGIN;
    }

    /** The rules with colours in place of variables. */
    private static String rules(Function<Tone, String> value) {
        String rules = PlotStyle.ELEMENTS;
        for (Tone tone : Tone.values()) {
            rules = rules.replace(tone.use(), value.apply(tone));
        }
        return rules;
    }
}
