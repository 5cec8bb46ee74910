package io.vectile.pictures;

import java.awt.Color;

/** What a shape is filled or outlined with. */
enum Paint {
    /** Nothing. */
    NONE(null),
    /** The colour of the series. */
    OWN(null),
    PAPER(Tone.PAPER),
    INK(Tone.INK),
    MUTED(Tone.MUTED),
    RULE(Tone.RULE),
    GREEN(Tone.GREEN),
    ORANGE(Tone.ORANGE),
    LIT(Tone.LIT),
    LIT_EDGE(Tone.LIT_EDGE);

    private final Tone tone;

    Paint(Tone tone) {
        this.tone = tone;
    }

    /** As a style sheet has it. */
    String css() {
        return switch (this) {
            case NONE -> "none";
            case OWN -> "currentColor";
            default -> tone.use();
        };
    }

    /** The light colour. Not for {@link #NONE}. */
    Color color(Look look) {
        return (this == OWN ? look.tone() : tone).color();
    }
}
