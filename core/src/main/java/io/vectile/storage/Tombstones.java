package io.vectile.storage;

/**
 * The positions of a list whose vectors are removed, in pages of 4096 bits; a page without any takes no memory. Immutable
 * and thread safe: a removal makes a new set, which shares the pages that it does not change with the old one. Internal.
 */
public final class Tombstones {
    /** No position. */
    public static final Tombstones NONE = new Tombstones(new long[0][], 0);

    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_WORDS = 1 << PAGE_SHIFT - 6;

    /** By position / 4096; null where the page has none, and not there at all past the last that has. */
    private final long[][] pages;
    private final long count;

    private Tombstones(long[][] pages, long count) {
        this.pages = pages;
        this.count = count;
    }

    /**
     * This set and more positions; those it has already may be among them.
     *
     * @param sortedPositions ascending, from 0 on and below 2^43
     * @throws IllegalArgumentException if they are not
     */
    public Tombstones with(long[] sortedPositions) {
        int n = sortedPositions.length;
        long before = 0;
        for (long position : sortedPositions) {
            if (position < before || position >>> PAGE_SHIFT >= Integer.MAX_VALUE) {
                throw new IllegalArgumentException("position " + position + " after " + before);
            }
            before = position;
        }
        if (n == 0) {
            return this;
        }
        int pageCount = Math.max(pages.length, (int) (sortedPositions[n - 1] >>> PAGE_SHIFT) + 1);
        long[][] next = new long[pageCount][];
        System.arraycopy(pages, 0, next, 0, pages.length);
        long added = 0;
        for (long position : sortedPositions) {
            int p = (int) (position >>> PAGE_SHIFT);
            long[] old = p < pages.length ? pages[p] : null;
            int w = (int) (position >>> 6) & PAGE_WORDS - 1;
            long bit = 1L << position;
            if (next[p] != null && (next[p][w] & bit) != 0) {
                continue;
            }
            if (next[p] == old) {
                next[p] = old == null ? new long[PAGE_WORDS] : old.clone();
            }
            next[p][w] |= bit;
            added++;
        }
        return added == 0 ? this : new Tombstones(next, count + added);
    }

    /** Whether a position, from 0 on, is in the set. */
    public boolean has(long position) {
        return (wordAt(position >>> 6) >>> position & 1) != 0;
    }

    /** Whether each of 64 positions is in the set: bit i for position {@code from + i}, wherever {@code from >= 0} is. */
    public long word(long from) {
        long word = wordAt(from >>> 6) >>> from;
        return (from & 63) == 0 ? word : word | wordAt((from >>> 6) + 1) << -from;
    }

    private long wordAt(long index) {
        long p = index >>> PAGE_SHIFT - 6;
        if (p >= pages.length) {
            return 0;
        }
        long[] page = pages[(int) p];
        return page == null ? 0 : page[(int) index & PAGE_WORDS - 1];
    }

    /** How many positions. */
    public long count() {
        return count;
    }

    /** How many positions from {@code from >= 0} on and before {@code to}. */
    public long count(long from, long to) {
        long end = Math.min(to, (long) pages.length << PAGE_SHIFT);
        long found = 0;
        for (long at = from; at < end; ) {
            if (pages[(int) (at >>> PAGE_SHIFT)] == null) {
                at = (at >>> PAGE_SHIFT) + 1 << PAGE_SHIFT;
                continue;
            }
            long next = Math.min(end, (at >>> 6) + 1 << 6);
            // Bits from `at` to `next`, which are of one word: those above are shifted out.
            found += Long.bitCount(wordAt(at >>> 6) >>> at << at - next);
            at = next;
        }
        return found;
    }

    /** Whether there is no position. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Bytes held, in pages and for the table of them, as if nothing were shared with other sets. */
    public long bytes() {
        long bytes = (long) pages.length * Long.BYTES;
        for (long[] page : pages) {
            bytes += page == null ? 0 : PAGE_WORDS * Long.BYTES;
        }
        return bytes;
    }
}
