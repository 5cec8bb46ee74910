package io.vectile.cli.explore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work whose progress is streamed, and how it ends: done, wrong, replaced, or with nobody who listens; on real sockets. */
class JobsTest {
    /** Jobs that run, as they begin. */
    private final BlockingQueue<Events> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    private LocalServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.start(0, PageText.of(""), List.of(
                Route.work("/api/steps", request -> {
                    int steps = request.whole("steps", 1, 10_000);
                    return events -> {
                        for (int i = 1; i <= steps; i++) {
                            events.part(i);
                        }
                        events.update("count", steps, steps);
                        return Map.of("steps", steps);
                    };
                }),
                Route.work("/api/wait", request -> this::waiting),
                Route.work("/api/other", request -> this::waiting),
                Route.work("/api/wrong", request -> events -> {
                    throw new InvalidInputException("PQ7 needs d divisible by 7; d is 128");
                }),
                Route.work("/api/broken", request -> events -> {
                    throw new AssertionError("secret");
                })), failure -> "unexpected " + failure.getClass().getSimpleName());
        port = server.port();
    }

    /** Tells that it began, and works until it is released or cancelled. */
    private Object waiting(Events events) {
        begun.add(events);
        events.update("wait", 1, 2);
        try {
            while (!release.await(10, TimeUnit.MILLISECONDS)) {
                events.check("waiting");
            }
            return "released";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            ended.add(events.cancelled() ? "cancelled" : "done");
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    private String end() throws InterruptedException {
        return ended.poll(60, TimeUnit.SECONDS);
    }

    private Events begin() throws InterruptedException {
        return begun.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void allPartsArriveInOrderThenTheResult() throws IOException {
        try (RawClient client = RawClient.stream(port, "/api/steps", "a", "{\"steps\": 1000}")) {
            assertEquals(200, client.status());
            List<String> events = new ArrayList<>();
            for (String event = client.event(); !event.isEmpty(); event = client.event()) {
                events.add(event);
            }
            assertEquals("result {\"steps\": 1000}", events.removeLast());
            events.remove("progress {\"stage\": \"count\", \"done\": 1000, \"total\": 1000}");
            List<String> parts = new ArrayList<>();
            for (int i = 1; i <= 1000; i++) {
                parts.add("part " + i);
            }
            assertEquals(parts, events);
        }
    }

    @Test
    void progressArrivesWhileTheWorkGoesOn() throws Exception {
        try (RawClient client = RawClient.stream(port, "/api/wait", "a", "{}")) {
            assertEquals("progress {\"stage\": \"wait\", \"done\": 1, \"total\": 2}", client.event());
            assertEquals(1, release.getCount());
            release.countDown();
            assertEquals("result \"released\"", client.event());
            assertEquals("", client.event());
            assertEquals("done", end());
        }
    }

    @Test
    void aNewerRequestOfThePageTakesThePlaceOfTheOlder() throws Exception {
        try (RawClient first = RawClient.stream(port, "/api/wait", "a", "{}")) {
            first.event();
            Events older = begin();
            try (RawClient second = RawClient.stream(port, "/api/wait", "a", "{}")) {
                assertEquals("cancelled {\"error\": \"cancelled during waiting\"}", first.event());
                assertTrue(older.cancelled());
                assertEquals("cancelled", end());
                release.countDown();
                assertEquals("progress", second.event().split(" ")[0]);
                assertEquals("result \"released\"", second.event());
            }
        }
    }

    @Test
    void otherPagesAndOtherRoutesAreLeftAlone() throws Exception {
        try (RawClient first = RawClient.stream(port, "/api/wait", "a", "{}");
                RawClient otherPage = RawClient.stream(port, "/api/wait", "b", "{}");
                RawClient otherRoute = RawClient.stream(port, "/api/other", "a", "{}")) {
            for (RawClient client : List.of(first, otherPage, otherRoute)) {
                client.event();
            }
            release.countDown();
            for (RawClient client : List.of(first, otherPage, otherRoute)) {
                assertEquals("result \"released\"", client.event());
            }
        }
    }

    @Test
    void workEndsWhenItsPageIsGone() throws Exception {
        RawClient client = RawClient.stream(port, "/api/wait", "a", "{}");
        client.event();
        client.close();
        assertEquals("cancelled", end());
    }

    @Test
    void workEndsWithTheServer() throws Exception {
        try (RawClient client = RawClient.stream(port, "/api/wait", "a", "{}")) {
            client.event();
            server.close();
            assertEquals("cancelled", end());
        }
    }

    @Test
    void soManyRunAtATimeAndNoMore() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(RawClient.stream(port, "/api/wait", "page-" + i, "{}"));
            begin();
        }
        RawClient.Answer refused = RawClient.post(port, "/api/wait", "{}", "Vectile-Page: one-more");
        assertEquals(503, refused.status());
        assertTrue(refused.body().contains("at most 8 jobs run at a time, and so many do"), refused.body());
        release.countDown();
        for (RawClient client : clients) {
            client.event();
            assertEquals("result \"released\"", client.event());
            client.close();
        }
        assertEquals(200, RawClient.post(port, "/api/wait", "{}", "Vectile-Page: one-more").status());
    }

    @Test
    void whatIsWrongWithARequestIsSaidBeforeTheWorkBegins() throws IOException {
        RawClient.Answer answer = RawClient.post(port, "/api/steps", "{\"steps\": 0}", "Vectile-Page: a");
        assertEquals(400, answer.status());
        assertEquals("{\"error\": \"steps must be from 1 to 10000; got 0\"}", answer.body());
    }

    @Test
    void whatIsFoundWrongInTheWorkIsItsLastEvent() throws IOException {
        try (RawClient client = RawClient.stream(port, "/api/wrong", "a", "{}")) {
            assertEquals("failed {\"error\": \"PQ7 needs d divisible by 7; d is 128\"}", client.event());
            assertEquals("", client.event());
        }
        try (RawClient client = RawClient.stream(port, "/api/broken", "a", "{}")) {
            assertEquals("failed {\"error\": \"unexpected AssertionError\"}", client.event());
        }
    }

    @Test
    void aPageThatHasNoNameOrAWrongOneIsRefused() throws IOException {
        RawClient.Answer none = RawClient.post(port, "/api/wait", "{}");
        assertEquals(400, none.status());
        assertTrue(none.body().contains("the header Vectile-Page must have 1 to 64 letters, digits or -; it is missing"), none.body());
        assertEquals(400, RawClient.post(port, "/api/wait", "{}", "Vectile-Page: a b").status());
        assertEquals(400, RawClient.post(port, "/api/wait", "{}", "Vectile-Page: " + "a".repeat(65)).status());
    }
}
