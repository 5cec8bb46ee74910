package io.vectile.cli;

import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.Random;

/** Small clustered vectors as files: what the commands are given in tests. */
final class SampleFiles {
    static final int N = 2000;
    static final int D = 16;
    static final int QUERIES = 60;

    final float[][] base = clustered(N, 1);
    final float[][] queries = clustered(QUERIES, 2);
    final Path baseFile;
    final Path queryFile;

    SampleFiles(Path folder) {
        baseFile = folder.resolve("base.fvecs");
        queryFile = folder.resolve("query.fvecs");
        VectorFiles.write(baseFile, Vectors.of(base));
        VectorFiles.write(queryFile, Vectors.of(queries));
    }

    private static float[][] clustered(int n, long seed) {
        Random centers = new Random(99);
        float[][] center = new float[20][D];
        for (float[] c : center) {
            for (int j = 0; j < D; j++) {
                c[j] = 10 * centers.nextFloat();
            }
        }
        Random random = new Random(seed);
        float[][] rows = new float[n][D];
        for (float[] row : rows) {
            float[] c = center[random.nextInt(center.length)];
            for (int j = 0; j < D; j++) {
                row[j] = c[j] + (float) random.nextGaussian();
            }
        }
        return rows;
    }

    /** Squared distance in double precision. */
    static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double difference = a[j] - b[j];
            sum += difference * difference;
        }
        return sum;
    }
}
