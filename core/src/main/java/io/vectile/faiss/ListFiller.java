package io.vectile.faiss;

import io.vectile.codec.PqCodec;
import io.vectile.codec.ResidualTerms;
import io.vectile.codec.Space;
import io.vectile.concurrent.Parallel;
import io.vectile.contents.Trained;
import io.vectile.kernel.Kernels;
import io.vectile.storage.ListLoader;
import io.vectile.storage.ListLoader.IdRange;

/**
 * Turns the product-quantized codes of a file into lists of blocks, with the bound row that Faiss has not (see
 * {@link Space}).
 */
final class ListFiller {
    /** Below so many vectors a cell, those there do not show how far terms will spread. */
    private static final int FEW_PER_CELL = 64;
    /** Cells looked at for that spread, and standard deviations that stand for its range. */
    private static final int SAMPLED_CELLS = 256;
    private static final float DEVIATIONS = 6;

    private final PqCodec codec;
    private final Space space;
    private final long[] sizes;
    private final Parallel parallel;
    private final ListLoader loader;
    private final float[][] terms;

    /** @param trained with a bound row of any step where codes are residuals for L2 */
    ListFiller(Trained trained, long[] sizes, Parallel parallel) {
        this.codec = (PqCodec) trained.codec();
        this.space = trained.space();
        this.sizes = sizes;
        this.parallel = parallel;
        this.loader = new ListLoader(codec.layout(space), sizes);
        this.terms = space.hasBoundRow() ? new float[sizes.length][] : null;
        for (int l = 0; terms != null && l < sizes.length; l++) {
            terms[l] = new float[Math.toIntExact(sizes[l])];
        }
    }

    ListLoader loader() {
        return loader;
    }

    /**
     * Fills the lists.
     *
     * @param ids room for the ids; null where they are counted
     */
    IdRange fill(ListReader reader, ListLoader.Ids ids) {
        return reader.read(() -> {
            byte[] block = new byte[codec.layout(space).codeBytes() * Kernels.BLOCK];
            ResidualTerms measure = terms == null ? null : new ResidualTerms(codec.quantizer(), space);
            return (list, position, codes, at, n) -> {
                loader.codes(list, position, codes, at, n, block);
                if (measure != null) {
                    measure.cell(list, n);
                    measure.fill(codes, at, n, terms[list], (int) position);
                }
            };
        }, ids);
    }

    /** Writes the bound rows, in steps that all lists share; gives the space with that step. */
    Space bound() {
        if (terms == null) {
            return space;
        }
        float[] least = new float[terms.length];
        float range = 0;
        long n = 0;
        for (int l = 0; l < terms.length; l++) {
            least[l] = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (float term : terms[l]) {
                least[l] = Math.min(least[l], term);
                most = Math.max(most, term);
            }
            range = terms[l].length == 0 ? range : Math.max(range, most - least[l]);
            n += terms[l].length;
        }
        if (n < (long) FEW_PER_CELL * terms.length) {
            range = Math.max(range, expectedRange(terms.length));
        }
        Space stepped = space.withBoundRow(space.mean(), Space.step(range));
        parallel.forEach(terms.length, 64, (worker, from, to) -> {
            for (int l = (int) from; l < to; l++) {
                byte[] entries = new byte[terms[l].length];
                for (int i = 0; i < entries.length; i++) {
                    entries[i] = (byte) stepped.entry(terms[l][i], least[l]);
                }
                loader.bounds(l, entries.length == 0 ? 0f : least[l], entries);
            }
        });
        return stepped;
    }

    /** The range of terms where codes fall on all centroids alike. */
    private float expectedRange(int nlist) {
        ResidualTerms measure = new ResidualTerms(codec.quantizer(), space);
        float range = 0;
        int stride = Math.max(1, nlist / SAMPLED_CELLS);
        for (int l = 0; l < nlist; l += stride) {
            range = Math.max(range, DEVIATIONS * measure.deviation(l));
        }
        return range;
    }
}
