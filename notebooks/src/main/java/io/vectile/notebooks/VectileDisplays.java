package io.vectile.notebooks;

import io.vectile.Index;
import io.vectile.IndexReport;
import io.vectile.Neighbors;
import io.vectile.pictures.Displayable;
import io.vectile.pictures.Picture;
import io.vectile.pictures.Pictures;
import io.vectile.pictures.Column;
import io.vectile.pictures.Table;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/**
 * What the kernel shows of Vectile's objects where a cell ends with one: pictures and tables as they are; an index, its quantizer and the
 * answer of a search as {@link Pictures} draws them; and as plain text what the kernel would take for HTML. The kernel finds this class
 * as a service.
 */
public final class VectileDisplays implements DisplayProvider {

    @Override
    public List<DisplayRenderer> getDisplayRenderers() {
        return List.of(
                drawn(Displayable.class, shown -> shown),
                drawn(Index.class, Pictures::of),
                drawn(ProductQuantizer.class, Pictures::of),
                drawn(Neighbors.class, Pictures::of),
                written(IndexReport.class, IndexReport::toString),
                written(Vectors.class, Vectors::toString),
                written(CharSequence.class, CharSequence::toString),
                written(Number.class, Number::toString),
                written(Record.class, Record::toString),
                written(float[].class, Arrays::toString),
                written(double[].class, Arrays::toString),
                written(int[].class, Arrays::toString),
                written(long[].class, Arrays::toString),
                written(byte[].class, Arrays::toString));
    }

    @Override
    public List<DisplayTransformer> getDisplayTransformers() {
        return List.of();
    }

    /** As HTML, with words beside it. */
    private static <T> DisplayRenderer drawn(Class<T> type, Function<T, Displayable> drawing) {
        return new Shown<>(type, "text/html", shown -> {
            Displayable drawn = drawing.apply(shown);
            DisplayData data = DisplayData.fromHtml(drawn.toHtml());
            data.putText(words(drawn));
            return data;
        });
    }

    /** As plain text, lines and blanks kept. */
    private static <T> DisplayRenderer written(Class<T> type, Function<T, String> words) {
        return new Shown<>(type, "text/plain", shown -> DisplayData.fromText(words.apply(shown)));
    }

    /** The words for a reader, or a program, that shows no HTML. */
    private static String words(Displayable shown) {
        return switch (shown) {
            case Table table -> table.toText();
            case Picture picture -> picture.title() + ". " + picture.description();
            case Column stack -> stack.parts().stream().map(VectileDisplays::words).collect(Collectors.joining("\n"));
            default -> shown.getClass().getSimpleName();
        };
    }
}
