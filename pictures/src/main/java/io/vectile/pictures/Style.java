package io.vectile.pictures;

/** How a shape is drawn: an {@link Ink}, alone or {@link Ink#in in} the colour of a series. */
public sealed interface Style permits Ink, Style.Coloured {

    /** How it is filled and outlined. */
    Ink ink();

    /** The series whose colour it takes, where its ink has none of its own. */
    Look look();

    /** An ink in the colour of a series. */
    record Coloured(Ink ink, Look look) implements Style {}
}
