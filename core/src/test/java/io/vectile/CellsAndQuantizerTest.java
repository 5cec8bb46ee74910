package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cluster.Centroids;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What training found, as callers see it: the cells of an inverted file and the quantizer of its codes. */
class CellsAndQuantizerTest {
    private static final int D = 16;
    private final Vectors vectors = Data.NORMAL.vectors(1500, D, new SplittableRandom(3));

    private Index filled(String spec) {
        Index index = Index.of(spec, D);
        index.train(vectors);
        index.add(vectors);
        return index;
    }

    @Test
    void aSearchFindsTheVectorsOfItsNearestCells() {
        Index index = filled("IVF16,Flat");
        Centroids cells = index.cells().orElseThrow();
        assertEquals(16, cells.k());
        float[] rows = new float[1500 * D];
        vectors.copyRows(0, 1500, rows, 0);
        int[] cellOf = new int[1500];
        cells.assign(rows, 0, D, 1500, cellOf, new float[1500], 0);
        for (int nprobe : new int[] {1, 3, 16}) {
            int[] probed = new int[nprobe];
            cells.nearestCells(rows, 7 * D, D, 1, nprobe, new Centroids.Scratch(), probed, new float[nprobe], 0);
            long[] visited = LongStream.range(0, 1500).filter(i -> Arrays.stream(probed).anyMatch(cell -> cell == cellOf[(int) i])).toArray();
            long[] found = LongStream.of(index.search(vectors.row(7), 1500, SearchOptions.defaults().withNprobe(nprobe)).ids(0))
                    .filter(id -> id != Neighbors.NO_ID).sorted().toArray();
            assertArrayEquals(visited, found);
        }
    }

    @Test
    void theQuantizerDecodesAsTheIndexDoes() {
        Index index = filled("PQ4x6");
        ProductQuantizer quantizer = index.quantizer().orElseThrow();
        byte[] code = new byte[quantizer.codeSize()];
        float[] decoded = new float[D];
        quantizer.encode(vectors.row(42), 0, 1, code, 0);
        quantizer.decode(code, 0, decoded, 0);
        assertArrayEquals(index.reconstruct(42), decoded);
    }

    @Test
    void whatAnIndexHasNotOrNotYetIsEmpty() {
        assertTrue(filled("PQ4").cells().isEmpty());
        assertTrue(filled("IVF4,Flat").quantizer().isEmpty());
        assertTrue(Index.of("IVF4,PQ4", D).cells().isEmpty());
        assertTrue(Index.of("IVF4,PQ4", D).quantizer().isEmpty());
    }
}
