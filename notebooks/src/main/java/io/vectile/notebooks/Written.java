package io.vectile.notebooks;

import java.util.function.Function;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;

/**
 * Shows objects of a class as plain text, lines and blanks kept.
 *
 * @param words what is written of one
 */
record Written<T>(Class<T> rendererClass, Function<T, String> words) implements DisplayRenderer {

    /** Where a cell ends with one, and where text is asked for: a string may be shown as HTML. */
    @Override
    public boolean canRender(String mimeType) {
        return mimeType == null || mimeType.equals("text/plain");
    }

    @Override
    public DisplayData render(String mimeType, Object shown) {
        return DisplayData.fromText(words.apply(rendererClass.cast(shown)));
    }
}
