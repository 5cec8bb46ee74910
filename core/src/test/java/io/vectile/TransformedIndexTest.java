package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.contents.Contents;
import io.vectile.transform.TransformChain;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An index with transforms answers as one without, whose vectors and queries were transformed by hand. */
class TransformedIndexTest {
    private static final int D = 24;
    private static final SearchOptions SOME = SearchOptions.defaults().withNprobe(3);

    private static Vectors vectors(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[n * D];
        for (int i = 0; i < n; i++) {
            for (int e = 0; e < D; e++) {
                // Correlated, and of very different spread by dimension.
                rows[i * D + e] = (float) (random.nextGaussian() * (1 + e % 5) + (e > 0 ? 0.5 * rows[i * D + e - 1] : 3));
            }
        }
        return Vectors.of(rows, D);
    }

    private static Vectors transformed(Index index, Vectors x) {
        TransformChain chain = index.<TransformChain>read((contents, form) -> contents.trained().transforms());
        float[] rows = new float[(int) x.n() * D];
        x.copyRows(0, (int) x.n(), rows, 0);
        return Vectors.of(chain.apply(rows, (int) x.n(), new TransformChain.Scratch()), chain.dOut());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PCA8,        | Flat      | L2",
        "PCA8,        | Flat      | INNER_PRODUCT",
        "PCAW6,       | IVF5,PQ3  | L2",
        "PCAR12,      | PQ4x5     | L2",
        "RR,          | IVF5,PQ6  | INNER_PRODUCT",
        "RR16,        | IVF5,Flat | L2",
        "OPQ4,        | IVF5,PQ4  | L2",
        "OPQ3_12,     | PQ3       | INNER_PRODUCT",
        "L2norm,      | IVF5,PQ4  | L2",
        "Center,      | IVF5,PQ4  | L2",
        "Center,PCA16,L2norm,RR, | IVF5,PQ4 | L2",
    })
    void searchesWhatTransformsMakeOfVectors(String transforms, String inside, Metric metric) {
        Vectors training = vectors(600, 1);
        Vectors base = vectors(400, 2);
        Vectors queries = vectors(30, 3);
        Index index = Index.of(transforms + inside, D, metric).train(training);
        index.add(base);
        int dOut = index.spec().dOut(D);
        Index plain = Index.of(inside, dOut, metric).train(transformed(index, training));
        plain.add(transformed(index, base));

        assertEquals(D, index.d());
        assertEquals(plain.search(transformed(index, queries), 20, SOME), index.search(queries, 20, SOME));
        assertEquals(plain.search(transformed(index, queries).row(7), 20, SOME), index.search(queries.row(7), 20, SOME));
        float radius = plain.search(transformed(index, queries).row(0), 9, SOME).distance(0, 8);
        RangeNeighbors expected = plain.rangeSearch(transformed(index, queries), radius, SOME);
        RangeNeighbors found = index.rangeSearch(queries, radius, SOME);
        for (int q = 0; q < 30; q++) {
            assertArrayEquals(expected.ids(q), found.ids(q));
            assertArrayEquals(expected.distances(q), found.distances(q));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RR,Flat", "OPQ4,Flat", "PCA24,Flat", "Center,Flat", "Center,RR,PCA24,IVF3,Flat"})
    void reconstructUndoesTransforms(String spec) {
        Vectors base = vectors(200, 4);
        Index index = Index.of(spec, D).train(base);
        index.add(base);
        for (int i = 0; i < 200; i++) {
            assertArrayEquals(base.row(i), index.reconstruct(i), 2e-4f);
        }
    }

    @Test
    void reconstructSaysWhereATransformHasNoWayBack() {
        Vectors base = vectors(200, 4);
        Index index = Index.of("PCAW8,Flat", D).train(base);
        index.add(base);
        Refused.inThisState("the index holds vectors after a linear transform from 24 to 8 dimensions that cannot be undone",
                () -> index.reconstruct(3));
    }

    @Test
    void unitVectorsAreTheirOwnReconstruction() {
        Vectors base = vectors(50, 4);
        Index index = Index.of("L2norm,Flat", D);
        index.add(base);
        float[] row = index.reconstruct(11);
        double length = 0;
        for (int e = 0; e < D; e++) {
            length += row[e] * row[e];
            assertEquals(base.row(11)[e] / base.row(11)[0], row[e] / row[0], 1e-4);
        }
        assertEquals(1, length, 1e-6);
    }

    @Test
    void scalingToLengthOneBeforeInnerProductsIsTheCosine() {
        Vectors base = vectors(300, 5);
        Index cosine = Index.of("IVF4,PQ4", D, Metric.COSINE).train(base);
        Index scaled = Index.of("L2norm,IVF4,PQ4", D, Metric.INNER_PRODUCT).train(base);
        cosine.add(base);
        scaled.add(base);
        assertEquals(cosine.search(vectors(20, 6), 10, SOME), scaled.search(vectors(20, 6), 10, SOME));
    }

    @Test
    void isTrainedOnceItsTransformsAre() {
        Index index = Index.of("PCA8,Flat", D);
        assertFalse(index.isTrained());
        Refused.inThisState("PCA8,Flat is not trained; call train before add", () -> index.add(vectors(5, 1)));
        assertTrue(index.train(vectors(100, 1)).isTrained());
        assertTrue(Index.of("L2norm,Flat", D).isTrained());
    }

    @Test
    void learntRotationsLowerTheQuantizationErrorOfCorrelatedVectors() {
        Vectors x = vectors(3000, 7);
        double plain = Index.of("PQ6x6", D).train(x).quantizationError(x);
        double rotated = Index.of("OPQ6,PQ6x6", D).train(x).quantizationError(x);
        assertTrue(rotated < 0.95 * plain, rotated + " against " + plain);
    }

    @Test
    void theBuilderSaysWhatTheSpecSays() {
        Index index = Index.builder(D).transform(new TransformSpec.Opq(4, 0)).transform(new TransformSpec.L2Norm()).ivf(5).pq(4)
                .refineFlat(4).build();
        assertEquals(IndexSpec.parse("OPQ4,L2norm,IVF5,PQ4,RFlat"), index.spec());
        assertEquals(4f, index.kFactor());
    }

    @Test
    void aSpecMustSuitTheDimensionThatTransformsGive() {
        Refused.asInput("PQ5 needs d divisible by 5; d is 8", () -> Index.of("PCA8,PQ5", 25));
    }

    @Test
    void inspectionCountsTransforms() {
        Index index = Index.of("RR,Flat", D).train(vectors(10, 1));
        index.add(vectors(10, 1));
        IndexReport report = index.inspect();
        long transforms = report.parts().stream().filter(part -> part.name().equals("transforms")).findFirst().orElseThrow().bytes();
        Contents contents = index.read((c, form) -> c);
        assertEquals(contents.trained().transforms().bytes(), transforms);
        assertTrue(transforms >= D * D * 4L);
    }
}
