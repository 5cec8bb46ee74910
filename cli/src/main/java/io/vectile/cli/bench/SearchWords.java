package io.vectile.cli.bench;

import io.vectile.IndexSpec;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Which search options mean something to an index, so that one list of them serves many indexes. */
public final class SearchWords {
    private SearchWords() {}

    /** The options of {@code search}, joined by commas, without those that the index has no use for. */
    public static String applicable(String search, IndexSpec spec) {
        return Arrays.stream(search.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty() && applies(word.split("=")[0], spec))
                .collect(Collectors.joining(","));
    }

    private static boolean applies(String name, IndexSpec spec) {
        return switch (name) {
            case "nprobe" -> spec.nlist() > 0;
            case "k_factor" -> spec.refine();
            case "distances" -> switch (spec.codec()) {
                case IndexSpec.Flat flat -> false;
                case IndexSpec.Pq pq -> true;
            };
            default -> true;
        };
    }
}
