package io.vectile.cli.bench;

import io.vectile.Neighbors;
import io.vectile.eval.GroundTruth;
import io.vectile.eval.Recall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The recalls that the field reports: 1@1, 1@10 and 1@100, whether the true nearest is among the first R found, and
 * 10@10 and 100@100, the share of the true k nearest among the k found; see {@link Recall}.
 */
public final class Recalls {
    /** Neighbours that must be known and asked for, so that every recall can be counted. */
    public static final int DEPTH = 100;

    private static final int[] NEAREST_WITHIN = {1, 10, 100};
    private static final int[] SHARE_OF = {10, 100};

    private Recalls() {}

    /**
     * Counts the recalls, by name. Those that the truth is not deep enough for are left out.
     *
     * @param asked the answers of the search that is measured
     * @param deep the answers of the same search with k of at least {@value #DEPTH}, for what the first cannot tell
     */
    public static Map<String, Double> of(GroundTruth truth, Neighbors asked, Neighbors deep) {
        long[][] askedIds = ids(asked);
        long[][] deepIds = asked == deep ? askedIds : ids(deep);
        Map<String, Double> recall = new LinkedHashMap<>();
        for (int r : NEAREST_WITHIN) {
            recall.put("1@" + r, Recall.oneAt(r, asked.k() >= r ? askedIds : deepIds, truth));
        }
        for (int k : SHARE_OF) {
            if (truth.k() >= k) {
                recall.put(k + "@" + k, Recall.kAtK(k, asked.k() >= k ? askedIds : deepIds, truth));
            }
        }
        return recall;
    }

    private static long[][] ids(Neighbors found) {
        return IntStream.range(0, found.queries()).mapToObj(found::ids).toArray(long[][]::new);
    }
}
