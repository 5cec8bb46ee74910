package io.vectile.notebooks;

import io.vectile.Index;
import io.vectile.IndexReport;
import io.vectile.Neighbors;
import io.vectile.pictures.Displayable;
import io.vectile.pictures.Picture;
import io.vectile.pictures.Pictures;
import io.vectile.pictures.Stack;
import io.vectile.pictures.Table;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
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
                new Drawn<>(Displayable.class, shown -> shown),
                new Drawn<>(Index.class, Pictures::of),
                new Drawn<>(ProductQuantizer.class, Pictures::of),
                new Drawn<>(Neighbors.class, Pictures::of),
                new Written<>(IndexReport.class, IndexReport::toString),
                new Written<>(Vectors.class, Vectors::toString),
                new Written<>(CharSequence.class, CharSequence::toString),
                new Written<>(Number.class, Number::toString),
                new Written<>(Record.class, Record::toString),
                new Written<>(float[].class, Arrays::toString),
                new Written<>(double[].class, Arrays::toString),
                new Written<>(int[].class, Arrays::toString),
                new Written<>(long[].class, Arrays::toString),
                new Written<>(byte[].class, Arrays::toString));
    }

    @Override
    public List<DisplayTransformer> getDisplayTransformers() {
        return List.of();
    }

    /** The words for a reader, or a program, that shows no HTML. */
    static String words(Displayable shown) {
        return switch (shown) {
            case Table table -> table.toText();
            case Picture picture -> picture.title() + ". " + picture.description();
            case Stack stack -> stack.parts().stream().map(VectileDisplays::words).collect(Collectors.joining("\n"));
            default -> shown.getClass().getSimpleName();
        };
    }
}
