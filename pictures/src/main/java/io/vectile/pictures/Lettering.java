package io.vectile.pictures;

import java.util.List;
import java.util.Locale;

/**
 * How words are set.
 *
 * @param kind   what they are, and so their weight and colour
 * @param size   height of the letters
 * @param anchor what of them lies at their place
 * @param look   the series that a {@link Kind#NAME} is the name of
 */
public record Lettering(Kind kind, double size, Anchor anchor, Look look) {

    /** What words are. */
    public enum Kind {
        /** The title of a picture. */
        HEADING(Paint.INK, true),
        /** The name of a series, in its colour. */
        NAME(Paint.OWN, true),
        /** A value along an axis, or beside a point. */
        TICK(Paint.MUTED, false),
        /** What an axis shows. */
        AXIS_TITLE(Paint.MUTED, false);

        private final Paint paint;
        private final boolean bold;

        Kind(Paint paint, boolean bold) {
            this.paint = paint;
            this.bold = bold;
        }

        Paint paint() {
            return paint;
        }

        boolean isBold() {
            return bold;
        }

        /** The class of its elements. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The rule of a style sheet for its elements. */
        String rule() {
            return "svg ." + word() + " { fill: " + paint.css() + ";" + (bold ? " font-weight: 600;" : "") + " }\n";
        }
    }

    /** Which end of the words lies at their place. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A title. */
    public static Lettering heading(double size) {
        return new Lettering(Kind.HEADING, size, Anchor.START, Look.BLUE);
    }

    /** The name of a series. */
    public static Lettering name(double size, Look look) {
        return new Lettering(Kind.NAME, size, Anchor.START, look);
    }

    /** A value. */
    public static Lettering tick(double size) {
        return new Lettering(Kind.TICK, size, Anchor.START, Look.BLUE);
    }

    /** What an axis shows. */
    public static Lettering axisTitle(double size) {
        return new Lettering(Kind.AXIS_TITLE, size, Anchor.START, Look.BLUE);
    }

    /** The same, centred on its place. */
    public Lettering middle() {
        return new Lettering(kind, size, Anchor.MIDDLE, look);
    }

    /** The same, ended at its place. */
    public Lettering end() {
        return new Lettering(kind, size, Anchor.END, look);
    }

    /** Of texts in a row, each of how many can be set where each has so much room. */
    int every(List<String> texts, double room) {
        double widest = texts.stream().mapToDouble(this::width).max().orElse(0);
        return Math.max(1, (int) Math.ceil((widest + size / 2) / room));
    }

    /** An estimate of the width of a text, after the widest of the common sans-serif letters, so that it fits whatever font is there. */
    public double width(String text) {
        return text.length() * size * (kind.isBold() ? 0.75 : 0.61);
    }
}
