package io.vectile.cli.explore.data;

import io.vectile.cli.explore.http.Events;
import io.vectile.cli.explore.http.Refusal;
import io.vectile.cli.explore.http.Route;
import io.vectile.cli.explore.http.View;
import io.vectile.concurrent.Progress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Data that is on its way from a file, on a thread of its own, while the page is shown already. */
public final class LoadingData implements View, AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    /** How far it is. */
    private record Stage(String name, long done, long total) {}

    private final CompletableFuture<ExploredData> loaded;
    private volatile Stage stage = new Stage("open", 0, 1);
    private volatile boolean closed;

    private LoadingData(CompletableFuture<ExploredData> loaded) {
        this.loaded = loaded;
    }

    /** Data that is there. */
    public static LoadingData done(ExploredData data) {
        return new LoadingData(CompletableFuture.completedFuture(data));
    }

    /** Begins to load. */
    public static LoadingData start(Function<Progress, ExploredData> loader) {
        LoadingData loading = new LoadingData(new CompletableFuture<>());
        Thread.ofPlatform().daemon().name("explore data").start(() -> loading.load(loader));
        return loading;
    }

    private void load(Function<Progress, ExploredData> loader) {
        try {
            loaded.complete(loader.apply(progress()));
        } catch (Throwable e) {
            loaded.completeExceptionally(e);
        }
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public void update(String name, long done, long total) {
                stage = new Stage(name, done, total);
            }

            @Override
            public boolean cancelled() {
                return closed;
            }
        };
    }

    /** The data, as soon as it is there. */
    public ExploredData get() {
        try {
            return loaded.join();
        } catch (CompletionException e) {
            throw refused(e);
        }
    }

    /** {@code /api/data}: how far loading is, then what was loaded. */
    @Override
    public List<Route> routes() {
        return List.of(Route.work("/api/data", request -> this::await));
    }

    private Object await(Events events) {
        while (true) {
            events.check("loading");
            try {
                return loaded.get(LOOK_MILLIS, TimeUnit.MILLISECONDS).summary();
            } catch (TimeoutException e) {
                Stage now = stage;
                events.update(now.name(), now.done(), now.total());
            } catch (ExecutionException e) {
                throw refused(e);
            } catch (InterruptedException e) {
                throw new Refusal("the server ends");
            }
        }
    }

    private static Refusal refused(Exception e) {
        return new Refusal("the data could not be loaded: " + e.getCause().getMessage());
    }

    /** Asks loading to stop. */
    @Override
    public void close() {
        closed = true;
    }
}
