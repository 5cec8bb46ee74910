package io.vectile.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A list of strictly increasing numbers in little more than {@code 2 + log2(universe / n)} bits each, with random access:
 * P. Elias, "Efficient storage and retrieval by content and address of static files", JACM 1974; R. Fano, MIT 1971; the
 * layout follows S. Vigna, "Quasi-succinct indices", WSDM 2013. Internal.
 *
 * <p>All there is to a list of n numbers below {@code universe} are its bytes, in this order; with
 * {@code l = floor(log2(universe / n))}, little endian, bits counted from the lowest of the first byte:
 *
 * <table>
 * <caption>A list of n &gt; 0 numbers; a list of none has no bytes</caption>
 * <tr><th>part</th><th>size</th><th>what</th></tr>
 * <tr><td>samples</td><td>8 bytes * ((n - 1) / 512)</td><td>where in the upper bits the ones of the numbers 512, 1024, ...
 * are</td></tr>
 * <tr><td>low bits</td><td>n * l bits, up to a byte</td><td>the lower l bits of each number</td></tr>
 * <tr><td>upper bits</td><td>n + ((universe - 1) &gt;&gt;&gt; l) + 1 bits, up to a byte</td><td>a one at bit
 * {@code (number >>> l) + i} for number i</td></tr>
 * </table>
 *
 * <p>Reads stay within the list's bytes and end, whatever the bytes are: of bytes that {@link #check} refuses, answers are
 * any numbers, or an {@link IllegalStateException}. They are thread safe; the segment may be of any kind, the bytes at any
 * alignment.
 */
public final class EliasFano {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** Numbers to a sample, as a power of two. */
    private static final int SAMPLE_SHIFT = 9;
    private static final int SAMPLE_MASK = (1 << SAMPLE_SHIFT) - 1;
    /** A number of this many low bits is within the eight bytes from its first one, wherever in that it starts. */
    private static final int ONE_LOAD = Long.SIZE - 7;
    /** Up to so many numbers, several are sought in one pass over the upper bits. */
    private static final int ONE_PASS = 8 << SAMPLE_SHIFT;
    /** A line of the low bits, and as many as 512 numbers have of the upper ones. */
    static final int MOST_PLACES = 5;
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long EACH_TOP = 0x8080808080808080L;

    private EliasFano() {}

    /**
     * Bytes that a list takes.
     *
     * @throws IllegalArgumentException if there are no n different numbers below the universe
     */
    public static long bytes(long n, long universe) {
        return n == 0 ? 0 : Parts.of(null, 0, n, universe).end;
    }

    /**
     * Codes n numbers of an array, from an index on. A call that is refused writes nothing.
     *
     * @param to receives {@link #bytes} bytes at {@code at}, whatever was there
     * @throws IllegalArgumentException if the numbers are not strictly increasing, from 0 on and below the universe
     */
    public static void encode(long[] sorted, int from, int n, long universe, MemorySegment to, long at) {
        Objects.checkFromIndexSize(from, n, sorted.length);
        long before = -1;
        for (int i = from; i < from + n; i++) {
            requireNext(sorted[i], before, universe);
            before = sorted[i];
        }
        to.asSlice(at, bytes(n, universe)).fill((byte) 0);
        Encoder encoder = new Encoder(n, universe, to, at);
        for (int i = from; i < from + n; i++) {
            encoder.add(sorted[i]);
        }
    }

    private static void requireNext(long number, long before, long universe) {
        if (number <= before || number >= universe) {
            throw new IllegalArgumentException("number " + number + " must be above " + before + " and below " + universe);
        }
    }

    /** The number at a position. */
    public static long get(MemorySegment s, long at, long n, long universe, long i) {
        Objects.checkIndex(i, n);
        Parts parts = Parts.of(s, at, n, universe);
        return parts.select(i) - i << parts.lowWidth | parts.low(i);
    }

    /**
     * Where {@link #get} is likely to read, if numbers lie evenly: a byte of each cache line.
     *
     * @param places receives the bytes' places, {@link #MOST_PLACES} at most, from index {@code to} on
     * @return one past the last index
     */
    static int places(MemorySegment s, long at, long n, long universe, long i, long[] places, int to) {
        return Parts.of(s, at, n, universe).places(i, places, to);
    }

