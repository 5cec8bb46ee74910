package io.vectile.notebooks;

import io.vectile.pictures.Displayable;
import java.util.function.Function;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;

/**
 * Shows objects of a class as HTML, with words beside it.
 *
 * @param drawing what is drawn of one
 */
record Drawn<T>(Class<T> rendererClass, Function<T, Displayable> drawing) implements DisplayRenderer {

    /** Where a cell ends with one, and where HTML is asked for. */
    @Override
    public boolean canRender(String mimeType) {
        return mimeType == null || mimeType.equals("text/html");
    }

    @Override
    public DisplayData render(String mimeType, Object shown) {
        Displayable drawn = drawing.apply(rendererClass.cast(shown));
        DisplayData data = DisplayData.fromHtml(drawn.toHtml());
        data.putText(VectileDisplays.words(drawn));
        return data;
    }
}
