package io.vectile.codec;

import io.vectile.quantization.ProductQuantizer;
import io.vectile.storage.CodeList;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The distances of one query at a time to single codes, in float. For one thread. */
final class CodeDistances {
    private final ProductQuantizer pq;
    private final Space space;
    private final int d;
    private final int m;
    private final int nbits;
    private final int ksub;

    private final float[] query;
    private final float[] centered;
    private final float[] table;
    private final int[] values;
    private final float[] decoded;
    private final float[] centroid;
    /** The list whose centroid that is; gathered for the first vector of a list that is measured. */
    private int centroidOf = -1;

    CodeDistances(ProductQuantizer pq, Space space) {
        this.pq = pq;
        this.space = space;
        this.d = pq.d();
        this.m = pq.m();
        this.nbits = pq.nbits();
        this.ksub = pq.ksub();
        this.query = new float[d];
        this.centered = new float[d];
        this.table = new float[m * ksub];
        this.values = new int[m];
        this.decoded = new float[d];
        this.centroid = space.isResidual() ? new float[d] : null;
    }

    /** Takes a query and fills the {@link #table}. */
    void query(float[] q, int at) {
        System.arraycopy(q, at, query, 0, d);
        if (space.innerProduct()) {
            pq.fillDotTable(query, 0, -1f, table);
        } else if (space.isResidual()) {
            for (int e = 0; e < d; e++) {
                centered[e] = query[e] - space.mean()[e];
            }
            pq.fillDotTable(centered, 0, -2f, table);
        } else {
            pq.fillL2Table(query, 0, table);
        }
    }

    /** What each codeword of each subspace adds to a distance, {@code float[m * ksub]}: the same array for all queries. */
    float[] table() {
        return table;
    }

    /** The sum of a vector's entries in any order: what rounding makes of that is within the slack of {@link PqScanner}. */
    float roughSum(CodeList list, int b, int lane) {
        if (nbits != 8) {
            return sum(list, b, lane);
        }
        MemorySegment codes = list.blocks();
        int width = list.width(b);
        long at = list.blockAt(b) + lane;
        float even = 0;
        float odd = 0;
        int entries = 0;
        for (int j = 0; j + 2 <= m; j += 2) {
            even += table[entries + (codes.get(ValueLayout.JAVA_BYTE, at) & 255)];
            odd += table[entries + 256 + (codes.get(ValueLayout.JAVA_BYTE, at + width) & 255)];
            at += 2L * width;
            entries += 512;
        }
        if ((m & 1) != 0) {
            even += table[entries + (codes.get(ValueLayout.JAVA_BYTE, at) & 255)];
        }
        return even + odd;
    }

    /** The sum of a vector's entries, in the order of the subspaces: what the whole distance is without a bound row. */
    float sum(CodeList list, int b, int lane) {
        values(list, b, lane);
        float sum = 0;
        for (int j = 0; j < m; j++) {
            sum += table[j * ksub + values[j]];
        }
        return sum;
    }

    /** Straight to c + r: the parts of a sum would cancel where the distance is small. */
    float toDecoded(CodeList list, int number, int b, int lane) {
        values(list, b, lane);
        if (centroidOf != number) {
            space.centroids().copyRow(number, centroid, 0);
            centroidOf = number;
        }
        return pq.distanceToDecoded(query, centroid, 0, values, decoded);
    }

    /** Reads the numbers of a vector's codewords. */
    private void values(CodeList list, int b, int lane) {
        if (nbits != 8) {
            for (int j = 0; j < m; j++) {
                values[j] = packedValue(list, b, lane, j);
            }
            return;
        }
        MemorySegment codes = list.blocks();
        int width = list.width(b);
        long at = list.blockAt(b) + lane;
        for (int j = 0; j < m; j++, at += width) {
            values[j] = codes.get(ValueLayout.JAVA_BYTE, at) & 255;
        }
    }

    private int packedValue(CodeList list, int b, int lane, int j) {
        int first = j * nbits >>> 3;
        int last = j * nbits + nbits - 1 >>> 3;
        int bits = 0;
        for (int r = last; r >= first; r--) {
            bits = bits << 8 | list.element(b, r, lane);
        }
        return bits >>> (j * nbits & 7) & ksub - 1;
    }
}