    /** The position of the first number that is {@code value} or more; n if there is none. */
    public static long firstAtLeast(MemorySegment s, long at, long n, long universe, long value) {
        if (value <= 0 || n == 0) {
            return 0;
        }
        if (value >= universe) {
            return n;
        }
        Parts parts = Parts.of(s, at, n, universe);
        long high = value >>> parts.lowWidth;
        long low = value & parts.lowMask();
        long bit = parts.startOf(high, n);
        long first = Math.clamp(bit - high, 0, n);
        if (low == 0) {
            return first;
        }
        long past = Math.min(parts.nextZero(bit) - high, n);
        while (first < past) { // invariant: those before `first` are below the value, those from `past` on are not
            long middle = first + past >>> 1;
            if (parts.low(middle) < low) {
                first = middle + 1;
            } else {
                past = middle;
            }
        }
        return first;
    }

    /**
     * The positions of those of some numbers that the list has.
     *
     * @param values strictly increasing
     * @param from   the first of them to seek
     * @param to     one past the last
     * @param places receives the positions, strictly increasing, from its index 0 on
     * @return how many there are
     */
    public static int find(MemorySegment s, long at, long n, long universe, long[] values, int from, int to, long[] places) {
        Objects.checkFromToIndex(from, to, values.length);
        if (n == 0 || from == to) {
            return 0;
        }
        if (n <= ONE_PASS) {
            return Parts.of(s, at, n, universe).find(n, universe, values, from, to, places);
        }
        int found = 0;
        for (int v = from; v < to; v++) {
            long place = firstAtLeast(s, at, n, universe, values[v]);
            // Places rise unless the bytes are no list.
            if (place < n && (found == 0 || place > places[found - 1]) && get(s, at, n, universe, place) == values[v]) {
                places[found++] = place;
            }
        }
        return found;
    }

    /**
     * The numbers at positions {@code from} to {@code from + count}, in order.
     *
     * @param out receives them from its index 0 on
     */
    public static void decode(MemorySegment s, long at, long n, long universe, long from, int count, long[] out) {
        Objects.checkFromIndexSize(from, count, n);
        Objects.checkFromIndexSize(0, count, out.length);
        if (count == 0) {
            return;
        }
        Parts parts = Parts.of(s, at, n, universe);
        // Words end where no processor can guess: in a pass of their own they hold up the high parts alone. 1.5 ns a number
        // in place of 1.9, for 488 of a million.
        parts.highs(from, count, out);
        parts.addLows(from, count, out);
    }

    /**
     * Whether bytes that came from elsewhere are a list, in the one form that {@link Encoder} gives it.
     *
     * @return null if they are; else what is wrong, without a full stop
     */
    public static String check(MemorySegment s, long at, long n, long universe) {
        if (n < 0 || n > universe) {
            return "a list of " + n + " different numbers below " + universe;
        }
        long bytes = bytes(n, universe);
        if (at < 0 || bytes > s.byteSize() - at) {
            return "a list of " + bytes + " bytes at " + at + " of " + s.byteSize();
        }
        return n == 0 ? null : Parts.of(s, at, n, universe).fault(n, universe);
    }

    /**
     * Codes numbers one after the other, for lists that are too long for an array. The bytes are a list once all n have
     * been added. For one thread.
     */
    public static final class Encoder {
        private final long n;
        private final long universe;
        private final Parts parts;
        private long added;
        private long last = -1;
        private long lowTo;
        private long lowBits;
        private int lowCount;
        private long word;
        private long wordIndex;

        /**
         * @param zeroed receives {@link EliasFano#bytes} bytes at {@code at}, which are zero
         * @throws IllegalArgumentException if there are no n different numbers below the universe
         */
        public Encoder(long n, long universe, MemorySegment zeroed, long at) {
            Objects.checkFromIndexSize(at, bytes(n, universe), zeroed.byteSize());
            this.n = n;
            this.universe = universe;
            this.parts = n == 0 ? null : Parts.of(zeroed, at, n, universe);
            this.lowTo = n == 0 ? at : parts.lowAt;
        }

