package io.vectile.benchmarks;

import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.IndexBuilder;
import io.vectile.TrainingOptions;
import io.vectile.TransformSpec;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An index of a random shape over random vectors, for {@link CrossCheck}.
 *
 * @param about       its shape, in words
 * @param rows        what was added to it, or would have been
 * @param largestNorm the greatest length of a vector that it holds; 0 where it holds none
 */
record RandomIndex(Index index, String about, float[][] rows, float largestNorm) {
    private static final int MAX_D = 130;
    private static final int MAX_N = 3000;
    private static final int MAX_NLIST = 64;
    private static final int MAX_NBITS = 10;
    private static final int CENTERS = 12;
    /** Past all ids that the indexes of Faiss have here, and past the ints. */
    private static final long NEW_IDS = 1L << 41;

    /** How the numbers of vectors lie. */
    private enum Data {
        CLUSTERED, INTEGERS, DUPLICATES;

        float[][] rows(int n, int d, long seed, Random random) {
            Random fixed = new Random(seed); // the same clusters for training and for adding
            float[][] centers = new float[CENTERS][d];
            for (float[] center : centers) {
                for (int e = 0; e < d; e++) {
                    center[e] = this == INTEGERS ? fixed.nextInt(256) : 4 * (float) fixed.nextGaussian();
                }
            }
            float[][] rows = new float[n][];
            for (int i = 0; i < n; i++) {
                rows[i] = centers[random.nextInt(CENTERS)].clone();
                for (int e = 0; e < d; e++) {
                    rows[i][e] = switch (this) {
                        case CLUSTERED -> rows[i][e] + (float) random.nextGaussian();
                        case INTEGERS -> Math.clamp(rows[i][e] + random.nextInt(61) - 30, 0, 255);
                        case DUPLICATES -> rows[i][e];
                    };
                }
            }
            return rows;
        }
    }

    /** An index that Vectile builds. */
    static RandomIndex made(Random random) {
        int d = 1 + random.nextInt(random.nextBoolean() ? 20 : MAX_D);
        IndexBuilder builder = Index.builder(d).metric(pick(random, Metric.values()))
                .training(new TrainingOptions(random.nextInt(1000), 3, 3, 256));
        int dOut = d;
        List<TransformSpec> transforms = transforms(d, random);
        for (TransformSpec transform : transforms) {
            builder.transform(transform);
            dOut = transform.dOut(dOut);
        }
        int nlist = random.nextBoolean() ? 1 + random.nextInt(MAX_NLIST) : 0;
        if (nlist > 0) {
            builder.ivf(nlist).nprobe(1 + random.nextInt(nlist + 4));
        }
        int nbits = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(MAX_NBITS);
        if (nbits > 0) {
            int m = divisor(dOut, random);
            // Faiss cannot search fewer than 8 centroids of 2 numbers.
            builder.pq(m, dOut == 2 * m ? Math.max(nbits, 3) : nbits);
            if (nlist > 0) {
                builder.residual(random.nextBoolean());
            }
        }
        if (random.nextInt(4) == 0) {
            builder.refineFlat(random.nextBoolean() ? 1 : 1 + 9 * random.nextFloat());
        }
        return filled(builder.build(), Math.max(nlist, 1 << Math.max(nbits, 3)), !transforms.isEmpty(), random);
    }

    private static RandomIndex filled(Index index, int centroids, boolean transforms, Random random) {
        int d = index.d();
        Data data = pick(random, Data.values());
        // The axes of few different rows are a matter of rounding.
        Data learnt = transforms && data == Data.DUPLICATES ? Data.CLUSTERED : data;
        long seed = random.nextLong();
        int state = random.nextInt(12);
        float[][] x = data.rows(1 + random.nextInt(MAX_N), d, seed, random);
        if (state == 0) {
            return new RandomIndex(index, index + " of " + data, x, 0);
        }
        int n = Math.max(centroids, Math.max(2 * d, 256)) + random.nextInt(500);
        index.train(Vectors.of(learnt.rows(n, d, seed, random)));
        if (state == 1) {
            return new RandomIndex(index, index + " of " + data, x, 0);
        }
        add(index, x, random);
        return new RandomIndex(index, index + " of " + data, x, largestNorm(x));
    }

    /** An index of Faiss to which vectors are added. */
    static RandomIndex grown(Path file, float largestNorm, Random random) {
        Index index = FaissFiles.read(file);
        float[][] x = pick(random, Data.values()).rows(1 + random.nextInt(100), index.d(), random.nextLong(), random);
        if (!index.isTrained()) {
            return new RandomIndex(index, index + " from " + file, x, 0);
        }
        add(index, x, random);
        return new RandomIndex(index, index + " from " + file + ", " + x.length + " added", x,
                Math.max(largestNorm, largestNorm(x)));
    }

    /** Adds in one call or two, under ids of their own or counted ones. */
    private static void add(Index index, float[][] x, Random random) {
        int first = random.nextBoolean() ? x.length : random.nextInt(x.length + 1);
        long[] ids = switch (random.nextInt(4)) {
            case 0 -> IntStream.range(0, x.length).mapToLong(i -> NEW_IDS + 7L * (x.length - i)).toArray();
            case 1 -> index.ntotal() == 0 ? IntStream.range(0, x.length).mapToLong(i -> 3L * (i ^ 5)).toArray() : null;
            default -> null;
        };
        add(index, x, ids, 0, first);
        add(index, x, ids, first, x.length);
    }

    private static void add(Index index, float[][] x, long[] ids, int from, int to) {
        if (from == to) {
            return;
        }
        Vectors rows = Vectors.of(Arrays.copyOfRange(x, from, to));
        if (ids == null) {
            index.add(rows);
        } else {
            index.add(rows, Arrays.copyOfRange(ids, from, to));
        }
    }

    private static List<TransformSpec> transforms(int d, Random random) {
        List<TransformSpec> transforms = new ArrayList<>();
        int dNow = d;
        while (random.nextInt(5) < 2) {
            int smaller = 1 + random.nextInt(dNow);
            TransformSpec transform = switch (random.nextInt(5)) {
                case 0 -> new TransformSpec.Pca(smaller, random.nextBoolean(), random.nextBoolean());
                case 1 -> new TransformSpec.RandomRotation(random.nextBoolean() ? 0 : smaller);
                case 2 -> new TransformSpec.L2Norm();
                case 3 -> new TransformSpec.Center();
                default -> new TransformSpec.Opq(divisor(smaller, random), smaller);
            };
            transforms.add(transform);
            dNow = transform.dOut(dNow);
        }
        return transforms;
    }

    private static int divisor(int d, Random random) {
        int[] all = IntStream.rangeClosed(1, d).filter(m -> d % m == 0).toArray();
        return all[random.nextInt(all.length)];
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static float largestNorm(float[][] rows) {
        double largest = 0;
        for (float[] row : rows) {
            double sum = 0;
            for (float value : row) {
                sum += (double) value * value;
            }
            largest = Math.max(largest, sum);
        }
        return (float) Math.sqrt(largest);
    }

    /** Some of the rows themselves, and some beside them. */
    Vectors queries(int n, Random random) {
        float[][] queries = new float[n][];
        for (int q = 0; q < n; q++) {
            queries[q] = rows[random.nextInt(rows.length)].clone();
            for (int e = 0; q % 2 == 1 && e < queries[q].length; e++) {
                queries[q][e] += (float) random.nextGaussian();
            }
        }
        return Vectors.of(queries);
    }
}
