package io.vectile.pictures;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;

/** Writes what is drawn as elements of SVG, whose classes {@link PlotStyle#ELEMENTS} colours. */
final class SvgCanvas implements Canvas {
    private final Markup svg;
    private final double fontSize;

    /**
     * Writes into an element.
     *
     * @param fontSize what that element sets for those within it
     */
    SvgCanvas(Markup svg, double fontSize) {
        this.svg = svg;
        this.fontSize = fontSize;
    }

    /**
     * A picture as an element within a page, without its title above it.
     *
     * @param id    names the element
     * @param words its classes
     */
    static String embedded(Picture picture, String id, String words, double fontSize) {
        Markup svg = new Markup();
        svg.open("svg", "viewBox", "0 0 " + Markup.number(picture.width()) + " " + Markup.number(picture.height()), "class", words,
                "role", "img", "font-size", fontSize, "aria-labelledby", id + "-title " + id + "-desc");
        svg.leaf("title", picture.title(), "id", id + "-title").leaf("desc", picture.description(), "id", id + "-desc");
        picture.draw(new SvgCanvas(svg, fontSize));
        return svg.close().toString();
    }

    @Override
    public void line(Style style, double x1, double y1, double x2, double y2) {
        svg.empty("line", "class", words(style), "x1", x1, "x2", x2, "y1", y1, "y2", y2);
    }

    @Override
    public void path(Style style, double... coordinates) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < coordinates.length; i += 2) {
            path.append(i == 0 ? "M" : "L").append(Markup.number(coordinates[i])).append(' ').append(Markup.number(coordinates[i + 1]));
        }
        svg.empty("path", "class", words(style), "d", path);
    }

    @Override
    public void polygon(Style style, double... coordinates) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < coordinates.length; i++) {
            points.append(i == 0 ? "" : i % 2 == 0 ? " " : ",").append(Markup.number(coordinates[i]));
        }
        svg.empty("polygon", "class", words(style), "points", points);
    }

    @Override
    public void rectangle(Style style, double x, double y, double width, double height) {
        svg.empty("rect", "class", words(style), "x", x, "y", y, "width", width, "height", height);
    }

    @Override
    public void circle(Style style, double cx, double cy, double radius) {
        svg.empty("circle", "class", words(style), "cx", cx, "cy", cy, "r", radius);
    }

    @Override
    public void text(Lettering lettering, double x, double baseline, String words) {
        String classes = lettering.kind().word() + switch (lettering.anchor()) {
            case START -> "";
            case MIDDLE, END -> " " + lettering.anchor().name().toLowerCase(Locale.ROOT);
        } + (lettering.kind().paint() == Paint.OWN ? " " + lettering.look().word() : "");
        svg.leaf("text", words, "class", classes, "x", x, "y", baseline, "font-size", lettering.size() == fontSize ? null : lettering.size());
    }

    @Override
    public void pixels(BufferedImage image, double x, double y, double width, double height) {
        try {
            String data = Base64.getEncoder().encodeToString(Png.encode(image, 1));
            svg.empty("image", "x", x, "y", y, "width", width, "height", height, "preserveAspectRatio", "none",
                    "style", "image-rendering: pixelated", "href", "data:image/png;base64," + data);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory, where nothing fails
        }
    }

    private static String words(Style style) {
        Ink ink = style.ink();
        boolean own = ink.fill() == Paint.OWN || ink.stroke() == Paint.OWN;
        return own ? ink.word() + " " + style.look().word() : ink.word();
    }
}
