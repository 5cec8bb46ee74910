package io.vectile.vectors;

import io.vectile.error.InvalidInputException;
import java.util.Locale;

/** What "near" means. The values an index returns are in the unit named here. */
public enum Metric {
    /** Squared Euclidean distance, {@code sum((x - y)^2)}: no root is taken, as in Faiss. Smaller is nearer. */
    L2("l2"),

    /** Inner product, {@code sum(x * y)}. Greater is nearer. */
    INNER_PRODUCT("ip"),

    /** Cosine of the angle, -1 to 1: the inner product of the vectors scaled to length one. Greater is nearer. */
    COSINE("cosine");

    private final String word;

    Metric(String word) {
        this.word = word;
    }

    /** The word for it on the command line and in reports: {@code l2}, {@code ip} or {@code cosine}. */
    public String word() {
        return word;
    }

    /** Whether of two values the smaller belongs to the nearer vector: true for distances, false for similarities. */
    public boolean smallerIsNearer() {
        return this == L2;
    }

    /**
     * The metric that a word names, in upper or lower case.
     *
     * @throws InvalidInputException for any other word
     */
    public static Metric parse(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "l2" -> L2;
            case "ip" -> INNER_PRODUCT;
            case "cosine" -> COSINE;
            default -> throw new InvalidInputException("metric \"" + word + "\" is unknown; use l2, ip or cosine");
        };
    }
}
