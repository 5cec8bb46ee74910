package io.vectile.pictures;

/** What a notebook shows when a cell ends with it: a {@link Picture}, a {@link Table}, or several of them as a {@link Column}. */
public interface Displayable {

    /**
     * An HTML fragment that needs nothing else: no style sheet, no script, nothing fetched. It is well-formed XML as well, and may stand
     * in one page with any number of others.
     */
    String toHtml();
}
