package io.vectile.pictures;

import java.util.Locale;

/**
 * How shapes are filled and outlined, by what they are for. Both canvases take it from here: as rules of a style sheet, and as paints and
 * strokes.
 */
public enum Ink implements Style {
    /** What lies behind all. */
    PAPER(Paint.PAPER, Paint.NONE, 0, 1),
    /** Lines across a chart, at the marks of an axis. */
    GRID(Paint.NONE, Paint.RULE, 1, 1),
    /** Axes and their marks. */
    AXIS(Paint.NONE, Paint.MUTED, 1, 1),
    /** The line of a series. */
    LINE(Paint.NONE, Paint.OWN, 2.2, 1),
    /** A dashed line: a level to compare with. */
    DASHES(Paint.NONE, Paint.OWN, 2.2, 1),
    /** One of very many lines, which are seen as a whole. */
    HAIR(Paint.NONE, Paint.OWN, 0.8, 0.4),
    /** A point of a series. */
    MARK(Paint.OWN, Paint.PAPER, 1.2, 1),
    /** A bar. */
    BAR(Paint.OWN, Paint.NONE, 0, 1),
    /** A cell in the plane. */
    CELL(Paint.NONE, Paint.MUTED, 0.7, 0.6),
    /** A cell that is visited. */
    LIT(Paint.LIT, Paint.LIT_EDGE, 1.4, 1),
    /** One of very many points. */
    POINT(Paint.MUTED, Paint.NONE, 0, 0.45),
    /** A centroid. */
    CENTROID(Paint.NONE, Paint.MUTED, 1.4, 1),
    /** A true neighbour that was found. */
    FOUND(Paint.GREEN, Paint.PAPER, 0.8, 1),
    /** A true neighbour that was missed. */
    MISSED(Paint.NONE, Paint.ORANGE, 2.2, 1),
    /** The query. */
    QUERY(Paint.INK, Paint.PAPER, 1.4, 1);

    /** Lengths of dashes and of the gaps between them. */
    static final float[] DASH = {2, 5};

    private final Paint fill;
    private final Paint stroke;
    private final double width;
    private final double opacity;

    Ink(Paint fill, Paint stroke, double width, double opacity) {
        this.fill = fill;
        this.stroke = stroke;
        this.width = width;
        this.opacity = opacity;
    }

    /** This ink in the colour of a series; without effect on inks that have colours of their own. */
    public Style in(Look look) {
        return new Coloured(this, look);
    }

    @Override
    public Ink ink() {
        return this;
    }

    @Override
    public Look look() {
        return Look.BLUE;
    }

    Paint fill() {
        return fill;
    }

    Paint stroke() {
        return stroke;
    }

    /** Of the outline. */
    double width() {
        return width;
    }

    /** Of filling and outline, 1 for what hides all behind it. */
    double opacity() {
        return opacity;
    }

    /** Whether lines end and turn in arcs. */
    boolean isRound() {
        return this == LINE || this == DASHES || this == MISSED || this == HAIR;
    }

    boolean isDashed() {
        return this == DASHES;
    }

    /** The class of its elements. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rule of a style sheet for its elements. */
    String rule() {
        StringBuilder rule = new StringBuilder("svg ." + word() + " { fill: " + fill.css() + ";");
        if (stroke != Paint.NONE) {
            rule.append(" stroke: ").append(stroke.css()).append("; stroke-width: ").append(Markup.number(width)).append(';');
        }
        if (isRound()) {
            rule.append(" stroke-linejoin: round; stroke-linecap: round;");
        }
        if (isDashed()) {
            rule.append(" stroke-dasharray: ").append(Markup.number(DASH[0])).append(' ').append(Markup.number(DASH[1])).append(';');
        }
        if (opacity < 1) {
            rule.append(" opacity: ").append(Markup.number(opacity)).append(';');
        }
        return rule.append(" }\n").toString();
    }
}
