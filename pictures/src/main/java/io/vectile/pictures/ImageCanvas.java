package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import java.awt.AWTError;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Paints what is drawn as pixels, in the light colours, by Java 2D; works without a screen. */
final class ImageCanvas implements Canvas {
    private final BufferedImage image;
    private final Graphics2D graphics;

    /** @param scale pixels per unit */
    ImageCanvas(double width, double height, double scale) {
        image = new BufferedImage((int) Math.ceil(width * scale), (int) Math.ceil(height * scale), BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        // All of it: the last row and column may be covered by the paper in part only.
        graphics.setColor(Tone.PAPER.color());
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.scale(scale, scale);
    }

    /** What was painted; nothing can be painted afterwards. */
    BufferedImage finished() {
        graphics.dispose();
        return image;
    }

    @Override
    public void line(Style style, double x1, double y1, double x2, double y2) {
        paint(style, new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void path(Style style, double... coordinates) {
        paint(style, through(coordinates));
    }

    @Override
    public void polygon(Style style, double... coordinates) {
        Path2D path = through(coordinates);
        path.closePath();
        paint(style, path);
    }

    @Override
    public void rectangle(Style style, double x, double y, double width, double height) {
        paint(style, new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void circle(Style style, double cx, double cy, double radius) {
        paint(style, new Ellipse2D.Double(cx - radius, cy - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(Lettering lettering, double x, double baseline, String words) {
        Font font = font(lettering);
        graphics.setFont(font);
        graphics.setColor(lettering.kind().paint().color(lettering.look()));
        double width = font.getStringBounds(words, graphics.getFontRenderContext()).getWidth();
        double left = switch (lettering.anchor()) {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
        };
        graphics.drawString(words, (float) left, (float) baseline);
    }

    @Override
    public void pixels(BufferedImage pixels, double x, double y, double width, double height) {
        double columns = width / pixels.getWidth();
        double rows = height / pixels.getHeight();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        // As rectangles: drawImage would round the edges of the whole to pixels of its own choice.
        for (int row = 0; row < pixels.getHeight(); row++) {
            for (int column = 0; column < pixels.getWidth(); column++) {
                graphics.setColor(new Color(pixels.getRGB(column, row)));
                graphics.fill(new Rectangle2D.Double(x + column * columns, y + row * rows, columns, rows));
            }
        }
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    /** The font that every JDK has under this name, whatever the system calls it. */
    static Font font(Lettering lettering) {
        return new Font(Font.SANS_SERIF, lettering.kind().isBold() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) lettering.size());
    }

    /**
     * Looks whether this machine can paint and set words.
     *
     * @throws InvalidInputException if it has no fonts, or names a screen that cannot be reached; Java 2D says so by errors of many kinds
     */
    static void requirePainting() {
        try {
            new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics().dispose();
        } catch (AWTError | LinkageError e) {
            throw new InvalidInputException("pixels need a screen or none at all; " + e.getMessage()
                    + " Start Java with -Djava.awt.headless=true, or choose .svg");
        }
        try {
            font(Lettering.tick(Frame.WIDE.fontSize())).getStringBounds("0", new FontRenderContext(null, true, true));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new InvalidInputException("PNG needs fonts, and this system has none (" + e.getMessage()
                    + "): install fontconfig and a font such as DejaVu, or choose .svg, which needs none");
        }
    }

    private static Path2D through(double[] coordinates) {
        Path2D path = new Path2D.Double();
        path.moveTo(coordinates[0], coordinates[1]);
        for (int i = 2; i < coordinates.length; i += 2) {
            path.lineTo(coordinates[i], coordinates[i + 1]);
        }
        return path;
    }

    private void paint(Style style, Shape shape) {
        Ink ink = style.ink();
        graphics.setComposite(AlphaComposite.SrcOver.derive((float) ink.opacity()));
        if (ink.fill() != Paint.NONE) {
            graphics.setColor(ink.fill().color(style.look()));
            graphics.fill(shape);
        }
        if (ink.stroke() != Paint.NONE) {
            graphics.setColor(ink.stroke().color(style.look()));
            graphics.setStroke(stroke(ink));
            graphics.draw(shape);
        }
        graphics.setComposite(AlphaComposite.SrcOver);
    }

    private static BasicStroke stroke(Ink ink) {
        int cap = ink.isRound() ? BasicStroke.CAP_ROUND : BasicStroke.CAP_BUTT;
        int join = ink.isRound() ? BasicStroke.JOIN_ROUND : BasicStroke.JOIN_MITER;
        return new BasicStroke((float) ink.width(), cap, join, 4, ink.isDashed() ? Ink.DASH : null, 0);
    }
}
