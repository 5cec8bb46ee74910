package io.vectile.pictures;

import java.util.Locale;

/**
 * Colours that readers with any of the common kinds of colour blindness can tell apart (after Okabe and Ito), with a shape each, so that
 * none depends on colour alone.
 */
public enum Look {
    /** With discs as marks. */
    BLUE(Tone.BLUE),
    /** With squares. */
    ORANGE(Tone.ORANGE),
    /** With triangles. */
    GREEN(Tone.GREEN),
    /** With diamonds. */
    PURPLE(Tone.PURPLE),
    /** With triangles that stand on a corner. */
    GOLD(Tone.GOLD),
    /** With upright bars. */
    GREY(Tone.GREY);

    private final Tone tone;

    Look(Tone tone) {
        this.tone = tone;
    }

    Tone tone() {
        return tone;
    }

    /** The class that a style sheet colours. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The look of the series of a number, counted from 0; after the last the first comes again. */
    public static Look of(int number) {
        return values()[Math.floorMod(number, values().length)];
    }

    /** Draws its mark, the centre at a place. */
    void mark(Canvas canvas, double cx, double cy) {
        Style style = Ink.MARK.in(this);
        switch (this) {
            case BLUE -> canvas.circle(style, cx, cy, 4);
            case ORANGE -> canvas.rectangle(style, cx - 3.8, cy - 3.8, 7.6, 7.6);
            case GREEN -> canvas.polygon(style, cx, cy - 5, cx + 5, cy + 4, cx - 5, cy + 4);
            case PURPLE -> canvas.polygon(style, cx, cy - 5.5, cx + 5.5, cy, cx, cy + 5.5, cx - 5.5, cy);
            case GOLD -> canvas.polygon(style, cx, cy + 5, cx + 5, cy - 4, cx - 5, cy - 4);
            case GREY -> canvas.rectangle(style, cx - 2.6, cy - 5, 5.2, 10);
        }
    }
}
