package io.vectile.codec;

import io.vectile.kernel.Kernels;
import io.vectile.quantization.ProductQuantizer;

/**
 * The terms {@code t = |r|^2 + 2 <c - mu, r>} of many codes of one cell (see {@link Space}): sums over the subspaces of
 * entries of one table, which costs as much as decoding {@code 2^nbits} codes. A cell with fewer codes has each decoded.
 *
 * <p>Works in plain loops: an index is often opened in a young JVM, which has compiled these long before it is done with
 * the SIMD kernels, and interprets the latter a hundred times slower. Belongs to one thread.
 */
public final class ResidualTerms {
    private final ProductQuantizer pq;
    private final Space space;
    private final float[] norms;
    private final float[] table;
    private final float[] direction;
    private final float[] residual;
    private final float[] scratch;
    private int cell = -1;
    private boolean tabled;

    /** @param space with the mean of the centroids; its step does not matter */
    public ResidualTerms(ProductQuantizer pq, Space space) {
        this.pq = pq;
        this.space = space;
        this.norms = new float[pq.m() * pq.ksub()];
        this.table = new float[norms.length];
        this.direction = new float[pq.d()];
        this.residual = new float[pq.d()];
        this.scratch = new float[pq.d()];
        // Squared distances to zero.
        Kernels.plain().tableL2(residual, 0, pq.transposedCodebook(), pq.m(), pq.dsub(), pq.ksub(), norms);
    }

    /** Turns to a cell of which so many codes will follow. */
    public void cell(int number, int codes) {
        boolean same = cell == number && tabled;
        cell = number;
        tabled = codes >= pq.ksub();
        if (tabled && !same) {
            fillTable();
        }
    }

    private void fillTable() {
        for (int e = 0; e < pq.d(); e++) {
            direction[e] = space.centroids()[cell * pq.d() + e] - space.mean()[e];
        }
        Kernels.plain().tableDot(direction, 0, 2f, pq.transposedCodebook(), pq.m(), pq.dsub(), pq.ksub(), table);
        for (int i = 0; i < table.length; i++) {
            table[i] += norms[i];
        }
    }

    /** The standard deviation of the terms of a cell where all codes are equally likely. */
    public float deviation(int number) {
        cell = number;
        tabled = true;
        fillTable();
        double variance = 0;
        for (int j = 0; j < pq.m(); j++) {
            double sum = 0;
            double squares = 0;
            for (int c = j * pq.ksub(); c < (j + 1) * pq.ksub(); c++) {
                sum += table[c];
                squares += (double) table[c] * table[c];
            }
            variance += Math.max(0, squares / pq.ksub() - sum / pq.ksub() * (sum / pq.ksub()));
        }
        return (float) Math.sqrt(variance);
    }

    /** Writes the terms of n codes of the cell, row-major from {@code codes[codesAt]}. */
    public void fill(byte[] codes, int codesAt, int n, float[] terms, int at) {
        if (!tabled) {
            for (int i = 0; i < n; i++) {
                pq.decode(codes, codesAt + i * pq.codeSize(), residual, 0);
                terms[at + i] = space.term(residual, 0, cell, scratch);
            }
        } else if (pq.nbits() == 8) {
            sumBytes(codes, codesAt, n, terms, at);
        } else {
            for (int i = 0; i < n; i++) {
                float sum = 0;
                for (int j = 0; j < pq.m(); j++) {
                    sum += table[j * pq.ksub() + pq.value(codes, codesAt + i * pq.codeSize(), j)];
                }
                terms[at + i] = sum;
            }
        }
    }

    private void sumBytes(byte[] codes, int codesAt, int n, float[] terms, int at) {
        int m = pq.m();
        for (int i = 0; i < n; i++) {
            float sum = 0;
            for (int j = 0; j < m; j++) {
                sum += table[j * Kernels.TABLE + (codes[codesAt + i * m + j] & 255)];
            }
            terms[at + i] = sum;
        }
    }
}
