package io.vectile;

import io.vectile.codec.Codec;
import io.vectile.codec.Space;
import io.vectile.partition.InvertedFile;
import io.vectile.partition.Partition;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.CodeList;
import io.vectile.storage.Snapshot;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;

/**
 * What training decides: cells, codec, and how codes stand in space. Immutable; an index replaces it whole.
 */
record Trained(Metric metric, Partition partition, Codec codec, Space space) {
    int d() {
        return space.d();
    }

    boolean isComplete() {
        return partition.isTrained() && codec.isTrained();
    }

    boolean hasCells() {
        return partition instanceof InvertedFile;
    }

    /** Copies rows as the index sees them: of length one for the cosine. */
    void copyRows(Vectors x, long from, int count, float[] rows) {
        x.copyRows(from, count, rows, 0);
        if (metric == Metric.COSINE) {
            Space.normalize(rows, count, d());
        }
    }

    /** Encodes rows in place: they become residuals where codes are. */
    void encode(float[] rows, int n, int[] lists, int listsAt, byte[] codes, BlockLayout layout) {
        if (space.isResidual()) {
            for (int i = 0; i < n; i++) {
                space.toResidual(rows, i * d(), lists[listsAt + i]);
            }
        }
        codec.encode(rows, 0, n, codes, 0, layout);
    }

    /** Decodes one code of a list. */
    void decode(byte[] codes, int at, int list, float[] row, int rowAt, BlockLayout layout) {
        codec.decode(codes, at, row, rowAt, layout);
        if (space.isResidual()) {
            space.fromResidual(row, rowAt, list);
        }
    }

    /** The vector at a place, decoded. */
    float[] decode(Snapshot snapshot, long ref) {
        CodeList list = snapshot.list(Snapshot.listOf(ref));
        byte[] code = new byte[list.layout().codeBytes()];
        list.copyCode(Snapshot.positionOf(ref), code, 0);
        float[] row = new float[d()];
        decode(code, 0, Snapshot.listOf(ref), row, 0, list.layout());
        return row;
    }

    /** Encodes and decodes rows in place. */
    void roundTrip(float[] rows, int n) {
        BlockLayout layout = codec.layout(space);
        int[] lists = new int[n];
        partition.assign(rows, 0, n, lists, 0);
        byte[] codes = new byte[n * layout.codeBytes()];
        encode(rows, n, lists, 0, codes, layout);
        for (int i = 0; i < n; i++) {
            decode(codes, i * layout.codeBytes(), lists[i], rows, i * d(), layout);
        }
    }
}
