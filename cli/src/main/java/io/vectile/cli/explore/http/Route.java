package io.vectile.cli.explore.http;

/**
 * What is answered at a path. All take a JSON object by POST: what may take time, or memory, cannot be asked for by a link.
 *
 * @param path    such as {@code /api/cells/search}
 * @param handler what answers
 */
public record Route(String path, Handler handler) {

    /** How a route answers. */
    public sealed interface Handler permits Answer, Work {}

    /** Answers at once, within some milliseconds, with anything of which {@link io.vectile.cli.text.Json} makes JSON. */
    @FunctionalInterface
    public non-sealed interface Answer extends Handler {
        /** Answers one request, on a thread of its own. */
        Object answer(Request request);
    }

    /**
     * Works for longer, and tells meanwhile. The request is read, and refused where it is wrong, before the work begins; a
     * later request of the same page to the same route takes the place of the work, which is cancelled.
     */
    @FunctionalInterface
    public non-sealed interface Work extends Handler {
        /** Reads one request, and says what is to be done. */
        Job prepare(Request request);
    }

    /** What is to be done. */
    @FunctionalInterface
    public interface Job {
        /**
         * Does it, on a thread of its own.
         *
         * @param events hears how far the work is, and is asked whether to go on
         * @return the result, of which JSON can be made
         */
        Object run(Events events);
    }

    /** A route that answers at once. */
    public static Route answer(String path, Answer answer) {
        return new Route(path, answer);
    }

    /** A route that works for longer. */
    public static Route work(String path, Work work) {
        return new Route(path, work);
    }
}
