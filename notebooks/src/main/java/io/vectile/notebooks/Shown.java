package io.vectile.notebooks;

import java.util.function.Function;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;

/**
 * How objects of a class are shown where a cell ends with one, or where their type is asked for. Asked for another, the kernel goes on
 * to its own ways: a string may be HTML that somebody wrote.
 *
 * @param mimeType the type of what comes out first of all
 * @param form     what comes out
 */
record Shown<T>(Class<T> rendererClass, String mimeType, Function<T, DisplayData> form) implements DisplayRenderer {

    @Override
    public boolean canRender(String wanted) {
        return wanted == null || wanted.equals(mimeType);
    }

    @Override
    public DisplayData render(String wanted, Object shown) {
        return form.apply(rendererClass.cast(shown));
    }
}
