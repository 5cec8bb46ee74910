package io.vectile.storage;

import io.vectile.kernel.Kernels;
import java.util.function.LongPredicate;

/** Which vectors of a run a filter lets through, as lanes of blocks. */
sealed interface Admission {
    /** Nothing. */
    Admission NOTHING = new Known(0, new long[0]);

    /** Of the wanted lanes of a block those that are let through. */
    long lanes(int block, long wanted);

    /** The first block of [from, to) of which something may be let through, or {@code to}. */
    int next(int from, int to);

    /** The first block of [from, to) of which nothing is let through, or {@code to}. */
    int runEnd(int from, int to);

    /**
     * Known for all: a word of 64 lanes for each block of a range of blocks; outside of it, none.
     *
     * @param firstBlock the block of the first word
     */
    record Known(int firstBlock, long[] words) implements Admission {
        @Override
        public long lanes(int block, long wanted) {
            int word = block - firstBlock;
            return word >= 0 && word < words.length ? words[word] & wanted : 0L;
        }

        @Override
        public int next(int from, int to) {
            int end = Math.min(to - firstBlock, words.length);
            for (int word = Math.max(0, from - firstBlock); word < end; word++) {
                if (words[word] != 0) {
                    return firstBlock + word;
                }
            }
            return to;
        }

        @Override
        public int runEnd(int from, int to) {
            int block = from;
            while (block < to && lanes(block, -1L) != 0) {
                block++;
            }
            return block;
        }
    }

    /** Asked id by id, of the lanes that a scan has not ruled out. */
    record Asked(LongPredicate test, IdColumn ids, long size) implements Admission {
        /** From so many lanes on, all ids of a block are decoded at once: one look-up takes as long as twenty in a row. */
        private static final int MANY = 4;

        @Override
        public long lanes(int block, long wanted) {
            long first = (long) block * Kernels.BLOCK;
            long[] chunk = null; // not kept: several threads may share a list
            if (Long.bitCount(wanted) > MANY) {
                chunk = new long[(int) Math.min(Kernels.BLOCK, size - first)];
                ids.copy(first, chunk.length, chunk);
            }
            long admitted = 0;
            for (long rest = wanted; rest != 0; rest &= rest - 1) {
                int lane = Long.numberOfTrailingZeros(rest);
                if (test.test(chunk != null ? chunk[lane] : ids.id(first + lane))) {
                    admitted |= 1L << lane;
                }
            }
            return admitted;
        }

        @Override
        public int next(int from, int to) {
            return from;
        }

        @Override
        public int runEnd(int from, int to) {
            return to;
        }
    }
}
