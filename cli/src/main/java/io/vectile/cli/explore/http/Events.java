package io.vectile.cli.explore.http;

import io.vectile.cli.text.Json;
import io.vectile.concurrent.Progress;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a job tells while it works, on its way to the page: how far it is, of which only the latest counts, and parts of the
 * result, which all arrive. One thread tells, another takes.
 */
public final class Events implements Progress {
    /** Parts that wait to be sent; a job that is faster than its page waits. */
    private static final int MOST_WAITING = 256;

    /** One event of a stream (HTML standard, server-sent events). */
    record Event(String name, String json) {
        String text() {
            return "event: " + name + "\ndata: " + json + "\n\n";
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Event> parts = new ArrayDeque<>();
    private Event progress;
    private Event last;
    private volatile boolean cancelled;

    Events() {}

    @Override
    public void update(String stage, long done, long total) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stage", stage);
        fields.put("done", done);
        fields.put("total", total);
        Event event = new Event("progress", Json.of(fields));
        locked(() -> progress = event);
    }

    /** Sends a part of the result ahead of the rest: anything of which {@link Json} makes JSON. */
    public void part(Object value) {
        Event event = new Event("part", Json.of(value));
        lock.lock();
        try {
            while (parts.size() >= MOST_WAITING && !cancelled) {
                changed.awaitUninterruptibly();
            }
            parts.add(event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    void cancel() {
        locked(() -> cancelled = true);
    }

    /** The last event, after which nothing is told. */
    void end(String name, Object value) {
        Event event = new Event(name, Json.of(value));
        locked(() -> last = event);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next event: parts first, then how far the work is, then the last. Null if there is none for so long. */
    Event next(long millis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (true) {
                Event event = taken();
                if (event != null || nanos <= 0) {
                    changed.signalAll();
                    return event;
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private Event taken() {
        if (!parts.isEmpty()) {
            return parts.remove();
        }
        Event event = last != null ? last : progress;
        progress = null;
        return event;
    }

    /** Whether an event is the last. */
    boolean isLast(Event event) {
        lock.lock();
        try {
            return event != null && event == last;
        } finally {
            lock.unlock();
        }
    }
}
