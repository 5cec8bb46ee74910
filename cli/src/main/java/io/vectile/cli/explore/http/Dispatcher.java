package io.vectile.cli.explore.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.vectile.cli.text.Json;
import io.vectile.error.VectileException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Takes every request: refuses what is not for us, finds its route, and writes the answer. */
final class Dispatcher implements HttpHandler {
    /** The largest body: some thousand numbers. */
    static final int MOST_BYTES = 64 * 1024;

    /** The header by which a page names itself, so that its latest job can take the place of the one before. */
    static final String PAGE_HEADER = "Vectile-Page";

    private static final Pattern PAGE_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** After so long without news a line is sent that says nothing, by which we learn whether the page still listens. */
    private static final long HEARTBEAT_MILLIS = 500;

    private final Gate gate;
    private final PageText page;
    private final Map<String, Route.Handler> handlers;
    private final Jobs jobs;
    private final Function<Throwable, String> failureText;

    Dispatcher(Gate gate, PageText page, Map<String, Route.Handler> handlers, Jobs jobs, Function<Throwable, String> failureText) {
        this.gate = gate;
        this.page = page;
        this.handlers = handlers;
        this.jobs = jobs;
        this.failureText = failureText;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            safeguard(exchange.getResponseHeaders());
            try {
                gate.check(exchange.getRequestHeaders());
                dispatch(exchange);
            } catch (Refusal e) {
                refuse(exchange, e.status(), e.getMessage());
            } catch (VectileException e) {
                refuse(exchange, Refusal.BAD_REQUEST, e.getMessage());
            } catch (RuntimeException | Error e) {
                refuse(exchange, Refusal.FAILED, failureText.apply(e));
            }
        }
    }

    /** What every answer says to browsers: take it as what it says it is, keep no copy, show it in no frame. */
    private void safeguard(Headers headers) {
        headers.set("Content-Security-Policy", page.policy());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
    }

    private void dispatch(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if ("/".equals(path)) {
            requireMethod(exchange, "GET");
            send(exchange, 200, "text/html; charset=utf-8", page.html());
            return;
        }
        Route.Handler handler = handlers.get(path);
        if (handler == null) {
            throw new Refusal(Refusal.NOT_FOUND, "there is nothing at " + path + "; the page is at /");
        }
        requireMethod(exchange, "POST");
        Request request = Request.parse(body(exchange));
        switch (handler) {
            case Route.Answer answer -> {
                Object value = answer.answer(request);
                request.requireAllRead();
                send(exchange, 200, "application/json", Json.of(value).getBytes(StandardCharsets.UTF_8));
            }
            case Route.Work work -> {
                Jobs.Place place = new Jobs.Place(pageName(exchange), path);
                Route.Job job = work.prepare(request);
                request.requireAllRead();
                stream(exchange, jobs.start(place, job));
            }
        }
    }

    private static void requireMethod(HttpExchange exchange, String method) {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new Refusal(Refusal.WRONG_METHOD,
                    exchange.getRequestURI().getPath() + " takes " + method + "; the request is " + exchange.getRequestMethod());
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        // Of the types that a page may send to another site without asking first, none is JSON's.
        if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refusal(Refusal.NOT_JSON, "the body must be application/json; it is " + (type == null ? "of no type" : type));
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new Refusal(Refusal.TOO_LARGE, "the body must have at most " + MOST_BYTES + " bytes; this one has more");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String pageName(HttpExchange exchange) {
        String name = exchange.getRequestHeaders().getFirst(PAGE_HEADER);
        if (name == null || !PAGE_NAME.matcher(name).matches()) {
            throw new Refusal("the header " + PAGE_HEADER + " must have 1 to 64 letters, digits or -; "
                    + (name == null ? "it is missing" : "got \"" + name + "\""));
        }
        return name;
    }

    /** Writes what a job tells, as it tells it. A page that no longer listens, or a server that ends, cancels the job. */
    private static void stream(HttpExchange exchange, Events events) throws IOException {
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            Events.Event event;
            do {
                event = events.next(HEARTBEAT_MILLIS);
                out.write((event == null ? ": \n\n" : event.text()).getBytes(StandardCharsets.UTF_8));
                out.flush();
            } while (!events.isLast(event));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            events.cancel();
        }
    }

    private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        send(exchange, status, "application/json", Json.of(Map.of("error", message)).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean headAlone = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, headAlone ? -1 : body.length);
        if (!headAlone) {
            exchange.getResponseBody().write(body);
        }
    }
}
