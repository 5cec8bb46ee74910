package io.vectile.cli.explore.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An HTML page that holds its scripts and styles, and the policy (CSP level 3) under which a browser shows it: these scripts
 * and styles, told by their SHA-256, answers of the same server, and nothing else.
 *
 * @param html   the page
 * @param policy the value of its Content-Security-Policy header
 */
public record PageText(byte[] html, String policy) {

    /** The page and the policy that fits it. */
    public static PageText of(String html) {
        return new PageText(html.getBytes(StandardCharsets.UTF_8), "default-src 'none'; script-src " + hashes("script", html)
                + "; style-src " + hashes("style", html) + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'");
    }

    private static String hashes(String element, String html) {
        Matcher elements = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL).matcher(html);
        String hashes = elements.results().map(found -> "'sha256-" + sha256(found.group(1)) + "'").collect(Collectors.joining(" "));
        return hashes.isEmpty() ? "'none'" : hashes;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
