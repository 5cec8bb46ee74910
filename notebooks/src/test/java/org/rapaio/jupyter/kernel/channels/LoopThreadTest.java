package org.rapaio.jupyter.kernel.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoopThreadTest {
    private static final int FOR_EVER_SECONDS = 60;

    /** Held, since a logger that nobody holds forgets that it is off. */
    private static final Logger LOGGER = Logger.getLogger(LoopThread.class.getName());

    @BeforeAll
    static void expectsFailures() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void expectsNoMore() {
        LOGGER.setLevel(null);
    }

    /** The kernel's own class, under the same name, loses some of these threads on most machines. */
    @Test
    void everyThreadGoesOnHoweverQuickItBegins() throws Exception {
        for (int start = 0; start < 2_000; start++) {
            var rounds = new CountDownLatch(2);
            var thread = new LoopThread("start " + start, 0, rounds::countDown);
            thread.start();
            assertTrue(rounds.await(FOR_EVER_SECONDS, TimeUnit.SECONDS), "thread " + start + " ended by itself");
            thread.shutdown();
            thread.join();
        }
    }

    @Test
    void aRoundThatFailsIsNotTheLast() throws Exception {
        var rounds = new AtomicInteger();
        var third = new CountDownLatch(1);
        var thread = new LoopThread("failing", 0, () -> {
            if (rounds.incrementAndGet() == 3) {
                third.countDown();
                return;
            }
            throw new NullPointerException("no handlers yet");
        });
        thread.start();
        assertTrue(third.await(FOR_EVER_SECONDS, TimeUnit.SECONDS));
        thread.shutdown();
        thread.join();
    }

    @Test
    void anInterruptionEndsThePauseAndNotTheLoop() throws Exception {
        var second = new CountDownLatch(2);
        var first = new CountDownLatch(1);
        var thread = new LoopThread("interrupted", TimeUnit.DAYS.toMillis(1), () -> {
            first.countDown();
            second.countDown();
        });
        thread.start();
        assertTrue(first.await(FOR_EVER_SECONDS, TimeUnit.SECONDS));
        thread.interrupt();
        assertTrue(second.await(FOR_EVER_SECONDS, TimeUnit.SECONDS));
        thread.shutdown();
        thread.interrupt();
        thread.join();
    }

    @Test
    void theBodyMayShutItsThreadDown() throws Exception {
        List<LoopThread> self = new ArrayList<>();
        var rounds = new AtomicInteger();
        self.add(new LoopThread("ends itself", TimeUnit.DAYS.toMillis(1), () -> {
            rounds.incrementAndGet();
            self.getFirst().shutdown();
        }));
        self.getFirst().start();
        self.getFirst().join();
        assertEquals(1, rounds.get());
        assertFalse(self.getFirst().isAlive());
    }

    @Test
    void oneShutDownBeforeItsStartRunsNoRound() throws Exception {
        var rounds = new AtomicInteger();
        var thread = new LoopThread("never", 0, rounds::incrementAndGet);
        thread.shutdown();
        thread.start();
        thread.join();
        assertEquals(0, rounds.get());
    }
}
