package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.vectile.contents.SearchDefaults;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where many are wanted, the first bound comes from several lists, which are looked at before they are scanned: that neither
 * loses a vector nor finds one twice, whatever the lists hold.
 */
class FirstBoundTest {
    private static final int D = 8;
    private static final int N = 3000;
    private static final TrainingOptions FAST = new TrainingOptions(7, 3, 3, 1 << 20);

    /** Packed lists with holes, and tails with holes behind most of them. */
    private static Index filled(String spec, Metric metric, Vectors x) {
        Index index = new Index(IndexSpec.parse(spec), D, metric, SearchDefaults.USUAL, FAST).train(x.rows(0, 2000));
        index.add(x.rows(0, 2500));
        index.compact();
        index.add(x.rows(2500, N));
        index.remove(removed());
        return index;
    }

    private static long[] removed() {
        return LongStream.range(0, N).filter(id -> id % 7 == 3).toArray();
    }

    @ParameterizedTest
    @CsvSource({"'IVF60,PQ4', L2", "'IVF60,PQ4', INNER_PRODUCT", "'IVF500,PQ4', L2", "PQ4, L2"})
    void neitherLosesNorRepeatsAVector(String spec, Metric metric) {
        Vectors x = Data.NORMAL.vectors(N, D, new SplittableRandom(3));
        Index index = filled(spec, metric, x);
        BruteForce bruteForce = new BruteForce(index, x.rows(0, 2000), FAST);
        long[] held = LongStream.range(0, N).filter(id -> id % 7 != 3).toArray();
        float[] rows = new float[held.length * D];
        for (int i = 0; i < held.length; i++) {
            x.copyRow(held[i], rows, i * D);
        }
        bruteForce.read(Vectors.of(rows, D), held);
        Vectors queries = Data.NORMAL.vectors(3, D, new SplittableRandom(4));
        IdFilter few = id -> id % 11 == 0;
        for (IdFilter filter : new IdFilter[] {null, IdFilter.range(1200, 2700), few, IdFilter.in(5, 600, 601, 2999)}) {
            for (int k : new int[] {1, 30, 200, 2000, N}) {
                for (int nprobe : new int[] {1, 9, 500}) {
                    SearchOptions options = SearchOptions.defaults().withNprobe(nprobe).withFilter(filter);
                    Neighbors batch = index.search(queries, k, options);
                    for (int q = 0; q < queries.n(); q++) {
                        bruteForce.checkTopK(queries.row(q), nprobe, filter, batch.ids(q), batch.distances(q));
                        Neighbors alone = index.search(queries.row(q), k, options.withThreads(1));
                        assertArrayEquals(batch.ids(q), alone.ids(0), () -> Arrays.toString(alone.ids(0)));
                        assertArrayEquals(batch.distances(q), alone.distances(0));
                    }
                }
            }
        }
    }
}
