package io.vectile.cli.explore.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is answered: this server's own page, called by a name of this machine. The loopback address alone keeps other machines
 * out, not other pages: one of any site may send requests to localhost, and a site whose name is made to mean 127.0.0.1 may
 * read the answers too (DNS rebinding). The first are told by Origin and Sec-Fetch-Site, the second by Host.
 */
final class Gate {
    private static final int USUAL_PORT = 80;

    private final Set<String> hosts;

    /** @param port where the server listens */
    Gate(int port) {
        this.hosts = Stream.of("127.0.0.1", "localhost", "[::1]")
                .flatMap(name -> port == USUAL_PORT ? Stream.of(name, name + ":" + port) : Stream.of(name + ":" + port))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws Refusal if another site sent the request, or it is for another host */
    void check(Headers headers) {
        String host = only(headers, "Host");
        if (!hosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw forbidden("this server answers for " + hosts.stream().sorted().collect(Collectors.joining(", "))
                    + "; the request is for the host \"" + host + "\"");
        }
        String origin = only(headers, "Origin");
        if (!origin.isEmpty() && !hosts.stream().map("http://"::concat).toList().contains(origin)) {
            throw forbidden("this server answers its own page; the request comes from \"" + origin + "\"");
        }
        String site = only(headers, "Sec-Fetch-Site");
        if (!site.isEmpty() && !site.equals("same-origin") && !site.equals("none")) {
            throw forbidden("this server answers its own page, and an address typed or opened by you; the request is " + site);
        }
    }

    /** A header's value; empty where there is none. Two, of which a proxy might believe one and we the other, are none either. */
    private static String only(Headers headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw forbidden("a request has one " + name + " header at most; this one has " + values.size());
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static Refusal forbidden(String message) {
        return new Refusal(Refusal.FORBIDDEN, message);
    }
}
