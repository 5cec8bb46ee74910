package io.vectile;

import io.vectile.concurrent.Parallel;
import io.vectile.contents.SearchDefaults;
import io.vectile.error.InvalidInputException;
import java.util.Objects;

/**
 * What one search asks for beyond its queries. Immutable: each {@code with} gives a new one, and nothing is shared between
 * searches.
 *
 * @param nprobe    cells to visit; 0 for the index's own default. More than there are means all
 * @param parallel  threads; null for the default: the calling thread for one query, all processors for many
 * @param filter    ids that may be found; null for all
 * @param distances how a query is compared with a code; null for the index's own way, which is asymmetric unless a file
 *                  said otherwise
 * @param kFactor   with {@code RFlat}, how many times k candidates are measured again; 0 for the index's own
 */
public record SearchOptions(int nprobe, Parallel parallel, IdFilter filter, Distances distances, float kFactor) {

    private static final SearchOptions DEFAULTS = new SearchOptions(0, null, null, null, 0f);

    /** How a query is compared with a code; H. Jégou et al., TPAMI 2011, section 3.1. */
    public enum Distances {
        /** The query as it is against the decoded vector (ADC): more exact at the same cost. */
        ASYMMETRIC,
        /** The query encoded and decoded as well (SDC): what two codes alone can tell. */
        SYMMETRIC
    }

    public SearchOptions {
        if (nprobe < 0) {
            throw new InvalidInputException("nprobe must be at least 1; got " + nprobe);
        }
        if (kFactor != 0) {
            requireKFactor(kFactor);
        }
    }

    private static float requireKFactor(float kFactor) {
        if (!(kFactor >= 1 && kFactor <= SearchDefaults.MAX_K_FACTOR)) {
            throw new InvalidInputException("k_factor must be from 1 to " + (int) SearchDefaults.MAX_K_FACTOR + "; got " + kFactor);
        }
        return kFactor;
    }

    /** The index's nprobe, kFactor and distances, the default threads, all ids. */
    public static SearchOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Reads options as the command line gives them: {@code nprobe=48}, {@code nprobe=8,distances=symmetric},
     * {@code nprobe=8,k_factor=4}; an empty string is the defaults.
     *
     * @throws InvalidInputException naming the part that is not understood, and what would be
     */
    public static SearchOptions parse(String text) {
        SearchOptions options = DEFAULTS;
        if (text.isBlank()) {
            return options;
        }
        for (String part : text.split(",", -1)) {
            String[] pair = part.strip().split("=", -1);
            options = switch (pair[0]) {
                case "nprobe" -> options.withNprobe(parseNprobe(text, part, pair));
                case "k_factor" -> options.withKFactor(parseKFactor(text, part, pair));
                case "distances" -> options.withDistances(parseDistances(text, part, pair));
                default -> throw notUnderstood(text, part);
            };
        }
        return options;
    }

    private static int parseNprobe(String text, String part, String[] pair) {
        if (pair.length != 2 || !pair[1].matches("\\d{1,9}")) {
            throw notUnderstood(text, part);
        }
        return Integer.parseInt(pair[1]);
    }

    private static float parseKFactor(String text, String part, String[] pair) {
        if (pair.length != 2 || !pair[1].matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw notUnderstood(text, part);
        }
        return Float.parseFloat(pair[1]);
    }

    private static Distances parseDistances(String text, String part, String[] pair) {
        return switch (pair.length == 2 ? pair[1] : "") {
            case "asymmetric" -> Distances.ASYMMETRIC;
            case "symmetric" -> Distances.SYMMETRIC;
            default -> throw notUnderstood(text, part);
        };
    }

    private static InvalidInputException notUnderstood(String text, String part) {
        return new InvalidInputException("search options \"" + text + "\": \"" + part
                + "\" is not understood; use nprobe=N, k_factor=F, distances=asymmetric or distances=symmetric, joined by commas");
    }

    /** Visiting so many cells, at least 1. */
    public SearchOptions withNprobe(int cells) {
        if (cells < 1) {
            throw new InvalidInputException("nprobe must be at least 1; got " + cells);
        }
        return new SearchOptions(cells, parallel, filter, distances, kFactor);
    }

    /** On up to n threads. */
    public SearchOptions withThreads(int n) {
        return withParallel(Parallel.threads(n));
    }

    /** On the caller's own threads. */
    public SearchOptions withParallel(Parallel threads) {
        return new SearchOptions(nprobe, Objects.requireNonNull(threads, "threads"), filter, distances, kFactor);
    }

    /** The threads for n queries. */
    Parallel threadsFor(int queries) {
        return parallel != null ? parallel : queries == 1 ? Parallel.single() : Parallel.available();
    }

    /** Among these ids only; null for all. */
    public SearchOptions withFilter(IdFilter ids) {
        return new SearchOptions(nprobe, parallel, ids, distances, kFactor);
    }

    /** With asymmetric or symmetric distances. */
    public SearchOptions withDistances(Distances kind) {
        return new SearchOptions(nprobe, parallel, filter, Objects.requireNonNull(kind, "kind"), kFactor);
    }

    /**
     * Measuring so many times k candidates again where the index keeps the vectors themselves ({@code RFlat}), 1 to 1000.
     */
    public SearchOptions withKFactor(float factor) {
        return new SearchOptions(nprobe, parallel, filter, distances, requireKFactor(factor));
    }
}