        /**
         * Adds the next number. A call that is refused changes nothing.
         *
         * @throws IllegalArgumentException if it is not above the one before and below the universe
         * @throws IllegalStateException    if all n are there
         */
        public void add(long number) {
            if (added == n) {
                throw new IllegalStateException("all " + n + " numbers are there");
            }
            requireNext(number, last, universe);
            int width = parts.lowWidth;
            addLow(number & parts.lowMask(), width);
            long one = (number >>> width) + added;
            if (one >>> 6 != wordIndex) {
                parts.s.set(LONG, parts.upperAt + (wordIndex << 3), word);
                wordIndex = one >>> 6;
                word = 0;
            }
            word |= 1L << one;
            if (added > 0 && (added & SAMPLE_MASK) == 0) {
                parts.s.set(LONG, parts.sampleAt(added), one);
            }
            last = number;
            if (++added == n) {
                putBytes(lowBits, lowTo, parts.upperAt);
                putBytes(word, parts.upperAt + (wordIndex << 3), parts.end);
            }
        }

        private void addLow(long low, int width) {
            lowBits |= low << lowCount;
            lowCount += width;
            if (lowCount >= Long.SIZE) {
                parts.s.set(LONG, lowTo, lowBits);
                lowTo += Long.BYTES;
                lowCount -= Long.SIZE;
                lowBits = lowCount == 0 ? 0 : low >>> width - lowCount;
            }
        }

        private void putBytes(long bits, long from, long end) {
            for (long to = from; to < Math.min(from + Long.BYTES, end); to++) {
                parts.s.set(ValueLayout.JAVA_BYTE, to, (byte) bits);
                bits >>>= Byte.SIZE;
            }
        }
    }

    /** Where the parts of a list of at least one number are. Made anew for each call. */
    private record Parts(MemorySegment s, long at, int lowWidth, long lowAt, long upperAt, long end) {
        static Parts of(MemorySegment s, long at, long n, long universe) {
            if (n < 1 || n > universe) {
                throw new IllegalArgumentException(n + " different numbers below " + universe);
            }
            // floor(log2(universe / n)) without the division
            int lead = Long.numberOfLeadingZeros(n) - Long.numberOfLeadingZeros(universe);
            int width = n << lead <= universe ? lead : lead - 1;
            // n * width < 2^62, as n << width is a long; the upper bits may need the sign, and then are unsigned.
            long upperBits = n + (universe - 1 >>> width) + 1;
            long lowAt = at + ((n - 1 >>> SAMPLE_SHIFT) << 3);
            long upperAt = lowAt + ceilToBytes(n * width);
            return new Parts(s, at, width, lowAt, upperAt, upperAt + ceilToBytes(upperBits));
        }

        private static long ceilToBytes(long bits) {
            return (bits >>> 3) + ((bits & 7) == 0 ? 0 : 1);
        }

        long lowMask() {
            return (1L << lowWidth) - 1;
        }

        /** Where the sample of a number is, which is a multiple of 512 and not 0. */
        long sampleAt(long i) {
            return at + ((i >>> SAMPLE_SHIFT) - 1 << 3);
        }

        /** Eight bytes; those past the list's end are not read, but zero. Before the end at least one of them is. */
        private long load(long from) {
            long over = from + Long.BYTES - end;
            if (over <= 0) {
                return s.get(LONG, from);
            }
            if (end - at >= Long.BYTES) {
                return s.get(LONG, end - Long.BYTES) >>> (over << 3);
            }
            long bits = 0;
            for (long b = end - 1; b >= from; b--) {
                bits = bits << Byte.SIZE | s.get(ValueLayout.JAVA_BYTE, b) & 255;
            }
            return bits;
        }

        long low(long i) {
            long bit = i * lowWidth;
            long from = lowAt + (bit >>> 3);
            int shift = (int) bit & 7;
            long low = load(from) >>> shift;
            if (shift + lowWidth > Long.SIZE) { // its last bits are in a ninth byte
                low |= (long) s.get(ValueLayout.JAVA_BYTE, from + Long.BYTES) << Long.SIZE - shift;
            }
            return low & lowMask();
        }

        /** Of the low bits, and of the upper bits from the last sample on; with two to three of them for each number. */
        int places(long i, long[] places, int to) {
            int next = to;
            places[next++] = Math.min(lowAt + (i * lowWidth >>> 3), end - 1);
            long last = Math.min(upperAt + (i * 5 >>> 4), end - 1);
            places[next++] = last;
            for (long line = upperAt + ((i & ~SAMPLE_MASK) * 5 >>> 4); line < last; line += CacheLine.BYTES) {
                places[next++] = line;
            }
            return next;
        }

