package io.vectile.codec;

import io.vectile.kernel.Kernels;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.storage.BoundRow;
import io.vectile.storage.CodeList;
import java.util.function.IntFunction;

/**
 * The terms {@code t = |r|^2 + 2 <c - mu, r>} of whole lists of codes (see {@link Space}), for lists that come without their
 * bound row, as those of Faiss's files do: each row is written when its list is first scanned, which takes less than
 * scanning it a few times and spares opening a file all of them.
 *
 * <p>A term is a sum over the subspaces of entries of a table of the cell, which costs as much as decoding
 * {@code 2^nbits} codes; in a list with fewer codes each is decoded. Immutable and thread safe.
 */
public final class ResidualTerms implements BoundRow {
    /** Lists looked at for the range of terms, vectors that show it, and how much wider it may be in others. */
    private static final int SAMPLED_LISTS = 16;
    private static final int FEW = 16 * 64;
    private static final float WIDER = 1.25f;
    /** Standard deviations that stand for a range where there are too few vectors to see it. */
    private static final float DEVIATIONS = 6;

    private final ProductQuantizer pq;
    private final Space space;
    private final float[] norms;

    private ResidualTerms(ProductQuantizer pq, Space space, float[] norms) {
        this.pq = pq;
        this.space = space;
        this.norms = norms;
    }

    /** For lists of a space whose step is known. */
    public static ResidualTerms of(ProductQuantizer pq, Space space) {
        return new ResidualTerms(pq, space, norms(pq));
    }

    private static float[] norms(ProductQuantizer pq) {
        float[] norms = new float[pq.m() * pq.ksub()];
        pq.fillNorms(norms);
        return norms;
    }

    /**
     * For lists that are not bound yet.
     *
     * @param unscaled the space with the centroids' mean and any step; the step is chosen here, by what some lists hold
     * @param nlist    how many lists
     * @param list     gives a list
     */
    public static ResidualTerms of(ProductQuantizer pq, Space unscaled, int nlist, IntFunction<CodeList> list) {
        float[] norms = norms(pq);
        ResidualTerms terms = new ResidualTerms(pq, unscaled, norms);
        float step = Space.step(terms.range(nlist, list));
        return new ResidualTerms(pq, unscaled.withBoundRow(unscaled.mean(), step), norms);
    }

    /** The space with the step that the bound rows will have. */
    public Space space() {
        return space;
    }

    /** The widest range of terms in some lists; where these are short, what is to be expected. */
    private float range(int nlist, IntFunction<CodeList> lists) {
        float range = 0;
        long seen = 0;
        int stride = Math.max(1, nlist / SAMPLED_LISTS);
        for (int l = 0; l < nlist; l += stride) {
            CodeList list = lists.apply(l);
            int n = (int) Math.min(list.size(), FEW);
            if (n > 0) {
                // In plain loops: a young JVM has compiled these before it has the SIMD kernels.
                float[] terms = terms(l, list, n, true);
                range = Math.max(range, WIDER * (max(terms) - min(terms)));
                seen += n;
            }
        }
        if (seen < FEW) {
            for (int l = 0; l < nlist; l += stride) {
                range = Math.max(range, DEVIATIONS * deviation(l));
            }
        }
        return range;
    }

    @Override
    public float write(int number, CodeList list) {
        float[] terms = terms(number, list, Math.toIntExact(list.size()), false);
        float least = min(terms);
        for (int i = 0; i < terms.length; i++) {
            list.writeBound(i, space.entry(terms[i], least));
        }
        return least;
    }

    /** The terms of the first n codes of a list. */
    private float[] terms(int number, CodeList list, int n, boolean plain) {
        float[] terms = new float[n];
        float[] table = n >= pq.ksub() ? table(number, plain) : null;
        byte[] codes = new byte[Kernels.BLOCK * pq.codeSize()];
        byte[] scratch = new byte[codes.length + Kernels.BLOCK];
        for (int b = 0; b * Kernels.BLOCK < n; b++) {
            int count = Math.min(list.copyBlock(b, codes, scratch), n - b * Kernels.BLOCK);
            if (table != null) {
                sum(table, codes, count, terms, b * Kernels.BLOCK);
            } else {
                decode(number, codes, count, terms, b * Kernels.BLOCK);
            }
        }
        return terms;
    }

    private float[] table(int number, boolean plain) {
        float[] direction = new float[pq.d()];
        space.centroids().copyRow(number, direction, 0);
        for (int e = 0; e < direction.length; e++) {
            direction[e] -= space.mean()[e];
        }
        float[] table = new float[norms.length];
        pq.fillDotTable(direction, 0, 2f, table, plain);
        for (int i = 0; i < table.length; i++) {
            table[i] += norms[i];
        }
        return table;
    }

    private void sum(float[] table, byte[] codes, int n, float[] terms, int at) {
        int m = pq.m();
        int ksub = pq.ksub();
        int codeSize = pq.codeSize();
        boolean bytes = pq.nbits() == 8;
        for (int i = 0; i < n; i++) {
            float sum = 0;
            for (int j = 0; j < m; j++) {
                int value = bytes ? codes[i * m + j] & 255 : pq.value(codes, i * codeSize, j);
                sum += table[j * ksub + value];
            }
            terms[at + i] = sum;
        }
    }

    private void decode(int number, byte[] codes, int n, float[] terms, int at) {
        float[] residual = new float[pq.d()];
        float[] scratch = new float[pq.d()];
        for (int i = 0; i < n; i++) {
            pq.decode(codes, i * pq.codeSize(), residual, 0);
            terms[at + i] = space.term(residual, 0, number, scratch);
        }
    }

    /** The standard deviation of the terms of a cell where all codes are equally likely. */
    private float deviation(int number) {
        float[] table = table(number, true);
        int ksub = pq.ksub();
        double variance = 0;
        for (int j = 0; j < pq.m(); j++) {
            double sum = 0;
            double squares = 0;
            for (int c = j * ksub; c < (j + 1) * ksub; c++) {
                sum += table[c];
                squares += (double) table[c] * table[c];
            }
            variance += Math.max(0, squares / ksub - sum / ksub * (sum / ksub));
        }
        return (float) Math.sqrt(variance);
    }

    private static float min(float[] terms) {
        float least = terms[0];
        for (float term : terms) {
            least = Math.min(least, term);
        }
        return least;
    }

    private static float max(float[] terms) {
        float most = terms[0];
        for (float term : terms) {
            most = Math.max(most, term);
        }
        return most;
    }
}
