package io.vectile.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Refused;
import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.vectors.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProductQuantizerTest {
    private static float[] numbers(int n, SplittableRandom random) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** Centroids at random: no training needed to know what is nearest. */
    private static ProductQuantizer quantizer(int m, int dsub, int nbits, SplittableRandom random) {
        return ProductQuantizer.of(m * dsub, m, nbits, numbers(m * dsub << nbits, random));
    }

    private static ProductQuantizer any(SplittableRandom random) {
        return quantizer(random.nextInt(1, 20), random.nextInt(1, 20), random.nextInt(1, 11), random);
    }

    private static double squared(float[] x, int at, float[] y, int yAt, int n) {
        double sum = 0;
        for (int e = 0; e < n; e++) {
            sum += Math.pow((double) x[at + e] - y[yAt + e], 2);
        }
        return sum;
    }

    @Test
    void encodesToTheNearestCentroidOfEachSubspace() {
        Seeds.forAll(60, random -> {
            ProductQuantizer pq = any(random);
            int n = random.nextInt(1, 30);
            int at = random.nextInt(3);
            int codesAt = random.nextInt(3);
            float[] x = numbers(at + n * pq.d(), random);
            byte[] codes = new byte[codesAt + n * pq.codeSize()];
            Arrays.fill(codes, (byte) 0x5a); // what was there does not matter
            pq.encode(x, at, n, codes, codesAt);
            float[] codebook = pq.codebook();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < pq.m(); j++) {
                    int from = at + i * pq.d() + j * pq.dsub();
                    double nearest = Double.POSITIVE_INFINITY;
                    for (int c = 0; c < pq.ksub(); c++) {
                        nearest = Math.min(nearest, squared(x, from, codebook, (j * pq.ksub() + c) * pq.dsub(), pq.dsub()));
                    }
                    int value = pq.value(codes, codesAt + i * pq.codeSize(), j);
                    double taken = squared(x, from, codebook, (j * pq.ksub() + value) * pq.dsub(), pq.dsub());
                    assertEquals(nearest, taken, 1e-5 * (nearest + 1));
                }
            }
        });
    }

    @Test
    void encodesToTheNearestFarFromTheOriginToo() {
        Seeds.forAll(20, random -> {
            int dsub = random.nextInt(1, 8);
            float[] codebook = numbers(2 * dsub << 6, random);
            float[] x = numbers(40 * 2 * dsub, random);
            float away = random.nextBoolean() ? 10_000f : 4 * random.nextFloat(); // nearer than four deviations is not far
            for (int i = 0; i < codebook.length; i++) {
                codebook[i] += away;
            }
            ProductQuantizer pq = ProductQuantizer.of(2 * dsub, 2, 6, codebook);
            byte[] codes = new byte[40 * pq.codeSize()];
            for (int i = 0; i < x.length; i++) {
                x[i] += away;
            }
            pq.encode(x, 0, 40, codes, 0);
            for (int i = 0; i < 80; i++) {
                int subspace = i % 2 << 6;
                double nearest = Double.POSITIVE_INFINITY;
                for (int c = subspace; c < subspace + 64; c++) {
                    nearest = Math.min(nearest, squared(x, i * dsub, codebook, c * dsub, dsub));
                }
                int value = subspace + pq.value(codes, i / 2 * pq.codeSize(), i % 2);
                // The scores' rounding, in units of the squared differences to the mean.
                assertEquals(nearest, squared(x, i * dsub, codebook, value * dsub, dsub), 1e-5);
            }
        });
    }

    @Test
    void ofEqualCentroidsTakesTheFirst() {
        float[] codebook = new float[2 * 16 * 3];
        Arrays.fill(codebook, 0, 3, 5f); // in subspace 0 only centroid 0 differs from the others
        ProductQuantizer pq = ProductQuantizer.of(6, 2, 4, codebook);
        byte[] code = new byte[1];
        pq.encode(new float[6], 0, 1, code, 0);
        assertEquals(1, pq.value(code, 0, 0));
        assertEquals(0, pq.value(code, 0, 1));
    }

    @Test
    void decodesToTheCentroidsSideBySide() {
        Seeds.forAll(60, random -> {
            ProductQuantizer pq = any(random);
            float[] codebook = pq.codebook();
            byte[] code = new byte[pq.codeSize()];
            pq.encode(numbers(pq.d(), random), 0, 1, code, 0);
            float[] row = new float[pq.d() + 2];
            pq.decode(code, 0, row, 1);
            assertEquals(0f, row[0]);
            assertEquals(0f, row[pq.d() + 1]);
            for (int j = 0; j < pq.m(); j++) {
                int from = 1 + j * pq.dsub();
                int inCodebook = (j * pq.ksub() + pq.value(code, 0, j)) * pq.dsub();
                assertArrayEquals(Arrays.copyOfRange(codebook, inCodebook, inCodebook + pq.dsub()),
                        Arrays.copyOfRange(row, from, from + pq.dsub()));
            }
            byte[] again = new byte[code.length];
            pq.encode(row, 1, 1, again, 0);
            assertArrayEquals(code, again, "a decoding is its own nearest");
        });
    }

    /** Centroid c lies at (c mod 256, c / 256) in every subspace, so that such a row encodes to the numbers wanted. */
    private static byte[] codeOf(int nbits, int... values) {
        float[] codebook = new float[2 * values.length << nbits];
        for (int i = 0; i < codebook.length; i += 2) {
            int c = i / 2 & (1 << nbits) - 1;
            codebook[i] = c & 255;
            codebook[i + 1] = c >>> 8;
        }
        float[] row = new float[2 * values.length];
        for (int j = 0; j < values.length; j++) {
            row[2 * j] = values[j] & 255;
            row[2 * j + 1] = values[j] >>> 8;
        }
        ProductQuantizer pq = ProductQuantizer.of(row.length, values.length, nbits, codebook);
        byte[] code = new byte[pq.codeSize()];
        pq.encode(row, 0, 1, code, 0);
        float[] decoded = new float[row.length];
        pq.decode(code, 0, decoded, 0);
        assertArrayEquals(row, decoded);
        return code;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void codesAreOneLittleEndianBitStream() {
        // Lowest bits first. Value 1 (10000), 2 (01000), 4 (00100), 31 (11111): 10000010 00001001 1111....
        assertArrayEquals(bytes(0b01000001, 0b10010000, 0b00001111), codeOf(5, 1, 2, 4, 31));
        // Twelve bits: 0xabc, 0x123 lie as the bytes bc, 3a, 12; a third value fills one byte and a half.
        assertArrayEquals(bytes(0xbc, 0x3a, 0x12), codeOf(12, 0xabc, 0x123));
        assertArrayEquals(bytes(0xbc, 0x3a, 0x12, 0xff, 0x0f), codeOf(12, 0xabc, 0x123, 0xfff));
        assertArrayEquals(bytes(0x21, 0x43, 0x05), codeOf(4, 1, 2, 3, 4, 5));
        assertArrayEquals(bytes(7, 255, 0), codeOf(8, 7, 255, 0));
        assertArrayEquals(bytes(0b10101101, 1), codeOf(1, 1, 0, 1, 1, 0, 1, 0, 1, 1));
        assertArrayEquals(bytes(0x34, 0x12, 0xff, 0xff), codeOf(16, 0x1234, 0xffff));
    }

    @Test
    void everyWidthKeepsEveryValue() {
        for (int nbits = 1; nbits <= 16; nbits++) {
            int bits = nbits;
            Seeds.forAll(5, random -> {
                int[] values = random.ints(random.nextInt(1, 12), 0, 1 << bits).toArray();
                byte[] code = codeOf(bits, values);
                assertEquals((values.length * bits + 7) / 8, code.length);
                assertEquals(code.length, ProductQuantizer.codeSize(values.length, bits));
                for (int j = 0; j < values.length; j++) {
                    int value = 0;
                    for (int b = 0; b < bits; b++) {
                        int bit = j * bits + b;
                        value |= (code[bit / 8] >> bit % 8 & 1) << b;
                    }
                    assertEquals(values[j], value, "value " + j + " of " + Arrays.toString(values) + ", " + bits + " bits");
                }
            });
        }
    }

    @Test
    void theAsymmetricTableHoldsSquaredDistances() {
        Seeds.forAll(60, random -> {
            ProductQuantizer pq = any(random);
            float[] query = numbers(pq.d(), random);
            float[] codebook = pq.codebook();
            float[] table = pq.asymmetricTable(query);
            assertEquals(pq.m() * pq.ksub(), table.length);
            for (int i = 0; i < table.length; i++) {
                double expected = squared(query, i / pq.ksub() * pq.dsub(), codebook, i * pq.dsub(), pq.dsub());
                assertEquals(expected, table[i], 1e-5 * expected);
            }
            byte[] code = new byte[pq.codeSize()];
            float[] decoded = new float[pq.d()];
            pq.encode(numbers(pq.d(), random), 0, 1, code, 0);
            pq.decode(code, 0, decoded, 0);
            double distance = squared(query, 0, decoded, 0, pq.d());
            assertEquals(distance, pq.asymmetricDistance(table, code, 0), 1e-5 * distance);
        });
    }

    @Test
    void theSymmetricDistanceIsThatOfTheDecodings() {
        Seeds.forAll(40, random -> {
            ProductQuantizer pq = quantizer(random.nextInt(1, 10), random.nextInt(1, 10), random.nextInt(1, 7), random);
            float[] table = pq.symmetricTable();
            assertEquals(pq.m() * pq.ksub() * pq.ksub(), table.length);
            int n = 20;
            byte[] codes = new byte[n * pq.codeSize()];
            pq.encode(numbers(n * pq.d(), random), 0, n, codes, 0);
            float[] a = new float[pq.d()];
            float[] b = new float[pq.d()];
            for (int i = 0; i < n; i++) {
                int other = random.nextInt(n);
                pq.decode(codes, i * pq.codeSize(), a, 0);
                pq.decode(codes, other * pq.codeSize(), b, 0);
                double distance = squared(a, 0, b, 0, pq.d());
                float symmetric = pq.symmetricDistance(table, codes, i * pq.codeSize(), codes, other * pq.codeSize());
                assertEquals(distance, symmetric, 1e-5 * distance);
                assertEquals(symmetric,
                        pq.symmetricDistance(table, codes, other * pq.codeSize(), codes, i * pq.codeSize()));
            }
        });
    }

    @Test
    void theLargestNormIsThatOfTheFarthestDecoding() {
        Seeds.forAll(30, random -> {
            ProductQuantizer pq = quantizer(2, random.nextInt(1, 9), 3, random);
            double largest = 0;
            byte[] code = new byte[1];
            float[] row = new float[pq.d()];
            for (int packed = 0; packed < 64; packed++) {
                code[0] = (byte) packed;
                pq.decode(code, 0, row, 0);
                largest = Math.max(largest, squared(row, 0, new float[pq.d()], 0, pq.d()));
            }
            assertEquals(largest, pq.maxSquaredNorm(), 1e-5 * largest);
        });
    }

    private static ProductQuantizer train(float[] x, int n, int d, int m, int nbits, Progress progress) {
        return ProductQuantizer.train(x, n, d, m, nbits, KMeans.Options.defaults().withNiter(5), Parallel.threads(2), progress);
    }

    @Test
    void trainingIsKMeansInEachSubspace() {
        SplittableRandom random = new SplittableRandom(1);
        int n = 300;
        int d = 6;
        float[] x = numbers(n * d, random);
        ProductQuantizer pq = train(x, n, d, 3, 4, Progress.NONE);
        for (int j = 0; j < 3; j++) {
            float[] slice = new float[n * 2];
            for (int i = 0; i < n; i++) {
                System.arraycopy(x, i * d + j * 2, slice, i * 2, 2);
            }
            float[] centroids = KMeans.train(slice, n, 2, 16, KMeans.Options.defaults().withNiter(5), Parallel.single(),
                    Progress.NONE).centroids();
            assertArrayEquals(centroids, Arrays.copyOfRange(pq.codebook(), j * 32, (j + 1) * 32));
        }
    }

    @Test
    void trainingReportsAllSubspacesAsOneAndCanBeCancelled() {
        float[] x = numbers(300 * 6, new SplittableRandom(1));
        long[] last = {-1, 0};
        train(x, 300, 6, 3, 4, (stage, done, total) -> {
            assertEquals("train PQ", stage);
            assertTrue(done >= last[0] && done <= total);
            last[0] = done;
            last[1] = total;
        });
        assertEquals(last[1], last[0]);
        assertThrows(CancelledException.class, () -> train(x, 300, 6, 3, 4, new Progress() {
            private boolean stop;

            @Override
            public void update(String stage, long done, long total) {
                stop = done > total / 2;
            }

            @Override
            public boolean cancelled() {
                return stop;
            }
        }));
    }

    @Test
    void refusesWhatDoesNotFit() {
        float[] x = new float[100 * 6];
        Refused.asInput("PQ3x8 needs at least 256 training vectors; got 100", () -> train(x, 100, 6, 3, 8, Progress.NONE));
        Refused.asInput("PQ4 needs d divisible by 4; d is 6", () -> train(x, 100, 6, 4, 2, Progress.NONE));
        Refused.asInput("PQ0 needs d divisible by 0; d is 6", () -> ProductQuantizer.requireShape(6, 0, 8));
        Refused.asInput("PQ needs nbits from 1 to 24; nbits is 0", () -> train(x, 100, 6, 3, 0, Progress.NONE));
        Refused.asInput("PQ needs nbits from 1 to 24; nbits is 25", () -> train(x, 100, 6, 3, 25, Progress.NONE));
        Refused.asInput("a codebook of PQ3x2 for d = 6 has 24 numbers; got 25",
                () -> ProductQuantizer.of(6, 3, 2, new float[25]));
        ProductQuantizer pq = quantizer(3, 2, 4, new SplittableRandom(1));
        Refused.asInput("the query has 5 numbers; PQ3 needs d = 6", () -> pq.asymmetricTable(new float[5]));
        ProductQuantizer wide = quantizer(1, 1, 16, new SplittableRandom(1));
        Refused.asInput("symmetric tables of 1 x 65536 x 65536 numbers do not fit into one array; nbits is 16",
                wide::symmetricTable);
    }

    @Test
    void holdsItsOwnCodebook() {
        float[] codebook = {0, 1, 2, 4};
        ProductQuantizer pq = ProductQuantizer.of(2, 2, 1, codebook);
        codebook[0] = 99;
        pq.codebook()[1] = 98;
        assertArrayEquals(new float[] {0, 1, 2, 4}, pq.codebook());
        assertEquals(2, pq.ksub());
        assertEquals(1, pq.dsub());
        assertEquals(1, pq.codeSize());
        // Four floats as rows, and for each subspace a panel of 64 columns; once it encodes, the center and 64 scores for each.
        assertEquals(4 * (4 + 2 * 64), pq.bytes());
        pq.encode(new float[2], 0, 1, new byte[1], 0);
        assertEquals(4 * (4 + 2 * 64 + 2 + 2 * 64), pq.bytes());
        // Far from the origin it encodes with panels of their own.
        ProductQuantizer far = ProductQuantizer.of(2, 2, 1, new float[] {0, 1, 100, 101});
        far.encode(new float[2], 0, 1, new byte[1], 0);
        assertEquals(4 * (4 + 2 * 64 + 2 + 2 * 64 + 2 * 64), far.bytes());
    }
}
