package io.vectile;

import io.vectile.contents.SearchDefaults;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Builds small indexes and prints one line for each, a digest of its codes and answers; run in JVMs of many kinds. */
final class IndexDigest {
    static final String PREFIX = "digest ";
    static final List<String> SPECS =
            List.of("Flat", "PQ8", "PQ8x4", "PQ4x6", "PQ2x9", "IVF20,Flat", "IVF20,PQ8", "IVF20,PQ16x4", "IVF20,PQ3x10");
    private static final int N = 1200;
    private static final int D = 48;

    private IndexDigest() {}

    public static void main(String[] args) throws Exception {
        System.out.println("kernels " + Index.of("Flat", 1).inspect().kernels());
        for (String spec : SPECS) {
            for (Metric metric : Metric.values()) {
                System.out.println(PREFIX + spec + " " + metric.word() + " " + digest(spec, metric, Data.NORMAL));
            }
        }
        System.out.println(PREFIX + "bytes " + digest("Flat", Metric.L2, Data.BYTES));
        System.out.println(PREFIX + "far " + digest("IVF20,PQ8", Metric.L2, Data.FAR));
    }

    private static String digest(String spec, Metric metric, Data data) throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        Vectors base = data.vectors(N, D, random);
        Vectors queries = data.vectors(30, D, random);
        Index index = new Index(IndexSpec.parse(spec), D, metric, SearchDefaults.USUAL.withNprobe(4), new TrainingOptions(3, 2, 2, 1 << 20));
        index.train(base);
        index.add(base);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long id = 0; id < N; id++) {
            update(digest, index.reconstruct(id));
        }
        for (SearchOptions.Distances distances : SearchOptions.Distances.values()) {
            Neighbors neighbors = index.search(queries, 15, SearchOptions.defaults().withDistances(distances));
            for (int q = 0; q < neighbors.queries(); q++) {
                update(digest, neighbors.distances(q));
                for (long id : neighbors.ids(q)) {
                    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, id));
                }
            }
        }
        digest.update(ByteBuffer.allocate(Long.BYTES).putDouble(0, index.quantizationError(queries)));
        return HexFormat.of().formatHex(digest.digest(), 0, 12);
    }

    private static void update(MessageDigest digest, float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        digest.update(bytes);
    }
}
