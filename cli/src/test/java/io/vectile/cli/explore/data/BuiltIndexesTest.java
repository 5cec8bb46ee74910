package io.vectile.cli.explore.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.IndexSpec;
import io.vectile.cli.bench.BuiltIndex;
import io.vectile.cli.explore.SmallSample;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltIndexesTest {
    private static final IndexSpec PQ = IndexSpec.parse("PQ8");
    private static final IndexSpec FLAT = IndexSpec.parse("Flat");

    private final LoadingData data = SmallSample.loaded();

    @Test
    void anIndexIsTrainedOnceWhoeverAsks() {
        BuiltIndexes indexes = new BuiltIndexes(data);
        CompletableFuture<BuiltIndex> other = CompletableFuture.supplyAsync(() -> indexes.get(PQ, Progress.NONE));
        BuiltIndex own = indexes.get(PQ, Progress.NONE);
        assertSame(own, other.join());
        assertEquals(4000, own.index().ntotal());
    }

    @Test
    void oneThatIsCancelledIsNotThereAndTheNextBeginsAnew() {
        BuiltIndexes indexes = new BuiltIndexes(data);
        Progress cancelling = new Progress() {
            @Override
            public void update(String stage, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancelledException.class, () -> indexes.get(PQ, cancelling));
        assertEquals(4000, indexes.get(PQ, Progress.NONE).index().ntotal());
    }

    @Test
    void whoWaitsForAnothersIndexSaysSoAndCanBeCancelled() throws InterruptedException {
        BuiltIndexes indexes = new BuiltIndexes(data);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<BuiltIndex> first = CompletableFuture.supplyAsync(() -> indexes.get(PQ, (stage, done, total) -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
        List<String> told = new ArrayList<>();
        Progress impatient = new Progress() {
            @Override
            public void update(String stage, long done, long total) {
                told.add(stage);
            }

            @Override
            public boolean cancelled() {
                return !told.isEmpty();
            }
        };
        begun.await();
        assertThrows(CancelledException.class, () -> indexes.get(FLAT, impatient));
        assertEquals(List.of("Flat waits for another index to be built"), told);
        goOn.countDown();
        assertEquals(4000, first.join().index().ntotal());
    }

    @Test
    void theEldestGoesWhenMemoryRunsOut() {
        BuiltIndexes indexes = new BuiltIndexes(data, new MemoryAllowed(600_000, Long.MAX_VALUE));
        BuiltIndex flat = indexes.get(FLAT, Progress.NONE); // 512 kB: its numbers are bytes
        assertSame(flat, indexes.get(FLAT, Progress.NONE));
        BuiltIndex pq = indexes.get(PQ, Progress.NONE);
        assertSame(pq, indexes.get(PQ, Progress.NONE));
        assertNotSame(flat, indexes.get(FLAT, Progress.NONE));
    }

    /** Four bytes are counted for a number, of which those here take one where they are kept. */
    @ParameterizedTest
    @ValueSource(strings = {"PQ8", "PQ16x4", "IVF64,PQ8", "OPQ16,IVF32,PQ16", "PCA32,PQ4", "Flat", "IVF64,Flat", "PQ8,RFlat"})
    void memoryIsBoundedFromAbove(String text) {
        IndexSpec spec = IndexSpec.parse(text);
        MemoryNeed need = MemoryNeed.of(spec, data.get());
        long held = new BuiltIndexes(data).get(spec, Progress.NONE).report().residentBytes();
        assertTrue(need.held() >= held && need.held() < 5 * held + 200_000, need.held() + " for " + held);
    }
}
