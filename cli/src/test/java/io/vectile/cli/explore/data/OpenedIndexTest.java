package io.vectile.cli.explore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.Index;
import io.vectile.cli.explore.SmallSample;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.InvalidInputException;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenedIndexTest {
    private final Vectors vectors = SmallSample.data().base().rows(0, 1500);

    private Index index(String spec, Metric metric) {
        Index index = Index.of(spec, vectors.d(), metric);
        index.train(vectors);
        return index;
    }

    @Test
    void itsVectorsAreWhatTheIndexGivesBack() {
        Index index = index("IVF16,PQ8", Metric.L2);
        index.add(vectors);
        ExploredData data = OpenedIndex.read("a.vtl", index, Progress.NONE);
        assertEquals(1500, data.base().n());
        assertEquals(1000, data.queries().n());
        for (int row : new int[] {0, 700, 1499}) {
            assertArrayEquals(index.reconstruct(row), data.base().row(row));
        }
        assertArrayEquals(LongStream.range(0, 1500).toArray(), data.index().orElseThrow().ids());
        assertEquals("IVF16,PQ8", ((Map<?, ?>) data.summary().get("index")).get("spec"));
    }

    @ParameterizedTest
    @EnumSource
    void idsWithGapsAreFound(Metric metric) {
        Index index = index("IVF16,Flat", metric);
        long[] ids = LongStream.range(0, 1500).map(i -> 7 * i + 3).toArray();
        index.add(vectors, ids);
        index.remove(3, 10, 7 * 1499 + 3);
        ExploredData data = OpenedIndex.read("a.vtl", index, Progress.NONE);
        assertArrayEquals(LongStream.range(2, 1499).map(i -> 7 * i + 3).toArray(), data.index().orElseThrow().ids());
        assertArrayEquals(index.reconstruct(7 * 2 + 3), data.base().row(0));
        assertEquals(metric, data.metric());
    }

    @Test
    void anIndexThatHoldsNextToNothingIsRefused() {
        Index index = index("PQ8", Metric.L2);
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> OpenedIndex.read("a.vtl", index, Progress.NONE));
        assertEquals("a.vtl holds 0 vectors; the explorer needs at least 10", refused.getMessage());
        InvalidInputException untrained = assertThrows(InvalidInputException.class,
                () -> OpenedIndex.read("b.vtl", Index.of("PQ8", 128), Progress.NONE));
        assertEquals("b.vtl holds 0 vectors and is not trained; the explorer needs at least 10", untrained.getMessage());
    }

    @Test
    void readingCanBeCancelled() {
        Index index = index("PQ8", Metric.L2);
        index.add(vectors);
        Progress stop = new Progress() {
            @Override
            public void update(String stage, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancelledException.class, () -> OpenedIndex.read("a.vtl", index, stop));
    }
}
