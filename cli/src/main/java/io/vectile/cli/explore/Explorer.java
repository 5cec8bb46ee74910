package io.vectile.cli.explore;

import io.vectile.cli.explore.cells.CellsView;
import io.vectile.cli.explore.codes.CodesView;
import io.vectile.cli.explore.data.BuiltIndexes;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.http.LocalServer;
import io.vectile.cli.explore.http.PageText;
import io.vectile.cli.explore.http.Route;
import io.vectile.cli.explore.http.View;
import io.vectile.cli.explore.search.SearchView;
import io.vectile.cli.explore.trade.TradeView;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The explorer while it is served: its page, its data and its views. */
public final class Explorer implements AutoCloseable {
    private static final String PAGE = "explorer.html";

    private final LoadingData data;
    private final LocalServer server;

    private Explorer(LoadingData data, LocalServer server) {
        this.data = data;
        this.server = server;
    }

    /**
     * Serves the page.
     *
     * @param port        0 for any that is free
     * @param failureText what a failure means to the person who gave the command
     * @throws BindException if another process listens there
     */
    public static Explorer start(LoadingData data, int port, Function<Throwable, String> failureText) throws IOException {
        List<Route> routes = views(data).flatMap(view -> view.routes().stream()).toList();
        return new Explorer(data, LocalServer.start(port, page(), routes, failureText));
    }

    /** One line per view. */
    private static Stream<View> views(LoadingData data) {
        BuiltIndexes indexes = new BuiltIndexes(data);
        return Stream.of(
                data,
                new CellsView(data),
                new CodesView(data),
                new TradeView(data, indexes),
                new SearchView(data, indexes));
    }

    private static PageText page() throws IOException {
        try (InputStream in = Explorer.class.getResourceAsStream(PAGE)) {
            if (in == null) {
                throw new IllegalStateException("this build of vectile lacks its page " + PAGE);
            }
            return PageText.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The address of the page. */
    public String url() {
        return server.url();
    }

    /** Stops what is worked at, and answers no more. */
    @Override
    public void close() {
        data.close();
        server.close();
    }
}
