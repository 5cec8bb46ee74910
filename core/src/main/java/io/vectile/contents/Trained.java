package io.vectile.contents;

import io.vectile.codec.Codec;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.PqCodec;
import io.vectile.codec.ResidualTerms;
import io.vectile.codec.Space;
import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.partition.InvertedFile;
import io.vectile.partition.OneList;
import io.vectile.partition.Partition;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.BoundRow;
import io.vectile.storage.ListStore;
import io.vectile.storage.Snapshot;
import io.vectile.transform.Normalization;
import io.vectile.transform.Transform;
import io.vectile.transform.TransformChain;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What training decides: transforms, cells, codec, and how codes stand in space. Immutable; an index replaces it whole.
 *
 * <p>A row passes through three forms: as the caller has it; of length one where the metric is the cosine; and in the space
 * of the codes, after the transforms. The originals of a refining index are rows of the second form.
 *
 * @param transforms from the caller's d to the space's
 * @param refine     how originals are kept beside their codes; null where they are not
 */
public record Trained(Metric metric, TransformChain transforms, Partition partition, Codec codec, Space space,
        FlatCodec refine) {
    /** Numbers per vector as callers have them. */
    public int d() {
        return transforms.dIn();
    }

    /** Whether vectors can be added. */
    public boolean isComplete() {
        return transforms.isTrained() && partition.isTrained() && codec.isTrained();
    }

    /** Whether lists are the cells of an inverted file. */
    public boolean hasCells() {
        return partition instanceof InvertedFile;
    }

    /** What of the training is not as in another, so that codes of one would not mean the same in the other; empty where all is. */
    public List<String> differencesFrom(Trained other) {
        List<String> parts = new ArrayList<>();
        note(parts, "metric", metric == other.metric);
        note(parts, "transforms", transforms.equals(other.transforms));
        note(parts, "cells", sameCells(partition, other.partition));
        note(parts, codec instanceof FlatCodec || other.codec instanceof FlatCodec ? "codec" : "codebooks",
                sameCodes(codec, other.codec) && space.isResidual() == other.space.isResidual());
        note(parts, "refining", (refine == null) == (other.refine == null));
        return parts;
    }

    private static void note(List<String> parts, String name, boolean same) {
        if (!same) {
            parts.add(name);
        }
    }

    private static boolean sameCells(Partition one, Partition other) {
        return switch (one) {
            case OneList single -> other instanceof OneList;
            case InvertedFile cells -> other instanceof InvertedFile that && cells.nlist() == that.nlist()
                    && cells.innerProduct() == that.innerProduct() && cells.isTrained() && that.isTrained()
                    && IntStream.range(0, cells.nlist())
                            .allMatch(c -> Arrays.equals(cells.centroids().row(c), that.centroids().row(c)));
        };
    }

    private static boolean sameCodes(Codec one, Codec other) {
        return switch (one) {
            case FlatCodec flat -> flat.equals(other);
            case PqCodec pq -> other instanceof PqCodec that && pq.m() == that.m() && pq.nbits() == that.nbits()
                    && pq.isTrained() && that.isTrained()
                    && Arrays.equals(pq.quantizer().codebook(), that.quantizer().codebook());
        };
    }

    /** The same with other cells, codec and space. */
    public Trained with(Partition cells, Codec coding, Space where) {
        return new Trained(metric, transforms, cells, coding, where, refine);
    }

    /** What writes bound rows of lists that are packed anew; null where there are none. */
    public BoundRow boundRow() {
        return space.hasBoundRow() && codec instanceof PqCodec pq && pq.isTrained()
                ? ResidualTerms.of(pq.quantizer(), space)
                : null;
    }

    /** Lists without vectors. */
    public ListStore emptyStore() {
        // An untrained index has no lists yet: how many there will be is a number in a file that nothing else bears out.
        int lists = isComplete() ? partition.lists() : 0;
        return ListStore.empty(lists, codec.layout(space), refine == null ? 0 : d());
    }

    /** Copies rows as the metric has them: of length one for the cosine. */
    public void copyRows(Vectors x, long from, int count, float[] rows) {
        x.copyRows(from, count, rows, 0);
        normalize(rows, count);
    }

    /** Scales n rows to length one where the metric is the cosine. */
    public void normalize(float[] rows, int n) {
        if (metric == Metric.COSINE) {
            Normalization.normalize(rows, n, d(), rows);
        }
    }

    /** Takes n rows to the space of the codes; gives the same array where there are no transforms. */
    public float[] toSpace(float[] rows, int n) {
        return transforms.apply(rows, n, new TransformChain.Scratch());
    }

    /**
     * Takes n rows to the space of the codes, and refuses those whose squared distances to cells and codes could pass the
     * largest float. Vectors that are only compared as they are may be of any finite length.
     *
     * @param what  how a message calls a row
     * @param first the number of the first row, for messages; -1 for a single one
     * @throws InvalidInputException naming the row and its squared length
     */
    public float[] toMeasurable(float[] rows, int n, String what, long first) {
        float[] inSpace = toSpace(rows, n);
        if (!hasCells() && codec instanceof FlatCodec && transforms.isIdentity()) {
            return inSpace;
        }
        int d = space.d();
        for (int i = 0; i < n; i++) {
            float norm = Kernels.active().dot(inSpace, i * d, inSpace, i * d, d);
            if (!(norm <= Kernels.MAX_NORM)) {
                throw new InvalidInputException(what + (first < 0 ? "" : " " + (first + i)) + " has the squared length " + norm
                        + (transforms.isIdentity() ? "" : " after the transforms") + "; " + Kernels.MAX_NORM + " is the most that can "
                        + "be compared with cells or codes");
            }
        }
        return inSpace;
    }

    /** Encodes rows of the space in place: they become residuals where codes are. */
    public void encode(float[] rows, int n, int[] lists, int listsAt, byte[] codes, BlockLayout layout) {
        if (space.isResidual()) {
            for (int i = 0; i < n; i++) {
                space.toResidual(rows, i * space.d(), lists[listsAt + i]);
            }
        }
        codec.encode(rows, 0, n, codes, 0, layout);
    }

    /** Decodes one code of a list into a row of the space. */
    private void decode(byte[] codes, int at, int list, float[] row, int rowAt, BlockLayout layout) {
        codec.decode(codes, at, row, rowAt, layout);
        if (space.isResidual()) {
            space.fromResidual(row, rowAt, list);
        }
    }

    /**
     * The vector at a place: its original where that is kept, else its decoding.
     *
     * @throws IndexStateException where a transform has no way back
     */
    public float[] reconstruct(Snapshot snapshot, long ref) {
        if (refine != null) {
            float[] original = new float[d()];
            snapshot.originals().copy(snapshot.ordinal(ref), original, 0);
            return original;
        }
        BlockLayout layout = snapshot.layoutOf(ref);
        byte[] code = new byte[layout.codeBytes()];
        snapshot.copyCode(ref, code);
        float[] row = new float[space.d()];
        decode(code, 0, Snapshot.listOf(ref), row, 0, layout);
        return fromSpace(row);
    }

    private float[] fromSpace(float[] row) {
        for (Transform transform : transforms.transforms()) {
            // What scaled a vector to length one forgot its length; then that is the vector, as it is for the cosine.
            if (!transform.isReversible() && !(transform instanceof Normalization)) {
                throw new IndexStateException("the index holds vectors after a linear transform from "
                        + transform.dIn() + " to " + transform.dOut() + " dimensions that cannot be undone");
            }
        }
        float[] back = new float[d()];
        transforms.reverse(row, 1, back, new TransformChain.Scratch());
        return back;
    }

    /** Encodes and decodes rows of the space in place. */
    public void roundTrip(float[] rows, int n) {
        BlockLayout layout = codec.layout(space);
        int[] lists = new int[n];
        partition.assign(rows, 0, n, lists, 0);
        byte[] codes = new byte[n * layout.codeBytes()];
        encode(rows, n, lists, 0, codes, layout);
        for (int i = 0; i < n; i++) {
            decode(codes, i * layout.codeBytes(), lists[i], rows, i * space.d(), layout);
        }
    }
}