        /** A word of the upper bits. */
        long word(long w) {
            long from = upperAt + (w << 3);
            if (w < 0 || from >= end) {
                throw new IllegalStateException("the upper bits have too few ones, or a sample is past them");
            }
            return load(from);
        }

        /** The high parts of numbers. */
        void highs(long from, int count, long[] out) {
            long start = from == 0 ? 0 : select(from);
            long w = start >>> 6;
            long word = word(w) & -1L << start;
            long high = (w << 6) - from;
            for (int i = 0; i < count; i++) {
                while (word == 0) {
                    word = word(++w);
                    high += Long.SIZE;
                }
                out[i] = high + Long.numberOfTrailingZeros(word) - i;
                word &= word - 1;
            }
        }

        /** Makes high parts the numbers; four to a load where their low bits are in one. */
        void addLows(long from, int count, long[] out) {
            int width = lowWidth;
            // In all but the smallest lists, eight bytes of upper bits follow: then no load of low ones leaves the list.
            if (width > ONE_LOAD || end - upperAt < Long.BYTES) {
                for (int i = 0; i < count; i++) {
                    out[i] = out[i] << width | low(from + i);
                }
                return;
            }
            long mask = lowMask();
            long bit = from * width;
            int i = 0;
            if (width <= ONE_LOAD / 4) {
                for (; i <= count - 4; i += 4) {
                    long low = s.get(LONG, lowAt + (bit >>> 3)) >>> (bit & 7);
                    out[i] = out[i] << width | low & mask;
                    out[i + 1] = out[i + 1] << width | low >>> width & mask;
                    out[i + 2] = out[i + 2] << width | low >>> 2 * width & mask;
                    out[i + 3] = out[i + 3] << width | low >>> 3 * width & mask;
                    bit += 4 * width;
                }
            }
            for (; i < count; i++) {
                out[i] = out[i] << width | s.get(LONG, lowAt + (bit >>> 3)) >>> (bit & 7) & mask;
                bit += width;
            }
        }

        /** The bit of number i in the upper bits. */
        long select(long i) {
            long start = i >>> SAMPLE_SHIFT == 0 ? 0 : s.get(LONG, sampleAt(i));
            long w = start >>> 6;
            long word = word(w) & -1L << start;
            int rest = (int) i & SAMPLE_MASK;
            for (int ones = Long.bitCount(word); ones <= rest; ones = Long.bitCount(word)) {
                rest -= ones;
                word = word(++w);
            }
            return (w << 6) + selectInWord(word, rest);
        }

        /** The bit past the zero that ends the numbers of the high part before: where those of this one are, if any. */
        long startOf(long high, long n) {
            if (high == 0) {
                return 0;
            }
            long below = 0; // the last number with a sample, or 0, whose high part is known to be below
            long above = (n - 1 >>> SAMPLE_SHIFT) + 1;
            while (below + 1 < above) {
                long middle = below + above >>> 1;
                long i = middle << SAMPLE_SHIFT;
                if (s.get(LONG, sampleAt(i)) - i < high) {
                    below = middle;
                } else {
                    above = middle;
                }
            }
            long i = below << SAMPLE_SHIFT;
            long start = below == 0 ? 0 : s.get(LONG, sampleAt(i));
            // Zeros from `start` on to pass over before that one; a wrong sample gives any number.
            long rest = high - 1 - (start - i);
            long w = start >>> 6;
            long zeros = ~word(w) & -1L << start;
            // No more than `past` numbers are below: once so many ones are passed, the zeros left need no counting.
            long past = Math.min(above << SAMPLE_SHIFT, n);
            for (int count = Long.bitCount(zeros); count <= rest; count = Long.bitCount(zeros)) {
                rest -= count;
                w++;
                if ((w << 6) - (high - 1 - rest) >= past) {
                    return past + high;
                }
                zeros = ~word(w);
            }
            return (w << 6) + selectInWord(zeros, (int) rest) + 1;
        }

