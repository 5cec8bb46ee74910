package io.vectile.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.InvalidInputException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codewords that share their low six bits, or the upper four of these, lie close together, and keep the numbers that they have elsewhere. */
class CodewordGroupsTest {
    private static final int M = 3;
    private static final int LOW_SIX = 0b111111;
    /** Of these. */
    private static final int UPPER_FOUR = 0b111100;

    private static float[] normal(int dsub, long seed) {
        Random random = new Random(seed);
        float[] codebook = new float[M * 256 * dsub];
        for (int i = 0; i < codebook.length; i++) {
            codebook[i] = (float) random.nextGaussian();
        }
        return codebook;
    }

    /** The mean squared distance of codewords that share some bits of their number. */
    private static double within(float[] codebook, int dsub, int bits) {
        double sum = 0;
        int pairs = 0;
        for (int c = 0; c < M * 256; c++) {
            for (int other = c + 1; other < (c / 256 + 1) * 256; other++) {
                if (((c ^ other) & bits) != 0) {
                    continue;
                }
                for (int e = 0; e < dsub; e++) {
                    sum += Math.pow(codebook[c * dsub + e] - codebook[other * dsub + e], 2);
                }
                pairs++;
            }
        }
        return sum / pairs;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void groupsAreTight(int dsub) {
        float[] codebook = normal(dsub, dsub);
        ProductQuantizer grouped = ProductQuantizer.of(M * dsub, M, 8, codebook).grouped();
        // Two random vectors of d normal numbers are apart by 2 d on average.
        double most = switch (dsub) {
            case 1 -> 0.02;
            case 2 -> 0.2;
            case 4 -> 1.6;
            default -> 19;
        };
        assertEquals(2.0 * dsub, within(codebook, dsub, LOW_SIX), 0.35 * dsub);
        double fours = within(grouped.codebook(), dsub, LOW_SIX);
        assertTrue(fours < most, "within groups of four: " + fours);
        double sixteens = within(grouped.codebook(), dsub, UPPER_FOUR);
        double mostOfSixteens = dsub == 16 ? 27 : 4 * most;
        assertTrue(sixteens < mostOfSixteens, "within groups of sixteen: " + sixteens);
    }

    /** Groups of four that changed places between their sixteens would bring them no closer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void noTwoGroupsOfFourWouldBetterChangePlaces(int dsub) {
        float[] codebook = ProductQuantizer.of(M * dsub, M, 8, normal(dsub, 20 + dsub)).grouped().codebook();
        for (int g = 0; g < 64; g++) {
            for (int h = (g | 3) + 1; h < 64; h++) {
                double change = 0;
                for (int i = 0; i < 4; i++) {
                    int besideG = g & ~3 | i;
                    int besideH = h & ~3 | i;
                    change += besideH == h ? 0 : apart(codebook, dsub, g, besideH) - apart(codebook, dsub, h, besideH);
                    change += besideG == g ? 0 : apart(codebook, dsub, h, besideG) - apart(codebook, dsub, g, besideG);
                }
                assertTrue(change >= -1e-6, g + " and " + h + ": " + change);
            }
        }
    }

    /** The sum of squared distances between two groups of four of the first subspace. */
    private static double apart(float[] codebook, int dsub, int g, int h) {
        double sum = 0;
        for (int i = 0; i < 16; i++) {
            for (int e = 0; e < dsub; e++) {
                sum += Math.pow(codebook[(g + 64 * (i / 4)) * dsub + e] - codebook[(h + 64 * (i % 4)) * dsub + e], 2);
            }
        }
        return sum;
    }

    @Test
    void fourClustersOfEqualWordsAreGroups() {
        float[] codebook = new float[256];
        for (int c = 0; c < 256; c++) {
            codebook[c] = c / 4;
        }
        float[] grouped = ProductQuantizer.of(1, 1, 8, codebook).grouped().codebook();
        for (int g = 0; g < 64; g++) {
            assertEquals(grouped[g], grouped[g + 64]);
            assertEquals(grouped[g], grouped[g + 128]);
            assertEquals(grouped[g], grouped[g + 192]);
        }
    }

    @Test
    void codesStandForTheSameUnderBothNumbers() {
        int dsub = 2;
        ProductQuantizer given = ProductQuantizer.of(M * dsub, M, 8, normal(dsub, 7));
        ProductQuantizer grouped = given.grouped();
        CodewordNumbers numbers = grouped.numbers();
        assertNull(given.numbers());
        assertNotNull(numbers);
        assertArrayEquals(given.codebook(), grouped.outerCodebook());
        assertFalse(Arrays.equals(given.codebook(), grouped.codebook()));

        byte[] codes = new byte[100 * M + 1];
        new Random(8).nextBytes(codes);
        byte[] inside = codes.clone();
        numbers.inward(inside, 1, 100);
        assertEquals(codes[0], inside[0]);
        for (int i = 0; i < 100; i++) {
            float[] expected = new float[M * dsub];
            float[] decoded = new float[M * dsub];
            given.decode(codes, 1 + i * M, expected, 0);
            grouped.decode(inside, 1 + i * M, decoded, 0);
            assertArrayEquals(expected, decoded);
        }
        numbers.outward(inside, 1, 100);
        assertArrayEquals(codes, inside);
    }

    @Test
    void whatIsGroupedOrCannotBeStaysAsItIs() {
        ProductQuantizer grouped = ProductQuantizer.of(M, M, 8, normal(1, 9)).grouped();
        assertSame(grouped, grouped.grouped());
        ProductQuantizer own = ProductQuantizer.of(M, M, 8, grouped.codebook());
        assertSame(own, own.grouped());
        ProductQuantizer narrow = ProductQuantizer.of(M, M, 7, Arrays.copyOf(normal(1, 9), M << 7));
        assertSame(narrow, narrow.grouped());
    }

    @Test
    void numbersThatComeTwiceAreRefused() {
        byte[] numbers = new byte[512];
        for (int c = 0; c < 512; c++) {
            numbers[c] = (byte) c;
        }
        numbers[256 + 9] = 8;
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> new CodewordNumbers(numbers));
        assertEquals("two codewords of subspace 1 have number 8; each must have its own", refused.getMessage());
    }
}
