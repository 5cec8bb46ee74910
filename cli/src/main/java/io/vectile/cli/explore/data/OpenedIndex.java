package io.vectile.cli.explore.data;

import io.vectile.Index;
import io.vectile.RangeNeighbors;
import io.vectile.SearchOptions;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * An index that was opened, and the vectors in it as it gives them back: decoded, where it does not keep them.
 *
 * @param name  the file's name
 * @param index the index
 * @param ids   of the rows of the base, in their order
 */
public record OpenedIndex(String name, Index index, long[] ids) {
    /** Vectors looked at, and numbers that these have in all; of a larger index so many evenly spread over its ids. */
    private static final int MOST_ROWS = 50_000;
    private static final int MOST_NUMBERS = 1 << 24;

    private static final int MOST_QUERIES = 1000;

    /** Vectors that a picture and a quantizer need. */
    private static final int FEWEST_ROWS = 10;

    /** The vectors of an index, decoded, and some of them as queries: a file of an index has no others. */
    public static ExploredData read(String name, Index index, Progress progress) {
        if (!index.isTrained() || index.ntotal() < FEWEST_ROWS) {
            throw new InvalidInputException(name + " holds " + index.ntotal() + " vectors"
                    + (index.isTrained() ? "" : " and is not trained") + "; the explorer needs at least " + FEWEST_ROWS);
        }
        long[] all = ids(index);
        int n = Math.min(Math.min(all.length, MOST_ROWS), MOST_NUMBERS / index.d());
        long[] ids = LongStream.range(0, n).map(i -> all[(int) (i * all.length / n)]).toArray();
        float[] rows = new float[n * index.d()];
        for (int i = 0; i < n; i++) {
            System.arraycopy(index.reconstruct(ids[i]), 0, rows, i * index.d(), index.d());
            if (i % 1000 == 0) {
                progress.check("decode vectors");
                progress.update("decode vectors", i, n);
            }
        }
        Vectors base = Vectors.of(rows, index.d());
        int queries = Math.min(n, MOST_QUERIES);
        long[] asked = LongStream.range(0, queries).map(q -> q * n / queries).toArray();
        return new ExploredData(name, base, base.select(asked), base, index.metric(), Optional.empty(),
                Optional.of(new OpenedIndex(name, index, ids)));
    }

    /** All ids, in their order. Where they have gaps, a search without a bound finds them. */
    private static long[] ids(Index index) {
        if (index.largestId() == index.ntotal() - 1 && index.ntotal() <= Integer.MAX_VALUE - 8) {
            return LongStream.range(0, index.ntotal()).toArray();
        }
        float[] origin = new float[index.d()];
        origin[0] = 1; // the cosine has no direction for zeros
        float everywhere = index.metric().smallerIsNearer() ? Float.MAX_VALUE : -Float.MAX_VALUE;
        SearchOptions allCells = SearchOptions.defaults().withNprobe(Math.max(1, index.spec().nlist()));
        RangeNeighbors found = index.rangeSearch(origin, everywhere, allCells);
        long[] ids = found.ids(0);
        Arrays.sort(ids);
        return ids;
    }

    Map<String, Object> summary() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("spec", index.spec().toString());
        fields.put("ntotal", index.ntotal());
        fields.put("nprobe", index.nprobe());
        return fields;
    }
}
