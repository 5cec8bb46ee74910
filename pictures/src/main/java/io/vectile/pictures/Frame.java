package io.vectile.pictures;

/**
 * The size a chart is drawn for. A drawing that is merely scaled down to a phone has letters that cannot be read there, so a page
 * carries both and shows one ({@link PlotStyle#CSS}).
 */
public enum Frame {
    /** A laptop's column of text. */
    WIDE(760, 400, 14, "wide"),
    /** A phone held upright. */
    NARROW(350, 300, 12, "narrow");

    private final int width;
    private final int height;
    private final int fontSize;
    private final String word;

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

    /** Height of its letters. */
    int fontSize() {
        return fontSize;
    }

    /** The class of a drawing of this size. */
    String word() {
        return word;
    }
}
