package io.vectile.cli.explore.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.explore.SmallSample;
import io.vectile.cli.explore.http.Asking;
import io.vectile.cli.explore.http.Refusal;
import io.vectile.error.InvalidInputException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadingDataTest {
    @Test
    void whatWasLoadedIsDescribed() {
        Asking answer = Asking.of(SmallSample.loaded(), "/api/data", "{}");
        assertEquals("small", answer.answer().get("name"));
        assertEquals(4000, answer.number("n"));
        assertEquals(128, answer.number("d"));
        assertEquals(50, answer.number("queries"));
        assertEquals("l2", answer.answer().get("metric"));
    }

    @Test
    void theAnswerWaitsUntilTheDataIsThere() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        BlockingQueue<Asking> answers = new LinkedBlockingQueue<>();
        LoadingData loading = LoadingData.start(progress -> {
            progress.update("decode vectors", 1, 2);
            await(ready);
            return SmallSample.data();
        });
        Thread asks = Thread.ofPlatform().start(() -> answers.add(Asking.of(loading, "/api/data", "{}")));
        assertTrue(answers.isEmpty());
        ready.countDown();
        assertEquals("small", answers.poll(60, TimeUnit.SECONDS).answer().get("name"));
        asks.join();
    }

    @Test
    void whatWentWrongIsExplained() {
        LoadingData loading = LoadingData.start(progress -> {
            throw new InvalidInputException("a.vtl holds 0 vectors");
        });
        assertEquals("the data could not be loaded: a.vtl holds 0 vectors", assertThrows(Refusal.class, loading::get).getMessage());
        Refusal refused = assertThrows(Refusal.class, () -> Asking.of(loading, "/api/data", "{}"));
        assertEquals("the data could not be loaded: a.vtl holds 0 vectors", refused.getMessage());
    }

    @Test
    void closingAsksLoadingToStop() {
        CountDownLatch closed = new CountDownLatch(1);
        LoadingData loading = LoadingData.start(progress -> {
            await(closed);
            progress.check("decode vectors");
            return SmallSample.data();
        });
        loading.close();
        closed.countDown();
        assertEquals("the data could not be loaded: cancelled during decode vectors", assertThrows(Refusal.class, loading::get).getMessage());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
