package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vectile.contents.SearchDefaults;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizationErrorTest {
    private static final int D = 10;
    private static final int N = 2100;

    static Stream<Arguments> indexes() {
        return Stream.of("Flat", "PQ5", "PQ2x7", "IVF9,Flat", "IVF9,PQ5", "IVF9,PQ10x3")
                .flatMap(spec -> Stream.of(Metric.values()).map(metric -> Arguments.of(spec, metric)));
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void isTheMeanSquaredDistanceToTheReconstructions(String spec, Metric metric) {
        Vectors x = Data.NORMAL.vectors(N, D, new SplittableRandom(1));
        Index index = new Index(IndexSpec.parse(spec), D, metric, SearchDefaults.USUAL, new TrainingOptions(1, 3, 3, 256)).train(x);
        double error = index.quantizationError(x);
        assertEquals(0, index.ntotal());
        index.add(x);
        double sum = 0;
        for (int i = 0; i < N; i++) {
            float[] row = x.row(i);
            double norm = 0;
            for (float value : row) {
                norm += (double) value * value;
            }
            double scale = metric == Metric.COSINE ? 1 / Math.sqrt(norm) : 1;
            float[] decoded = index.reconstruct(i);
            for (int e = 0; e < D; e++) {
                sum += Math.pow(row[e] * scale - decoded[e], 2);
            }
        }
        assertEquals(sum / N, error, 1e-6 * error + 1e-12);
    }

    @Test
    void isZeroWhereEveryVectorIsACentroid() {
        float[][] corners = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
        Index index = Index.of("PQ2x1", 2).train(corners);
        assertEquals(0.0, index.quantizationError(Vectors.of(corners)));
        // The middle is half away from either centroid, in both subspaces.
        assertEquals(0.5, index.quantizationError(Vectors.of(new float[] {0.5f, 0.5f})), 1e-6);
    }
}
