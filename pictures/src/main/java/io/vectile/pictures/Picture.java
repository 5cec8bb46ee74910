package io.vectile.pictures;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Something that can be drawn, as SVG or as pixels. A chart implements {@link #draw}; all else follows from it. As a file or in a notebook
 * a picture stands on its own sheet, with its title above it.
 */
public interface Picture extends Displayable {

    /** What it shows, in a few words: the line above it. */
    String title();

    /** What is to be seen in it, in a sentence, for readers who do not see it as well. */
    String description();

    /** Width of the drawing without title and margin, in units of about a pixel. */
    double width();

    /** Height of the drawing without title and margin. */
    double height();

    /** Draws it, within {@code (0, 0)} and {@code (width, height)}, y growing downwards. */
    void draw(Canvas canvas);

    /**
     * An SVG document that stands on its own: its style is within it, light or dark as the viewer prefers, and its fonts are those that
     * the viewer has.
     */
    default String toSvg() {
        return Sheet.svg(this);
    }

    /**
     * The picture in pixels, in the light colours. Works without a screen.
     *
     * @param scale pixels per unit; 2 is sharp on paper and on dense screens
     * @throws io.vectile.error.InvalidInputException if the scale is not above 0 and at most 16, or the system has no fonts or names a screen
     *                                              that cannot be reached
     */
    default BufferedImage toImage(double scale) {
        return Sheet.image(this, scale);
    }

    /**
     * Writes the picture in place of what is at the path: as SVG or, at two pixels per unit, as PNG.
     *
     * @param file ends in {@code .svg} or {@code .png}; its folder must exist
     * @throws io.vectile.error.InvalidInputException if it ends otherwise, or cannot be painted, see {@link #toImage}
     * @throws io.vectile.error.VectorFileException if it cannot be written
     */
    default void writeTo(Path file) {
        PictureFormat.of(file).write(this, file);
    }

    /**
     * An {@code img} element with the SVG within it. Inlined {@code svg} elements would share one name space of styles and ids with the
     * page, and with one another.
     */
    @Override
    default String toHtml() {
        String data = Base64.getEncoder().encodeToString(toSvg().getBytes(StandardCharsets.UTF_8));
        return new Markup().empty("img", "src", "data:image/svg+xml;base64," + data, "alt", title() + ". " + description(),
                "style", "max-width: 100%; height: auto").toString();
    }
}
