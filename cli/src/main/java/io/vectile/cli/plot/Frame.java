package io.vectile.cli.plot;

/**
 * The size a chart is drawn for. A drawing that is merely scaled down to a phone has letters that cannot be read there, so a page
 * carries both and shows one ({@link PlotStyle#CSS}).
 */
public enum Frame {
    /** A laptop's column of text. */
    WIDE(760, 400, 14, "wide"),
    /** A phone held upright. */
    NARROW(350, 300, 12, "narrow");

    final int width;
    final int height;
    final int fontSize;
    final String word;

    Frame(int width, int height, int fontSize, String word) {
        this.width = width;
        this.height = height;
        this.fontSize = fontSize;
        this.word = word;
    }

    /** Width of the drawing, in units of its view box. */
    public int width() {
        return width;
    }

    /** Height of the drawing, in units of its view box. */
    public int height() {
        return height;
    }

    /** An estimate of the width of a text, after the widest of the common sans-serif letters. */
    double textWidth(String text) {
        return text.length() * fontSize * 0.61;
    }

    /** The same for a bold text. */
    double boldWidth(String text) {
        return text.length() * fontSize * 0.75;
    }
}
