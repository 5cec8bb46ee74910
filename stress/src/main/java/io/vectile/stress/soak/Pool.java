package io.vectile.stress.soak;

import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.TrainingOptions;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The vectors that may be in the index and the queries that are asked, with what a search says of each pair. An index that
 * nothing changes says it, once, so that answers later are looked up and compared bit by bit. Immutable and thread safe.
 */
final class Pool {
    static final int D = 16;
    static final int PLACES = 64;
    static final int VARIANTS = 12;
    static final int VECTORS = PLACES * VARIANTS;
    static final int QUERIES = 48;
    private static final TrainingOptions TRAINING = new TrainingOptions(7, 5, 5, 256);
    private static final int TRAINING_ROWS = 6000;

    private final float[] vectors = new float[VECTORS * D];
    private final float[] queries = new float[QUERIES * D];
    private final int[] nprobes;
    private final float kFactor;
    private final Metric metric;
    private final Path trained;
    /** By nprobe, query and vector: smaller is nearer; NaN where the search does not visit the vector's list. */
    private final float[][] measures;
    private final float[][] decoded = new float[VECTORS][];

    /** @param trained where the trained index is put, without vectors */
    Pool(String spec, Metric metric, long seed, Path trained) {
        this.metric = metric;
        this.trained = trained;
        SplittableRandom random = new SplittableRandom(seed);
        // Vectors of a place lie about a centre. In every second place they are bytes, which plain indexes store as such.
        float[] centres = new float[PLACES * D];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = random.nextInt(40, 200);
        }
        for (int v = 0; v < VECTORS; v++) {
            fill(vectors, v, centres, v / VARIANTS, random);
        }
        for (int q = 0; q < QUERIES; q++) {
            fill(queries, q, centres, random.nextInt(PLACES), random);
        }
        float[] rows = new float[TRAINING_ROWS * D];
        for (int i = 0; i < TRAINING_ROWS; i++) {
            fill(rows, i, centres, random.nextInt(PLACES), random);
        }
        Index index = Index.builder(D).spec(spec).metric(metric).training(TRAINING).build();
        index.train(Vectors.of(rows, D));
        FaissFiles.write(index, trained);

        int lists = Math.max(1, index.spec().nlist());
        this.nprobes = lists == 1 ? new int[] {1} : new int[] {1, Math.min(8, lists - 1), lists};
        // Measuring all candidates again makes the answer that of the original vectors, whatever else is in the index.
        this.kFactor = index.spec().refine() ? 1000 : 0;
        index.add(Vectors.of(vectors, D), LongStream.range(0, VECTORS).toArray());
        this.measures = new float[nprobes.length][QUERIES * VECTORS];
        for (int p = 0; p < nprobes.length; p++) {
            Arrays.fill(measures[p], Float.NaN);
            Neighbors all = index.search(Vectors.of(queries, D), VECTORS, options(p));
            for (int q = 0; q < QUERIES; q++) {
                for (int i = 0; i < VECTORS && all.id(q, i) >= 0; i++) {
                    measures[p][q * VECTORS + (int) all.id(q, i)] = signed(all.distance(q, i));
                }
            }
        }
        for (int v = 0; v < VECTORS; v++) {
            decoded[v] = index.reconstruct(v);
        }
    }

    private static void fill(float[] rows, int row, float[] centres, int place, SplittableRandom random) {
        for (int e = 0; e < D; e++) {
            double value = centres[place * D + e] + 12 * random.nextGaussian();
            rows[row * D + e] = place % 2 == 0 ? Math.clamp(Math.round(value), 0, 255) : (float) value;
        }
    }

    /** An index as trained, without vectors. */
    Index empty() {
        return FaissFiles.read(trained, BuildOptions.defaults().withThreads(1));
    }

    /** How many ways of choosing cells there are; the last one visits all. */
    int probes() {
        return nprobes.length;
    }

    SearchOptions options(int probe) {
        SearchOptions options = SearchOptions.defaults().withNprobe(nprobes[probe]);
        return kFactor > 0 ? options.withKFactor(kFactor) : options;
    }

    Vectors select(int[] chosen) {
        float[] rows = new float[chosen.length * D];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(vectors, chosen[i] * D, rows, i * D, D);
        }
        return Vectors.of(rows, D);
    }

    float[] query(int q) {
        return Arrays.copyOfRange(queries, q * D, (q + 1) * D);
    }

    Vectors queries(int[] chosen) {
        float[] rows = new float[chosen.length * D];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(queries, chosen[i] * D, rows, i * D, D);
        }
        return Vectors.of(rows, D);
    }

    /** A radius within which some are, as answered: just that of some vector, which then is not within it, or next to it. */
    float radius(int query, SplittableRandom random) {
        float measure = measures[nprobes.length - 1][query * VECTORS + random.nextInt(VECTORS)];
        float radius = random.nextInt(4) == 0 ? Math.nextUp(measure) : measure;
        return metric.smallerIsNearer() ? radius : 0f - radius;
    }

    /** How far a vector is from a query as a search orders them; NaN where the search does not visit its list. */
    float measure(int probe, int q, int vector) {
        return measures[probe][q * VECTORS + vector];
    }

    /** A distance as answered, made such that smaller is nearer; the other way round the same. */
    float signed(float distance) {
        return metric.smallerIsNearer() ? distance : 0f - distance;
    }

    /** What is answered where nothing is found, as measured here. */
    float worst() {
        return Float.MAX_VALUE;
    }

    float[] decoded(int vector) {
        return decoded[vector];
    }
}
