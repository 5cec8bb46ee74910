package io.vectile.benchmarks.growth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RepeatedRowsTest {
    private static final int N = 50;
    private static final int D = 70;

    private final byte[] data = data();
    private final RepeatedRows rows = new RepeatedRows(Vectors.ofBytes(data, D), 1);

    /** Bytes of all values, many at the ends. */
    private static byte[] data() {
        byte[] data = new byte[N * D];
        new SplittableRandom(5).nextBytes(data);
        for (int i = 0; i < data.length; i += 3) {
            data[i] = (byte) (i % 2 == 0 ? 0 : 255);
        }
        return data;
    }

    @Test
    void theFirstRowsAreTheData() {
        assertArrayEquals(data, rows.bytes(0, N));
    }

    @Test
    void laterRowsAreOneOrTwoAboveOrBelowTheirSource() {
        int[] steps = new int[5];
        byte[] later = rows.bytes(N, 20 * N);
        for (int i = 0; i < later.length; i++) {
            int source = data[i % data.length] & 255;
            int step = (later[i] & 255) - source;
            assertTrue(Math.abs(step) <= 2, "number " + i + " moved by " + step);
            assertTrue(step != 0 || source == 0 || source == 255, "number " + i + " stayed");
            if (source > 1 && source < 254) {
                steps[step + 2]++;
            }
        }
        int all = Arrays.stream(steps).sum();
        for (int step : new int[] {-2, -1, 1, 2}) {
            assertEquals(0.25, (double) steps[step + 2] / all, 0.02, "share of " + step);
        }
    }

    @Test
    void noRepetitionIsLikeAnother() {
        byte[] first = rows.bytes(N, N);
        assertFalse(Arrays.equals(first, rows.bytes(2 * N, N)));
        assertFalse(Arrays.equals(first, new RepeatedRows(Vectors.ofBytes(data, D), 2).bytes(N, N)));
    }

    @Test
    void piecesAreThoseOfTheWhole() {
        byte[] whole = rows.bytes(0, 5 * N);
        RepeatedRows again = new RepeatedRows(Vectors.ofBytes(data, D), 1);
        for (int from = 0, count = 1; from < 5 * N; from += count, count = Math.min(2 * count + 1, 5 * N - from)) {
            assertArrayEquals(Arrays.copyOfRange(whole, from * D, (from + count) * D), again.bytes(from, count), count + " rows from " + from);
        }
    }

    @Test
    void nothingCannotBeRepeated() {
        Vectors none = Vectors.ofBytes(new byte[0], D);
        assertThrows(IllegalArgumentException.class, () -> new RepeatedRows(none, 1));
    }
}
