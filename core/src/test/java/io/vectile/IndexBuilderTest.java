package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IndexBuilderTest {
    @Test
    void saysWhatAStringSays() {
        Map<String, IndexBuilder> builders = Map.of(
                "Flat", Index.builder(24),
                "PQ8", Index.builder(24).pq(8),
                "PQ6x4", Index.builder(24).pq(6, 4),
                "IVF16,Flat", Index.builder(24).ivf(16).flat(),
                "IVF16,PQ8", Index.builder(24).ivf(16).pq(8),
                "IVF16,PQ6x10", Index.builder(24).pq(6, 10).ivf(16));
        builders.forEach((spec, builder) -> {
            Index index = builder.build();
            assertEquals(IndexSpec.parse(spec), index.spec());
            assertEquals(24, index.d());
            assertEquals(Metric.L2, index.metric());
            assertEquals(1, index.nprobe());
            assertEquals(TrainingOptions.defaults(), index.inspect().training());
        });
    }

    @Test
    void buildsAnIndexThatAnswersLikeTheOneOfTheString() {
        SplittableRandom random = new SplittableRandom(1);
        Vectors base = Data.NORMAL.vectors(1000, 12, random);
        Vectors queries = Data.NORMAL.vectors(20, 12, random);
        Index said = Index.builder(12).metric(Metric.INNER_PRODUCT).ivf(10).pq(6, 5).nprobe(3).build().train(base);
        Index read = Index.of("IVF10,PQ6x5", 12, Metric.INNER_PRODUCT).train(base);
        said.add(base);
        read.add(base);
        assertEquals(read.search(queries, 9, SearchOptions.defaults().withNprobe(3)), said.search(queries, 9));
    }

    @Test
    void takesAllThatAStringDoesNotSay() {
        TrainingOptions training = new TrainingOptions(5, 2, 3, 100);
        Index index = Index.builder(8).metric(Metric.COSINE).ivf(4).pq(2).residual(false).nprobe(2).training(training)
                .seed(99).build();
        assertFalse(index.spec().residual());
        assertEquals(Metric.COSINE, index.metric());
        assertEquals(2, index.nprobe());
        assertEquals(new TrainingOptions(99, 2, 3, 100), index.inspect().training());
    }

    @Test
    void theLastCodecSaidCounts() {
        assertEquals("IVF3,Flat", Index.builder(8).ivf(3).pq(2).flat().build().spec().toString());
        assertFalse(Index.builder(8).ivf(3).pq(2).flat().build().spec().residual());
    }

    @Test
    void takesAWholeSpecInPlaceOfWhatWasSaid() {
        Index index = Index.builder(16).pq(3).transform(new TransformSpec.L2Norm()).spec("OPQ4,IVF5,PQ4x5,RFlat").nprobe(3)
                .kFactor(2.5f).build();
        assertEquals(IndexSpec.parse("OPQ4,IVF5,PQ4x5,RFlat"), index.spec());
        assertEquals(3, index.nprobe());
        assertEquals(2.5f, index.kFactor());
        Refused.asInput("k_factor must be from 1 to 1000; got 0.0", () -> Index.builder(16).kFactor(0));
        Refused.asInput("Linear8 is what a transform of a file is called that does not say how it was learnt; use OPQ, PCA or RR "
                + "in an index to be trained", () -> Index.of("Linear8,Flat", 16));
    }

    @Test
    void refusesWhatDoesNotFit() {
        IndexBuilder builder = Index.builder(100);
        Refused.asInput("IVF needs nlist from 1 to 4194304; nlist is 0", () -> builder.ivf(0));
        Refused.asInput("IVF needs nlist from 1 to 4194304; nlist is -5", () -> builder.ivf(-5));
        Refused.asInput("PQ needs at least 1 subspace; m is 0", () -> builder.pq(0));
        Refused.asInput("PQ needs nbits from 1 to 24; nbits is 25", () -> builder.pq(4, 25));
        Refused.asInput("nprobe must be at least 1; got 0", () -> builder.nprobe(0));
        Refused.asInput("residual codes need cells; Flat has one list", () -> Index.builder(8).residual(true).build());
        Refused.asInput("PQ8 needs d divisible by 8; d is 100", () -> Index.builder(100).pq(8).build());
        Refused.asInput("an index needs d from 1 to 1048576; d is -1", () -> Index.builder(-1).build());
        assertThrows(NullPointerException.class, () -> builder.metric(null));
        assertThrows(NullPointerException.class, () -> builder.training(null));
    }

    @Test
    void trainingOptionsAreChecked() {
        Refused.asInput("k-means needs at least 1 iteration; got 0 for cells and 25 for codebooks",
                () -> new TrainingOptions(1, 0, 25, 256));
        Refused.asInput("k-means needs at least 1 iteration; got 10 for cells and -1 for codebooks",
                () -> new TrainingOptions(1, 10, -1, 256));
        Refused.asInput("training needs at least 1 point per centroid; maxPointsPerCentroid is 0",
                () -> new TrainingOptions(1, 10, 25, 0));
        assertEquals(new TrainingOptions(1234, 10, 25, 256), TrainingOptions.defaults());
    }
}