        /** Goes through the upper bits once: from the zero that ends the high parts before to the ones of that high part. */
        int find(long n, long universe, long[] values, int from, int to, long[] places) {
            int found = 0;
            long w = 0;
            long zeros = ~word(0);
            long passed = 0; // zeros in the words before
            for (int v = from; v < to && values[v] < universe; v++) {
                if (values[v] < 0) {
                    continue;
                }
                long high = values[v] >>> lowWidth;
                long bit = 0;
                if (high > 0) {
                    for (int count = Long.bitCount(zeros); passed + count < high; count = Long.bitCount(zeros)) {
                        passed += count;
                        zeros = ~word(++w);
                    }
                    bit = (w << 6) + selectInWord(zeros, (int) (high - 1 - passed)) + 1;
                }
                if (bit >>> 6 == w && (zeros >>> bit & 1) != 0) {
                    continue; // as it is for every third high part: there is no number
                }
                long place = placeOf(bit, high, values[v] & lowMask(), n);
                if (place >= 0 && (found == 0 || place > places[found - 1])) {
                    places[found++] = place;
                }
            }
            return found;
        }

        /** The number with a high and a low part; -1 where there is none. The ones of the high part begin at a bit. */
        private long placeOf(long bit, long high, long low, long n) {
            for (long i = bit - high; i < n; i++) {
                long one = i + high;
                if ((word(one >>> 6) >>> one & 1) == 0) {
                    return -1;
                }
                long there = low(i);
                if (there >= low) {
                    return there == low ? i : -1;
                }
            }
            return -1;
        }

        /** The first zero from a bit on. */
        long nextZero(long bit) {
            long w = bit >>> 6;
            long zeros = ~word(w) & -1L << bit;
            while (zeros == 0) {
                zeros = ~word(++w);
            }
            return (w << 6) + Long.numberOfTrailingZeros(zeros);
        }

        /** What is wrong with the bytes; null if nothing is. */
        String fault(long n, long universe) {
            long maxHigh = universe - 1 >>> lowWidth;
            int lowUsed = (int) (n * lowWidth & 7);
            if (lowUsed != 0 && (s.get(ValueLayout.JAVA_BYTE, upperAt - 1) & 255) >>> lowUsed != 0) {
                return "bits that are not zero after the low bits";
            }
            long i = 0;
            long before = -1;
            long words = end - upperAt + 7 >>> 3;
            for (long w = 0; w < words; w++) {
                for (long word = word(w); word != 0; word &= word - 1) {
                    long one = (w << 6) + Long.numberOfTrailingZeros(word);
                    if (i == n || one - i > maxHigh) {
                        return "a one at bit " + one + " of the upper bits, past that of number " + i + " of " + n;
                    }
                    long number = one - i << lowWidth | low(i);
                    if (number <= before || number >= universe) {
                        return "number " + i + " is " + number + " after " + before + ", of numbers below " + universe;
                    }
                    if (i > 0 && (i & SAMPLE_MASK) == 0 && s.get(LONG, sampleAt(i)) != one) {
                        return "the sample of number " + i + " is " + s.get(LONG, sampleAt(i)) + " and not " + one;
                    }
                    before = number;
                    i++;
                }
            }
            return i == n ? null : "the upper bits have " + i + " ones for " + n + " numbers";
        }
    }

    /** The bit of the one with a rank from 0 on, which the word has: S. Vigna, "Broadword rank/select", WEA 2008. */
    private static int selectInWord(long word, int rank) {
        long sums = word - (word >>> 1 & 0x5555555555555555L);
        sums = (sums & 0x3333333333333333L) + (sums >>> 2 & 0x3333333333333333L);
        sums = (sums + (sums >>> 4) & 0x0F0F0F0F0F0F0F0FL) * EACH_BYTE;
        int byteAt = notAbove(sums, rank) << 3;
        int rankInByte = rank - (int) (sums << 8 >>> byteAt & 255);
        // Each bit of that byte in a byte of its own; each of these that is not zero becomes a one; and their sums.
        long bits = (word >>> byteAt & 255) * EACH_BYTE & 0x8040201008040201L;
        sums = ((bits | (bits | EACH_TOP) - EACH_BYTE) & EACH_TOP) >>> 7;
        return byteAt + notAbove(sums * EACH_BYTE, rankInByte);
    }

    /** How many of the eight bytes, which are below 128, are not above a value. */
    private static int notAbove(long bytes, int value) {
        return Long.bitCount((value * EACH_BYTE | EACH_TOP) - bytes & EACH_TOP);
    }
}
