package io.vectile.pictures;

import io.vectile.pictures.HeatMap.Panel;
import io.vectile.quantization.ProductQuantizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The codebooks of a product quantizer as a heat map: a panel for each part, a row for each centroid, a column for each dimension. */
final class Codebooks {
    /** A row is about a pixel then. */
    private static final int MOST_CENTROIDS = 1024;

    private Codebooks() {}

    static HeatMap of(ProductQuantizer quantizer) {
        float[] codebook = quantizer.codebook();
        int shown = Math.min(quantizer.ksub(), MOST_CENTROIDS);
        List<Panel> panels = new ArrayList<>();
        for (int j = 0; j < quantizer.m(); j++) {
            int at = j * quantizer.ksub() * quantizer.dsub();
            panels.add(new Panel("part " + j, shown, quantizer.dsub(), Arrays.copyOfRange(codebook, at, at + shown * quantizer.dsub())));
        }
        String first = shown < quantizer.ksub() ? "The first " + Quantity.NUMBER.label(shown) + " of " : "";
        return new HeatMap("The codebooks of " + quantizer.m() + (quantizer.m() == 1 ? " part" : " parts"),
                first + Quantity.NUMBER.label(quantizer.ksub()) + " centroids of each part, " + quantizer.dsub() + " dimensions wide",
                "the " + quantizer.dsub() + " dimensions of a part", first.toLowerCase(Locale.ROOT) + Quantity.NUMBER.label(quantizer.ksub()) + " centroids a part", panels);
    }
}
