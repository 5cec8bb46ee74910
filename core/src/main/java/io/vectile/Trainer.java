package io.vectile;

import io.vectile.cluster.Centroids;
import io.vectile.cluster.KMeans;
import io.vectile.cluster.RandomPermutation;
import io.vectile.codec.Codec;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.PqCodec;
import io.vectile.codec.Space;
import io.vectile.contents.Trained;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.partition.InvertedFile;
import io.vectile.partition.OneList;
import io.vectile.partition.Partition;
import io.vectile.storage.BlockLayout;
import io.vectile.transform.TransformChain;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Arrays;

/** Learns cells and codebooks, in Faiss's order: cells from the vectors, then codebooks from their residuals. */
final class Trainer {
    /** Vectors whose distance to their cells' centroids is looked at. */
    private static final int MEASURED = 4096;

    private final IndexSpec spec;
    private final TrainingOptions training;
    private final Trained untrained;
    private final BuildOptions options;

    Trainer(IndexSpec spec, TrainingOptions training, Trained untrained, BuildOptions options) {
        this.spec = spec;
        this.training = training;
        this.untrained = untrained;
        this.options = options;
    }

    /** The state of an index before training: complete already where nothing is to be learnt. */
    static Trained untrained(IndexSpec spec, int d, Metric metric) {
        int inside = spec.dOut(d);
        TransformChain transforms = TransformTrainer.untrained(spec.transforms(), d);
        Partition partition = spec.nlist() == 0 ? new OneList() : new InvertedFile(spec.nlist(), metric != Metric.L2, null);
        Codec codec = switch (spec.codec()) {
            case IndexSpec.Flat() -> new FlatCodec(inside);
            case IndexSpec.Pq(int m, int nbits) -> PqCodec.untrained(inside, m, nbits);
        };
        return new Trained(metric, transforms, partition, codec, Space.whole(metric != Metric.L2, inside),
                spec.refine() ? new FlatCodec(d) : null);
    }

    Trained train(Vectors x) {
        requireEnough(spec, untrained, x.n());
        Trained transformed = new TransformTrainer(spec, training, untrained, options).train(x);
        Partition partition = transformed.partition().isTrained() ? transformed.partition() : trainPartition(x, transformed);
        Space space = transformed.space();
        if (spec.residual() && partition instanceof InvertedFile ivf) {
            space = Space.residual(space.innerProduct(), ivf.centroids());
        }
        Trained trained = transformed.with(partition, transformed.codec(), space);
        return untrained.codec() instanceof PqCodec pq && !pq.isTrained() ? trainCodebooks(x, pq, trained) : trained;
    }

    /** Refuses n training vectors where they are too few. */
    static void requireEnough(IndexSpec spec, Trained untrained, long n) {
        if (n < spec.nlist()) {
            throw new InvalidInputException(
                    "IVF" + spec.nlist() + " needs at least " + spec.nlist() + " training vectors; got " + n);
        }
        if (n < untrained.codec().minTrainingVectors()) {
            throw new InvalidInputException(spec.codec() + " needs at least " + untrained.codec().minTrainingVectors()
                    + " training vectors; got " + n);
        }
    }

    private Partition trainPartition(Vectors x, Trained transformed) {
        boolean innerProduct = ((InvertedFile) transformed.partition()).innerProduct();
        int d = transformed.space().d();
        float[] sample = sample(x, (long) spec.nlist() * training.maxPointsPerCentroid(), transformed, training.seed());
        float[] centroids = KMeans.train(sample, sample.length / d, d, spec.nlist(), training.coarse(innerProduct),
                options.parallel(), options.progress()).centroids();
        return new InvertedFile(cells(centroids, spec.nlist(), d, innerProduct, sample));
    }

    /** Cells with their centroids in 16 bits where that changes next to nothing. Some of the vectors show what it would. */
    static Centroids cells(float[] centroids, int nlist, int d, boolean innerProduct, float[] vectors) {
        int n = vectors.length / d;
        int stride = Math.max(1, n / MEASURED) * d;
        int count = Math.min(n, MEASURED);
        int[] cells = new int[count];
        Centroids.of(centroids, nlist, d, innerProduct).assign(vectors, 0, stride, count, cells, new float[count], 0);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Kernels.active().l2(vectors, i * stride, centroids, cells[i] * d, d);
        }
        return Centroids.rounded(centroids, nlist, d, innerProduct, sum / count);
    }

    private Trained trainCodebooks(Vectors x, PqCodec pq, Trained cells) {
        int d = cells.space().d();
        float[] sample = sample(x, (long) training.maxPointsPerCentroid() << pq.nbits(), cells, training.seed());
        int n = sample.length / d;
        int[] lists = new int[n];
        Space space = cells.space();
        Partition.Assignment assignment = cells.partition().assignment(n);
        options.parallel().forEach(n, 1024, (worker, from, to) -> {
            int count = (int) (to - from);
            assignment.assign(sample, (int) from * d, count, lists, (int) from);
            if (space.isResidual()) {
                for (int i = (int) from; i < to; i++) {
                    space.toResidual(sample, i * d, lists[i]);
                }
            }
        });
        PqCodec codec = pq.trained(sample, n, training.codebook(), options.parallel(), options.progress());
        return cells.with(cells.partition(), codec, withBoundRow(space, codec, sample, lists));
    }

    /** For residuals and L2 the step of the bound row, from the terms that the training vectors have. */
    private static Space withBoundRow(Space space, PqCodec codec, float[] residuals, int[] lists) {
        if (!space.isResidual() || space.innerProduct()) {
            return space;
        }
        int d = space.d();
        int nlist = space.centroids().k();
        Space unscaled = space.withBoundRow(Centroids.meanOf(space.centroids().toRows(), nlist, d), 1f);
        BlockLayout layout = codec.layout(space);
        byte[] codes = new byte[lists.length * layout.codeBytes()];
        codec.encode(residuals, 0, lists.length, codes, 0, layout);
        float[] least = new float[nlist];
        float[] most = new float[nlist];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
        float[] residual = new float[d];
        float[] scratch = new float[d];
        for (int i = 0; i < lists.length; i++) {
            codec.decode(codes, i * layout.codeBytes(), residual, 0, layout);
            float term = unscaled.term(residual, 0, lists[i], scratch);
            least[lists[i]] = Math.min(least[lists[i]], term);
            most[lists[i]] = Math.max(most[lists[i]], term);
        }
        float range = 0;
        for (int l = 0; l < nlist; l++) {
            range = Math.max(range, most[l] - least[l]);
        }
        return unscaled.withBoundRow(unscaled.mean(), Space.step(range));
    }

    /** At most so many rows, chosen as Faiss chooses them, after the transforms. */
    static float[] sample(Vectors x, long most, Trained as, int seed) {
        int d = x.d();
        int widest = Math.max(d, as.space().d());
        int n = (int) Math.min(Math.min(x.n(), most), Integer.MAX_VALUE / widest - 1);
        float[] rows = new float[n * d];
        if (n == x.n()) {
            as.copyRows(x, 0, n, rows);
        } else {
            long[] chosen = RandomPermutation.first(x.n(), n, seed);
            float[] row = new float[d];
            for (int i = 0; i < n; i++) {
                as.copyRows(x, chosen[i], 1, row);
                System.arraycopy(row, 0, rows, i * d, d);
            }
        }
        return as.toSpace(rows, n);
    }
}
