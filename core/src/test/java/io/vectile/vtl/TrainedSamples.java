package io.vectile.vtl;

import io.vectile.cluster.Centroids;
import io.vectile.codec.Codec;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.PqCodec;
import io.vectile.codec.Space;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.contents.SearchDefaults;
import io.vectile.contents.Trained;
import io.vectile.contents.Training;
import io.vectile.partition.InvertedFile;
import io.vectile.partition.OneList;
import io.vectile.partition.Partition;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.transform.Centering;
import io.vectile.transform.LinearTransform;
import io.vectile.transform.Normalization;
import io.vectile.transform.Pca;
import io.vectile.transform.RandomRotation;
import io.vectile.transform.Transform;
import io.vectile.transform.TransformChain;
import io.vectile.vectors.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Indexes without vectors, one of every kind, of random numbers: nothing needs to be learnt for a file to hold it. */
final class TrainedSamples {
    static final Training TRAINING = new Training(-7, 10, 25, 256);

    private TrainedSamples() {}

    static Map<String, IndexInfo> all() {
        Map<String, IndexInfo> all = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            String word = " " + metric.word();
            all.put("Flat" + word, info(metric, List.of(), 6, new OneList(), new FlatCodec(6), false, false));
            for (int nbits : new int[] {4, 8, 12}) {
                all.put("PQ3x" + nbits + word, info(metric, List.of(), 6, new OneList(), pq(6, 3, nbits), false, false));
            }
            all.put("IVF70,Flat" + word, info(metric, List.of(), 5, cells(70, 5, metric), new FlatCodec(5), false, false));
            all.put("IVF70 of 16 bits,PQ2" + word, info(metric, List.of(), 4, bfloats(70, 4, metric), pq(4, 2, 8), true, false));
            all.put("IVF64,PQ2" + word, info(metric, List.of(), 4, cells(64, 4, metric), pq(4, 2, 8), true, false));
            all.put("IVF3,PQ2x4 whole" + word, info(metric, List.of(), 4, cells(3, 4, metric), pq(4, 2, 4), false, true));
        }
        all.put("IVF200,PQ50x1 wide", info(Metric.L2, List.of(), 300, cells(200, 300, Metric.L2), pq(300, 50, 1), true, true));
        all.put("PQ3 of other numbers", info(Metric.L2, List.of(), 6, new OneList(),
                new PqCodec(6, 3, 8, pq(6, 3, 8).quantizer().grouped()), false, false));
        transforms().forEach((name, chain) -> {
            int d = chain.getLast().dOut();
            all.put(name + ",Flat", info(Metric.L2, chain, chain.getFirst().dIn(), new OneList(), new FlatCodec(d), false, true));
        });
        untrained().forEach(all::put);
        return all;
    }

    private static Map<String, List<Transform>> transforms() {
        Map<String, List<Transform>> chains = new LinkedHashMap<>();
        chains.put("Linear", List.of(new LinearTransform(4, 3, floats(12), null)));
        chains.put("Linear with bias", List.of(new LinearTransform(3, 70, floats(210), floats(70))));
        chains.put("RR", List.of(RandomRotation.train(5, 5, 3)));
        chains.put("PCA", List.of(Pca.train(floats(60), 10, 6, 4, 0f, false, 1, Parallel.threads(1), Progress.NONE)));
        chains.put("PCAWR", List.of(Pca.train(floats(60), 10, 6, 2, -0.5f, true, 1, Parallel.threads(1), Progress.NONE)));
        chains.put("PCA of few rows", List.of(new Pca(new LinearTransform(4, 2, floats(8), floats(2)), -0.5f, 1e-3f, true, 4,
                floats(4), floats(4), floats(12))));
        chains.put("L2norm", List.of(new Normalization(7)));
        chains.put("Center", List.of(new Centering(7, floats(7))));
        chains.put("Center,L2norm,RR,Linear", List.of(new Centering(4, floats(4)), new Normalization(4),
                RandomRotation.train(4, 6, 1), new LinearTransform(6, 2, floats(12), floats(2))));
        return chains;
    }

    /** Not trained, or in part: a file keeps what there is. */
    private static Map<String, IndexInfo> untrained() {
        Map<String, IndexInfo> all = new LinkedHashMap<>();
        Partition cells = new InvertedFile(1 << 22, false, null);
        Transform linear = new LinearTransform(1 << 15, 8, null, null);
        all.put("untrained PQ", info(Metric.L2, List.of(), 8, new OneList(), PqCodec.untrained(8, 2, 8), false, false));
        all.put("untrained IVF,PQ", info(Metric.L2, List.of(), 8, cells, PqCodec.untrained(8, 2, 8), true, false));
        all.put("untrained IVF,Flat", info(Metric.L2, List.of(), 8, cells, new FlatCodec(8), false, true));
        all.put("trained cells", info(Metric.L2, List.of(), 8, cells(9, 8, Metric.L2), PqCodec.untrained(8, 2, 8), true, false));
        all.put("trained codebooks", info(Metric.L2, List.of(), 8, cells, pq(8, 2, 4), true, false));
        all.put("untrained OPQ before trained IVF,PQ",
                info(Metric.L2, List.of(linear), 1 << 15, cells(9, 8, Metric.L2), pq(8, 2, 4), true, false));
        all.put("untrained RR", info(Metric.L2, List.of(new RandomRotation(new LinearTransform(3, 5, null, null))), 3,
                new OneList(), new FlatCodec(5), false, false));
        all.put("untrained PCA", info(Metric.L2, List.of(Pca.untrained(6, 3, -0.5f, true)), 6, new OneList(), new FlatCodec(3),
                false, false));
        all.put("untrained Center", info(Metric.COSINE, List.of(new Centering(6, null)), 6, new OneList(), new FlatCodec(6),
                false, false));
        return all;
    }

    static IndexInfo info(Metric metric, List<Transform> transforms, int d, Partition partition, Codec codec, boolean residual,
            boolean refine) {
        int inside = transforms.isEmpty() ? d : transforms.getLast().dOut();
        boolean innerProduct = metric != Metric.L2;
        Space space = Space.whole(innerProduct, inside);
        if (residual && partition instanceof InvertedFile(int nlist, boolean _, Centroids centroids) && centroids != null) {
            space = Space.residual(innerProduct, centroids);
            if (!innerProduct && codec.isTrained()) {
                space = space.withBoundRow(Centroids.meanOf(centroids.toRows(), nlist, inside), 0.37f);
            }
        }
        Trained trained = new Trained(metric, new TransformChain(d, transforms), partition, codec, space,
                refine ? new FlatCodec(d) : null);
        boolean complete = trained.isComplete();
        return new IndexInfo(trained, new SearchDefaults(complete ? 48 : 1, refine ? 2.5f : 1f, codec instanceof PqCodec && !residual),
                residual, complete ? 123_456_789_012L : 0, complete ? Long.MAX_VALUE : -1, "Fläche,PQ8", complete ? TRAINING : null);
    }

    static InvertedFile cells(int nlist, int d, Metric metric) {
        return new InvertedFile(Centroids.of(floats(nlist * d), nlist, d, metric == Metric.INNER_PRODUCT));
    }

    static InvertedFile bfloats(int nlist, int d, Metric metric) {
        return new InvertedFile(Centroids.rounded(floats(nlist * d), nlist, d, metric == Metric.INNER_PRODUCT, 1e9));
    }

    static PqCodec pq(int d, int m, int nbits) {
        return new PqCodec(d, m, nbits, ProductQuantizer.of(d, m, nbits, floats(d << nbits)));
    }

    static float[] floats(int n) {
        Random random = new Random(n);
        float[] floats = new float[n];
        for (int i = 0; i < n; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }
}
