package io.vectile.cli.explore.http;

import io.vectile.error.CancelledException;
import io.vectile.error.VectileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The jobs that run: of each page one per route, the latest, and so many in all. A job whose place was taken counts until it
 * has ended, which it does at its next look at {@link Events#cancelled}.
 */
final class Jobs {
    /** More than a person with a few tabs starts; each may hold some copies of a sample. */
    private static final int MOST = 8;

    /** @param page the page that asked, by the name it gave itself */
    record Place(String page, String route) {}

    private final Map<Place, Events> latest = new HashMap<>();
    private final Set<Events> running = new HashSet<>();
    private final Function<Throwable, String> failureText;

    /** @param failureText what a failure means to the person who started the server */
    Jobs(Function<Throwable, String> failureText) {
        this.failureText = failureText;
    }

    /**
     * Starts a job, and cancels the one whose place it takes.
     *
     * @throws Refusal if too many run
     */
    synchronized Events start(Place place, Route.Job job) {
        Events before = latest.get(place);
        if (before != null) {
            before.cancel();
        }
        if (running.size() >= MOST) {
            throw new Refusal(Refusal.BUSY, "at most " + MOST + " jobs run at a time, and so many do; wait for one, or close a tab");
        }
        Events events = new Events();
        latest.put(place, events);
        running.add(events);
        Thread.ofPlatform().daemon().name("explore " + place.route()).start(() -> run(place, job, events));
        return events;
    }

    private void run(Place place, Route.Job job, Events events) {
        String name = "failed";
        Object value = null;
        try {
            value = job.run(events);
            name = "result";
        } catch (CancelledException e) {
            name = "cancelled";
            value = Map.of("error", e.getMessage());
        } catch (Refusal | VectileException e) {
            value = Map.of("error", e.getMessage());
        } catch (Throwable e) {
            value = Map.of("error", failureText.apply(e));
        } finally {
            // Out of the list before the page hears of the end, and may ask for the next.
            forget(place, events);
            events.end(name, value);
        }
    }

    private synchronized void forget(Place place, Events events) {
        running.remove(events);
        latest.remove(place, events);
    }

    /** Asks all jobs to stop. */
    synchronized void cancelAll() {
        running.forEach(Events::cancel);
    }
}
