package io.vectile.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Coded lists against plain arrays. Each lies in a segment of its exact length: whoever reads past it fails. */
class EliasFanoTest {
    private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 27, 28, 29, 63, 64, 65, 511, 512, 513, 1024, 1025, 5000};
    private static final int SEEDS = 4;

    /** A list, where it lies, and what it is the coding of. */
    private record Coded(MemorySegment bytes, long[] numbers, long universe) {
        static Coded of(long[] numbers, long universe) {
            MemorySegment bytes = MemorySegment.ofArray(new byte[(int) EliasFano.bytes(numbers.length, universe)]);
            EliasFano.encode(numbers, 0, numbers.length, universe, bytes, 0);
            return new Coded(bytes, numbers, universe);
        }

        int n() {
            return numbers.length;
        }

        long get(long i) {
            return EliasFano.get(bytes, 0, n(), universe, i);
        }

        long[] find(long... values) {
            long[] places = new long[values.length];
            return Arrays.copyOf(places, EliasFano.find(bytes, 0, n(), universe, values, 0, values.length, places));
        }

        long firstAtLeast(long value) {
            return EliasFano.firstAtLeast(bytes, 0, n(), universe, value);
        }

        long[] decode(long from, int count) {
            long[] out = new long[count];
            EliasFano.decode(bytes, 0, n(), universe, from, count, out);
            return out;
        }

        String check() {
            return EliasFano.check(bytes, 0, n(), universe);
        }

        @Override
        public String toString() {
            return n() + " numbers below " + universe;
        }
    }

    /** Each size in each kind of universe: full, nearly full, sparse, as sparse as can be, and in a few far bunches. */
    private interface Law {
        void holdsFor(Coded list, SplittableRandom random);
    }

    private static void forAll(Law law) {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int n : SIZES) {
                forUniverses(n, law, random);
            }
        }
        forUniverses(200_000, law, new SplittableRandom(SEEDS));
    }

    private static void forUniverses(int n, Law law, SplittableRandom random) {
        long[] universes = {n, n + 1L, n * 3L / 2 + 1, 2L * n, random.nextLong(n, 40L * n + 2), n * 2049L + 1,
                random.nextLong(n, Long.MAX_VALUE >>> random.nextInt(1, 40)), Long.MAX_VALUE - 1, Long.MAX_VALUE};
        for (long universe : universes) {
            if (universe > 0 || n == 0) {
                law.holdsFor(Coded.of(distinct(n, universe, random), universe), random);
                law.holdsFor(Coded.of(bunches(n, universe, random), universe), random);
            }
        }
    }

    /** n different numbers below a universe, all equally likely. */
    private static long[] distinct(int n, long universe, SplittableRandom random) {
        if (n > universe / 2) {
            long[] numbers = new long[n];
            int taken = 0;
            for (long v = 0; v < universe && taken < n; v++) {
                if (random.nextLong(universe - v) < n - taken) {
                    numbers[taken++] = v;
                }
            }
            return numbers;
        }
        return distinct(n, () -> random.nextLong(universe));
    }

    private static long[] distinct(int n, LongSupplier numbers) {
        long[] sorted = {};
        while (sorted.length < n) {
            long[] more = Arrays.copyOf(sorted, n);
            for (int i = sorted.length; i < n; i++) {
                more[i] = numbers.getAsLong();
            }
            sorted = Arrays.stream(more).sorted().distinct().toArray();
        }
        return sorted;
    }

    /** Runs without gaps, at the start, at the end and somewhere between: long runs of ones and of zeros. */
    private static long[] bunches(int n, long universe, SplittableRandom random) {
        long[] numbers = new long[n];
        int first = n / 3;
        int second = first + n / 3;
        long middle = first + random.nextLong(Math.max(1, universe - n));
        for (int i = 0; i < n; i++) {
            numbers[i] = i < first ? i : i < second ? middle + i - first : universe - n + i;
        }
        return numbers;
    }

    @Test
    void everyPositionHasItsNumber() {
        forAll((list, random) -> {
            for (int i = 0; i < list.n(); i++) {
                assertEquals(list.numbers[i], list.get(i), list::toString);
            }
        });
    }

    @Test
    void decodingGivesTheNumbersOfAnyStretch() {
        forAll((list, random) -> {
            assertArrayEquals(list.numbers, list.decode(0, list.n()), list::toString);
            for (int r = 0; r < 20; r++) {
                int from = random.nextInt(list.n() + 1);
                int count = random.nextInt(list.n() - from + 1);
                assertArrayEquals(Arrays.copyOfRange(list.numbers, from, from + count), list.decode(from, count),
                        () -> list + " from " + from + ", " + count);
            }
        });
    }

    @Test
    void decodingLeavesTheRestOfTheArray() {
        Coded list = Coded.of(new long[] {3, 5, 9}, 12);
        long[] out = {-1, -1, -1, -1};
        EliasFano.decode(list.bytes, 0, 3, 12, 1, 2, out);
        assertArrayEquals(new long[] {5, 9, -1, -1}, out);
    }

    @Test
    void firstAtLeastIsThatOfASortedArray() {
        forAll((list, random) -> {
            assertFirstAtLeast(list, 0);
            assertFirstAtLeast(list, -5);
            assertFirstAtLeast(list, Long.MIN_VALUE);
            assertFirstAtLeast(list, list.universe - 1);
            assertFirstAtLeast(list, list.universe);
            assertFirstAtLeast(list, Long.MAX_VALUE);
            for (int i = 0; i < list.n(); i += Math.max(1, list.n() / 3000)) {
                assertFirstAtLeast(list, list.numbers[i]);
                assertFirstAtLeast(list, list.numbers[i] + 1);
                assertFirstAtLeast(list, list.numbers[i] - 1);
            }
            for (int r = 0; r < 100 && list.universe > 0; r++) {
                assertFirstAtLeast(list, random.nextLong(list.universe));
            }
        });
    }

    @Test
    void findingGivesThePlacesOfThoseThatAreThere() {
        forAll((list, random) -> {
            assertFind(list, LongStream.empty());
            assertFind(list, LongStream.of(Long.MIN_VALUE, -1, 0, list.universe - 1, list.universe, Long.MAX_VALUE));
            assertFind(list, Arrays.stream(list.numbers).limit(2000));
            assertFind(list, Arrays.stream(list.numbers).flatMap(number -> LongStream.of(number - 1, number, number + 1)).limit(2000));
            for (int r = 0; r < 10 && list.universe > 0; r++) {
                int several = random.nextInt(1, 40);
                assertFind(list, random.longs(several, 0, list.universe));
                assertFind(list, random.ints(list.n() == 0 ? 0 : several, 0, Math.max(1, list.n())).mapToLong(i -> list.numbers[i]));
            }
        });
    }

    private static void assertFind(Coded list, LongStream sought) {
        long[] values = sought.sorted().distinct().toArray();
        long[] places = Arrays.stream(values).map(value -> Arrays.binarySearch(list.numbers, value)).filter(place -> place >= 0).toArray();
        assertArrayEquals(places, list.find(values), () -> list + ", of " + Arrays.toString(values));
    }

    private static void assertFirstAtLeast(Coded list, long value) {
        int found = Arrays.binarySearch(list.numbers, value);
        assertEquals(found >= 0 ? found : -found - 1, list.firstAtLeast(value), () -> list + ", at least " + value);
    }

    @Test
    void whatIsCodedPassesTheCheck() {
        forAll((list, random) -> assertNull(list.check(), list::toString));
    }

    @Test
    void listsTakeTheBytesThatTheFormulaSays() {
        for (int n : SIZES) {
            for (long universe : new long[] {n, n + 1L, 3L * n + 1, 1000L * n + 7, Long.MAX_VALUE}) {
                long bytes = 0;
                if (n > 0) {
                    int l = 63 - Long.numberOfLeadingZeros(universe / n);
                    bytes = 8L * ((n - 1) / 512) + (n * l + 7) / 8 + (n + ((universe - 1) >>> l) + 1 + 7) / 8;
                }
                assertEquals(bytes, EliasFano.bytes(n, universe));
            }
        }
    }

    @Test
    void sizesOfTheLargestListsDoNotOverflow() {
        long n = 1L << 62; // no low bits, three upper ones to a number
        assertEquals(8 * (n - 1 >>> 9) + n / 8 + n / 4, EliasFano.bytes(n, Long.MAX_VALUE));
        assertEquals(8 * (Long.MAX_VALUE - 1 >>> 9) + (1L << 61), EliasFano.bytes(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void codingWritesItsBytesAndNoOthers() {
        SplittableRandom random = new SplittableRandom(11);
        for (int n : SIZES) {
            long universe = 2049L * n + 1;
            long[] numbers = distinct(n, universe, random);
            Coded alone = Coded.of(numbers, universe);
            for (int at = 0; at < 9; at++) {
                byte[] around = new byte[(int) alone.bytes.byteSize() + 20];
                Arrays.fill(around, (byte) 0x5A);
                byte[] expected = around.clone();
                MemorySegment.copy(alone.bytes, ValueLayout.JAVA_BYTE, 0, expected, at, (int) alone.bytes.byteSize());
                EliasFano.encode(numbers, 0, n, universe, MemorySegment.ofArray(around), at);
                assertArrayEquals(expected, around);
            }
        }
    }

    @Test
    void listsReadTheSameAtAnyAlignmentOfNativeMemory() {
        SplittableRandom random = new SplittableRandom(12);
        long[] numbers = distinct(1500, 1_000_000, random);
        long bytes = EliasFano.bytes(1500, 1_000_000);
        try (Arena arena = Arena.ofConfined()) {
            for (int at = 0; at < 9; at++) {
                MemorySegment s = arena.allocate(at + bytes);
                EliasFano.encode(numbers, 0, 1500, 1_000_000, s, at);
                assertNull(EliasFano.check(s, at, 1500, 1_000_000));
                long[] out = new long[1500];
                EliasFano.decode(s, at, 1500, 1_000_000, 0, 1500, out);
                assertArrayEquals(numbers, out);
                assertEquals(numbers[1499], EliasFano.get(s, at, 1500, 1_000_000, 1499));
                assertEquals(700, EliasFano.firstAtLeast(s, at, 1500, 1_000_000, numbers[700]));
            }
        }
    }

    @Test
    void aPartOfAnArrayIsCodedAsThatPartAlone() {
        long[] numbers = {9, 1, 4, 6, 2};
        byte[] part = new byte[(int) EliasFano.bytes(3, 7)];
        EliasFano.encode(numbers, 1, 3, 7, MemorySegment.ofArray(part), 0);
        assertArrayEquals(Coded.of(new long[] {1, 4, 6}, 7).bytes.toArray(ValueLayout.JAVA_BYTE), part);
    }

    @Test
    void listsOfAMillionCutInto2048TakeAtMostThirteenBitsAnId() {
        double bits = 8.0 * EliasFano.bytes(488, 1_000_000) / 488;
        assertTrue(bits <= 13.3, () -> bits + " bits");
    }

    @Test
    void numbersThatDoNotRiseOrFitAreRefusedAndNothingIsWritten() {
        for (long[] wrong : new long[][] {{3, 3}, {4, 3}, {-1, 3}, {3, 10}, {3, Long.MIN_VALUE}, {3, Long.MAX_VALUE}}) {
            byte[] bytes = new byte[(int) EliasFano.bytes(2, 10)];
            Arrays.fill(bytes, (byte) 7);
            byte[] before = bytes.clone();
            assertThrows(IllegalArgumentException.class,
                    () -> EliasFano.encode(wrong, 0, 2, 10, MemorySegment.ofArray(bytes), 0));
            assertArrayEquals(before, bytes);
        }
    }

    @Test
    void anEncoderGoesOnAfterANumberThatItRefused() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) EliasFano.bytes(3, 10)]);
        EliasFano.Encoder encoder = new EliasFano.Encoder(3, 10, bytes, 0);
        encoder.add(2);
        assertThrows(IllegalArgumentException.class, () -> encoder.add(2));
        encoder.add(5);
        assertThrows(IllegalArgumentException.class, () -> encoder.add(10));
        encoder.add(9);
        assertThrows(IllegalStateException.class, () -> encoder.add(9));
        assertArrayEquals(new long[] {2, 5, 9}, new Coded(bytes, new long[3], 10).decode(0, 3));
    }

    @Test
    void moreNumbersThanTheUniverseHasAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> EliasFano.bytes(11, 10));
        assertThrows(IllegalArgumentException.class, () -> EliasFano.bytes(-1, 10));
        assertNotNull(EliasFano.check(MemorySegment.ofArray(new byte[100]), 0, 11, 10));
        assertNotNull(EliasFano.check(MemorySegment.ofArray(new byte[100]), 0, -1, 10));
    }

    @Test
    void positionsThatTheListHasNotAreRefused() {
        Coded list = Coded.of(new long[] {2, 5, 9}, 10);
        assertThrows(IndexOutOfBoundsException.class, () -> list.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> list.get(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> list.decode(1, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> list.decode(-1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> Coded.of(new long[0], 0).get(0));
    }

    @Test
    void aListThatIsCutShortFailsTheCheck() {
        Coded list = Coded.of(new long[] {2, 5, 9}, 10);
        assertNotNull(EliasFano.check(list.bytes.asSlice(1), 0, 3, 10));
        assertNotNull(EliasFano.check(list.bytes, 1, 3, 10));
        assertNotNull(EliasFano.check(list.bytes, -1, 3, 10));
        assertNotNull(EliasFano.check(list.bytes, Long.MAX_VALUE, 3, 10));
        assertNotNull(EliasFano.check(list.bytes, 0, 1L << 62, Long.MAX_VALUE));
    }

    /** The coding is canonical: bytes pass exactly when coding what they decode to gives them again. */
    @Test
    void aListWithOneBitChangedPassesTheCheckOnlyIfItIsTheCodingOfWhatItDecodesTo() {
        SplittableRandom random = new SplittableRandom(13);
        int passed = 0;
        int refused = 0;
        for (int n : new int[] {1, 2, 7, 64, 513, 1025}) {
            for (long universe : new long[] {n, n + 1L, 3L * n + 1, 2049L * n, Long.MAX_VALUE}) {
                Coded list = Coded.of(distinct(n, universe, random), universe);
                byte[] bytes = list.bytes.toArray(ValueLayout.JAVA_BYTE);
                for (int bit = 0; bit < bytes.length * 8; bit++) {
                    byte[] changed = bytes.clone();
                    changed[bit >> 3] ^= (byte) (1 << (bit & 7));
                    Coded other = new Coded(MemorySegment.ofArray(changed), list.numbers, universe);
                    if (other.check() != null) {
                        refused++;
                        continue;
                    }
                    assertArrayEquals(changed,
                            Coded.of(other.decode(0, n), universe).bytes.toArray(ValueLayout.JAVA_BYTE), list::toString);
                    passed++;
                }
            }
        }
        assertTrue(passed > 1000 && refused > 1000, passed + " passed, " + refused + " refused");
    }

    @Test
    void whateverTheBytesReadsEndAndStayWithinThem() {
        SplittableRandom random = new SplittableRandom(14);
        for (int round = 0; round < 4000; round++) {
            int n = round % 40 == 0 ? random.nextInt(513, 6000) : random.nextInt(1, 600);
            long universe = random.nextLong(n, Long.MAX_VALUE >>> random.nextInt(0, 48));
            byte[] bytes = new byte[(int) EliasFano.bytes(n, universe)];
            random.nextBytes(bytes);
            int sparse = random.nextInt(4); // many ones, about half of them, few, hardly any
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = (byte) (sparse == 0 ? bytes[b] | random.nextInt()
                        : sparse == 1 ? bytes[b]
                        : sparse == 2 ? bytes[b] & random.nextInt() & random.nextInt()
                        : random.nextInt(16) == 0 ? bytes[b] : 0);
            }
            if (random.nextBoolean()) { // samples that are near where they may be
                for (int b = 0; b < (n - 1) / 512 * 8; b++) {
                    bytes[b] = b % 8 == 0 ? bytes[b] : b % 8 == 1 ? (byte) (bytes[b] & 7) : 0;
                }
            }
            Coded list = new Coded(MemorySegment.ofArray(bytes), new long[n], universe);
            for (int r = 0; r < 30; r++) {
                long i = random.nextInt(n);
                long value = random.nextLong(universe);
                readsEnd(() -> list.get(i));
                readsEnd(() -> {
                    long first = list.firstAtLeast(value);
                    assertTrue(first >= 0 && first <= n, list::toString);
                    return first;
                });
                readsEnd(() -> {
                    long[] places = list.find(random.longs(20, 0, universe).sorted().distinct().toArray());
                    for (int p = 0; p < places.length; p++) {
                        assertTrue(places[p] >= 0 && places[p] < n && (p == 0 || places[p] > places[p - 1]), list::toString);
                    }
                    return places.length;
                });
                readsEnd(() -> list.decode((int) i, random.nextInt((int) (n - i) + 1)).length);
            }
            if (list.check() == null) {
                assertArrayEquals(bytes, Coded.of(list.decode(0, n), universe).bytes.toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }

    /** Any answer will do, and the one exception; no other, least of all one about the segment's bounds. */
    private static void readsEnd(LongSupplier read) {
        try {
            read.getAsLong();
        } catch (IllegalStateException refused) {
            assertNotNull(refused.getMessage());
        }
    }

    /** They are hints: what counts is that they lie in the list, and near what is read where numbers lie evenly. */
    @Test
    void placesLieInTheListAndNearWhatIsRead() {
        forAll((list, random) -> {
            for (int i = 0; i < list.n(); i += 1 + random.nextInt(9)) {
                long[] places = new long[2 + EliasFano.MOST_PLACES];
                int end = EliasFano.places(list.bytes, 0, list.n(), list.universe, i, places, 2);
                assertTrue(end > 2 && end <= places.length, list + ": " + end);
                for (int p = 2; p < end; p++) {
                    assertTrue(places[p] >= 0 && places[p] < list.bytes.byteSize(), list + ": " + places[p]);
                }
            }
        });
        // 500 numbers 2,000 apart: 10 low bits each, 625 bytes, and two to three upper bits each.
        Coded even = Coded.of(LongStream.range(0, 500).map(i -> i * 2000).toArray(), 1_000_000);
        long[] places = new long[EliasFano.MOST_PLACES];
        int end = EliasFano.places(even.bytes, 0, 500, 1_000_000, 400, places, 0);
        assertArrayEquals(new long[] {500, 625 + 125, 625, 625 + 64}, Arrays.copyOf(places, end));
    }
}
