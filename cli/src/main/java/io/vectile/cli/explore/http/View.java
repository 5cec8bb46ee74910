package io.vectile.cli.explore.http;

import java.util.List;

/** One view of the page, as the server sees it: the routes that it asks, all below {@code /api/} and its name. */
@FunctionalInterface
public interface View {
    /** What it asks. */
    List<Route> routes();
}
