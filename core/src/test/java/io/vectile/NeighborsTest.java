package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes back from a search, by the example of a few points on a line. */
class NeighborsTest {
    private Index index;

    @BeforeEach
    void pointsOnALine() {
        index = Index.of("Flat", 1);
        index.add(new float[][] {{0}, {1}, {2}, {4}, {8}});
    }

    @Test
    void theNearestComesFirst() {
        Neighbors found = index.search(Vectors.of(new float[] {1.5f, 9f}, 1), 3);
        assertEquals(2, found.queries());
        assertEquals(3, found.k());
        assertArrayEquals(new long[] {1, 2, 0}, found.ids(0));
        assertArrayEquals(new float[] {0.25f, 0.25f, 2.25f}, found.distances(0));
        assertEquals(4, found.id(1, 0));
        assertEquals(25f, found.distance(1, 1));
        assertEquals("2 x 3 neighbors: 1 (0.25), 2 (0.25), 0 (2.25)", found.toString());
    }

    @Test
    void aRangeHoldsWhatIsStrictlyWithin() {
        RangeNeighbors found = index.rangeSearch(Vectors.of(new float[] {2f, 20f}, 1), 4f, SearchOptions.defaults());
        assertEquals(2, found.queries());
        assertEquals(2, found.size(0));
        assertArrayEquals(new long[] {2, 1}, found.ids(0));
        assertArrayEquals(new float[] {0f, 1f}, found.distances(0));
        assertEquals(1, found.id(0, 1));
        assertEquals(1f, found.distance(0, 1));
        assertEquals(0, found.size(1));
    }

    @Test
    void answersAreEqualWhereAllTheirPlacesAre() {
        Neighbors found = index.search(new float[] {3}, 2);
        assertEquals(found, index.search(new float[] {3}, 2));
        assertEquals(found.hashCode(), index.search(new float[] {3}, 2).hashCode());
        assertNotEquals(found, index.search(new float[] {3.1f}, 2));
        assertNotEquals(found, index.search(new float[] {3}, 3));
        assertNotEquals(found, index.search(Vectors.of(new float[] {3, 3}, 1), 1));
    }

    @Test
    void whatIsGivenOutIsACopy() {
        Neighbors found = index.search(new float[] {0}, 2);
        found.ids(0)[0] = 77;
        found.distances(0)[0] = 77;
        assertEquals(0, found.id(0, 0));
        assertEquals(0f, found.distance(0, 0));
        RangeNeighbors range = index.rangeSearch(new float[] {0}, 2f);
        range.ids(0)[0] = 77;
        range.distances(0)[0] = 77;
        assertEquals(0, range.id(0, 0));
        assertEquals(0f, range.distance(0, 0));
    }

    @Test
    void placesThatAreNotThereAreRefused() {
        Neighbors found = index.search(new float[] {0}, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> found.id(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> found.id(1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> found.distance(0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> found.ids(1));
        RangeNeighbors range = index.rangeSearch(new float[] {0}, 2f);
        assertThrows(IndexOutOfBoundsException.class, () -> range.id(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> range.size(1));
    }

    @Test
    void theQueryIsLeftAsItWas() {
        float[] query = {3f, 4f};
        Index cosine = Index.of("Flat", 2, Metric.COSINE);
        cosine.add(new float[][] {{3, 4}, {4, -3}});
        Neighbors found = cosine.search(query, 2);
        assertArrayEquals(new float[] {3f, 4f}, query);
        assertEquals(1f, found.distance(0, 0), 1e-6f);
        assertEquals(0f, found.distance(0, 1), 1e-6f);
        assertArrayEquals(new float[] {0.6f, 0.8f}, cosine.reconstruct(0), 1e-7f);
    }
}
