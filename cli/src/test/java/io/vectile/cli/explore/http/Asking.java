package io.vectile.cli.explore.http;

import io.vectile.cli.text.Json;
import io.vectile.cli.text.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a view as its page does, without a server between: what JSON is made of the answer, and the parts that came ahead. */
public record Asking(Map<String, Object> answer, List<Object> parts) {

    /** @param fields of the request, as JSON */
    public static Asking of(View view, String path, String fields) {
        Route.Handler handler = view.routes().stream().filter(route -> route.path().equals(path)).findFirst().orElseThrow().handler();
        Request request = Request.parse(fields);
        Events events = new Events();
        Object value = switch (handler) {
            case Route.Answer answer -> answer.answer(request);
            case Route.Work work -> work.prepare(request).run(events);
        };
        request.requireAllRead();
        events.end("result", null);
        return new Asking(JsonReader.readObject(Json.of(value)), parts(events));
    }

    private static List<Object> parts(Events events) {
        List<Object> parts = new ArrayList<>();
        try {
            for (Events.Event event = events.next(0); !events.isLast(event); event = events.next(0)) {
                if (event.name().equals("part")) {
                    parts.add(JsonReader.read(event.json()));
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return parts;
    }

    /** A field that is a number. */
    public double number(String name) {
        return (Double) answer.get(name);
    }

    /** A field that is a list of whole numbers. */
    public List<Integer> wholes(String name) {
        return ((List<?>) answer.get(name)).stream().map(number -> ((Double) number).intValue()).toList();
    }

    /** A field that is a list of numbers. */
    public double[] numbers(String name) {
        return ((List<?>) answer.get(name)).stream().mapToDouble(number -> (Double) number).toArray();
    }
}
