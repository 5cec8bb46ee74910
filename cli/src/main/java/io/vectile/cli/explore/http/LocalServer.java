package io.vectile.cli.explore.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The JDK's HTTP server on the loopback address, with one page and the routes that it asks. */
public final class LocalServer implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Jobs jobs;

    private LocalServer(HttpServer server, ExecutorService threads, Jobs jobs) {
        this.server = server;
        this.threads = threads;
        this.jobs = jobs;
    }

    /**
     * Starts to listen.
     *
     * @param port        0 for any that is free
     * @param page        what is answered at {@code /}
     * @param routes      what else is answered
     * @param failureText what a failure means to the person who started the server
     * @throws java.net.BindException if another process listens there
     */
    public static LocalServer start(int port, PageText page, List<Route> routes, Function<Throwable, String> failureText)
            throws IOException {
        // Answers are small and go out in two writes, of which the second would wait for the first to be acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        Map<String, Route.Handler> handlers = new HashMap<>();
        routes.forEach(route -> handlers.put(route.path(), route.handler()));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Jobs jobs = new Jobs(failureText);
        server.setExecutor(threads);
        server.createContext("/", new Dispatcher(new Gate(server.getAddress().getPort()), page, handlers, jobs, failureText));
        server.start();
        return new LocalServer(server, threads, jobs);
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The address of the page. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    /** Asks all jobs to stop, and answers no more. */
    @Override
    public void close() {
        jobs.cancelAll();
        server.stop(0);
        threads.shutdownNow();
    }
}
