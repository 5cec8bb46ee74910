package io.vectile.cli.explore.trade;

import io.vectile.IndexSpec;
import io.vectile.SearchOptions;
import io.vectile.cli.explore.http.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/**
 * Search options to measure: every nprobe with every k_factor.
 *
 * @param nprobe  numbers of cells to visit
 * @param kFactor how many times k candidates to measure again
 */
record SearchGrid(List<Integer> nprobe, List<Float> kFactor) {
    static final int MOST_NPROBE = 16;
    static final int MOST_K_FACTOR = 6;

    private static final int MOST_CHARACTERS = 200;
    /** Nine digits and fewer are an int; which of them make sense, the library says. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{0,9})?");

    /** Reads both lists as they are typed: numbers, separated by commas or blanks. */
    static SearchGrid parse(String nprobe, String kFactor) {
        return new SearchGrid(nprobe(nprobe), kFactor(kFactor));
    }

    /** @throws RuntimeException of the library, or a refusal, if one is no number of cells, or there are too many or none */
    static List<Integer> nprobe(String text) {
        return options("nprobe", text, MOST_NPROBE).stream().map(SearchOptions::nprobe).distinct().toList();
    }

    /** @throws RuntimeException of the library, or a refusal, if one is no factor, or there are too many or none */
    static List<Float> kFactor(String text) {
        return options("k_factor", text, MOST_K_FACTOR).stream().map(SearchOptions::kFactor).distinct().toList();
    }

    private static List<SearchOptions> options(String name, String text, int most) {
        if (text.length() > MOST_CHARACTERS) {
            throw new Refusal(name + " must have at most " + MOST_CHARACTERS + " characters; got " + text.length());
        }
        List<SearchOptions> options = new ArrayList<>();
        for (String word : text.strip().split("[,\\s]+")) {
            if (!NUMBER.matcher(word).matches()) {
                throw new Refusal(name + " must be numbers from 1 on, separated by commas; got \"" + word + "\"");
            }
            options.add(SearchOptions.parse(name + "=" + word));
        }
        if (options.size() > most) {
            throw new Refusal(name + " must be at most " + most + " numbers; got " + options.size());
        }
        return options;
    }

    /** The options that mean something to an index, as the command line gives them; those that come down to the same once. */
    List<String> of(IndexSpec spec) {
        SequencedSet<String> searches = new LinkedHashSet<>();
        for (int cells : spec.nlist() > 0 ? nprobe : List.of(0)) {
            for (float factor : spec.refine() ? kFactor : List.of(0f)) {
                String first = cells == 0 ? "" : "nprobe=" + Math.min(cells, spec.nlist());
                String second = factor == 0 ? "" : "k_factor=" + shown(factor);
                searches.add(first + (first.isEmpty() || second.isEmpty() ? "" : ",") + second);
            }
        }
        return List.copyOf(searches);
    }

    /** 4 for 4.0, as people write it. */
    static String shown(float factor) {
        return factor == Math.rint(factor) ? String.valueOf((int) factor) : String.valueOf(factor);
    }
}
